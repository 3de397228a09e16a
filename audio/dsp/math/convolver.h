/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Convolution of one channel with a long impulse response, without latency.
 *
 * W. Gardner, "Efficient convolution without input-output delay", JAES 43 (1995), with three sizes: the first 128 taps
 * directly, taps 128 to 2047 in spectra of 128-frame blocks, the rest in spectra of 1024-frame blocks, whose result is
 * not due before the next such block has passed, so its work is spread over eight slots of 128 frames.  Sizes and order
 * never depend on how runs are cut.
 */
#ifndef TTYMIX_AUDIO_DSP_MATH_CONVOLVER_H
#define TTYMIX_AUDIO_DSP_MATH_CONVOLVER_H

#include <stdbool.h>
#include <stdint.h>

#include "audio/dsp/lanes.h"
#include "audio/dsp/math/fft.h"

enum {
    CONVOLVER_SMALL = 128,
    CONVOLVER_LARGE = 1024,
    CONVOLVER_SLOTS = CONVOLVER_LARGE / CONVOLVER_SMALL,
    CONVOLVER_SMALL_PARTS = 15,                 /* taps 128 to 2047 */
    CONVOLVER_SMALL_BINS = CONVOLVER_SMALL + 8, /* 129, padded for vectors */
    CONVOLVER_LARGE_BINS = CONVOLVER_LARGE + 8
};

/* A response made ready; read only once made, any number of convolvers may use it. */
typedef struct ConvolverResponse {
    Fft *small_fft, *large_fft;
    ALIGNED(32) float head[CONVOLVER_SMALL];
    float *small, *large; /* spectra: re then im of each part */
    int large_parts;
} ConvolverResponse;

/* NULL without memory. Main thread; `taps` is not kept. */
ConvolverResponse *convolver_response_new(const float *taps, int64_t count);
void convolver_response_free(ConvolverResponse *response); /* NULL is safe */

typedef struct Convolver {
    const ConvolverResponse *response;
    int64_t position;               /* frames since the reset */
    int small_filled, large_filled; /* spectra in the rings */
    int small_at, large_at;         /* the newest */
    float *memory;                  /* one block, cut into the following */
    size_t memory_floats;
    float *small_ring, *large_ring;
    float *sum; /* re and im of the block that is being summed */
    float *scratch;
    float *input; /* the last 2 large blocks and the present one */
    float *small_out, *large_out;
} Convolver;

bool convolver_init(Convolver *convolver, const ConvolverResponse *response);
void convolver_clear(Convolver *convolver);
RT_SAFE void convolver_reset(Convolver *convolver);
/* In place. */
RT_SAFE void convolver_process(Convolver *convolver, float *x, int frames);
/* Both were made of the same response's lengths. */
RT_SAFE void convolver_copy(Convolver *to, const Convolver *from);

/* Loops by SIMD level: sum += a * b of complex bins (a multiple of eight); out = taps (*) x, x having 127 frames before
 * it. */
typedef void ConvolverMultiply(float *sum_re, float *sum_im, const float *a, const float *b, int bins);
typedef void ConvolverHead(float *out, const float *taps, const float *x, int frames);
extern ConvolverMultiply *const convolver_multiply[LANES_LEVELS];
extern ConvolverHead *const convolver_head[LANES_LEVELS];
RT_SAFE ConvolverMultiply convolver_multiply_base, convolver_multiply_avx2, convolver_multiply_avx512;
RT_SAFE ConvolverHead convolver_head_base, convolver_head_avx2, convolver_head_avx512;

#endif
