/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/dsp/fade.h"

#include "audio/base/maths.h"

#define EXPONENT 4.0 /* k of the exponential shape: the gain at half time is 12 % */

static double exponential(double x)
{
    return (maths_exp(EXPONENT * x) - 1.0) / (maths_exp(EXPONENT) - 1.0);
}

double fade_gain(FadeShape shape, double x)
{
    if (!(x > 0))
        return 0.0;
    if (x >= 1)
        return 1.0;
    switch (shape) {
    case FADE_EQUAL_POWER: return maths_sin(x * (MATHS_PI / 2));
    case FADE_S_CURVE: return 0.5 - 0.5 * maths_cos(x * MATHS_PI);
    case FADE_EXPONENTIAL: return exponential(x);
    case FADE_LOGARITHMIC: return 1.0 - exponential(1.0 - x);
    case FADE_LINEAR:
    case FADE_SHAPE_COUNT: break;
    }
    return x;
}
