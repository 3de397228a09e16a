/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/dsp/dynamics/multiband_kernel.h"

/* low + high of a Linkwitz-Riley pair, without splitting: (s^2 - k s + 1)/(s^2 + k s + 1) */
LANES_INLINE F8 all_pass(LaneSvf *svf, F8 x, F8 g, F8 scale)
{
    return x - (2.0f * MULTIBAND_K) * lane_svf_run(svf, x, g, scale, MULTIBAND_K).band;
}

/* Divides bands[index] into itself and bands[index + 1]. */
LANES_INLINE void split_band(MultibandBank *multiband, F8 (*bands)[CELL_FRAMES], int index, int offset, int frames)
{
    MultibandSplit *split = &multiband->split[index];
    for (int i = 0; i < frames; i++) {
        F8 g = glide_at(multiband->from, multiband->to, MULTIBAND_G + index, glide_time(offset, i));
        F8 scale = lane_svf_scale(g, MULTIBAND_K);
        LaneSvfOut first = lane_svf_run(&split->both, bands[index][i], g, scale, MULTIBAND_K);
        bands[index][i] = lane_svf_run(&split->low, first.low, g, scale, MULTIBAND_K).low;
        bands[index + 1][i] = lane_svf_run(&split->high, first.high, g, scale, MULTIBAND_K).high;
        for (int below = 0; below < index; below++)
            bands[below][i] = all_pass(&split->below[below], bands[below][i], g, scale);
    }
}

/* A cell begins: the part of the sum goes on to where it is aimed. */
LANES_INLINE void step_active(MultibandBank *multiband)
{
    F8 step = f8_set(multiband->active_step), now = multiband->active_to;
    multiband->active_from = now;
    multiband->active_to = f8_min(f8_max(multiband->active_aim, now - step), now + step);
}

/* x where nothing is active, the sum where all is, both without rounding. */
LANES_INLINE F8 blend_active(const MultibandBank *multiband, F8 x, F8 sum, float time)
{
    F8 active = multiband->active_from + (multiband->active_to - multiband->active_from) * time;
    return f8_select(f8_at_least(active, f8_set(1.0f)), sum, x + (sum - x) * active);
}

void LANES_NAME(multiband_run)(MultibandBank *multiband, float *const io[BANK_LANES], int offset, int frames)
{
    F8 bands[MULTIBAND_MAX][CELL_FRAMES], dry[CELL_FRAMES], in[CELL_FRAMES];
    int count = multiband->bands;
    if (count == 0)
        return;
    glide_enter(&multiband->glide, offset);
    if (offset == 0)
        step_active(multiband);
    lanes_gather(bands[0], (const float *const *)io, frames);
    memcpy(in, bands[0], (size_t)frames * sizeof *in);
    for (int k = 0; k + 1 < count; k++)
        split_band(multiband, bands, k, offset, frames);
    for (int i = 0; i < frames; i++) {
        dry[i] = bands[0][i];
        for (int k = 1; k < count; k++)
            dry[i] = dry[i] + bands[k][i];
    }
    for (int k = 0; k < count; k++)
        LANES_NAME(comp_run)(&multiband->band[k], &multiband->no_delay, bands[k], bands[k], offset, frames);
    for (int i = 0; i < frames; i++) {
        float time = glide_time(offset, i);
        F8 wet = bands[0][i] * glide_at(multiband->from, multiband->to, MULTIBAND_LEVEL, time);
        for (int k = 1; k < count; k++)
            wet = wet + bands[k][i] * glide_at(multiband->from, multiband->to, MULTIBAND_LEVEL + k, time);
        dry[i] = wet * glide_at(multiband->from, multiband->to, MULTIBAND_WET, time) +
                 dry[i] * glide_at(multiband->from, multiband->to, MULTIBAND_DRY, time);
        dry[i] = blend_active(multiband, in[i], dry[i], time);
    }
    lanes_scatter(io, dry, frames);
    glide_leave(&multiband->glide, offset, frames);
}

#ifndef LANES_AVX2
MultibandRun *const multiband_run[LANES_LEVELS] = LANES_TABLE(multiband_run);
#endif
