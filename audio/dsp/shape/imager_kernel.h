/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inner loop of `imager`, and its table by SIMD level. */
#ifndef TTYMIX_AUDIO_DSP_SHAPE_IMAGER_KERNEL_H
#define TTYMIX_AUDIO_DSP_SHAPE_IMAGER_KERNEL_H

#include "audio/dsp/glide.h"

enum {
    IMAGER_MID,  /* gain of the middle less one */
    IMAGER_SIDE, /* gain of the sides */
    IMAGER_LOW_WIDTH,
    IMAGER_MID_WIDTH,
    IMAGER_HIGH_WIDTH,
    IMAGER_LOW_G, /* crossovers, tan(pi f / rate) */
    IMAGER_HIGH_G,
    IMAGER_MONO_G,
    IMAGER_MONO, /* 0 or 1 */
    IMAGER_OWN,  /* rotation and balance: out = own * x + other * (the pair's other lane) */
    IMAGER_OTHER,
    IMAGER_GLIDES
};

#define IMAGER_BAND_DAMPING 2.0          /* Q 1/2: two equal poles */
#define IMAGER_MONO_DAMPING_1 1.84775907 /* Butterworth of fourth order: 2 sin(3 pi/8) and 2 sin(pi/8) */
#define IMAGER_MONO_DAMPING_2 0.76536686

enum { IMAGER_FILTERS = 4 }; /* low and high band, two sections below which it is mono */

typedef struct ImagerBank {
    F8 from[IMAGER_GLIDES], to[IMAGER_GLIDES];
    F8 low[IMAGER_FILTERS], band[IMAGER_FILTERS]; /* states; zero in lanes whose filter does nothing */
    Glide glide;
    int channels;
} ImagerBank;

typedef void ImagerRun(ImagerBank *bank, float *const io[BANK_LANES], int offset, int frames);
extern ImagerRun *const imager_run[LANES_LEVELS];
RT_SAFE ImagerRun imager_run_base, imager_run_avx2, imager_run_avx512;

#endif
