/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/engine/live/monitor.h"

#include <string.h>

#include "audio/base/maths.h"

static bool listens(const Monitor *monitor, int place)
{
    return monitor->place[place].listen != LISTEN_MASTER;
}

void monitor_init(Monitor *monitor, double rate_hz)
{
    memset(monitor, 0, sizeof *monitor);
    monitor->rate_hz = rate_hz;
    monitor->to[0] = monitor->to[3] = monitor->to[MONITOR_MASTER] = 1.0;
    for (int k = 0; k < 2; k++)
        monitor_filter_start(&monitor->filter[k], &monitor->spec, rate_hz);
}

/* Where a glide stands after `at` of its frames. */
static void gains_at(const Monitor *monitor, int at, double gain[MONITOR_GAINS])
{
    double part = monitor->frames > 0 ? (double)at / monitor->frames : 1.0;
    for (int i = 0; i < MONITOR_GAINS; i++)
        gain[i] = part >= 1 ? monitor->to[i] : monitor->from[i] + (monitor->to[i] - monitor->from[i]) * part;
}

static void swap_rows(double matrix[4])
{
    for (int i = 0; i < 2; i++) {
        double row = matrix[i];
        matrix[i] = matrix[2 + i];
        matrix[2 + i] = row;
    }
}

/* Sides, swap, mono and level as one matrix. */
static void set_matrix(const MonitorSpec *spec, double matrix[4])
{
    double level = spec->cut ? 0.0 : maths_lin_from_db(spec->level_db + (spec->dim ? MONITOR_DIM_DB : 0.0));
    monitor_matrix_of_sides(spec->sides, matrix);
    if (spec->swap)
        swap_rows(matrix);
    for (int i = 0; i < 2 && spec->mono; i++)
        matrix[i] = matrix[2 + i] = 0.5 * (matrix[i] + matrix[2 + i]);
    for (int i = 0; i < 4; i++)
        matrix[i] *= level;
}

/* The place of a strip: the one that it has, or the one that is heard less. */
static int place_for(const Monitor *monitor, const MonitorSpec *spec, const double now[MONITOR_GAINS])
{
    for (int k = 0; k < LISTEN_PLACES; k++)
        if (monitor->place[k].listen == spec->listen && monitor->place[k].uid == spec->listen_uid)
            return k;
    return now[MONITOR_PLACE + 1] < now[MONITOR_PLACE] ? 1 : 0;
}

static void begin_filter(Monitor *monitor, const MonitorSpec *spec, int frames)
{
    if (monitor->fade_frames > 0 || monitor_filter_is_same(&monitor->filters, spec))
        return;
    monitor_filter_start(&monitor->filter[1 - monitor->now], spec, monitor->rate_hz);
    monitor->fades_to = *spec;
    monitor->fade_at = 0;
    monitor->fade_frames = frames > 0 ? frames : 1;
}

void monitor_set(Monitor *monitor, const MonitorSpec *spec, int frames)
{
    double now[MONITOR_GAINS];
    gains_at(monitor, monitor->at, now);
    memcpy(monitor->from, now, sizeof now);
    memset(monitor->to, 0, sizeof monitor->to);
    set_matrix(spec, monitor->to);
    if (spec->listen == LISTEN_MASTER) {
        monitor->to[MONITOR_MASTER] = 1.0;
    } else {
        int k = place_for(monitor, spec, now);
        monitor->place[k] = (MonitorPlace){spec->listen, spec->listen_uid, monitor->place[k].hint};
        monitor->to[MONITOR_PLACE + k] = 1.0;
    }
    monitor->spec = *spec;
    monitor->at = 0;
    monitor->frames = frames;
    begin_filter(monitor, spec, frames);
}

const RunListen *monitor_wants(Monitor *monitor, const Plan *plan)
{
    bool any = false;
    for (int k = 0; k < LISTEN_PLACES; k++) {
        MonitorPlace *place = &monitor->place[k];
        RunListen *wanted = &monitor->wanted[k];
        *wanted = (RunListen){.strip = -1};
        if (!listens(monitor, k))
            continue;
        place->hint = plan_find_strip(plan, place->uid, place->hint);
        any = true;
        *wanted = (RunListen){.strip = place->hint,
                              .after = place->listen == LISTEN_AFL,
                              .out = {monitor->heard[k][0], monitor->heard[k][1]}};
        if (place->hint < 0)
            memset(monitor->heard[k], 0, sizeof monitor->heard[k]);
    }
    return any ? monitor->wanted : NULL;
}

static bool passes(const Monitor *monitor)
{
    return monitor->frames == 0 && monitor->fade_frames == 0 && monitor->filter[monitor->now].passes &&
           monitor->to[0] == 1.0 && monitor->to[1] == 0.0 && monitor->to[2] == 0.0 && monitor->to[3] == 1.0 &&
           monitor->to[MONITOR_MASTER] == 1.0;
}

static void run_filters(Monitor *monitor, double frame[2])
{
    if (monitor->fade_frames == 0) {
        monitor_filter_run(&monitor->filter[monitor->now], frame);
        return;
    }
    double next[2] = {frame[0], frame[1]}, part = (double)monitor->fade_at++ / monitor->fade_frames;
    monitor_filter_run(&monitor->filter[monitor->now], frame);
    monitor_filter_run(&monitor->filter[1 - monitor->now], next);
    for (int c = 0; c < 2; c++)
        frame[c] += (next[c] - frame[c]) * part;
    if (monitor->fade_at < monitor->fade_frames)
        return;
    int frames = monitor->fade_frames;
    monitor->now = 1 - monitor->now;
    monitor->fade_frames = 0;
    monitor->filters = monitor->fades_to;
    begin_filter(monitor, &monitor->spec, frames);
}

static void mix_frame(const Monitor *monitor, const double gain[MONITOR_GAINS], int i, double frame[2])
{
    for (int c = 0; c < 2; c++) {
        frame[c] *= gain[MONITOR_MASTER];
        for (int k = 0; k < LISTEN_PLACES; k++)
            if (listens(monitor, k))
                frame[c] += gain[MONITOR_PLACE + k] * monitor->heard[k][c][i];
    }
}

/* Strips that have faded out are wanted no more. */
static void forget_places(Monitor *monitor)
{
    for (int k = 0; k < LISTEN_PLACES && monitor->frames == 0; k++)
        if (monitor->to[MONITOR_PLACE + k] == 0)
            monitor->place[k].listen = LISTEN_MASTER;
}

void monitor_run(Monitor *monitor, float *const out[2], int frames)
{
    double gain[MONITOR_GAINS];
    if (passes(monitor))
        return;
    gains_at(monitor, monitor->at, gain);
    for (int i = 0; i < frames; i++) {
        if (monitor->frames > 0) {
            gains_at(monitor, monitor->at++, gain);
            if (monitor->at > monitor->frames)
                monitor->frames = monitor->at = 0;
        }
        double frame[2] = {out[0][i], out[1][i]};
        mix_frame(monitor, gain, i, frame);
        run_filters(monitor, frame);
        out[0][i] = (float)(gain[0] * frame[0] + gain[1] * frame[1]);
        out[1][i] = (float)(gain[2] * frame[0] + gain[3] * frame[1]);
    }
    forget_places(monitor);
}
