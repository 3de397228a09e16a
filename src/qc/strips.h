/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every strip did over a render, of the engine's meters. */
#ifndef TTYMIX_SRC_QC_STRIPS_H
#define TTYMIX_SRC_QC_STRIPS_H

#include "audio/engine/meter.h"

typedef struct StripPeak {
    float lin;
    int64_t frame; /* where the meters' frame begins in which it lies: some 2000 frames before it at most */
} StripPeak;

typedef struct StripWork {
    StripPeak input, output;
    float reduction_db[METER_GR_MAX]; /* the most that each processor took off */
    uint64_t cells[METER_GR_MAX], busy[METER_GR_MAX];
} StripWork;

/* Adds a frame of meters to as many strips as both have. */
void strips_add(StripWork *strips, int count, const MeterFrame *frame);
/* Of processor `place`: the per cent of its time with sound in which it took off more than METER_BUSY_DB; -1 where it
 * had none, or is not watched. */
double strips_busy_percent(const StripWork *strip, int place);

#endif
