/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What became of a bounce, as data: why there is no file, or what is in it. */
#ifndef TTYMIX_SRC_RENDER_OUTCOME_H
#define TTYMIX_SRC_RENDER_OUTCOME_H

#include <stdbool.h>
#include <stdint.h>

#include "audio/io/file/guard.h"
#include "audio/io/file/writer.h"
#include "audio/measure/mastermeter.h"
#include "projects/document/document.h"
#include "src/song/output.h"

typedef struct Arena Arena;

typedef enum RenderFault {
    RENDER_FINE,            /* the file is there, whole */
    RENDER_STEMS_MISSING,   /* stems cannot be played, as `problems` say */
    RENDER_STRANGE,         /* the project has processors that this program does not know */
    RENDER_NO_BITS,         /* the format (`subject`) has no such samples */
    RENDER_NO_DITHER,       /* `subject` is not made for such a file */
    RENDER_NO_PIPE,         /* the format (`subject`) cannot be written to standard output */
    RENDER_NO_OUTPUT,       /* `subject` may not be written: `place`, `error` */
    RENDER_CLASH,           /* `subject` would be the mix and the file of a strip */
    RENDER_BEYOND,          /* the range lies beyond the end of the song: `error` */
    RENDER_NO_ENGINE,       /* the mix cannot be played: `error` (a loop of routing) */
    RENDER_NOT_WRITTEN,     /* `subject` could not be written, or memory was short: `error` */
    RENDER_STEMS_LOST,      /* sound of the stems could not be read, as `problems` say; nothing was written */
    RENDER_INTERRUPTED,     /* `progress` asked to end; nothing was written */
    RENDER_STEMS_DO_NOT_ADD /* all is written, but the strips' files do not add up to the master's input */
} RenderFault;

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

typedef struct RenderReport {
    const char *project, *output; /* as given; escaped by the printer */
    const char *version, *isrc;   /* for who renders versions to set; or NULL */
    FileFormat format;
    int bits, rate_hz, project_rate_hz;
    DitherKind dither; /* what was used: DITHER_NONE for 32 bits and float, too */
    bool unchanged;    /* no sample changes on the way from the stems into integers: nothing is dithered */
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
    double tail_quiet_s; /* TAIL_QUIET: for how long the output had been below -120 dBFS */
    double tail_cut_db;  /* TAIL_LIMIT: level that was cut, dBFS peak */
    double seconds_taken;
    int jobs;
    int missing_clips, unknown_processors;
    int stem_problems; /* how many of `problems` were found while the stems were read */
    bool lossy_stems;  /* outside the promise of the same bytes */
    bool stems_written;
    int stem_count;
    double null_db; /* of the stems' sum against the master's input; -inf = bit for bit */
    const char *stems_folder;
    const char *soxr_version;
} RenderReport;

typedef struct RenderOutcome {
    RenderFault fault;
    bool written;        /* the output is in its place; `report` is filled */
    const char *subject; /* what the fault is about, "" = the project; as given, not escaped */
    OutputPlace place;
    Error error;
    ProblemList
        problems; /* of stems: before (what was not told yet, see project_check_stems), and while they were read */
    RenderReport report;
    Arena *arena; /* owns the report's and the subject's texts */
} RenderOutcome;

/* Safe for a zeroed one. */
void render_outcome_clear(RenderOutcome *outcome);

/* For who renders: notes why it came to nothing, and returns `fault`. `subject` and the error (NULL = none) are copied.
 */
RenderFault outcome_fail(RenderOutcome *outcome, RenderFault fault, const char *subject, const Error *error);
/* RENDER_NOT_WRITTEN for want of memory. */
RenderFault outcome_fail_memory(RenderOutcome *outcome, const char *subject);

#endif
