/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The two gates of integrated loudness (ITU-R BS.1770-5, annex 1: -70 LUFS, then 10 LU below the mean of what passed).
 * Blocks are summed in bins of 0.01 LU: no memory grows. Plain memory of the caller, all zero at first; one thread.
 */
#ifndef TTYMIX_AUDIO_MEASURE_LOUDGATE_H
#define TTYMIX_AUDIO_MEASURE_LOUDGATE_H

#include <stdint.h>

#include "audio/base/attributes.h"

enum { LOUDGATE_BINS = 10000 }; /* -70 to +30 LUFS */

typedef struct LoudGate {
    double power[LOUDGATE_BINS]; /* sum of the mean squares in each bin */
    uint32_t count[LOUDGATE_BINS];
    int first, end; /* bins that are not empty lie from `first` to before `end`; end 0: none */
} LoudGate;

/* Takes one block of 400 ms: its loudness and the mean square that it was made of; below -70 LUFS it is left out. */
RT_SAFE void loudgate_add(LoudGate *gate, double lufs, double power);
/* Mean square of the blocks that pass both gates; 0 where none does. */
double loudgate_power(const LoudGate *gate);

#endif
