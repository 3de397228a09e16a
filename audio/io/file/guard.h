/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands between a converted master and its file: filters of a conversion move peaks, so a mix that a limiter held
 * to a ceiling passes it again by tenths of a dB.  The guard is that limiter once more, at the file's rate
 * (audio/dsp/limiter/limiter.c: 5 ms of look-ahead, release auto, both channels linked): bit for bit transparent where
 * nothing exceeds the ceiling, in step with its input, the same bits however the input is cut. One thread at a time;
 * not the audio thread.
 */
#ifndef TTYMIX_AUDIO_IO_FILE_GUARD_H
#define TTYMIX_AUDIO_IO_FILE_GUARD_H

#include <stdbool.h>
#include <stdint.h>

#include "audio/base/status.h"

typedef struct GuardSetup {
    int rate_hz;
    double ceiling_db;            /* -30 to 0 */
    bool true_peak;               /* or samples only */
    int64_t count_from, count_to; /* what is taken off between these frames counts; count_to 0 = to the end */
} GuardSetup;

typedef struct GuardResult {
    double reduction_db;    /* the most that was taken off, >= 0 */
    int64_t reduced_frames; /* how long anything was, in steps of 8 frames */
} GuardResult;

typedef struct Guard Guard;

NODISCARD Status guard_new(Guard **guard, const GuardSetup *setup, Error *error);
void guard_free(Guard *guard); /* NULL is safe */
/* Frames that are inside, at most: what guard_rest gives. */
int guard_latency(const Guard *guard);
/* In place, two channels; returns how many of the first frames are to be dropped: they were before the beginning. */
int guard_run(Guard *guard, float *const planar[2], int frames);
/* The same with the end: fills guard_latency frames, the last that were put in. */
int guard_rest(Guard *guard, float *const planar[2]);
GuardResult guard_result(const Guard *guard);

#endif
