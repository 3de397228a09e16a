/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From "this frame must be turned down by so much" to a smooth curve that has come down in time.
 *
 * Highest demand over a window (look-ahead + 1 + hold frames; what has left it does not come back when the hold grows),
 * then the release (the excess over a floor falls by `keep` a frame, the floor follows the highest demand by `follow`),
 * then two moving averages of (look-ahead + 1) / 2 frames and the rest: at a frame's way out the average covers nothing
 * below its demand.  All in integers of 2^-30, rounded down, so that sums never drift, an idle gain is exactly one, and
 * the result is the same however the signal is cut.
 *
 * One block of memory without pointers: it may be copied with memcpy. RT_SAFE but for `new`.
 */
#ifndef TTYMIX_AUDIO_DSP_LIMITER_GAIN_H
#define TTYMIX_AUDIO_DSP_LIMITER_GAIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "audio/base/attributes.h"

#define LIMITGAIN_ONE 1073741824.0 /* a reduction to silence: 2^30 */

typedef struct LimitRelease {
    uint64_t keep;   /* of the excess over the floor, a frame, 2^-32 */
    int64_t follow;  /* of the floor towards the demand, a frame, 2^-32; 0: the floor stays at none */
    int hold_frames; /* 0 to the hold_max of limitgain_new */
} LimitRelease;

typedef struct LimitGain {
    size_t size;       /* bytes of the whole */
    int lookahead;     /* frames from demand to gain: the average's reach */
    int first, second; /* lengths of the two averages; first + second = lookahead + 1 */
    int queue_mask, queue_at, second_at;
    uint32_t now;    /* frame number, wraps */
    int head, count; /* of the queue of falling maxima */
    uint32_t envelope, floor;
    int64_t first_sum, second_sum;
    double scale;     /* 1 / (first * second * 2^30) */
    uint32_t store[]; /* queue values, queue frames, first average; then the second average as int64 */
} LimitGain;

/* NULL without memory; free() it. `lookahead` 1 frame and up. */
LimitGain *limitgain_new(int lookahead, int hold_max);
void limitgain_reset(LimitGain *gain);
/* True where demands of 0 give gains of 1 and change nothing but the time, */
RT_SAFE static inline bool limitgain_is_idle(const LimitGain *gain)
{
    return gain->count == 0 && gain->envelope == 0 && gain->first_sum == 0 && gain->second_sum == 0;
}
/* which passes by some frames. */
RT_SAFE static inline void limitgain_idle(LimitGain *gain, int frames)
{
    gain->floor = 0; /* all rings hold zeros, so where they stand is of no account */
    gain->now += (uint32_t)frames;
}
/* Takes one frame's demand (0 to 2^30); returns the gain, 1 to 0, of the frame `lookahead` before it: as a gain,
 * because a great reduction in a float would be coarse in what it leaves. */
RT_SAFE float limitgain_next(LimitGain *gain, const LimitRelease *release, uint32_t demand);

#endif
