/* SPDX-License-Identifier: GPL-3.0-or-later */
/* True peak of one channel: the highest absolute value of the signal between its samples as well (ITU-R BS.1770-5,
 * annex 2).
 *
 * A windowed-sinc interpolator (Kaiser window, 32 taps a phase, flat within 0.03 dB to 0.45 of the rate) gives the
 * values at every 1/8 of a frame below 96 kHz and at every 1/4 from there on; EBU Tech 3341 cases 15 to 23 are met at
 * every rate from 8 to 192 kHz. The samples themselves are one of the phases, so a true peak is never below the sample
 * peak.
 *
 * Cheap: eight frames are interpolated only where the samples around them times the filter's L1 norm could exceed the
 * highest value so far; what is left out could not have raised it, so the result does not depend on it.  The result
 * depends on the samples only: same bits however the signal is cut, whatever the SIMD level.
 *
 * The caller owns the struct.  One thread at a time; everything but `truepeak_init` is RT_SAFE.
 */
#ifndef TTYMIX_AUDIO_MEASURE_TRUEPEAK_H
#define TTYMIX_AUDIO_MEASURE_TRUEPEAK_H

#include <stdbool.h>
#include <stdint.h>

#include "audio/base/attributes.h"

enum {
    TRUEPEAK_TAPS = 32,   /* per phase */
    TRUEPEAK_GROUP = 8,   /* frames that are evaluated or left out together */
    TRUEPEAK_BLOCK = 256, /* frames buffered before evaluation */
    TRUEPEAK_FACTOR_MAX = 8,
    TRUEPEAK_PAIRS = TRUEPEAK_FACTOR_MAX / 2 - 1
};

typedef struct TruePeak {
    /* Phases 1 to factor/2, tap k and its mirror image halved: their sum and their difference. */
    ALIGNED(32) float even[TRUEPEAK_FACTOR_MAX / 2][TRUEPEAK_TAPS / 2];
    ALIGNED(32) float odd[TRUEPEAK_FACTOR_MAX / 2][TRUEPEAK_TAPS / 2];
    ALIGNED(32) float window[TRUEPEAK_TAPS + TRUEPEAK_BLOCK]; /* the last 32 samples, then new ones */
    int factor;                                               /* 8 or 4 */
    float bound;        /* largest possible output for an input of at most 1: the L1 norm */
    int fill;           /* new samples in the window */
    int64_t evaluated;  /* stream frame of window[0] */
    float peak;         /* highest absolute value since the start, linear */
    int64_t peak_frame; /* frame at or just before it; 0 for silence */
    float recent;       /* highest since the last truepeak_take */
    float sample_peak;  /* highest absolute sample since the start */
    int64_t sample_peak_frame;
    int64_t frames; /* fed so far */
    bool simd;      /* by AVX2. The same bits; tests clear it to compare. */
} TruePeak;

/* Begins a measurement at `rate_hz`, 1 Hz and up. Computes the filter (a few microseconds). */
void truepeak_init(TruePeak *meter, double rate_hz);
/* Forgets the signal, keeps the filter. */
RT_SAFE void truepeak_reset(TruePeak *meter);
/* Takes samples.  Up to 272 frames at the end wait for their neighbours: `truepeak_flush` brings them in. Not for NaN.
 */
RT_SAFE void truepeak_add(TruePeak *meter, const float *samples, int frames);
/* Evaluates what waits, as if silence followed; feed no more samples after it. */
RT_SAFE void truepeak_flush(TruePeak *meter);
/* Highest value since the last call, at most a block late; for moving meters. */
RT_SAFE float truepeak_take(TruePeak *meter);

#endif
