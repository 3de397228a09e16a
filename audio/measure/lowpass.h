/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A Butterworth low pass of order 4 or 8, for measuring what lies below a frequency: second-order sections by the
 * bilinear transform with the corner at its place, in double.  Struct of the caller's, one thread at a time. */
#ifndef TTYMIX_AUDIO_MEASURE_LOWPASS_H
#define TTYMIX_AUDIO_MEASURE_LOWPASS_H

#include "audio/base/attributes.h"

enum { LOWPASS_SECTIONS_MAX = 4 };

typedef struct Lowpass {
    double b0[LOWPASS_SECTIONS_MAX], a1[LOWPASS_SECTIONS_MAX], a2[LOWPASS_SECTIONS_MAX];
    double z1[LOWPASS_SECTIONS_MAX], z2[LOWPASS_SECTIONS_MAX];
    int sections; /* half the order */
    int sign;     /* of the middle coefficient: 1 low pass, -1 high pass */
} Lowpass;

/* `hz` below half of `rate_hz`; `sections` 2 or 4. */
void lowpass_init(Lowpass *filter, double hz, double rate_hz, int sections);
/* The high pass of the same corner and order. */
void lowpass_init_high(Lowpass *filter, double hz, double rate_hz, int sections);
RT_SAFE double lowpass_next(Lowpass *filter, double x);

/* What of a channel lies below 20 Hz, its mean left out: means of about a millisecond, through an eighth-order low
 * pass. What folds down from around 1 kHz is lowered by 34 dB at least. */
typedef struct Rumble {
    Lowpass filter;
    int every; /* frames of a mean */
    int filled;
    double sum, sum_of_all, low_sum, low_squares;
    double means;
} Rumble;

void rumble_init(Rumble *rumble, double rate_hz);
RT_SAFE void rumble_add(Rumble *rumble, const float *samples, int frames);
/* Mean of the samples; 0 before the first mean is whole, as the next. */
double rumble_mean(const Rumble *rumble);
/* Mean square below 20 Hz, without the mean. */
double rumble_mean_square(const Rumble *rumble);

#endif
