/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a bounce says about itself, for eyes and as JSON. Control thread. */
#ifndef TTYMIX_SRC_RENDER_REPORT_H
#define TTYMIX_SRC_RENDER_REPORT_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "audio/io/file/guard.h"
#include "audio/io/file/soundfile.h"
#include "audio/io/file/writer.h"
#include "audio/measure/mastermeter.h"

typedef enum TailEnd { TAIL_NONE, TAIL_SILENT, TAIL_QUIET, TAIL_LIMIT, TAIL_RANGE } TailEnd;

typedef struct StripOvers { /* a bus whose samples went over 0 dBFS inside the mix: harmless in float, but said */
    const char *name;
    uint64_t samples;
    double peak_db;
} StripOvers;

typedef struct StripLatency { /* what a strip's processors lag, made up for everywhere */
    const char *name;
    int frames;
} StripLatency;

typedef struct BounceReport {
    const char *project, *output; /* as given; escaped by the printer */
    const char *title;
    FileFormat format;
    int bits, rate_hz, project_rate_hz;
    WriterResult file;
    bool measured;         /* `reading` is filled */
    MasterReading reading; /* of the file's own samples, after conversion, before dither */
    bool guarded;          /* the conversion stood before a guard (guard.h): */
    bool guard_true_peak;
    double guard_ceiling_db;
    GuardResult guard;
    StripOvers *overs;
    int over_count;
    StripLatency *latencies;           /* of the strips that have one */
    int latency_count, latency_frames; /* and of the way to the output, taken off at its beginning */
    int64_t range_from, range_to;      /* project frames rendered; the tail included */
    int64_t tail_frames;
    TailEnd tail_end;
    double seconds_taken;
    int jobs;
    int missing_clips, unknown_processors;
    int stem_problems; /* said on the way: the stems were not what they seemed */
    bool lossy_stems;  /* outside the promise of the same bytes */
    bool stems_written;
    int stem_count;
    double null_db; /* of the stems' sum against the master's input; -inf = bit for bit */
    const char *stems_folder;
    const char *soxr_version;
} BounceReport;

void report_print(const BounceReport *report, FILE *out);
/* One JSON object and a newline. */
void report_print_json(const BounceReport *report, FILE *out);
/* The same of a sound file that was measured. */
void report_print_analysis(const SoundFileInfo *info, const MasterReading *reading, FILE *out);

#endif
