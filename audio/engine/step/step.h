/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The steps: what a plan's list is made of.  Each does its part of a run; `index` says of which strip, part, bank or
 * delay.  RT_SAFE, any thread that computes. */
#ifndef TTYMIX_AUDIO_ENGINE_STEP_STEP_H
#define TTYMIX_AUDIO_ENGINE_STEP_STEP_H

#include "audio/engine/step/run.h"

/* source.c: a track's clips, or a bus's sum, with polarity and trim; the copy of a tap before the chain; the tap before
 * the fader, and the fader where processors follow it; what goes one way later than another. */
RT_SAFE void step_source(const Plan *plan, int strip, const Run *run);
RT_SAFE void step_bus(const Plan *plan, int strip, const Run *run);
RT_SAFE void step_copy_input(const Plan *plan, int strip, const Run *run);
RT_SAFE void step_fader(const Plan *plan, int strip, const Run *run);
RT_SAFE void step_delay(const Plan *plan, int delay, const Run *run);

/* bank.c: processors side by side. */
RT_SAFE void step_bank(const Plan *plan, int bank, const Run *run);

/* mix.c: some of a strip's inputs; the key behind the pan, and the meters; the master to whom asked. */
RT_SAFE void step_part(const Plan *plan, int part, const Run *run);
RT_SAFE void step_finish(const Plan *plan, int strip, const Run *run);
RT_SAFE void step_output(const Plan *plan, int strip, const Run *run);

#endif
