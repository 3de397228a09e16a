/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The linear-phase equalizer: the analogue magnitude as an exactly symmetric kernel, convolved in parts of 256 frames.
 *
 * Kernel of N + 1 taps, the outermost two 0 (N = 2048, 4096 or 8192 up to 50 kHz, twice and four times that at higher
 * rates); each block of 256 frames is convolved when it is in: the latency is N/2 + 256, always.  Half the kernel is
 * heard before what causes it: N/2 frames of pre-ringing.  Bands on left, right, mid or side make a 2x2 matrix of
 * kernels.
 *
 * New values are designed in the N/2 frames that follow, 64 at a time (eq_linear_design.h), and come in by a cross-fade
 * of 20 ms; values that come meanwhile are taken up when it is over.  After a reset nothing sounds before the first
 * kernel is there, which is before the latency has passed.  All of this is counted on the instance's own clock, so that
 * banks and cuts make no difference.
 */
#ifndef TTYMIX_AUDIO_DSP_EQ_LINEAR_H
#define TTYMIX_AUDIO_DSP_EQ_LINEAR_H

#include "audio/dsp/eq/bank.h"

typedef struct EqLinear EqLinear;

/* `length`: 0 short, 1 medium, 2 long. */
int eq_linear_latency(int length, double rate_hz);
int eq_linear_pre_ringing(int length, double rate_hz);             /* frames of the kernel before its middle */
int eq_linear_tail(int length, double rate_hz);                    /* frames until silence after silence in */
EqLinear *eq_linear_new(int length, double rate_hz, int channels); /* NULL without memory */
void eq_linear_free(EqLinear *linear);                             /* NULL is safe */
RT_SAFE void eq_linear_reset(EqLinear *linear, int lane);
RT_SAFE void eq_linear_update(EqLinear *linear, int lane, const EqSettings *settings, bool jump);
RT_SAFE void eq_linear_process(EqLinear *linear, float *const io[BANK_LANES], int frames);
RT_SAFE void eq_linear_move(EqLinear *to, int to_lane, const EqLinear *from, int from_lane);
/* For tests: the taps of what sounds from input `in` to output `out` (0 or 1), N + 1 of them; NULL where nothing comes
 * through. */
const float *eq_linear_kernel(const EqLinear *linear, int lane, int out, int in);

#endif
