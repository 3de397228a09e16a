/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A bank of de-essers.  The band is what a filter lets through; with the reduction's gain g the output is in + (g - 1)
 * band in split mode, which is exactly the input when idle, and g in in wide mode.
 *
 * The filter is a state variable one with 1/Q = 1 (lane_svf.h): the bell is its band pass, the shelf its high pass.
 * Levels are the highest of the last frames (peak_window.h, as many as comp_core.h says of a release) of the louder
 * channel, not below 1e-30, in octaves; relative detection takes off that of the whole signal, not below -70 dBFS
 * (3.2e-4).  What is above the threshold, at most the range, is followed by one pole of attack or release (less the
 * window), as in comp_core.h.  Idle is a threshold of 1000 octaves.  The filter's tangent, bell, shelf, split and wide
 * (0 or 1), relative, threshold and range in octaves both poles' steps and listen move in straight lines over the cell.
 */
#ifndef TTYMIX_AUDIO_DSP_DYNAMICS_DEESSER_KERNEL_H
#define TTYMIX_AUDIO_DSP_DYNAMICS_DEESSER_KERNEL_H

#include "audio/dsp/dynamics/peak_window.h"
#include "audio/dsp/glide.h"
#include "audio/dsp/math/lane_svf.h"

#define DEESSER_K 1.0f /* 1/Q of the band */

enum {
    DEESSER_G,
    DEESSER_BELL,
    DEESSER_SHELF, /* band = bell * k bp + shelf * hp */
    DEESSER_THRESHOLD,
    DEESSER_RANGE,    /* octaves */
    DEESSER_RELATIVE, /* 1: the level is that of the band over that of the whole */
    DEESSER_SPLIT,
    DEESSER_WIDE,
    DEESSER_ATTACK,
    DEESSER_RELEASE,
    DEESSER_LISTEN,
    DEESSER_GLIDES
};

typedef struct DeesserBank {
    F8 from[DEESSER_GLIDES], to[DEESSER_GLIDES];
    F8 reduction; /* octaves >= 0 */
    LaneSvf filter;
    PeakWindow band, whole;
    Glide glide;
    double rate_hz;
    int channels;
} DeesserBank;

typedef void DeesserRun(DeesserBank *deesser, float *const io[BANK_LANES], int offset, int frames);
extern DeesserRun *const deesser_run[LANES_LEVELS];
RT_SAFE DeesserRun deesser_run_base, deesser_run_avx2, deesser_run_avx512;

#endif
