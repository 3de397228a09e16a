/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A run: some frames that go through the steps of a plan together, and what a thread needs around it meanwhile. */
#ifndef TTYMIX_AUDIO_ENGINE_STEP_RUN_H
#define TTYMIX_AUDIO_ENGINE_STEP_RUN_H

#include <stdatomic.h>

#include "audio/base/status.h"
#include "audio/dsp/kernels.h"
#include "audio/engine/step/plan.h"

enum { LIVE_RUN_FRAMES = CELL_FRAMES };

/* One a thread. */
typedef struct Workspace {
    double *row[PAN_GAINS], *scratch, *sum[2], *stem[2];
    float *clip[2];
    float dry[BANK_LANES][CELL_FRAMES], key[BANK_LANES][CELL_FRAMES];
    void *memory;
} Workspace;

/* A strip's signal that is wanted besides. */
typedef struct RunListen {
    int strip;  /* or -1 */
    bool after; /* the fader and the pan, whether or not it is muted; else before them */
    float *out[2];
} RunListen;
enum { LISTEN_PLACES = 2 };

typedef struct Run {
    const Kernels *kernels;
    const Timeline *timeline;
    Workspace *space;
    int64_t frame; /* engine frame of the first */
    int frames;
    int slot; /* of the buffers */
    int meter_slot;
    bool wait, live;
    float *out[2];
    float *const *stems;     /* 2 * strip + channel, NULL = not wanted; or NULL */
    const RunListen *listen; /* LISTEN_PLACES of them, or NULL */
    atomic_uint *underruns;
    const struct Probe *probes; /* PROBES of them (probe.h), or NULL: nothing is looked at */
} Run;

NODISCARD Status workspace_init(Workspace *space, int run_frames);
void workspace_clear(Workspace *space);

/* Planar buffer of a signal in a run's slot, and of a part. */
RT_SAFE static inline float *signal_channel(const Plan *plan, int signal, const Run *run, int channel)
{
    const Signal *s = &plan->signals[signal];
    return s->data + ((size_t)run->slot * (size_t)s->channels + (size_t)channel) * plan_padded(plan->setup.run_frames);
}

RT_SAFE static inline double *part_channel(const Plan *plan, int part, const Run *run, int channel)
{
    return plan->parts[part].sum + ((size_t)run->slot * 2 + (size_t)channel) * plan_padded(plan->setup.run_frames);
}

#endif
