/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The loop of peakscan.h. */
#include "audio/dsp/lanes.h"
#include "audio/dsp/math/peakscan.h"

#define COARSE_SHARE 0.75f /* what the coarse look may miss: 0.6 dB of grid, 1.5 dB of noise near half the rate */

/* The absolute height of `now`, or of the parabola through the three where `now` is the highest of them. */
LANES_INLINE F8 height8(F8 before, F8 now, F8 after)
{
    I8 sign = (I8)now & (int32_t)0x80000000;
    F8 top = (F8)((I8)now ^ sign);
    F8 left = (F8)((I8)before ^ sign), right = (F8)((I8)after ^ sign);
    F8 slope = right - left;
    F8 bend = (top - left) + (top - right);
    I8 is_peak = (top >= left) & (top >= right) & (bend > 1e-30f);
    return f8_select(is_peak, top + slope * slope / (8.0f * f8_select(is_peak, bend, bend * 0.0f + 1.0f)), top);
}

LANES_INLINE F8 phase8(const float *taps, int count, const float *from)
{
    F8 sum = taps[0] * f8_load(from);
    for (int k = 1; k < count; k++)
        sum += taps[k] * f8_load(from + k);
    return sum;
}

/* Four phases and short filters: what lies well below `least` here does not reach it. */
LANES_INLINE bool coarse8(const PeakScan *scan, const float *from, float least)
{
    F8 top = f8_max(f8_abs(f8_load(from + PEAKSCAN_CENTRE)), f8_abs(f8_load(from + PEAKSCAN_CENTRE + 1)));
    for (int p = 0; p < PEAKSCAN_COARSE - 1; p++)
        top = f8_max(f8_abs(phase8(scan->coarse[p], PEAKSCAN_COARSE_TAPS,
                                   from + PEAKSCAN_CENTRE - (PEAKSCAN_COARSE_TAPS / 2 - 1))),
                     top);
    float highest = 0;
    for (int i = 0; i < PEAKSCAN_GROUP; i++)
        highest = top[i] > highest ? top[i] : highest;
    return highest > least * COARSE_SHARE;
}

/* The highest of eight frames and the gaps behind them through one filter, its phases 1 to 7 in rows of `count` taps.
 */
LANES_INLINE F8 filter8(const float *taps, const int count, const float *from)
{
    const float *first = from + PEAKSCAN_CENTRE - (count / 2 - 1);
    F8 last = f8_load(from + PEAKSCAN_CENTRE + 1), now = f8_load(from + PEAKSCAN_CENTRE), top = f8_abs(last);
    F8 before = phase8(taps + (PEAKSCAN_PHASES - 2) * count, count, first - 1);
    for (int p = 0; p < PEAKSCAN_PHASES; p++) {
        F8 after = p == PEAKSCAN_PHASES - 1 ? last : phase8(taps + p * count, count, first);
        top = f8_max(height8(before, now, after), top);
        before = now;
        now = after;
    }
    return top;
}

void LANES_NAME(peakscan_run)(const PeakScan *scan, const float *from, float least, float *peaks)
{
    if (!coarse8(scan, from, least)) {
        memset(peaks, 0, PEAKSCAN_GROUP * sizeof *peaks);
        return;
    }
    F8 top = filter8(scan->taps[0], PEAKSCAN_TAPS, from);
    top = f8_max(filter8(scan->middle[0], PEAKSCAN_MIDDLE_TAPS, from), top);
    top = f8_max(filter8(scan->near[0], PEAKSCAN_SHORT_TAPS, from), top);
    memcpy(peaks, &top, sizeof top);
}

#ifndef LANES_AVX2
PeakScanRun *const peakscan_run[LANES_LEVELS] = LANES_TABLE(peakscan_run);
#endif
