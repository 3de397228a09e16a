/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A bank of multiband compressors.
 *
 * Linkwitz-Riley crossovers of 24 dB/oct in series (Linkwitz, "Active crossover networks for non-coincident drivers",
 * JAES 24/1, 1976); every band also passes the all-pass of each crossover above its own, so that all bands add up to
 * the input through one chain of all-passes: flat.  That sum, taken before the compressors, is the dry path of `mix`.
 *
 * A crossover is two state variable filters of 1/Q = sqrt 2 in a row (lane_svf.h), low pass after low pass and high
 * pass after high pass; its all-pass is one such filter's low - sqrt 2 band + high.  A crossover below one before it
 * stands where that does.  While a band is soloed, the others' levels and the dry part are 0 (a solo of s leaves them 1
 * - s).  Tangents, levels, mix and its rest move in straight lines over the cell.
 *
 * While no band can do anything (idle thresholds, no make-up, no solo) the input passes bit for bit, without
 * all-passes; between that and the sum of the bands lies a fade of 20 ms.
 */
#ifndef TTYMIX_AUDIO_DSP_DYNAMICS_MULTIBAND_KERNEL_H
#define TTYMIX_AUDIO_DSP_DYNAMICS_MULTIBAND_KERNEL_H

#include "audio/dsp/dynamics/comp_core.h"
#include "audio/dsp/math/lane_svf.h"

enum { MULTIBAND_MAX = 6, MULTIBAND_SPLITS = MULTIBAND_MAX - 1 };
#define MULTIBAND_K 1.41421356f /* 1/Q of a Butterworth pair; two of them make a Linkwitz-Riley filter */

enum {                                                   /* glides */
       MULTIBAND_G,                                      /* of each split */
       MULTIBAND_LEVEL = MULTIBAND_G + MULTIBAND_SPLITS, /* of each band: 0 while another one is soloed */
       MULTIBAND_WET = MULTIBAND_LEVEL + MULTIBAND_MAX,
       MULTIBAND_DRY,
       MULTIBAND_GLIDES
};

typedef struct MultibandSplit {
    LaneSvf both, low, high;         /* the first pair, shared; the second low and high pass */
    LaneSvf below[MULTIBAND_SPLITS]; /* all-passes of the bands below */
} MultibandSplit;

typedef struct MultibandBank {
    F8 from[MULTIBAND_GLIDES], to[MULTIBAND_GLIDES];
    MultibandSplit split[MULTIBAND_SPLITS];
    CompCore band[MULTIBAND_MAX];
    F8 active_from, active_to, active_aim; /* part of the sum: over this cell, and where it goes */
    float active_step;                     /* a cell */
    LaneDelay no_delay;
    Glide glide;
    double rate_hz;
    int channels, bands;
} MultibandBank;

typedef void MultibandRun(MultibandBank *multiband, float *const io[BANK_LANES], int offset, int frames);
extern MultibandRun *const multiband_run[LANES_LEVELS];
RT_SAFE MultibandRun multiband_run_base, multiband_run_avx2, multiband_run_avx512;

#endif
