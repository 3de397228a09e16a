/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The peak windows of two banks at once, a whole cell at a time. */
#ifndef TTYMIX_AUDIO_DSP_DYNAMICS_PEAK_WINDOW_PAIR_H
#define TTYMIX_AUDIO_DSP_DYNAMICS_PEAK_WINDOW_PAIR_H

#include "audio/dsp/dynamics/peak_window.h"
#include "audio/dsp/lanes_any.h"

/* peak[i] = the window's maximum at frame i of the cell whose levels are `level`. */
LANES_INLINE void peak_window_pair_run(const PeakWindow *a, const PeakWindow *b, const FV *level, FV *peak)
{
    FV running = fv_join(a->running, b->running), middle = fv_join(a->middle, b->middle);
    MV instant = mv_join(a->instant, b->instant);
    const F8 *past_a = a->past, *past_b = b->past;
    for (int i = 0; i < CELL_FRAMES; i++) {
        running = fv_select(instant, level[i], fv_max(running, level[i]));
        peak[i] = fv_max(fv_max(fv_join(past_a[i], past_b[i]), middle), running);
    }
}

/* After the cell: its ends into the windows. Its levels themselves nobody reads any more. */
LANES_INLINE void peak_window_pair_leave(PeakWindow *a, PeakWindow *b, const FV *level)
{
    F8 *ends_a = peak_window_open_ends(a), *ends_b = peak_window_open_ends(b);
    FV highest = fv_set(0.0f);
    for (int i = CELL_FRAMES - 1; i >= 0 && ends_a && ends_b; i--) {
        highest = fv_max(level[i], highest);
        fv_part(highest, &ends_a[i], &ends_b[i]);
    }
}

#endif
