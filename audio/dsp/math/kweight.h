/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The K-weighting filter of ITU-R BS.1770-5 annex 1: a high shelf (+4 dB above 1.7 kHz), then a high pass (38 Hz). */
#ifndef TTYMIX_AUDIO_DSP_MATH_KWEIGHT_H
#define TTYMIX_AUDIO_DSP_MATH_KWEIGHT_H

#include "audio/base/attributes.h"

typedef double KWeightPair __attribute__((vector_size(16))); /* left, right */

typedef struct KWeight {
    double shelf[5], highpass[5]; /* b0 b1 b2 a1 a2 */
    KWeightPair state[4];
} KWeight;

void kweight_init(KWeight *filter, double rate_hz);
/* Filters the frames and adds the squares of the results to `sum`, a channel each; `right` NULL = silence. */
RT_SAFE void kweight_add_squares(KWeight *filter, const float *left, const float *right, int frames, KWeightPair *sum);

#endif
