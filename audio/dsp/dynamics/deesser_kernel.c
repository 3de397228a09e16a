/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/dsp/dynamics/deesser_kernel.h"

#define QUIET 1e-30f  /* -600 dBFS: keeps a logarithm's argument normal */
#define FLOOR 3.2e-4f /* -70 dBFS: below it nothing is relatively loud */

LANES_INLINE F8 linked(const DeesserBank *deesser, F8 level)
{
    return deesser->channels == 2 ? f8_max(level, f8_swap_pairs(level)) : level;
}

LANES_INLINE void run(DeesserBank *deesser, F8 *x, int offset, int frames, const bool moving)
{
    const F8 zero = f8_set(0.0f);
    LaneSvf filter = deesser->filter; /* in registers, as the reduction */
    F8 value[DEESSER_GLIDES], reduction = deesser->reduction, scale = lane_svf_scale(deesser->to[DEESSER_G], DEESSER_K);
    memcpy(value, deesser->to, sizeof value);
    for (int i = 0; i < frames; i++) {
        LANES_UNROLL
        for (int k = 0; moving && k < DEESSER_GLIDES; k++)
            value[k] = glide_at(deesser->from, deesser->to, k, glide_time(offset, i));
        F8 g = value[DEESSER_G];
        LaneSvfOut split = lane_svf_run(&filter, x[i], g, moving ? lane_svf_scale(g, DEESSER_K) : scale, DEESSER_K);
        F8 band = value[DEESSER_BELL] * (DEESSER_K * split.band) + value[DEESSER_SHELF] * split.high;
        F8 peak = peak_window_next(&deesser->band, offset + i, linked(deesser, f8_abs(band)));
        F8 whole = peak_window_next(&deesser->whole, offset + i, linked(deesser, f8_abs(x[i])));
        F8 level =
            f8_log2(f8_max(peak, f8_set(QUIET))) - value[DEESSER_RELATIVE] * f8_log2(f8_max(whole, f8_set(FLOOR)));
        F8 target = f8_min(f8_max(level - value[DEESSER_THRESHOLD], zero), value[DEESSER_RANGE]);
        F8 step = f8_select(f8_greater(target, reduction), value[DEESSER_ATTACK], value[DEESSER_RELEASE]);
        reduction = reduction + step * (target - reduction);
        F8 less = f8_exp2(-reduction) - 1.0f;
        F8 out = x[i] + less * (value[DEESSER_SPLIT] * band + value[DEESSER_WIDE] * x[i]);
        x[i] = f8_fade(out, band, value[DEESSER_LISTEN]);
    }
    deesser->filter = filter;
    deesser->reduction = reduction;
}

void LANES_NAME(deesser_run)(DeesserBank *deesser, float *const io[BANK_LANES], int offset, int frames)
{
    F8 x[CELL_FRAMES];
    glide_enter(&deesser->glide, offset);
    peak_window_enter(&deesser->band, offset);
    peak_window_enter(&deesser->whole, offset);
    lanes_gather(x, (const float *const *)io, frames);
    if (deesser->glide.moving)
        run(deesser, x, offset, frames, true);
    else
        run(deesser, x, offset, frames, false);
    lanes_scatter(io, x, frames);
    peak_window_leave(&deesser->band, offset + frames);
    peak_window_leave(&deesser->whole, offset + frames);
    glide_leave(&deesser->glide, offset, frames);
}

#ifndef LANES_AVX2
DeesserRun *const deesser_run[LANES_LEVELS] = LANES_TABLE(deesser_run);
#endif
