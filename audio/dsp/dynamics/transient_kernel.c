/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/dsp/dynamics/transient_kernel.h"

#define GAIN_MAX 2.5f /* octaves, 15 dB either way: what 100 % does at most; out of silence every rise is endless */

LANES_INLINE F8 follow(F8 state, F8 level, float rise, float fall)
{
    return state + f8_select(f8_greater(level, state), f8_set(rise), f8_set(fall)) * (level - state);
}

LANES_INLINE void run(TransientBank *transient, F8 *x, int offset, int frames)
{
    const F8 zero = f8_set(0.0f), most = f8_set(GAIN_MAX), least = f8_set(-GAIN_MAX);
    F8 quick = transient->quick, slow = transient->slow, short_end = transient->short_end,
       long_end = transient->long_end; /* in registers */
    for (int i = 0; i < frames; i++) {
        float time = glide_time(offset, i);
        F8 level = f8_abs(x[i]);
        if (transient->channels == 2)
            level = f8_max(level, f8_swap_pairs(level));
        level = f8_log2(f8_max(peak_window_next(&transient->window, offset + i, level), f8_set(TRANSIENT_FLOOR)));
        quick = follow(quick, level, transient->rise_fast, transient->fall_common);
        slow = follow(slow, level, transient->rise_slow, transient->fall_common);
        short_end = follow(short_end, level, transient->rise_fast, transient->fall_fast);
        long_end = follow(long_end, level, transient->rise_fast, transient->fall_slow);
        F8 dead = glide_at(transient->from, transient->to, TRANSIENT_DEAD, time);
        F8 attack = f8_min(f8_max((quick - slow) - dead, zero), most);
        F8 sustain = f8_min(f8_max((long_end - short_end) - dead, zero), most);
        F8 gain = glide_at(transient->from, transient->to, TRANSIENT_ATTACK, time) * attack +
                  glide_at(transient->from, transient->to, TRANSIENT_SUSTAIN, time) * sustain;
        transient->gain = f8_max(f8_min(gain, most), least);
        x[i] = x[i] * f8_exp2(transient->gain);
    }
    transient->quick = quick;
    transient->slow = slow;
    transient->short_end = short_end;
    transient->long_end = long_end;
}

void LANES_NAME(transient_run)(TransientBank *transient, float *const io[BANK_LANES], int offset, int frames)
{
    F8 x[CELL_FRAMES];
    glide_enter(&transient->glide, offset);
    peak_window_enter(&transient->window, offset);
    lanes_gather(x, (const float *const *)io, frames);
    run(transient, x, offset, frames);
    lanes_scatter(io, x, frames);
    peak_window_leave(&transient->window, offset + frames);
    glide_leave(&transient->glide, offset, frames);
}

#ifndef LANES_AVX2
TransientRun *const transient_run[LANES_LEVELS] = LANES_TABLE(transient_run);
#endif
