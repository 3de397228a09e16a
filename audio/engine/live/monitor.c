/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/engine/live/monitor.h"

#include <string.h>

#include "audio/base/maths.h"

enum { GAINS = 5, LISTEN = 4 };

void monitor_init(Monitor *monitor)
{
    memset(monitor, 0, sizeof *monitor);
    monitor->listen = monitor->spec.listen_strip = -1;
    monitor->to[0] = monitor->to[3] = 1.0;
}

/* Where a glide stands after `at` of its frames. */
static void gains_at(const Monitor *monitor, int at, double gain[GAINS])
{
    double part = monitor->frames > 0 ? (double)at / monitor->frames : 1.0;
    for (int i = 0; i < GAINS; i++)
        gain[i] = part >= 1 ? monitor->to[i] : monitor->from[i] + (monitor->to[i] - monitor->from[i]) * part;
}

void monitor_set(Monitor *monitor, const MonitorSpec *spec, int frames)
{
    double level = spec->cut ? 0.0 : maths_lin_from_db(spec->level_db + (spec->dim ? MONITOR_DIM_DB : 0.0));
    bool listens = spec->listen_strip >= 0;
    double now[GAINS];
    gains_at(monitor, monitor->at, now);
    memcpy(monitor->from, now, sizeof now);
    double master = listens ? 0.0 : level;
    monitor->to[0] = monitor->to[3] = spec->mono ? 0.5 * master : master;
    monitor->to[1] = monitor->to[2] = spec->mono ? 0.5 * master : 0.0;
    monitor->to[LISTEN] = listens ? level : 0.0;
    if (listens)
        monitor->listen = spec->listen_strip;
    monitor->spec = *spec;
    monitor->at = 0;
    monitor->frames = frames;
}

static bool passes(const Monitor *monitor)
{
    return monitor->frames == 0 && monitor->to[0] == 1.0 && monitor->to[1] == 0.0 && monitor->to[LISTEN] == 0.0;
}

void monitor_run(Monitor *monitor, float *const out[2], float *const listen[2], int frames)
{
    double gain[GAINS];
    if (passes(monitor))
        return;
    bool mono = monitor->spec.mono;
    gains_at(monitor, monitor->at, gain);
    for (int i = 0; i < frames; i++) {
        if (monitor->frames > 0) {
            gains_at(monitor, monitor->at++, gain);
            if (monitor->at > monitor->frames)
                monitor->frames = monitor->at = 0;
        }
        double left = out[0][i], right = out[1][i];
        double near = mono ? 0.5 * (listen[0][i] + listen[1][i]) : listen[0][i];
        double far = mono ? near : listen[1][i];
        out[0][i] = (float)(gain[0] * left + gain[1] * right + gain[LISTEN] * near);
        out[1][i] = (float)(gain[2] * left + gain[3] * right + gain[LISTEN] * far);
    }
    if (monitor->frames == 0 && monitor->spec.listen_strip < 0)
        monitor->listen = -1;
}
