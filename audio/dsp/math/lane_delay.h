/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A delay line of whole banks: the look-ahead of comp and gate. */
#ifndef TTYMIX_AUDIO_DSP_MATH_LANE_DELAY_H
#define TTYMIX_AUDIO_DSP_MATH_LANE_DELAY_H

#include "audio/dsp/lanes.h"

typedef struct LaneDelay {
    F8 *ring;   /* `length` vectors, the bank's; the oldest at `next` */
    int length; /* frames; 0 = no delay */
    int next;
} LaneDelay;

/* Delays x in place. */
LANES_INLINE void lane_delay_run(LaneDelay *delay, F8 *x, int frames)
{
    if (delay->length == 0)
        return;
    int next = delay->next;
    for (int i = 0; i < frames; i++) {
        F8 old = delay->ring[next];
        delay->ring[next] = x[i];
        x[i] = old;
        next = next + 1 == delay->length ? 0 : next + 1;
    }
    delay->next = next;
}

LANES_INLINE void lane_delay_reset(LaneDelay *delay, int lane)
{
    for (int i = 0; i < delay->length; i++)
        ((float *)&delay->ring[i])[lane] = 0.0f;
}

/* Copies a lane; the rings may stand at different places, so it goes by age. */
LANES_INLINE void lane_delay_move(LaneDelay *to, int to_lane, const LaneDelay *from, int from_lane)
{
    for (int age = 0; age < to->length; age++) {
        const F8 *source = &from->ring[(from->next + age) % from->length];
        F8 *target = &to->ring[(to->next + age) % to->length];
        ((float *)target)[to_lane] = ((const float *)source)[from_lane];
    }
}

#endif
