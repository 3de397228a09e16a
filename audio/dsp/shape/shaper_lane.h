/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One lane of a shaper's bank at a time, eight neighbours in time in a vector: where most lanes of a bank are empty, as
 * on the one bus with a saturator, that is several times as fast.  Curves that stand still alone.  Every sample sees
 * the operations of shaper_kernel.c in their order.
 */
#ifndef TTYMIX_AUDIO_DSP_SHAPE_SHAPER_LANE_H
#define TTYMIX_AUDIO_DSP_SHAPE_SHAPER_LANE_H

#include "audio/dsp/shape/shaper.h"

enum {
    LANE_HIGH = CELL_FRAMES << SHAPER_STAGES,
    LANE_SPARE = 8 /* behind what is read: loops take whole vectors */
};

typedef struct LaneLine { /* history and what is new, and the same by parity */
    float all[SHAPER_HISTORY + LANE_HIGH + LANE_SPARE];
    float even[(SHAPER_HISTORY + LANE_HIGH) / 2 + LANE_SPARE], odd[(SHAPER_HISTORY + LANE_HIGH) / 2 + LANE_SPARE];
} LaneLine;

/* The new samples behind what the lane remembers. */
LANES_INLINE void lane_open(LaneLine *line, const F8 *history, int lane, int length, const float *x, int frames)
{
    for (int i = 0; i < length; i++)
        line->all[i] = ((const float *)&history[i])[lane];
    memcpy(line->all + length, x, (size_t)frames * sizeof *x);
}

LANES_INLINE void lane_keep(const LaneLine *line, F8 *history, int lane, int length, int frames)
{
    for (int i = 0; i < length; i++)
        ((float *)&history[i])[lane] = line->all[frames + i];
}

LANES_INLINE void lane_split(LaneLine *line, int count)
{
    for (int i = 0; 2 * i < count; i += 8) {
        F8 a = f8_load(line->all + 2 * i), b = f8_load(line->all + 2 * i + 8);
        f8_store(line->even + i, __builtin_shufflevector(a, b, 0, 2, 4, 6, 8, 10, 12, 14));
        f8_store(line->odd + i, __builtin_shufflevector(a, b, 1, 3, 5, 7, 9, 11, 13, 15));
    }
}

LANES_INLINE void lane_double_rate(const ShaperFilter *filter, F8 *history, int lane, const float *x, float *out,
                                   int frames)
{
    LaneLine line;
    int length = 2 * filter->count - 1;
    lane_open(&line, history, lane, length, x, frames);
    for (int i = 0; i < frames; i += 8) {
        const float *newest = line.all + length + i, *oldest = line.all + i;
        F8 sum = filter->pairs[0] * (f8_load(newest) + f8_load(oldest));
        for (int k = 1; k < filter->count; k++)
            sum += filter->pairs[k] * (f8_load(newest - k) + f8_load(oldest + k));
        F8 between = 2.0f * sum, at = f8_load(newest + 1 - filter->count);
        f8_store(out + 2 * i, __builtin_shufflevector(between, at, 0, 8, 1, 9, 2, 10, 3, 11));
        f8_store(out + 2 * i + 8, __builtin_shufflevector(between, at, 4, 12, 5, 13, 6, 14, 7, 15));
    }
    lane_keep(&line, history, lane, length, frames);
}

LANES_INLINE void lane_halve_rate(const ShaperFilter *filter, F8 *history, int lane, const float *x, float *out,
                                  int frames)
{
    LaneLine line;
    int length = 4 * filter->count - 2;
    lane_open(&line, history, lane, length, x, 2 * frames);
    lane_split(&line, length + 2 * frames);
    for (int i = 0; i < frames; i += 8) {
        const float *newest = line.even + length / 2 + i, *oldest = line.even + i;
        F8 sum = filter->pairs[0] * (f8_load(newest) + f8_load(oldest));
        for (int k = 1; k < filter->count; k++)
            sum += filter->pairs[k] * (f8_load(newest - k) + f8_load(oldest + k));
        f8_store(out + i, sum + 0.5f * f8_load(line.odd + filter->count - 1 + i));
    }
    lane_keep(&line, history, lane, length, 2 * frames);
}

/* Sample `at` and every second one behind it. */
LANES_INLINE F8 lane_seconds(const LaneLine *line, int at)
{
    return f8_load((at & 1 ? line->odd : line->even) + at / 2);
}

LANES_INLINE void lane_halve_rate_even(const ShaperFilter *filter, F8 *history, int lane, const float *x, float *out,
                                       int frames)
{
    LaneLine line;
    int length = 2 * filter->count - 1;
    lane_open(&line, history, lane, length, x, 2 * frames);
    lane_split(&line, length + 2 * frames);
    for (int i = 0; i < frames; i += 8) {
        F8 sum = filter->pairs[0] * (lane_seconds(&line, length + 2 * i) + lane_seconds(&line, 2 * i));
        for (int k = 1; k < filter->count; k++)
            sum += filter->pairs[k] * (lane_seconds(&line, length + 2 * i - k) + lane_seconds(&line, 2 * i + k));
        f8_store(out + i, sum);
    }
    lane_keep(&line, history, lane, length, 2 * frames);
}

#endif
