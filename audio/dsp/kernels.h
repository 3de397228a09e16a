/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The arithmetic of a mixer on whole runs, compiled for every CPU, for AVX2 and for AVX-512; all give the same bits.
 *
 * Every result is a function of its own frame only (sums run over terms, never over frames), in double precision, and
 * rounded to float once, so width and cut of the loops do not matter.  The one exception is `measure`, whose sums are
 * for the eye. Pointers need no alignment; buffers of one call must not overlap unless they are equal.  Any thread,
 * RT_SAFE.
 */
#ifndef TTYMIX_AUDIO_DSP_KERNELS_H
#define TTYMIX_AUDIO_DSP_KERNELS_H

#include "audio/base/attributes.h"

/* What every processor takes (processor.h): sums that are rounded stop there, and are 0 where they are no number. */
#define KERNELS_LIMIT 1e6

typedef struct Kernels {
    const char *name; /* "baseline", "avx2", "avx512" */
    /* sum[i] = 0 + x[0][i] gain[0] + x[1][i] gain[1] + ..., added in that order; terms may be 0 */
    void (*mix)(double *sum, const float *const *x, const double *gain, int terms, int frames);
    /* out[i] = (float) of the same sum, within KERNELS_LIMIT */
    void (*mix_round)(float *out, const float *const *x, const double *gain, int terms, int frames);
    /* sum[i] += x[i] gain[i] */
    void (*mix_varying)(double *sum, const float *x, const double *gain, int frames);
    /* sum[i] += x[0][i] gain[0] + ...: each term added in turn */
    void (*mix_more)(double *sum, const float *const *x, const double *gain, int terms, int frames);
    /* out[i] = (float)(0 + part[0][i] + part[1][i] + ...), within KERNELS_LIMIT */
    void (*round_parts)(float *out, const double *const *part, int parts, int frames);
    /* x[i] = (float)(x[i] gain) */
    void (*scale)(float *x, double gain, int frames);
    void (*scale_varying)(float *x, const double *gain, int frames);
    /* to[i] = to[i] + x[i], in float */
    void (*add)(float *to, const float *x, int frames);
    /* x[i] = e^x[i] for x below 700, as maths_exp bit for bit; 0 below -700 */
    void (*exp)(double *x, int frames);
    /* Raises *peak to the largest |x| and adds the sum of squares to *square. */
    void (*measure)(const float *x, int frames, float *peak, float *square);
} Kernels;

extern const Kernels kernels_baseline;
/* Those that are quickest on this CPU. */
const Kernels *kernels_best(void);

#endif
