/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/dsp/math/peakscan.h"

#include "audio/dsp/lanes.h"
#include "audio/dsp/math/kaiser.h"

#define KAISER_BETA 5.0 /* 54 dB: the transition band is 0.0125 of the rate, centred on half the rate */
#define MIDDLE_BETA 8.0
#define NEAR_BETA 6.5
#define COARSE_BETA 4.0
#define PARABOLA_MARGIN 1.15f /* how far the parabola may rise above the phases, at most an eighth, and rounding */

void peakscan_init(PeakScan *scan)
{
    double largest = 1;
    for (int p = 1; p < PEAKSCAN_PHASES; p++) {
        double fraction = (double)p / PEAKSCAN_PHASES;
        double norm = kaiser_taps(scan->taps[p - 1], PEAKSCAN_TAPS, fraction, KAISER_BETA);
        largest = norm > largest ? norm : largest; /* the longest filter has the greatest */
        kaiser_taps(scan->middle[p - 1], PEAKSCAN_MIDDLE_TAPS, fraction, MIDDLE_BETA);
        kaiser_taps(scan->near[p - 1], PEAKSCAN_SHORT_TAPS, fraction, NEAR_BETA);
    }
    for (int p = 1; p < PEAKSCAN_COARSE; p++)
        kaiser_taps(scan->coarse[p - 1], PEAKSCAN_COARSE_TAPS, (double)p / PEAKSCAN_COARSE, COARSE_BETA);
    scan->bound = (float)largest * PARABOLA_MARGIN;
}

void peakscan_eight(const PeakScan *scan, const float *from, float least, float peaks[PEAKSCAN_GROUP])
{
    peakscan_run[lanes_level()](scan, from, least, peaks);
}
