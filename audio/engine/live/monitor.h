/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The monitor section: what the room hears of the master. Never in a bounce. At its defaults it passes every bit. */
#ifndef TTYMIX_AUDIO_ENGINE_LIVE_MONITOR_H
#define TTYMIX_AUDIO_ENGINE_LIVE_MONITOR_H

#include "audio/engine/engine.h"

#define MONITOR_DIM_DB (-20.0)

typedef struct Monitor { /* audio thread */
    MonitorSpec spec;
    double from[5], to[5]; /* gains LL, RL, LR, RR of the master, and of the strip listened to */
    int listen;            /* strip that fades in or out, or -1 */
    int at, frames;        /* of the glide; frames 0 = at rest */
} Monitor;

RT_SAFE void monitor_init(Monitor *monitor);
/* Glides there over `frames` frames. */
RT_SAFE void monitor_set(Monitor *monitor, const MonitorSpec *spec, int frames);
/* In place on the master; `listen` is the pre-fader signal of monitor->listen. */
RT_SAFE void monitor_run(Monitor *monitor, float *const out[2], float *const listen[2], int frames);

#endif
