/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The needles: VU (IEC 60268-17) and quasi-peak programme meters type I and II (IEC 60268-10).
 *
 * All read the level of a sine's peak in dBFS when the sine is steady: 0 VU, and the test mark, are where that equals
 * the line-up level.  Structs of the caller's, one channel each, one thread at a time, RT_SAFE but for init.
 *
 * A programme meter's integration time is that of a burst of 5 kHz which reads 2 dB low: 5 ms for type I, 10 ms for
 * type II (British and EBU; EBU Tech 3205-E, 3.3 and table 2, has the readings of shorter ones; Lindos' LA100 tests the
 * same).
 */
#ifndef TTYMIX_AUDIO_MEASURE_BALLISTICS_H
#define TTYMIX_AUDIO_MEASURE_BALLISTICS_H

#include "audio/base/attributes.h"

/* Rectified mean through a needle of second order: 99 % after 300 ms, then 1.25 % over. */
typedef struct VuMeter {
    double turn[2][2], push[2]; /* what a frame makes of the states, and of the input */
    double band, needle;        /* states */
    double highest;             /* of the needle since init */
} VuMeter;

/* dBFS of a steady sine that reads so; subtract the line-up level for VU. -INFINITY at rest. */
RT_SAFE double vu_read_db(const VuMeter *meter);
RT_SAFE double vu_highest_db(const VuMeter *meter);

typedef enum PpmType {
    PPM_I, /* -2 dB after 5 ms, falls 20 dB in 1.7 s */
    PPM_II /* -2 dB after 10 ms, falls 24 dB in 2.8 s */
} PpmType;

typedef struct PpmMeter {
    double charge[2], fall, gain; /* a frame's share for each of two capacitors; what a frame leaves of them */
    double level[2], highest;
} PpmMeter;

RT_SAFE double ppm_read_db(const PpmMeter *meter);
RT_SAFE double ppm_highest_db(const PpmMeter *meter);
/* All of them on one channel. They are fed with those of both channels at once, which takes no longer than one needle
 * of one: each waits for its own last frame. */
typedef struct Needles {
    VuMeter vu;
    PpmMeter ppm[2]; /* by PpmType */
} Needles;

void needles_init(Needles *needles, double rate_hz);
RT_SAFE void needles_add(Needles *const needles[2], const float *const samples[2], int channels, int frames);

/* Type II's scale of marks: 4 at the line-up level, 4 dB a mark, 6 dB from 2 down to 1. */
RT_SAFE double ppm_ii_mark(double level_db, double lineup_db);

#endif
