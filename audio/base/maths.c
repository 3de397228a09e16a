/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Argument reduction after Cody and Waite, "Software Manual for the Elementary Functions" (1980); the kernels are
 * Taylor and atanh series cut where the next term is below half an ulp on the reduced range. */
#include "audio/base/maths.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#define LN2_HIGH 6.93147180369123816490e-01 /* ln 2 in 33 bits, so that k * LN2_HIGH is exact */
#define LN2_LOW 1.90821492927058770002e-10
#define HALF_PI_1 1.57079632673412561417e+00 /* pi/2 in three parts of 33, 33 and 53 bits */
#define HALF_PI_2 6.07710050630396597660e-11
#define HALF_PI_3 2.02226624879595063154e-21

static double double_from_bits(uint64_t bits)
{
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static uint64_t bits_from_double(double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

static double scale_by_power_of_two(double value, int power)
{
    if (power < -1000)
        return value * double_from_bits((uint64_t)(power + 1500 + 1023) << 52) *
               double_from_bits((uint64_t)(1023 - 1000) << 52) * double_from_bits((uint64_t)(1023 - 500) << 52);
    if (power > 1000)
        return value * double_from_bits((uint64_t)(power - 1000 + 1023) << 52) * double_from_bits((uint64_t)2023 << 52);
    return value * double_from_bits((uint64_t)(power + 1023) << 52);
}

double maths_exp(double x)
{
    if (isnan(x))
        return x;
    if (x > 709.782712893384)
        return INFINITY;
    if (x < -745.2)
        return 0.0;
    double k = floor(x * (1.0 / MATHS_LN2) + 0.5);
    double r = (x - k * LN2_HIGH) - k * LN2_LOW;
    double tail = 1.0 / 6227020800.0;
    static const double inverse_factorial[] = {1.0 / 479001600.0,
                                               1.0 / 39916800.0,
                                               1.0 / 3628800.0,
                                               1.0 / 362880.0,
                                               1.0 / 40320.0,
                                               1.0 / 5040.0,
                                               1.0 / 720.0,
                                               1.0 / 120.0,
                                               1.0 / 24.0,
                                               1.0 / 6.0,
                                               0.5};
    for (unsigned i = 0; i < ARRAY_LEN(inverse_factorial); i++)
        tail = tail * r + inverse_factorial[i];
    return scale_by_power_of_two(1.0 + (r + r * r * tail), (int)k);
}

double maths_log(double x)
{
    if (isnan(x) || x < 0)
        return NAN;
    if (x == 0)
        return -INFINITY;
    if (isinf(x))
        return x;
    int exponent = 0;
    if (x < 2.2250738585072014e-308) {
        x *= 18014398509481984.0; /* 2^54: out of the subnormals */
        exponent = -54;
    }
    uint64_t bits = bits_from_double(x);
    exponent += (int)(bits >> 52) - 1023;
    double m = double_from_bits((bits & 0x000fffffffffffffu) | 0x3ff0000000000000u);
    if (m > 1.41421356237309504880) {
        m *= 0.5;
        exponent++;
    }
    double f = m - 1.0;
    double s = f / (2.0 + f);
    double z = s * s;
    double series = 1.0 / 23.0;
    for (int odd = 21; odd >= 3; odd -= 2)
        series = series * z + 1.0 / odd;
    double half_square = 0.5 * f * f;
    /* log(1+f) = f - f^2/2 + s (f^2/2 + 2 z series): the large part is exact, the correction small */
    double correction = s * (half_square + 2.0 * z * series);
    return exponent * LN2_HIGH - ((half_square - (correction + exponent * LN2_LOW)) - f);
}

double maths_pow(double x, double y)
{
    if (y == 0)
        return 1.0;
    if (x == 0)
        return y > 0 ? 0.0 : INFINITY;
    return maths_exp(y * maths_log(x));
}

static double sin_kernel(double r)
{
    double z = r * r;
    double tail = 1.0 / 355687428096000.0;
    static const double terms[] = {-1.0 / 1307674368000.0, 1.0 / 6227020800.0, -1.0 / 39916800.0, 1.0 / 362880.0,
                                   -1.0 / 5040.0,          1.0 / 120.0,        -1.0 / 6.0};
    for (unsigned i = 0; i < ARRAY_LEN(terms); i++)
        tail = tail * z + terms[i];
    return r + r * z * tail;
}

static double cos_kernel(double r)
{
    double z = r * r;
    double tail = -1.0 / 6402373705728000.0;
    static const double terms[] = {1.0 / 20922789888000.0, -1.0 / 87178291200.0, 1.0 / 479001600.0, -1.0 / 3628800.0,
                                   1.0 / 40320.0,          -1.0 / 720.0,         1.0 / 24.0};
    for (unsigned i = 0; i < ARRAY_LEN(terms); i++)
        tail = tail * z + terms[i];
    return 1.0 - (0.5 * z - z * z * tail);
}

/* Reduces x to r in [-pi/4, pi/4] and returns the quadrant, 0 to 3. */
static int reduce_quadrant(double x, double *r)
{
    double k = floor(x * (2.0 / MATHS_PI) + 0.5);
    *r = ((x - k * HALF_PI_1) - k * HALF_PI_2) - k * HALF_PI_3;
    return (int)((int64_t)k & 3);
}

double maths_sin(double x)
{
    double r;
    if (!isfinite(x) || fabs(x) > 1e9)
        return NAN;
    switch (reduce_quadrant(x, &r)) {
    case 0: return sin_kernel(r);
    case 1: return cos_kernel(r);
    case 2: return -sin_kernel(r);
    default: return -cos_kernel(r);
    }
}

double maths_cos(double x)
{
    double r;
    if (!isfinite(x) || fabs(x) > 1e9)
        return NAN;
    switch (reduce_quadrant(x, &r)) {
    case 0: return cos_kernel(r);
    case 1: return -sin_kernel(r);
    case 2: return -cos_kernel(r);
    default: return sin_kernel(r);
    }
}

double maths_tan(double x)
{
    return maths_sin(x) / maths_cos(x);
}

double maths_lin_from_db(double db)
{
    if (db == 0)
        return 1.0;
    return maths_exp(db * (MATHS_LN10 / 20.0));
}

double maths_db_from_lin(double lin)
{
    return maths_log(lin) * (20.0 / MATHS_LN10);
}
