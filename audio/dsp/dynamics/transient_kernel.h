/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A bank of transient shapers.
 *
 * Four followers of the level in octaves: two with the same release and a fast and a slow attack, whose difference is
 * the attack; two with the same attack and a fast and a slow release, whose difference is the sustain.  Differences of
 * logarithms do not know how loud it is.
 *
 * The level is log2 of the highest of the last 5 ms (rounded up to cells) of the louder channel, not below -120 dBFS,
 * where the followers begin.  They are poles that move by 1 - exp(-1/frames): 0.5 ms and 20 ms up with 100 ms down; 0.5
 * ms up with 40 ms and 400 ms down.  From each difference 2 (1 - sensitivity) octaves are taken, and it is kept within
 * 0..2.5; attack times the one and sustain times the other add up to the gain in octaves, kept within -2.5..2.5.
 * Attack, sustain and the dead zone move in straight lines over the cell.
 */
#ifndef TTYMIX_AUDIO_DSP_DYNAMICS_TRANSIENT_KERNEL_H
#define TTYMIX_AUDIO_DSP_DYNAMICS_TRANSIENT_KERNEL_H

#include "audio/dsp/dynamics/peak_window.h"
#include "audio/dsp/glide.h"

enum {
    TRANSIENT_ATTACK,
    TRANSIENT_SUSTAIN, /* -1..1 */
    TRANSIENT_DEAD,    /* octaves of difference that do not count yet */
    TRANSIENT_GLIDES
};

typedef struct TransientBank {
    F8 from[TRANSIENT_GLIDES], to[TRANSIENT_GLIDES];
    F8 quick, slow;         /* followers of the attack */
    F8 short_end, long_end; /* of the sustain */
    F8 gain;                /* octaves */
    PeakWindow window;
    Glide glide;
    float rise_fast, rise_slow, fall_common, fall_fast, fall_slow; /* steps of the one-pole followers */
    int channels;
} TransientBank;

typedef void TransientRun(TransientBank *transient, float *const io[BANK_LANES], int offset, int frames);
extern TransientRun *const transient_run[LANES_LEVELS];
RT_SAFE TransientRun transient_run_base, transient_run_avx2, transient_run_avx512;

#define TRANSIENT_FLOOR 1e-6f /* -120 dBFS: what is below counts as silence */

#endif
