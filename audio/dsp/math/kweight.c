/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/dsp/math/kweight.h"

#include <string.h>

#include "audio/base/maths.h"

void kweight_init(KWeight *filter, double rate_hz)
{
    memset(filter, 0, sizeof *filter);
    double q = 0.7071752369554196;
    double k = maths_tan(MATHS_PI * 1681.974450955533 / rate_hz);
    double high = maths_lin_from_db(3.999843853973347);
    double band = maths_pow(high, 0.4996667741545416);
    double a0 = 1 + k / q + k * k;
    filter->shelf[0] = (high + band * k / q + k * k) / a0;
    filter->shelf[1] = 2 * (k * k - high) / a0;
    filter->shelf[2] = (high - band * k / q + k * k) / a0;
    filter->shelf[3] = 2 * (k * k - 1) / a0;
    filter->shelf[4] = (1 - k / q + k * k) / a0;
    q = 0.5003270373238773;
    k = maths_tan(MATHS_PI * 38.13547087602444 / rate_hz);
    a0 = 1 + k / q + k * k;
    filter->highpass[0] = 1;
    filter->highpass[1] = -2;
    filter->highpass[2] = 1;
    filter->highpass[3] = 2 * (k * k - 1) / a0;
    filter->highpass[4] = (1 - k / q + k * k) / a0;
}

/* Transposed direct form II; `state` holds two numbers a channel. */
static inline KWeightPair section(const double c[5], KWeightPair state[2], KWeightPair x)
{
    KWeightPair y = c[0] * x + state[0];
    state[0] = c[1] * x - c[3] * y + state[1];
    state[1] = c[2] * x - c[4] * y;
    return y;
}

void kweight_add_squares(KWeight *filter, const float *left, const float *right, int frames, KWeightPair *sum)
{
    KWeightPair state[4], total = *sum;
    memcpy(state, filter->state, sizeof state);
    for (int i = 0; i < frames; i++) {
        KWeightPair x = {left[i], right ? right[i] : 0};
        KWeightPair y = section(filter->highpass, state + 2, section(filter->shelf, state, x));
        total += y * y;
    }
    memcpy(filter->state, state, sizeof state);
    *sum = total;
}
