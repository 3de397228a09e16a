/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One lane of an equalizer's unit: how it stands, sets out, moves and settles.  All RT_SAFE.
 *
 * `target` is the unit that the lane stands at or moves to; its sections move each by itself.  `done` is the part of
 * the cell that a move has behind it (0..1).  States pass from the standing to the moving form and back by what they
 * would ring next.
 */
#ifndef TTYMIX_AUDIO_DSP_EQ_LANE_H
#define TTYMIX_AUDIO_DSP_EQ_LANE_H

#include "audio/dsp/eq/kernel.h"

/* Passes every bit, at rest. */
RT_SAFE void eq_lane_idle(EqVector *u, int lane);
/* Stands there at once, with the states it has. */
RT_SAFE void eq_lane_stand(EqVector *u, int lane, const EqUnit *target);
/* What moves sets out for the same target from where it is. */
RT_SAFE void eq_lane_rebase(EqVector *u, int lane, const EqUnit *target, double done);
/* Sets out for `unit`, which becomes the target; call after eq_lane_rebase. Nothing where that is the target already.
 */
RT_SAFE void eq_lane_aim(EqVector *u, int lane, EqUnit *target, const EqUnit *unit);
/* What moves and has no way left stands again; true if something goes on. */
RT_SAFE bool eq_lane_settle(EqVector *u, int lane, const EqUnit *target);
RT_SAFE void eq_lane_copy(EqVector *to, int to_lane, const EqVector *from, int from_lane);

#endif
