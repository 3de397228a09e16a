/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A meter of 16 values a frame for tests, in double: four half-band filters, one after another, each doubling the rate.
 * It shares nothing with the program's own meters nor with the limiter's scan.  Flat within 0.001 dB and clean to 100
 * dB up to 0.475 of the rate; a tone at 0.45 of the rate reads at most 0.034 dB too low, for its peak may lie between
 * two of sixteen values: cos(pi 0.45 / 16). */
#ifndef TTYMIX_TESTS_AUDIO_DSP_METER16_H
#define TTYMIX_TESTS_AUDIO_DSP_METER16_H

#include <math.h>
#include <string.h>

enum { METER16_STAGES = 4, METER16_REACH = 64, METER16_BLOCK = 256 };

typedef struct Meter16 {
    double tap[METER16_STAGES][2 * METER16_REACH]; /* what lies between two samples, from 2 `reach` of them */
    double history[METER16_STAGES][2 * METER16_REACH];
    double peak;
} Meter16;

static const int meter16_reach[METER16_STAGES] = {METER16_REACH, 12, 6, 4};

static inline double meter16_bessel(double x)
{
    double sum = 1, term = 1;
    for (int k = 1; k < 60; k++)
        sum += term *= x * x / (4.0 * k * k);
    return sum;
}

static inline void meter16_init(Meter16 *meter)
{
    memset(meter, 0, sizeof *meter);
    for (int s = 0; s < METER16_STAGES; s++) {
        int reach = meter16_reach[s];
        double sum = 0;
        for (int k = 0; k < 2 * reach; k++) {
            double t = k - reach + 0.5, x = t / reach;
            sum += meter->tap[s][k] = sin(3.14159265358979323846 * t) / t * meter16_bessel(10 * sqrt(1 - x * x));
        }
        for (int k = 0; k < 2 * reach; k++)
            meter->tap[s][k] /= sum;
    }
}

/* Twice the rate; late by `reach` samples. */
static inline void meter16_double(Meter16 *meter, int stage, const double *x, double *out, int frames)
{
    double line[2 * METER16_REACH + (METER16_BLOCK << METER16_STAGES) / 2 + 8] = {0};
    int length = 2 * meter16_reach[stage];
    memcpy(line, meter->history[stage], (size_t)length * sizeof *line);
    memcpy(line + length, x, (size_t)frames * sizeof *line);
    /* Eight sums side by side, each in its order: the same numbers, three times as quick. */
    for (int at = 0; at < frames; at += 8) {
        double sums[8] = {0};
        for (int k = 0; k < length; k++)
            for (int i = 0; i < 8; i++)
                sums[i] += meter->tap[stage][k] * line[at + i + 1 + k];
        for (int i = 0; i < 8 && at + i < frames; i++) {
            out[2 * (at + i)] = line[at + i + length / 2];
            out[2 * (at + i) + 1] = sums[i];
        }
    }
    memcpy(meter->history[stage], line + frames, (size_t)length * sizeof *line);
}

/* Raises meter->peak to the highest absolute value between all samples so far; the last 70 frames are still on their
 * way. */
static inline void meter16_take(Meter16 *meter, const float *x, int frames)
{
    static double level[METER16_STAGES + 1][METER16_BLOCK << METER16_STAGES];
    for (int at = 0, part; at < frames; at += part) {
        part = frames - at < METER16_BLOCK ? frames - at : METER16_BLOCK;
        for (int i = 0; i < part; i++)
            level[0][i] = x[at + i];
        for (int s = 0; s < METER16_STAGES; s++)
            meter16_double(meter, s, level[s], level[s + 1], part << s);
        for (int i = 0; i < part << METER16_STAGES; i++)
            meter->peak = fmax(meter->peak, fabs(level[METER16_STAGES][i]));
    }
}

#endif
