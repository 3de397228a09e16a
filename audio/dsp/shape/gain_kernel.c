/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/dsp/shape/gain_kernel.h"

void LANES_NAME(gain_run)(const Glide *glide, float *const io[BANK_LANES], int offset, int frames)
{
    F8 x[CELL_FRAMES];
    lanes_gather(x, (const float *const *)io, frames);
    for (int i = 0; i < frames; i++) {
        float time = glide_time(offset, i);
        F8 own = glide_at(glide->from, glide->to, GAIN_OWN, time);
        F8 other = glide_at(glide->from, glide->to, GAIN_OTHER, time);
        x[i] = own * x[i] + other * f8_swap_pairs(x[i]);
    }
    lanes_scatter(io, x, frames);
}

#ifndef LANES_AVX2
GainRun *const gain_run[LANES_LEVELS] = LANES_TABLE(gain_run);
#endif
