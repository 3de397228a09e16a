/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fourier transforms of power-of-two length that give the same bits everywhere: split real and imaginary parts, float
 * with twiddles rounded from double.  Stockham's autosort form (Cochran et al., "What is the fast Fourier transform?",
 * 1967): radix 4, natural order in and out.  An Fft holds tables only: any number of threads may use one, each with its
 * own scratch.
 */
#ifndef TTYMIX_AUDIO_DSP_MATH_FFT_H
#define TTYMIX_AUDIO_DSP_MATH_FFT_H

#include <stdbool.h>

#include "audio/base/attributes.h"

enum { FFT_MIN = 16, FFT_MAX = 1 << 20 };

typedef struct Fft Fft;

/* Tables for real transforms of `size` (a power of two, FFT_MIN to FFT_MAX), or NULL: another size, or no memory. Main
 * thread. */
Fft *fft_new(int size);
void fft_free(Fft *fft); /* NULL is safe */

/* size real samples -> size/2 + 1 bins: X[k] = sum x[n] e^(-2 pi i k n / size); im[0] = im[size/2] = 0.  `in` is kept.
 * re and im hold size/2 + 1 floats each, scratch 2 size, aligned to 32 bytes. */
RT_SAFE void fft_forward(const Fft *fft, const float *in, float *re, float *im, float *scratch);
/* The exact opposite, 1/size included: inverse(forward(x)) = x but for rounding.  re and im are kept. */
RT_SAFE void fft_inverse(const Fft *fft, const float *re, const float *im, float *out, float *scratch);

/* The inverse for those who must not do it at once: begin with {0}, then call until it says true. Same bits.  There are
 * fft_steps() calls, of about size operations each; all arguments stay the same and untouched in between. */
typedef struct FftSteps {
    int done, n, s;
    bool swapped; /* the two halves of scratch */
} FftSteps;

int fft_steps(const Fft *fft);
RT_SAFE bool fft_inverse_step(const Fft *fft, FftSteps *steps, const float *re, const float *im, float *out,
                              float *scratch);

#endif
