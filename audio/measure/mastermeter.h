/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Everything that is said about a finished stereo signal: what a bounce reports and the desk's master shows.
 *
 * Feed it the master's blocks in order, cut as they come; ask at any time.  Heap object, one thread at a time;
 * mastermeter_add neither allocates nor waits.  `windows` off leaves out what only moves on a screen
 * (sliding RMS and correlation, PSR).
 */
#ifndef TTYMIX_AUDIO_MEASURE_MASTERMETER_H
#define TTYMIX_AUDIO_MEASURE_MASTERMETER_H

#include <stdbool.h>
#include <stdint.h>

#include "audio/measure/loudness.h"

typedef struct MasterMeter MasterMeter;

typedef struct MasterMeterSetup {
    double rate_hz; /* whole, 4000 and up */
    bool windows;   /* fill `moving` */
} MasterMeterSetup;

/* Levels in dB, -INFINITY in silence. */
typedef struct MasterReading {
    int64_t frames;
    double momentary_lufs, short_term_lufs, momentary_max_lufs, short_term_max_lufs;
    double integrated_lufs, range_lu;
    double true_peak_db[2], true_peak_max_db; /* dBTP */
    int64_t true_peak_frame[2];
    double sample_peak_db[2];
    int64_t sample_peak_frame[2];
    double rms_db[2], dc[2];
    int64_t overs[2], clip_runs[2]; /* see levels.h */
    int64_t clip_first[2];          /* frame of the first such run; -1 without one */
    double correlation;
    double plr_db;                                    /* highest true peak - integrated */
    struct {                                          /* zero unless `windows` */
        double rms_db[2], rms_600_db[2], correlation; /* the last 300 (600) ms; correlation 600 ms */
        double true_peak_db[2];                       /* since the last mastermeter_read */
        double psr_db;                                /* highest true peak of the last 3 s - short-term */
    } moving;
} MasterReading;

NODISCARD Status mastermeter_new(MasterMeter **meter, const MasterMeterSetup *setup);
void mastermeter_free(MasterMeter *meter); /* NULL is safe */
void mastermeter_add(MasterMeter *meter, const float *const channels[2], int frames);
/* After the last block: brings in what waits for its neighbours (true peak). Optional; add nothing after it. */
void mastermeter_finish(MasterMeter *meter);
/* Fills `reading`. */
void mastermeter_read(MasterMeter *meter, MasterReading *reading);

#endif
