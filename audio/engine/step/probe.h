/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Probes: the sound on both sides of a processor, copied out while a live plan is computed, for eyes elsewhere.
 *
 * A probe changes no sample.  Where one looks into banks that hand their sound on in lanes, these are computed one by
 * one, which gives the same bits. */
#ifndef TTYMIX_AUDIO_ENGINE_STEP_PROBE_H
#define TTYMIX_AUDIO_ENGINE_STEP_PROBE_H

#include "audio/base/ring.h"
#include "audio/engine/step/run.h"

enum { PROBES = ENGINE_PROBES };

typedef struct ProbeFrame { /* of a mono processor both sides are alike */
    float before[2], after[2];
} ProbeFrame;

typedef struct Probe {
    int voice;  /* of the plan; -1: it looks at nothing */
    Ring *ring; /* ProbeFrame; what finds no room in it is lost */
} Probe;

typedef struct ProbeCopy { /* of the sound before a cell's piece was processed */
    float x[PROBES][2][CELL_FRAMES];
} ProbeCopy;

/* Whether a probe looks at a voice of a bank. */
RT_SAFE bool probes_touch(const Run *run, const PlanBank *bank);
/* Around a piece of a bank: before it is processed, and after. */
RT_SAFE void probes_keep(const Plan *plan, const Run *run, const PlanBank *bank, int at, int frames, ProbeCopy *copy);
RT_SAFE void probes_put(const Plan *plan, const Run *run, const PlanBank *bank, int at, int frames,
                        const ProbeCopy *copy);

#endif
