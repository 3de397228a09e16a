/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The monitor section: what the room hears of the master (audio/engine/monitorspec.h). Never in a bounce. At its
 * defaults it passes every bit.
 *
 * Gains, and who is heard, go in straight lines; of two filters each has its share meanwhile.  What is asked for while
 * a filter still fades in comes after it. */
#ifndef TTYMIX_AUDIO_ENGINE_LIVE_MONITOR_H
#define TTYMIX_AUDIO_ENGINE_LIVE_MONITOR_H

#include "audio/engine/live/monitor_filter.h"
#include "audio/engine/step/run.h"

enum {
    MONITOR_MATRIX = 4, /* LL RL LR RR */
    MONITOR_MASTER = MONITOR_MATRIX,
    MONITOR_PLACE, /* of the first strip that is listened to; LISTEN_PLACES of them */
    MONITOR_GAINS = MONITOR_PLACE + LISTEN_PLACES
};

typedef struct MonitorPlace { /* a strip that is heard, or fades out */
    MonitorListen listen;
    uint32_t uid;
    int hint; /* its index in the plan, last time */
} MonitorPlace;

typedef struct Monitor { /* audio thread */
    double rate_hz;
    MonitorSpec spec;
    double from[MONITOR_GAINS], to[MONITOR_GAINS];
    int at, frames; /* of the glide; frames 0 = at rest */
    MonitorPlace place[LISTEN_PLACES];
    float heard[LISTEN_PLACES][2][LIVE_RUN_FRAMES];
    RunListen wanted[LISTEN_PLACES];
    MonitorFilter filter[2];
    int now;                  /* of filter: the one that is heard, or fades out */
    int fade_at, fade_frames; /* to the other one; fade_frames 0 = none */
    MonitorSpec fades_to;     /* what the other one is made for */
    MonitorSpec filters;      /* and the one that is heard */
} Monitor;

RT_SAFE void monitor_init(Monitor *monitor, double rate_hz);
/* Goes there over `frames` frames. */
RT_SAFE void monitor_set(Monitor *monitor, const MonitorSpec *spec, int frames);
/* Before a run of at most LIVE_RUN_FRAMES frames of that plan: the strips whose signals are wanted, for Run.listen;
 * NULL for none. */
RT_SAFE const RunListen *monitor_wants(Monitor *monitor, const Plan *plan);
/* After it, in place on the master. */
RT_SAFE void monitor_run(Monitor *monitor, float *const out[2], int frames);

#endif
