/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How gates walk from frame to frame, in 8 or 16 lanes. */
#ifndef TTYMIX_AUDIO_DSP_DYNAMICS_GATE_WALK_H
#define TTYMIX_AUDIO_DSP_DYNAMICS_GATE_WALK_H

#include "audio/dsp/dynamics/gate_kernel.h"
#include "audio/dsp/lanes_any.h"

#define QUIET 1e-30f /* -600 dBFS: keeps the logarithm's argument normal */

enum { GATE_GROUP = 8 };

typedef struct GateDials {
    const FV *from, *to; /* GATE_GLIDES each */
    MV expander;
    bool any_expander;
} GateDials;

typedef struct GateWalk { /* what goes from frame to frame */
    FV reduction, held;
    MV open;
} GateWalk;

LANES_INLINE FV gate_dial(const GateDials *dials, int k, float time, bool moving)
{
    return moving ? dials->from[k] + (dials->to[k] - dials->from[k]) * time : dials->to[k];
}

LANES_INLINE FV gate_aim(const GateDials *dials, FV peak, MV through, float time, bool moving)
{
    FV zero = fv_set(0.0f), range = gate_dial(dials, GATE_RANGE, time, moving), closed = range;
    if (dials->any_expander) {
        FV below = gate_dial(dials, GATE_THRESHOLD, time, moving) - fv_log2(fv_max(peak, fv_set(QUIET)));
        FV expanded = fv_min(gate_dial(dials, GATE_EXPAND, time, moving) * fv_max(below, zero), range);
        closed = fv_select(dials->expander, expanded, range);
    }
    return fv_select(through, zero, closed);
}

/* True when every lane remains open, or closed all the way, over frames whose peaks lie between two bounds. */
LANES_INLINE bool gate_stays(const GateDials *dials, const GateWalk *walk, FV least, FV greatest)
{
    FV zero = fv_set(0.0f), range = dials->to[GATE_RANGE], reduction = walk->reduction;
    MV opened = walk->open & fv_greater(least, dials->to[GATE_CLOSE]) & ~fv_greater(reduction, zero);
    MV shut =
        ~(walk->open | fv_greater(walk->held, zero) | fv_greater(greatest, dials->to[GATE_OPEN]) | dials->expander);
    MV at_range = fv_at_least(reduction, range) & fv_at_least(range, reduction), moves = ~(opened | (shut & at_range));
    return !mv_any(moves);
}

/* Frames over which nothing moves. */
LANES_INLINE void gate_run_still(const GateDials *dials, GateWalk *walk, FV *x, int frames)
{
    FV zero = fv_set(0.0f);
    walk->held = fv_select(walk->open, dials->to[GATE_HOLD], zero);
    if (mv_any(fv_greater(walk->reduction, zero))) { /* 2^0 is exactly 1 */
        FV gain = fv_exp2(-walk->reduction);
        for (int i = 0; i < frames; i++)
            x[i] = x[i] * gain;
    }
}

/* A few frames: the recursion alone, then the exponentials, which overlap in the CPU; of linked pairs those of two
 * frames at once. */
LANES_INLINE void gate_run_group(const GateDials *dials, GateWalk *walk, FV *x, FV *peak, const float *time,
                                 bool moving, bool linked, const int count)
{
    FV zero = fv_set(0.0f);
    for (int k = 0; k < count; k++) {
        float at = moving ? time[k] : 0.0f;
        walk->open = fv_greater(peak[k], gate_dial(dials, GATE_OPEN, at, moving)) |
                     (walk->open & fv_greater(peak[k], gate_dial(dials, GATE_CLOSE, at, moving)));
        walk->held = fv_select(walk->open, gate_dial(dials, GATE_HOLD, at, moving), fv_max(walk->held - 1.0f, zero));
        FV target = gate_aim(dials, peak[k], walk->open | fv_greater(walk->held, zero), at, moving);
        walk->reduction = fv_max(fv_min(target, walk->reduction + gate_dial(dials, GATE_DOWN, at, moving)),
                                 walk->reduction - gate_dial(dials, GATE_UP, at, moving));
        peak[k] = walk->reduction;
    }
    if (linked && count % 2 == 0) {
        LANES_UNROLL
        for (int k = 0; k < count; k += 2) {
            FV gain = fv_exp2(-fv_pick_pairs(peak[k], peak[k + 1]));
            x[k] = x[k] * fv_even_pairs(gain);
            x[k + 1] = x[k + 1] * fv_odd_pairs(gain);
        }
    } else {
        LANES_UNROLL
        for (int k = 0; k < count; k++)
            x[k] = x[k] * fv_exp2(-peak[k]);
    }
}

/* A group, still or walking; peaks are spent. */
LANES_INLINE void gate_run_peaks(const GateDials *dials, GateWalk *walk, FV *x, FV *peak, const float *time,
                                 bool moving, bool linked, const int count)
{
    FV least = peak[0], greatest = peak[0];
    for (int k = 1; k < count; k++) {
        least = fv_min(peak[k], least);
        greatest = fv_max(peak[k], greatest);
    }
    if (!moving && gate_stays(dials, walk, least, greatest))
        gate_run_still(dials, walk, x, count);
    else
        gate_run_group(dials, walk, x, peak, time, moving, linked, count);
}

#endif
