/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Loudness range after EBU Tech 3342: the spread from the 10th to the 95th percentile of short-term loudness, gated at
 * -70 LUFS and 20 LU below the mean.  Values are kept in bins of 0.01 LU: no memory grows, the range is exact within
 * that.
 */
#ifndef TTYMIX_AUDIO_MEASURE_LOUDRANGE_H
#define TTYMIX_AUDIO_MEASURE_LOUDRANGE_H

#include <stdint.h>

#include "audio/base/attributes.h"

enum { LOUDRANGE_BINS = 10000 }; /* -70 to +30 LUFS */

typedef struct LoudRange {
    uint32_t bins[LOUDRANGE_BINS];
    double power_sum; /* mean squares of the gated values */
    int64_t count;
    int first, end; /* bins that are not empty lie from `first` to before `end`; end 0: none */
} LoudRange;

/* Takes one short-term value (at 10 Hz or more) and the mean square it was made of; below -70 LUFS it is left out. */
RT_SAFE void loudrange_add(LoudRange *range, double lufs, double power);
/* LU; 0 with nothing above the gate. */
double loudrange_value(const LoudRange *range);

#endif
