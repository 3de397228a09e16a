/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values that move inside a cell of 64 frames, as processor.h asks: a ramp is a function of the position in the cell.
 *
 * A processor keeps one Cell and any number of Ramps.  `update` calls cell_begin and sets the ramps; `process` asks
 * cell_enter whether the ramps have ended since (the cell was left early by a locate or a loop), settles them if so,
 * and calls cell_leave, which says that the cell is done.  RT_SAFE, any thread.
 */
#ifndef TTYMIX_AUDIO_DSP_CELL_H
#define TTYMIX_AUDIO_DSP_CELL_H

#include <stdbool.h>

#include "audio/dsp/processor.h"

typedef struct Ramp {
    float from, to; /* before the cell's first frame, and at its last */
} Ramp;

typedef struct Cell {
    bool moving;  /* an update has not been played to its end */
    int expected; /* offset of the next run in the cell that moves; -1: any */
} Cell;

/* Lets a value move to `to` within the cell, or stand there at once. */
RT_SAFE static inline void ramp_set(Ramp *ramp, double to, bool jump)
{
    ramp->from = jump ? (float)to : ramp->to;
    ramp->to = (float)to;
}

/* The value at a position in the cell; exactly `to` at its last frame. */
RT_SAFE static inline float ramp_at(const Ramp *ramp, int position)
{
    if (position >= CELL_FRAMES - 1)
        return ramp->to;
    return ramp->from + (ramp->to - ramp->from) * ((float)(position + 1) * (1.0f / CELL_FRAMES));
}

/* From `a` (part 0) to `b` (part 1), each of them exactly at its end. */
RT_SAFE static inline float fade_at(float a, float b, float part)
{
    if (part <= 0)
        return a;
    return part >= 1 ? b : a + (b - a) * part;
}

RT_SAFE static inline void ramps_settle(Ramp *ramps, int count)
{
    for (int i = 0; i < count; i++)
        ramps[i].from = ramps[i].to;
}

RT_SAFE static inline void cell_begin(Cell *cell, bool jump)
{
    cell->moving = !jump;
    cell->expected = -1;
}

/* True when the ramps must be settled before this run. */
RT_SAFE static inline bool cell_enter(Cell *cell, int offset)
{
    if (!cell->moving || cell->expected < 0 || cell->expected == offset)
        return false;
    cell->moving = false;
    return true;
}

/* True when the ramps must be settled after this run: the cell ends here. */
RT_SAFE static inline bool cell_leave(Cell *cell, int offset, int frames)
{
    cell->expected = offset + frames;
    if (!cell->moving || cell->expected < CELL_FRAMES)
        return false;
    cell->moving = false;
    return true;
}

#endif
