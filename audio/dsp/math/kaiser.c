/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/dsp/math/kaiser.h"

#include <math.h>

#include "audio/base/maths.h"

enum { BESSEL_TERMS = 60 }; /* the last is far below rounding up to beta 20 */

/* The modified Bessel function of the first kind and order 0. */
static double bessel_i0(double x)
{
    double sum = 1, term = 1;
    for (int k = 1; k < BESSEL_TERMS; k++) {
        term *= (x / (2 * k)) * (x / (2 * k));
        sum += term;
    }
    return sum;
}

double kaiser_window(double x, double beta)
{
    return fabs(x) < 1 ? bessel_i0(beta * sqrt(1 - x * x)) / bessel_i0(beta) : 0;
}

static double kernel_at(double t, double half, double beta)
{
    return kaiser_window(t / half, beta) * maths_sin(MATHS_PI * t) / (MATHS_PI * t);
}

double kaiser_taps(float *taps, int count, double fraction, double beta)
{
    double sum = 0, norm = 0;
    int half = count / 2;
    for (int k = 0; k < count; k++)
        sum += kernel_at(fraction - (k - (half - 1)), half, beta);
    for (int k = 0; k < count; k++) {
        double tap = kernel_at(fraction - (k - (half - 1)), half, beta) / sum;
        taps[k] = (float)tap;
        norm += fabs(tap);
    }
    return norm;
}
