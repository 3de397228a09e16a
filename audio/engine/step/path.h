/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A signal on its way through gains: worked out for a run, and multiplied.  What stands still waits, so that a sum is
 * made of many terms at once; what moves is added row by row.  In double precision, rounded to float once.  RT_SAFE. */
#ifndef TTYMIX_AUDIO_ENGINE_STEP_PATH_H
#define TTYMIX_AUDIO_ENGINE_STEP_PATH_H

#include "audio/engine/step/run.h"

/* Gains of a path in a run: steady, or in the workspace's rows. */
RT_SAFE GainKind path_gains(const GainPath *path, EdgeState *state, int64_t ahead, const Run *run,
                            double steady[PAN_GAINS]);
/* The strip's signal through the gains that path_gains has just left. */
RT_SAFE void path_signal(const Plan *plan, const PlanStrip *strip, const Run *run, GainKind kind,
                         const double steady[PAN_GAINS], float *const *out);
/* The edges of a part, summed into sum[0], sum[1], or rounded into out[0], out[1] where sum is NULL. */
RT_SAFE void mix_part(const Plan *plan, int part, const Run *run, double *const *sum, float *const *out);

#endif
