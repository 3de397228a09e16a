/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The loops of convolver.h. */
#include "audio/dsp/math/convolver.h"

void LANES_NAME(convolver_multiply)(float *sum_re, float *sum_im, const float *a, const float *b, int bins)
{
    for (int k = 0; k < bins; k += 8) {
        F8 a_re = f8_load(a + k), a_im = f8_load(a + bins + k), b_re = f8_load(b + k), b_im = f8_load(b + bins + k);
        f8_store(sum_re + k, f8_load(sum_re + k) + (a_re * b_re - a_im * b_im));
        f8_store(sum_im + k, f8_load(sum_im + k) + (a_re * b_im + a_im * b_re));
    }
}

/* Eight frames at a time, each summed from the first tap on; reads up to seven frames more than it is given. */
void LANES_NAME(convolver_head)(float *out, const float *taps, const float *x, int frames)
{
    for (int i = 0; i < frames; i += 8) {
        F8 sum = taps[0] * f8_load(x + i);
        for (int k = 1; k < CONVOLVER_SMALL; k++)
            sum += taps[k] * f8_load(x + i - k);
        f8_store(out + i, sum);
    }
}

#ifndef LANES_AVX2
ConvolverMultiply *const convolver_multiply[LANES_LEVELS] = LANES_TABLE(convolver_multiply);
ConvolverHead *const convolver_head[LANES_LEVELS] = LANES_TABLE(convolver_head);
#endif
