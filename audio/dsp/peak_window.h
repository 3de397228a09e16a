/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The highest of the last N frames, exactly, at a few operations a frame: what a peak detector sees of a tone.
 *
 * N is a whole number of cells, each lane its own (0 = the frame alone).  A window that ends within a cell is the running maximum of
 * this cell, whole cells before it, and the end of an old cell; maxima of the ends are computed once a cell (van Herk, "A fast
 * algorithm for local minimum and maximum filters on rectangular and octagonal kernels", 1992).
 */
#ifndef TTYMIX_AUDIO_DSP_PEAK_WINDOW_H
#define TTYMIX_AUDIO_DSP_PEAK_WINDOW_H

#include "audio/dsp/lanes.h"

typedef struct PeakWindow {
    F8 level[CELL_FRAMES]; /* this cell's frames as they came, up to `position` */
    F8 tail[CELL_FRAMES];  /* maximum of the window's frames before this cell */
    F8 running;            /* maximum of this cell so far */
    I8 instant;            /* lanes whose window is one frame */
    F8 *ends;              /* `cells` old cells of 64: ends[64 a + i] = maximum of the frames i.. of that cell; the bank's memory */
    int cells;             /* longest window */
    int newest;            /* index of the newest old cell */
    int length[BANK_LANES];
    int position;
    bool tail_valid;
} PeakWindow;

/* The memory that `ends` needs. */
LANES_INLINE size_t peak_window_bytes(int cells)
{
    return (size_t)cells * CELL_FRAMES * sizeof(F8);
}

LANES_INLINE const F8 *peak_window_old(const PeakWindow *window, int age)
{
    int index = window->newest - age;
    return window->ends + CELL_FRAMES * (index < 0 ? index + window->cells : index);
}

LANES_INLINE void peak_window_set_length(PeakWindow *window, int lane, int cells)
{
    ((int32_t *)&window->instant)[lane] = cells == 0 ? -1 : 0;
    window->tail_valid = window->tail_valid && window->length[lane] == cells;
    window->length[lane] = cells;
}

LANES_INLINE void peak_window_reset(PeakWindow *window, int lane)
{
    for (int i = 0; i < CELL_FRAMES; i++) {
        ((float *)&window->level[i])[lane] = 0.0f;
        ((float *)&window->tail[i])[lane] = 0.0f;
    }
    for (int i = 0; i < window->cells * CELL_FRAMES; i++)
        ((float *)&window->ends[i])[lane] = 0.0f;
    ((float *)&window->running)[lane] = 0.0f;
}

LANES_INLINE void peak_window_move(PeakWindow *to, int to_lane, const PeakWindow *from, int from_lane)
{
    lanes_copy(to->level, to_lane, from->level, from_lane, CELL_FRAMES);
    for (int age = 0; age < to->cells; age++)
        lanes_copy((F8 *)(uintptr_t)peak_window_old(to, age), to_lane, peak_window_old(from, age), from_lane, CELL_FRAMES);
    lanes_copy(&to->running, to_lane, &from->running, from_lane, 1);
    to->position = from->position;
    to->length[to_lane] = -1;
    peak_window_set_length(to, to_lane, from->length[from_lane]);
}

LANES_INLINE void peak_window_close_cell(PeakWindow *window)
{
    if (window->cells > 0) {
        window->newest = window->newest + 1 == window->cells ? 0 : window->newest + 1;
        F8 *ends = window->ends + CELL_FRAMES * window->newest;
        F8 highest = f8_set(0.0f);
        for (int i = CELL_FRAMES - 1; i >= window->position; i--)
            ends[i] = highest;
        for (int i = window->position - 1; i >= 0; i--) {
            highest = f8_max(window->level[i], highest);
            ends[i] = highest;
        }
    }
    window->running = f8_set(0.0f);
    window->position = 0;
    window->tail_valid = false;
}

LANES_INLINE void peak_window_build_tail(PeakWindow *window)
{
    bool equal = true;
    for (int lane = 1; lane < BANK_LANES; lane++)
        equal = equal && window->length[lane] == window->length[0];
    if (equal && window->length[0] > 0) {
        F8 middle = f8_set(0.0f);
        for (int age = 0; age < window->length[0] - 1; age++)
            middle = f8_max(peak_window_old(window, age)[0], middle);
        const F8 *oldest = peak_window_old(window, window->length[0] - 1);
        for (int i = 0; i < CELL_FRAMES - 1; i++)
            window->tail[i] = f8_max(oldest[i + 1], middle);
        window->tail[CELL_FRAMES - 1] = middle;
    } else {
        for (int lane = 0; lane < BANK_LANES; lane++) {
            float middle = 0.0f;
            for (int age = 0; age < window->length[lane] - 1; age++) {
                float cell = ((const float *)peak_window_old(window, age))[lane];
                middle = cell > middle ? cell : middle;
            }
            for (int i = 0; i < CELL_FRAMES; i++) {
                float end = 0.0f;
                if (window->length[lane] > 0 && i < CELL_FRAMES - 1)
                    end = ((const float *)(peak_window_old(window, window->length[lane] - 1) + i + 1))[lane];
                ((float *)&window->tail[i])[lane] = end > middle ? end : middle;
            }
        }
    }
    window->tail_valid = true;
}

/* Before a run at `offset`. */
LANES_INLINE void peak_window_enter(PeakWindow *window, int offset)
{
    if (offset < window->position)
        peak_window_close_cell(window);
    for (int i = window->position; i < offset; i++)
        window->level[i] = f8_set(0.0f);
    if (!window->tail_valid)
        peak_window_build_tail(window);
}

/* The window's maximum at frame `at` of the cell, whose level is `level` (>= 0). */
LANES_INLINE F8 peak_window_next(PeakWindow *window, int at, F8 level)
{
    window->level[at] = level;
    window->running = f8_select(window->instant, level, f8_max(window->running, level));
    return f8_max(window->tail[at], window->running);
}

/* peak_window_next of `frames` frames whose levels stand in x, in place. */
LANES_INLINE void peak_window_run(PeakWindow *window, int at, F8 *x, int frames)
{
    F8 running = window->running;
    I8 instant = window->instant;
    bool any_instant = i8_any(instant);
    for (int i = 0; i < frames; i++) {
        F8 level = x[i], highest = f8_max(running, level);
        window->level[at + i] = level;
        running = any_instant ? f8_select(instant, level, highest) : highest;
        x[i] = f8_max(window->tail[at + i], running);
    }
    window->running = running;
}

/* After a run that ended at `end` frames into the cell. */
LANES_INLINE void peak_window_leave(PeakWindow *window, int end)
{
    window->position = end;
    if (end >= CELL_FRAMES)
        peak_window_close_cell(window);
}

#endif
