/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the meters said in all: of each strip the highest peak and when, and its overs. Session thread. */
#ifndef TTYMIX_SRC_SESSION_STRIPTOTALS_H
#define TTYMIX_SRC_SESSION_STRIPTOTALS_H

#include <stdint.h>

#include "audio/engine/meter.h"

typedef struct StripTotals { /* since the last `clear clips` */
    uint32_t uid;
    float peak;         /* post-fader, linear, the louder channel */
    int64_t peak_frame; /* project frame, to about 20 ms */
    uint32_t overs;
    int64_t first_over_frame; /* as peak_frame; of the first of `overs` */
    float present_peak;       /* of the last meter frame */
    float gain_reduction_db[METER_GR_MAX];
} StripTotals;

typedef struct TotalsList { /* zeroed = nothing was metered yet */
    StripTotals *strips;
    int count;
} TotalsList;

void totals_clear(TotalsList *list);
/* A frame of meters is taken in; what there is no memory for is left out. */
void totals_add(TotalsList *list, const MeterFrame *frame);
/* Peaks and overs begin anew. */
void totals_forget_holds(TotalsList *list);
/* NULL for a strip that has not been metered yet. */
const StripTotals *totals_of(const TotalsList *list, uint32_t strip_uid);

#endif
