/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers of a bank that move in straight lines over a cell: `count` vectors, each lane on its own way.
 *
 * Within a cell the value behind frame i (offset in the cell) is from + (to - from) (i + 1)/64, a function of the
 * position alone; at the cell's end it is `to`.  A lane that does not move has from = to and computes the same bits as
 * in a bank where nothing moves.  The vectors lie in the bank; a Glide only knows how far the cell has come.
 */
#ifndef TTYMIX_AUDIO_DSP_GLIDE_H
#define TTYMIX_AUDIO_DSP_GLIDE_H

#include "audio/dsp/lanes.h"

typedef struct Glide {
    F8 *from, *to; /* count each */
    int count;
    int position; /* frames of the cell already done; 0 between cells */
    bool moving;  /* some lane has from != to */
} Glide;

RT_SAFE void glide_init(Glide *glide, F8 *from, F8 *to, int count);
/* Call before the first glide_set of an update: an interrupted cell (a loop's end) arrives at its aims at once. */
RT_SAFE void glide_begin(Glide *glide, bool jump);
RT_SAFE void glide_set(Glide *glide, int index, int lane, double value, bool jump);
/* Call before a run: notices that a cell was left early. */
RT_SAFE void glide_enter(Glide *glide, int offset);
/* Call after a run: at the cell's end the values stand. */
RT_SAFE void glide_leave(Glide *glide, int offset, int frames);
RT_SAFE void glide_move(Glide *to, int to_lane, const Glide *from, int from_lane);

/* Value number k of the frame whose `time` is (offset + 1)/64. */
LANES_INLINE F8 glide_at(const F8 *from, const F8 *to, int k, float time)
{
    return from[k] + (to[k] - from[k]) * time;
}

/* (offset + i + 1)/64, exact. */
LANES_INLINE float glide_time(int offset, int i)
{
    return (float)(offset + i + 1) * (1.0f / CELL_FRAMES);
}

#endif
