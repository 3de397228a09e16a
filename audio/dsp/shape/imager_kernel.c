/* SPDX-License-Identifier: GPL-3.0-or-later */
/* In a pair of lanes the sides stand with opposite signs, so both lanes do the same arithmetic: x = m + s in each. */
#include "audio/dsp/shape/imager_kernel.h"

typedef struct Filtered {
    F8 low, high;
} Filtered;

/* A state variable filter by the trapezoidal rule (svf.h), eight lanes at once.  The states take the smaller of two
 * roundings: what is added to them where g is small, twice the output less what they were where it is large. */
LANES_INLINE Filtered filter_step(ImagerBank *bank, int which, F8 g, float damping, F8 x)
{
    F8 was_band = bank->band[which], was_low = bank->low[which];
    F8 band = (was_band + g * (x - was_low)) / (1.0f + g * (damping + g));
    F8 low = was_low + g * band, high = x - damping * band - low;
    I8 slow = g < 1.0f;
    bank->band[which] = f8_select(slow, was_band + 2.0f * g * high, 2.0f * band - was_band);
    bank->low[which] = f8_select(slow, was_low + 2.0f * g * band, 2.0f * low - was_low);
    return (Filtered){low, high};
}

LANES_INLINE void states_mask(ImagerBank *bank, int from, int to, I8 on)
{
    for (int i = from; i < to; i++) {
        bank->low[i] = (F8)((I8)bank->low[i] & on);
        bank->band[i] = (F8)((I8)bank->band[i] & on);
    }
}

void LANES_NAME(imager_run)(ImagerBank *bank, float *const io[BANK_LANES], int offset, int frames)
{
    const F8 *from = bank->from, *to = bank->to;
    I8 bands = (from[IMAGER_LOW_WIDTH] != from[IMAGER_MID_WIDTH]) |
               (from[IMAGER_HIGH_WIDTH] != from[IMAGER_MID_WIDTH]) | (to[IMAGER_LOW_WIDTH] != to[IMAGER_MID_WIDTH]) |
               (to[IMAGER_HIGH_WIDTH] != to[IMAGER_MID_WIDTH]);
    I8 mono = (from[IMAGER_MONO] != 0.0f) | (to[IMAGER_MONO] != 0.0f);
    int any_bands = i8_any(bands), any_mono = i8_any(mono);
    states_mask(bank, 0, 2, bands);
    states_mask(bank, 2, 4, mono);
    F8 x[CELL_FRAMES];
    lanes_gather(x, (const float *const *)io, frames);
    for (int i = 0; i < frames; i++) {
        float time = glide_time(offset, i);
        F8 twin = bank->channels == 2 ? f8_swap_pairs(x[i]) : x[i];
        F8 middle = 0.5f * (x[i] + twin), sides = 0.5f * (x[i] - twin);
        F8 width = glide_at(from, to, IMAGER_MID_WIDTH, time), wide = width * sides;
        if (any_bands) {
            F8 low =
                filter_step(bank, 0, glide_at(from, to, IMAGER_LOW_G, time), (float)IMAGER_BAND_DAMPING, sides).low;
            F8 high =
                filter_step(bank, 1, glide_at(from, to, IMAGER_HIGH_G, time), (float)IMAGER_BAND_DAMPING, sides).high;
            wide = wide + (glide_at(from, to, IMAGER_LOW_WIDTH, time) - width) * low +
                   (glide_at(from, to, IMAGER_HIGH_WIDTH, time) - width) * high;
        }
        if (any_mono) {
            F8 g = glide_at(from, to, IMAGER_MONO_G, time);
            F8 high = filter_step(bank, 2, g, (float)IMAGER_MONO_DAMPING_1, wide).high;
            high = filter_step(bank, 3, g, (float)IMAGER_MONO_DAMPING_2, high).high;
            wide = wide + glide_at(from, to, IMAGER_MONO, time) * (high - wide);
        }
        /* what changes is added to x, so that nothing set changes not a bit */
        F8 y = x[i] + glide_at(from, to, IMAGER_MID, time) * middle +
               (glide_at(from, to, IMAGER_SIDE, time) * wide - sides);
        F8 other = bank->channels == 2 ? f8_swap_pairs(y) : y;
        x[i] = glide_at(from, to, IMAGER_OWN, time) * y + glide_at(from, to, IMAGER_OTHER, time) * other;
    }
    states_mask(bank, 0, 2, bands);
    states_mask(bank, 2, 4, mono);
    lanes_scatter(io, x, frames);
}

#ifndef LANES_AVX2
ImagerRun *const imager_run[LANES_LEVELS] = LANES_TABLE(imager_run);
#endif
