/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Elementary functions that give the same bits on every compiler, library and CPU.
 *
 * libm may differ from version to version and picks code by CPU, so nothing that reaches the output uses it (sqrt,
 * floor and fabs are exact in IEEE 754 and are used freely).  Plain double arithmetic, no FMA (-ffp-contract=off).
 * Errors, measured against long double libm by tests/audio/base/test_maths.c: exp, log, sin, cos below 2 ulp; pow as
 * exp(y log x), below 1e-13 relative for |y log x| < 100; tan below 4 ulp.  Any thread.
 */
#ifndef TTYMIX_AUDIO_BASE_MATHS_H
#define TTYMIX_AUDIO_BASE_MATHS_H

#include "audio/base/attributes.h"

#define MATHS_PI 3.14159265358979323846
#define MATHS_LN2 0.69314718055994530942
#define MATHS_LN10 2.30258509299404568402

/* e^x; 0 below -745, +inf above 709.78, NaN for NaN. */
RT_SAFE double maths_exp(double x);
/* Natural logarithm; -inf for 0, NaN below 0. */
RT_SAFE double maths_log(double x);
/* x^y for x > 0; 0 for x = 0 and y > 0. */
RT_SAFE double maths_pow(double x, double y);
/* Radians, |x| up to 1e6. */
RT_SAFE double maths_sin(double x);
RT_SAFE double maths_cos(double x);
RT_SAFE double maths_tan(double x);

/* Amplitude ratio of a gain in dB; exactly 1 for 0 dB and 0 for -inf. */
RT_SAFE double maths_lin_from_db(double db);
/* Gain in dB of an amplitude ratio >= 0; -inf for 0. */
RT_SAFE double maths_db_from_lin(double lin);

#endif
