/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The linear-phase equalizer: the analogue magnitude as an exactly symmetric kernel, convolved by overlap-save.
 *
 * Kernel of N + 1 taps (N = 2048, 4096 or 8192 up to 50 kHz, twice and four times that at higher rates), hops of N/2: the latency is N.
 * Bands on left, right, mid or side make a 2x2 matrix of kernels.  New values take effect at the next hop, by a cross-fade over it.
 * Every instance has its own place in its hop, so that banks make no difference.
 */
#ifndef TTYMIX_AUDIO_DSP_EQ_LINEAR_H
#define TTYMIX_AUDIO_DSP_EQ_LINEAR_H

#include "audio/dsp/eq_bank.h"

typedef struct EqLinear EqLinear;

/* `length`: 0 short, 1 medium, 2 long. */
int eq_linear_latency(int length, double rate_hz);
EqLinear *eq_linear_new(int length, double rate_hz, int channels); /* NULL without memory */
void eq_linear_free(EqLinear *linear);                             /* NULL is safe */
RT_SAFE void eq_linear_reset(EqLinear *linear, int lane);
RT_SAFE void eq_linear_update(EqLinear *linear, int lane, const EqSettings *settings, bool jump);
RT_SAFE void eq_linear_process(EqLinear *linear, float *const io[BANK_LANES], int frames);
RT_SAFE void eq_linear_move(EqLinear *to, int to_lane, const EqLinear *from, int from_lane);
/* For tests: the taps from input `in` to output `out` (0 or 1), N + 1 of them. */
const float *eq_linear_kernel(const EqLinear *linear, int lane, int out, int in);

#endif
