/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A true-peak limiter with look-ahead.
 *
 * Every frame's true peak (peakscan.h) that lies above the ceiling becomes a demand, 1 - ceiling / peak, of the frames
 * on both sides of it; a smooth curve (limitgain.h) has come down when the frame leaves.  Because a moving gain makes
 * new peaks between the samples, a second, short stage of the same parts (look-ahead and hold 32 frames, release 30 ms)
 * looks at the first one's result and takes off what is left, and a quarter more, which is nothing while the gain
 * stands still. Linked channels raise each other's demands to their share of the highest.  Below the ceiling the input
 * is passed on bit for bit, late by the latency.
 *
 * Work is done in groups of 8 frames.  All values are those of the frame that comes in: the first stage's scan is 128
 * frames behind it, the second's 256 and the look-ahead.
 */
#ifndef TTYMIX_AUDIO_DSP_LIMITER_UNIT_H
#define TTYMIX_AUDIO_DSP_LIMITER_UNIT_H

#include "audio/dsp/cell.h"
#include "audio/dsp/limiter/gain.h"
#include "audio/dsp/limiter/line.h"

enum {
    LIMITUNIT_GUARD = 32,                                                      /* look-ahead of the second stage */
    LIMITUNIT_LATENCY = PEAKSCAN_GROUP + 2 * PEAKSCAN_CENTRE + LIMITUNIT_GUARD /* and the look-ahead of the first */
};

typedef struct LimitChannel {
    LimitLine in, mid; /* after the gain; after the first stage */
    LimitGain *first, *guard;
    float previous[2];          /* the last peak of each stage's scan */
    float fifo[PEAKSCAN_GROUP]; /* what leaves while the next group comes in */
} LimitChannel;

enum { RAMP_GAIN, RAMP_CEILING, RAMP_UNITY, RAMP_DELTA, LIMIT_RAMPS };

typedef struct LimitUnit {
    LimitChannel channel[2];
    int channels, lookahead;
    double rate_hz;
    Cell cell;
    Ramp ramps[LIMIT_RAMPS];
    LimitRelease release, guard_release;
    float link, reduction;
    bool true_peak, listening;                            /* unity or delta is on, or may still fade */
    int fill;                                             /* frames of the group that are in */
    float ceiling[PEAKSCAN_GROUP], delta[PEAKSCAN_GROUP]; /* as each of them came in */
} LimitUnit;

/* Reset; NULL without memory. Main thread. `lookahead` in frames. */
LimitUnit *limitunit_new(int channels, int lookahead, double rate_hz);
void limitunit_free(LimitUnit *unit); /* NULL is safe */
RT_SAFE void limitunit_reset(LimitUnit *unit);
/* io[c] in place; a run within a cell. */
RT_SAFE void limitunit_process(LimitUnit *unit, const PeakScan *scan, float *const io[], int offset, int frames);
/* All that a unit of the same look-ahead knows. */
RT_SAFE void limitunit_copy(LimitUnit *to, const LimitUnit *from);
/* LimitRelease.keep of a time constant. */
RT_SAFE uint64_t limitunit_keep(double time_s, double rate_hz);

#endif
