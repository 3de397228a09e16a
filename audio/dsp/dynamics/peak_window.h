/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The highest of the last N frames, exactly, at a few operations a frame: what a peak detector sees of a tone.
 *
 * N is a whole number of cells, each lane its own (0 = the frame alone).  A window that ends within a cell is the
 * running maximum of this cell, whole cells before it, and the end of an old cell; maxima of the ends are computed once
 * a cell (van Herk, "A fast algorithm for local minimum and maximum filters on rectangular and octagonal kernels",
 * 1992).
 */
#ifndef TTYMIX_AUDIO_DSP_DYNAMICS_PEAK_WINDOW_H
#define TTYMIX_AUDIO_DSP_DYNAMICS_PEAK_WINDOW_H

#include "audio/dsp/lanes.h"

enum { PEAK_WINDOW_STRIDE = CELL_FRAMES + 1 };

typedef struct PeakWindow {
    F8 level[CELL_FRAMES]; /* this cell's frames as they came, up to `position` */
    F8 tail[CELL_FRAMES];  /* where lanes differ in length: maximum of the window's frames before this cell */
    const F8 *past;        /* the frames before this cell, seen from its frame i: the maximum of past[i] and middle */
    F8 middle;
    F8 running; /* maximum of this cell so far */
    I8 instant; /* lanes whose window is one frame */
    F8 *ends;   /* `cells` old cells, the bank's memory: [i] = maximum of the frames i.. of that cell, [64] = 0 */
    int cells;  /* longest window */
    int newest; /* index of the newest old cell */
    int length[BANK_LANES]; /* cells; -1: of a lane without sound, any */
    int position;
    bool past_valid;
} PeakWindow;

/* The memory that `ends` needs. */
LANES_INLINE size_t peak_window_bytes(int cells)
{
    return (size_t)cells * PEAK_WINDOW_STRIDE * sizeof(F8);
}

LANES_INLINE const F8 *peak_window_old(const PeakWindow *window, int age)
{
    int index = window->newest - age;
    return window->ends + PEAK_WINDOW_STRIDE * (index < 0 ? index + window->cells : index);
}

LANES_INLINE void peak_window_set_length(PeakWindow *window, int lane, int cells)
{
    ((int32_t *)&window->instant)[lane] = cells == 0 ? -1 : 0;
    window->past_valid = window->past_valid && window->length[lane] == cells;
    window->length[lane] = cells;
}

LANES_INLINE void peak_window_reset(PeakWindow *window, int lane)
{
    for (int i = 0; i < CELL_FRAMES; i++)
        ((float *)&window->level[i])[lane] = 0.0f;
    for (int i = 0; i < window->cells * PEAK_WINDOW_STRIDE; i++)
        ((float *)&window->ends[i])[lane] = 0.0f;
    ((float *)&window->running)[lane] = 0.0f;
    window->past_valid = false;
}

LANES_INLINE void peak_window_move(PeakWindow *to, int to_lane, const PeakWindow *from, int from_lane)
{
    lanes_copy(to->level, to_lane, from->level, from_lane, CELL_FRAMES);
    for (int age = 0; age < to->cells; age++)
        lanes_copy((F8 *)(uintptr_t)peak_window_old(to, age), to_lane, peak_window_old(from, age), from_lane,
                   CELL_FRAMES);
    lanes_copy(&to->running, to_lane, &from->running, from_lane, 1);
    to->position = from->position;
    to->length[to_lane] = -1;
    peak_window_set_length(to, to_lane, from->length[from_lane]);
}

/* The place of the cell that ends here, and begins the next; NULL where no old cell is kept. */
LANES_INLINE F8 *peak_window_open_ends(PeakWindow *window)
{
    window->running = f8_set(0.0f);
    window->position = 0;
    window->past_valid = false;
    if (window->cells == 0)
        return NULL;
    window->newest = window->newest + 1 == window->cells ? 0 : window->newest + 1;
    return window->ends + PEAK_WINDOW_STRIDE * window->newest;
}

LANES_INLINE void peak_window_close_cell(PeakWindow *window)
{
    int position = window->position;
    F8 *ends = peak_window_open_ends(window), highest = f8_set(0.0f);
    if (!ends)
        return;
    for (int i = CELL_FRAMES - 1; i >= position; i--)
        ends[i] = highest;
    for (int i = position - 1; i >= 0; i--) {
        highest = f8_max(window->level[i], highest);
        ends[i] = highest;
    }
}

/* Lanes of their own lengths: one by one. */
LANES_INLINE void peak_window_build_tail(PeakWindow *window)
{
    for (int lane = 0; lane < BANK_LANES; lane++) {
        int length = window->length[lane];
        float middle = 0.0f;
        for (int age = 0; age < length - 1; age++) {
            float cell = ((const float *)peak_window_old(window, age))[lane];
            middle = cell > middle ? cell : middle;
        }
        const float *oldest = length > 0 ? (const float *)(peak_window_old(window, length - 1) + 1) + lane : NULL;
        for (int i = 0; i < CELL_FRAMES; i++) {
            float end = oldest ? oldest[i * BANK_LANES] : 0.0f;
            ((float *)&window->tail[i])[lane] = end > middle ? end : middle;
        }
    }
    window->past = window->tail;
    window->middle = f8_set(0.0f);
}

LANES_INLINE void peak_window_look_back(PeakWindow *window)
{
    bool equal = true;
    int length = -1;
    for (int lane = 0; lane < BANK_LANES; lane++) {
        length = length < 0 ? window->length[lane] : length;
        equal = equal && (window->length[lane] < 0 || window->length[lane] == length);
    }
    if (equal && length > 0) {
        F8 middle = f8_set(0.0f);
        for (int age = 0; age < length - 1; age++)
            middle = f8_max(peak_window_old(window, age)[0], middle);
        window->middle = middle;
        window->past = peak_window_old(window, length - 1) + 1;
    } else {
        peak_window_build_tail(window);
    }
    window->past_valid = true;
}

/* Before a whole cell. */
LANES_INLINE void peak_window_enter_cell(PeakWindow *window)
{
    if (window->position > 0)
        peak_window_close_cell(window);
    if (!window->past_valid)
        peak_window_look_back(window);
}

/* Before a run at `offset`. */
LANES_INLINE void peak_window_enter(PeakWindow *window, int offset)
{
    if (offset < window->position)
        peak_window_close_cell(window);
    for (int i = window->position; i < offset; i++)
        window->level[i] = f8_set(0.0f);
    if (!window->past_valid)
        peak_window_look_back(window);
}

/* The window's maximum at frame `at` of the cell, whose level is `level` (>= 0). */
LANES_INLINE F8 peak_window_next(PeakWindow *window, int at, F8 level)
{
    window->level[at] = level;
    window->running = f8_select(window->instant, level, f8_max(window->running, level));
    return f8_max(f8_max(window->past[at], window->middle), window->running);
}

/* peak_window_next of `frames` frames whose levels the caller has put into window->level from `at` on. */
LANES_INLINE void peak_window_run(PeakWindow *window, int at, F8 *peak, int frames)
{
    const F8 *level = window->level + at, *past = window->past + at;
    F8 running = window->running, middle = window->middle;
    I8 instant = window->instant;
    if (i8_any(instant))
        for (int i = 0; i < frames; i++) {
            running = f8_select(instant, level[i], f8_max(running, level[i]));
            peak[i] = f8_max(f8_max(past[i], middle), running);
        }
    else
        for (int i = 0; i < frames; i++) {
            running = f8_max(running, level[i]);
            peak[i] = f8_max(f8_max(past[i], middle), running);
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
