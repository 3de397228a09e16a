/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A compressor that stands still and has no option in use, of a feed-forward peak detector: from the peaks of whole
 * groups of frames to their gains, in 8 or 16 lanes.
 */
#ifndef TTYMIX_AUDIO_DSP_DYNAMICS_COMP_PLAIN_H
#define TTYMIX_AUDIO_DSP_DYNAMICS_COMP_PLAIN_H

#include "audio/dsp/lanes_any.h"

#define QUIET 1e-30f /* -600 dBFS: keeps the logarithm's argument normal */

enum { PLAIN_GROUP = 8 };

typedef struct Plain { /* what a compressor that stands still needs, out of the way of stores */
    FV low, knee, knee_curve, slope, range, makeup, attack, release;
} Plain;

LANES_INLINE FV plain_target(const Plain *plain, FV peak)
{
    FV over = fv_max(fv_log2(fv_max(peak, fv_set(QUIET))) - plain->low, fv_set(0.0f)), bend = fv_min(over, plain->knee);
    FV amount = bend * (bend * plain->knee_curve) + (over - bend);
    return fv_min(amount * plain->slope, plain->range);
}

/* The three passes over a group of frames.  Of linked pairs, which share everything, two frames go through logarithm
 * and exponential at once, one in the even lanes and one in the odd ones. */
LANES_INLINE void plain_targets(const Plain *plain, const FV *peak, FV *target, const int count, const bool linked)
{
    LANES_UNROLL
    for (int k = 0; k < count; k += 1 + linked) {
        FV found = plain_target(plain, linked ? fv_pick_pairs(peak[k], peak[k + 1]) : peak[k]);
        target[k] = linked ? fv_even_pairs(found) : found;
        if (linked)
            target[k + 1] = fv_odd_pairs(found);
    }
}

/* Both ways are gone and one is taken, since each frame waits for the one before: the comparison does not. */
LANES_INLINE void plain_walk(const Plain *plain, FV *walk, FV *reduction, const int count)
{
    LANES_UNROLL
    for (int k = 0; k < count; k++) {
        FV way = walk[k] - *reduction, up = *reduction + plain->attack * way, down = *reduction + plain->release * way;
        walk[k] = *reduction = fv_select(fv_greater(walk[k], *reduction), up, down);
    }
}

LANES_INLINE void plain_gains(const Plain *plain, FV *x, const FV *walk, const int count, const bool linked)
{
    LANES_UNROLL
    for (int k = 0; k < count; k += 1 + linked) {
        FV gain = fv_exp2_within(plain->makeup - (linked ? fv_pick_pairs(walk[k], walk[k + 1]) : walk[k]));
        x[k] = x[k] * (linked ? fv_even_pairs(gain) : gain);
        if (linked)
            x[k + 1] = x[k + 1] * fv_odd_pairs(gain);
    }
}

/* Group by group, each pass one group behind the one before: the recursion of one hides behind the long chains of its
 * neighbours. */
LANES_INLINE void plain_groups(const Plain *plain, FV *x, const FV *peak, FV *reduction, int groups, const bool linked)
{
    FV walk[CELL_FRAMES];
    plain_targets(plain, peak, walk, PLAIN_GROUP, linked);
    for (int g = 0; g < groups; g++) {
        int at = g * PLAIN_GROUP;
        if (g + 1 < groups)
            plain_targets(plain, peak + at + PLAIN_GROUP, walk + at + PLAIN_GROUP, PLAIN_GROUP, linked);
        plain_walk(plain, walk + at, reduction, PLAIN_GROUP);
        if (g > 0)
            plain_gains(plain, x + at - PLAIN_GROUP, walk + at - PLAIN_GROUP, PLAIN_GROUP, linked);
    }
    int last = (groups - 1) * PLAIN_GROUP;
    plain_gains(plain, x + last, walk + last, PLAIN_GROUP, linked);
}

LANES_INLINE void plain_frame(const Plain *plain, FV *x, const FV *peak, FV *reduction)
{
    FV walk;
    plain_targets(plain, peak, &walk, 1, false);
    plain_walk(plain, &walk, reduction, 1);
    plain_gains(plain, x, &walk, 1, false);
}

#endif
