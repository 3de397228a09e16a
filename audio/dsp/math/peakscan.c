/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/dsp/math/peakscan.h"

#include <math.h>

#include "audio/base/maths.h"
#include "audio/dsp/lanes.h"

#define KAISER_BETA 5.0 /* 54 dB: the transition band is 0.0125 of the rate, centred on half the rate */
#define MIDDLE_BETA 8.0
#define NEAR_BETA 6.5
#define COARSE_BETA 4.0
#define PARABOLA_MARGIN 1.15f /* how far the parabola may rise above the phases, at most an eighth, and rounding */

static double bessel_i0(double x)
{
    double sum = 1, term = 1;
    for (int k = 1; k < 40; k++) {
        term *= (x / (2 * k)) * (x / (2 * k));
        sum += term;
    }
    return sum;
}

static double kernel_at(double t, double half, double beta)
{
    double x = t / half;
    if (fabs(t) >= half)
        return 0;
    return bessel_i0(beta * sqrt(1 - x * x)) / bessel_i0(beta) * maths_sin(MATHS_PI * t) / (MATHS_PI * t);
}

/* Taps of the value `fraction` of a frame after tap count/2 - 1, exact for a constant; returns their L1 norm. */
static double phase_init(float *taps, int count, double fraction, double beta)
{
    double sum = 0, norm = 0;
    for (int k = 0; k < count; k++)
        sum += kernel_at(fraction - (k - (count / 2 - 1)), count / 2, beta);
    for (int k = 0; k < count; k++) {
        double tap = kernel_at(fraction - (k - (count / 2 - 1)), count / 2, beta) / sum;
        taps[k] = (float)tap;
        norm += fabs(tap);
    }
    return norm;
}

void peakscan_init(PeakScan *scan)
{
    double largest = 1;
    for (int p = 1; p < PEAKSCAN_PHASES; p++) {
        double fraction = (double)p / PEAKSCAN_PHASES;
        double norm = phase_init(scan->taps[p - 1], PEAKSCAN_TAPS, fraction, KAISER_BETA);
        largest = norm > largest ? norm : largest; /* the longest filter has the greatest */
        phase_init(scan->middle[p - 1], PEAKSCAN_MIDDLE_TAPS, fraction, MIDDLE_BETA);
        phase_init(scan->near[p - 1], PEAKSCAN_SHORT_TAPS, fraction, NEAR_BETA);
    }
    for (int p = 1; p < PEAKSCAN_COARSE; p++)
        phase_init(scan->coarse[p - 1], PEAKSCAN_COARSE_TAPS, (double)p / PEAKSCAN_COARSE, COARSE_BETA);
    scan->bound = (float)largest * PARABOLA_MARGIN;
}

void peakscan_eight(const PeakScan *scan, const float *from, float least, float peaks[PEAKSCAN_GROUP])
{
    peakscan_run[lanes_level()](scan, from, least, peaks);
}
