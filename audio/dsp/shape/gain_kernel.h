/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inner loop of `gain`, and its table by SIMD level. */
#ifndef TTYMIX_AUDIO_DSP_SHAPE_GAIN_KERNEL_H
#define TTYMIX_AUDIO_DSP_SHAPE_GAIN_KERNEL_H

#include "audio/dsp/glide.h"

/* out = own * in + other * (the pair's other lane) */
enum { GAIN_OWN, GAIN_OTHER, GAIN_GLIDES };

typedef void GainRun(const Glide *glide, float *const io[BANK_LANES], int offset, int frames);
extern GainRun *const gain_run[LANES_LEVELS];
RT_SAFE GainRun gain_run_base, gain_run_avx2, gain_run_avx512;

#endif
