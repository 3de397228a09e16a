/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Signals and figures that the tests of this room share. */
#ifndef TTYMIX_TESTS_AUDIO_MEASURE_SIGNAL_H
#define TTYMIX_TESTS_AUDIO_MEASURE_SIGNAL_H

#include <math.h>
#include <stdint.h>
#include <stdio.h>

#ifndef M_PI
#define M_PI 3.14159265358979323846
#endif

static inline double db_from(double lin)
{
    return 20 * log10(lin);
}

static inline double lin_from(double db)
{
    return pow(10, db / 20);
}

/* A line for the table in tests/README.md. */
static inline void figure(const char *name, double value, const char *unit, double bar)
{
    printf("figure %s %.6g %s bar %g\n", name, value, unit, bar);
}

/* Uniform noise in [-1, 1), xorshift64*. */
static inline double noise_next(uint64_t *state)
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return (double)((*state * 2685821657736338717u) >> 11) / 4503599627370496.0 - 1;
}

#endif
