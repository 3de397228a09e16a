/* SPDX-License-Identifier: GPL-3.0-or-later */
/* In a pair of lanes the sides stand with opposite signs, so both lanes do the same arithmetic: x = m + s in each. */
#include "audio/dsp/shape/imager_kernel.h"

typedef struct States { /* of the filters, in registers for a run */
    F8 low[IMAGER_FILTERS], band[IMAGER_FILTERS];
} States;

typedef struct Filtered {
    F8 low, high;
} Filtered;

/* A state variable filter by the trapezoidal rule (svf.h), eight lanes at once.  The states take the smaller of two
 * roundings: what is added to them where g is small, twice the output less what they were where it is large. */
LANES_INLINE Filtered filter_step(States *states, int which, F8 g, float damping, F8 x)
{
    F8 was_band = states->band[which], was_low = states->low[which];
    F8 band = (was_band + g * (x - was_low)) / (1.0f + g * (damping + g));
    F8 low = was_low + g * band, high = x - damping * band - low;
    I8 slow = g < 1.0f;
    states->band[which] = f8_select(slow, was_band + 2.0f * g * high, 2.0f * band - was_band);
    states->low[which] = f8_select(slow, was_low + 2.0f * g * band, 2.0f * low - was_low);
    return (Filtered){low, high};
}

LANES_INLINE void states_mask(ImagerBank *bank, int from, int to, I8 on)
{
    for (int i = from; i < to; i++) {
        bank->low[i] = (F8)((I8)bank->low[i] & on);
        bank->band[i] = (F8)((I8)bank->band[i] & on);
    }
}

LANES_INLINE F8 value(const ImagerBank *bank, int k, float time, bool moving)
{
    return moving ? glide_at(bank->from, bank->to, k, time) : bank->to[k];
}

/* Which of a cell's lanes use the bands, and the lows in mono. */
typedef struct Uses {
    I8 bands, mono;
} Uses;

LANES_INLINE Uses uses_of(const ImagerBank *bank)
{
    const F8 *from = bank->from, *to = bank->to;
    return (Uses){(from[IMAGER_LOW_WIDTH] != from[IMAGER_MID_WIDTH]) |
                      (from[IMAGER_HIGH_WIDTH] != from[IMAGER_MID_WIDTH]) |
                      (to[IMAGER_LOW_WIDTH] != to[IMAGER_MID_WIDTH]) | (to[IMAGER_HIGH_WIDTH] != to[IMAGER_MID_WIDTH]),
                  (from[IMAGER_MONO] != 0.0f) | (to[IMAGER_MONO] != 0.0f)};
}

LANES_INLINE void run(ImagerBank *bank, F8 *x, int offset, int frames, const bool any_bands, const bool any_mono,
                      const bool moving)
{
    States states;
    memcpy(states.low, bank->low, sizeof states.low);
    memcpy(states.band, bank->band, sizeof states.band);
    for (int i = 0; i < frames; i++) {
        float time = glide_time(offset, i);
        F8 twin = bank->channels == 2 ? f8_swap_pairs(x[i]) : x[i];
        F8 middle = 0.5f * (x[i] + twin), sides = 0.5f * (x[i] - twin);
        F8 width = value(bank, IMAGER_MID_WIDTH, time, moving), wide = width * sides;
        if (any_bands) {
            F8 low_g = value(bank, IMAGER_LOW_G, time, moving), high_g = value(bank, IMAGER_HIGH_G, time, moving);
            F8 low = filter_step(&states, 0, low_g, (float)IMAGER_BAND_DAMPING, sides).low;
            F8 high = filter_step(&states, 1, high_g, (float)IMAGER_BAND_DAMPING, sides).high;
            wide = wide + (value(bank, IMAGER_LOW_WIDTH, time, moving) - width) * low +
                   (value(bank, IMAGER_HIGH_WIDTH, time, moving) - width) * high;
        }
        if (any_mono) {
            F8 g = value(bank, IMAGER_MONO_G, time, moving);
            F8 high = filter_step(&states, 2, g, (float)IMAGER_MONO_DAMPING_1, wide).high;
            high = filter_step(&states, 3, g, (float)IMAGER_MONO_DAMPING_2, high).high;
            wide = wide + value(bank, IMAGER_MONO, time, moving) * (high - wide);
        }
        /* what changes is added to x, so that nothing set changes not a bit */
        F8 y = x[i] + value(bank, IMAGER_MID, time, moving) * middle +
               (value(bank, IMAGER_SIDE, time, moving) * wide - sides);
        F8 other = bank->channels == 2 ? f8_swap_pairs(y) : y;
        x[i] = value(bank, IMAGER_OWN, time, moving) * y + value(bank, IMAGER_OTHER, time, moving) * other;
    }
    memcpy(bank->low, states.low, sizeof states.low);
    memcpy(bank->band, states.band, sizeof states.band);
}

void LANES_NAME(imager_run)(ImagerBank *bank, float *const io[BANK_LANES], int offset, int frames)
{
    F8 x[CELL_FRAMES];
    Uses uses = uses_of(bank);
    bool bands = i8_any(uses.bands), mono = i8_any(uses.mono);
    states_mask(bank, 0, 2, uses.bands);
    states_mask(bank, 2, 4, uses.mono);
    lanes_gather(x, (const float *const *)io, frames);
    if (bank->glide.moving)
        run(bank, x, offset, frames, bands, mono, true);
    else if (bands && mono)
        run(bank, x, offset, frames, true, true, false);
    else if (bands)
        run(bank, x, offset, frames, true, false, false);
    else if (mono)
        run(bank, x, offset, frames, false, true, false);
    else
        run(bank, x, offset, frames, false, false, false);
    states_mask(bank, 0, 2, uses.bands);
    states_mask(bank, 2, 4, uses.mono);
    lanes_scatter(io, x, frames);
}

#ifndef LANES_AVX2
ImagerRun *const imager_run[LANES_LEVELS] = LANES_TABLE(imager_run);
#endif
