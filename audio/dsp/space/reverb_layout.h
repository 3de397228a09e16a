/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What of a room stands where: the counts of its parts, its rings in memory, its early reflections. */
#ifndef TTYMIX_AUDIO_DSP_SPACE_REVERB_LAYOUT_H
#define TTYMIX_AUDIO_DSP_SPACE_REVERB_LAYOUT_H

#include <stddef.h>
#include <stdint.h>

enum {
    REVERB_LINES = 16,
    REVERB_STAGES = 4, /* all-passes a channel */
    REVERB_TAPS = 8,   /* early reflections a channel */
    REVERB_PAIRS = REVERB_LINES / 2,
    REVERB_SPAN = 64, /* longest block */
    REVERB_PAD = REVERB_SPAN + 16
};

/* Floats from one ring to the next: the ring, the mirror of its first REVERB_SPAN places, and a cache line more, or the
 * rings, all written at the same place, would push one another out of the cache. */
static inline size_t reverb_ring_stride(uint32_t mask)
{
    return (size_t)mask + 1 + REVERB_PAD;
}

/* Early reflections of left and right: ms at scale 1, and gains. */
extern const double reverb_tap_ms[2][REVERB_TAPS];
extern const float reverb_tap_gains[2][REVERB_TAPS];

#endif
