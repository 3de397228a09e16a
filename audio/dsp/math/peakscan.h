/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How high a signal rises between two samples: what a true-peak limiter must know of every frame.
 *
 * The answer depends on the filter that draws the curve where a signal goes on to half the rate: a filter that lets the
 * top through shows other peaks than one that takes it off, and neither is always the higher.  A limiter that looked
 * through one alone would be found wrong by every meter that looks through another (by 1 dB, with white noise).  So
 * three Kaiser-windowed sincs look, and the highest of what they see counts: 256 taps of beta 5, flat within 0.02 dB to
 * 0.493 of the rate; 128 taps of beta 8, to 0.475, as resamplers of quality are; 32 taps of beta 6.5, to 0.43, between
 * the meters of ffmpeg (32 taps of beta 9) and of truepeak.h (32 of 4.55).  Below 0.43 of the rate they agree.
 *
 * Each gives eight phases a frame, each phase exact for a constant; where one of them is a local maximum, the parabola
 * through it and its neighbours gives the peak between them, which is exact within 0.002 dB up to 0.45 of the rate.  A
 * coarse look (four phases of 32 taps, beta 4) goes first: a group of eight frames where it does not come to three
 * quarters of the level that matters has no peaks.  Baseline and AVX2 code give the same bits.
 */
#ifndef TTYMIX_AUDIO_DSP_MATH_PEAKSCAN_H
#define TTYMIX_AUDIO_DSP_MATH_PEAKSCAN_H

#include "audio/base/attributes.h"

enum {
    PEAKSCAN_TAPS = 256,
    PEAKSCAN_MIDDLE_TAPS = 128,
    PEAKSCAN_SHORT_TAPS = 32,
    PEAKSCAN_PHASES = 8,
    PEAKSCAN_COARSE = 4,
    PEAKSCAN_COARSE_TAPS = 32,
    PEAKSCAN_GROUP = 8,
    PEAKSCAN_CENTRE = PEAKSCAN_TAPS / 2
};

typedef struct PeakScan {
    ALIGNED(32) float taps[PEAKSCAN_PHASES - 1][PEAKSCAN_TAPS]; /* phases 1 to 7 */
    ALIGNED(32) float middle[PEAKSCAN_PHASES - 1][PEAKSCAN_MIDDLE_TAPS];
    ALIGNED(32) float near[PEAKSCAN_PHASES - 1][PEAKSCAN_SHORT_TAPS];
    ALIGNED(32) float coarse[PEAKSCAN_COARSE - 1][PEAKSCAN_COARSE_TAPS];
    float bound; /* no peak exceeds this times the highest sample within reach */
} PeakScan;

/* Main thread. */
void peakscan_init(PeakScan *scan);

/* peaks[i] = highest absolute value from frame i to frame i + 1, both included, for eight frames; frame 0 is from[128].
 * All zeros where none of the eight comes near `least`.  Reads from[0] to from[263]. */
RT_SAFE void peakscan_eight(const PeakScan *scan, const float *from, float least, float peaks[PEAKSCAN_GROUP]);

/* The loop behind it, by SIMD level. */
typedef void PeakScanRun(const PeakScan *scan, const float *from, float least, float *peaks);
extern PeakScanRun *const peakscan_run[];
RT_SAFE PeakScanRun peakscan_run_base, peakscan_run_avx2, peakscan_run_avx512;

#endif
