/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One lane of a shaper's bank at a time, eight or sixteen neighbours in time in a vector: where most lanes of a bank
 * are empty, as on the one bus with a saturator, that is several times as fast.  Curves that stand still alone.  Every
 * sample sees the operations of shaper_kernel.c in their order.
 */
#ifndef TTYMIX_AUDIO_DSP_SHAPE_SHAPER_LANE_H
#define TTYMIX_AUDIO_DSP_SHAPE_SHAPER_LANE_H

#include "audio/dsp/lanes_any.h"
#include "audio/dsp/shape/shaper.h"

/* Every second of two vectors; two vectors woven into one another, from `from` on. */
#ifdef LANES_PAIR
#define LANE_SPLIT(a, b, first)                                                                                        \
    __builtin_shufflevector(a, b, first, first + 2, first + 4, first + 6, first + 8, first + 10, first + 12,           \
                            first + 14, first + 16, first + 18, first + 20, first + 22, first + 24, first + 26,        \
                            first + 28, first + 30)
#define LANE_WEAVE(a, b, from)                                                                                         \
    __builtin_shufflevector(a, b, from, from + 16, from + 1, from + 17, from + 2, from + 18, from + 3, from + 19,      \
                            from + 4, from + 20, from + 5, from + 21, from + 6, from + 22, from + 7, from + 23)
#else
#define LANE_SPLIT(a, b, first)                                                                                        \
    __builtin_shufflevector(a, b, first, first + 2, first + 4, first + 6, first + 8, first + 10, first + 12, first + 14)
#define LANE_WEAVE(a, b, from)                                                                                         \
    __builtin_shufflevector(a, b, from, from + 8, from + 1, from + 9, from + 2, from + 10, from + 3, from + 11)
#endif

LANES_INLINE FV lane_load(const float *from)
{
    FV x;
    memcpy(&x, from, sizeof x);
    return x;
}

LANES_INLINE void lane_store(float *to, FV x)
{
    memcpy(to, &x, sizeof x);
}

enum {
    LANE_HIGH = CELL_FRAMES << SHAPER_STAGES,
    LANE_SPARE = 2 * ANY_LANES /* behind what is read: loops take whole vectors */
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
    for (int i = 0; 2 * i < count; i += ANY_LANES) {
        FV a = lane_load(line->all + 2 * i), b = lane_load(line->all + 2 * i + ANY_LANES);
        lane_store(line->even + i, LANE_SPLIT(a, b, 0));
        lane_store(line->odd + i, LANE_SPLIT(a, b, 1));
    }
}

LANES_INLINE void lane_double_rate(const ShaperFilter *filter, F8 *history, int lane, const float *x, float *out,
                                   int frames)
{
    LaneLine line;
    int length = 2 * filter->count - 1;
    lane_open(&line, history, lane, length, x, frames);
    for (int i = 0; i < frames; i += ANY_LANES) {
        const float *newest = line.all + length + i, *oldest = line.all + i;
        FV sum = filter->pairs[0] * (lane_load(newest) + lane_load(oldest));
        for (int k = 1; k < filter->count; k++)
            sum += filter->pairs[k] * (lane_load(newest - k) + lane_load(oldest + k));
        FV between = 2.0f * sum, at = lane_load(newest + 1 - filter->count);
        lane_store(out + 2 * i, LANE_WEAVE(between, at, 0));
        lane_store(out + 2 * i + ANY_LANES, LANE_WEAVE(between, at, ANY_LANES / 2));
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
    for (int i = 0; i < frames; i += ANY_LANES) {
        const float *newest = line.even + length / 2 + i, *oldest = line.even + i;
        FV sum = filter->pairs[0] * (lane_load(newest) + lane_load(oldest));
        for (int k = 1; k < filter->count; k++)
            sum += filter->pairs[k] * (lane_load(newest - k) + lane_load(oldest + k));
        lane_store(out + i, sum + 0.5f * lane_load(line.odd + filter->count - 1 + i));
    }
    lane_keep(&line, history, lane, length, 2 * frames);
}

/* Sample `at` and every second one behind it. */
LANES_INLINE FV lane_seconds(const LaneLine *line, int at)
{
    return lane_load((at & 1 ? line->odd : line->even) + at / 2);
}

LANES_INLINE void lane_halve_rate_even(const ShaperFilter *filter, F8 *history, int lane, const float *x, float *out,
                                       int frames)
{
    LaneLine line;
    int length = 2 * filter->count - 1;
    lane_open(&line, history, lane, length, x, 2 * frames);
    lane_split(&line, length + 2 * frames);
    for (int i = 0; i < frames; i += ANY_LANES) {
        FV sum = filter->pairs[0] * (lane_seconds(&line, length + 2 * i) + lane_seconds(&line, 2 * i));
        for (int k = 1; k < filter->count; k++)
            sum += filter->pairs[k] * (lane_seconds(&line, length + 2 * i - k) + lane_seconds(&line, 2 * i + k));
        lane_store(out + i, sum);
    }
    lane_keep(&line, history, lane, length, 2 * frames);
}

#endif
