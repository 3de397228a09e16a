/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The loop of a bounce: the engine's blocks go to the meter, the converter and the files.
 *
 * With more than one job the sink (measuring, dithering, writing) runs on a thread of its own, a few blocks behind. The
 * bytes do not depend on it.
 */
#ifndef TTYMIX_SRC_RENDER_RENDER_H
#define TTYMIX_SRC_RENDER_RENDER_H

#include <stdbool.h>
#include <stdint.h>

#include "audio/engine/engine.h"
#include "audio/io/file/guard.h"
#include "audio/io/file/writer.h"
#include "audio/measure/mastermeter.h"
#include "src/render/outcome.h"
#include "src/render/watch.h"

typedef struct RenderJob {
    Engine *engine; /* offline, at frame 0 */
    int rate_hz;    /* the project's */
    int output_rate_hz;
    int64_t end_frame; /* where the music ends; the tail follows */
    bool has_range;
    int64_t range_from, range_to; /* project frames */
    int jobs;
    Writer *writer;           /* or NULL: nothing is written */
    const RenderWatch *watch; /* or NULL */
    MasterMeter *meter;       /* or NULL */
    Guard *guard;             /* between a conversion and the writer, or NULL */
    Writer **stem_writers;    /* per strip, NULL = not wanted; or NULL */
    int strip_count, master;
    /* Called about ten times a second on the caller's thread; true ends the render (STATUS_INTERRUPTED). */
    bool (*progress)(void *context, int64_t frame, int64_t end_frame);
    void *context;
} RenderJob;

typedef struct RenderLevel { /* of a strip's output, over the whole render */
    float peak;
    uint32_t overs;
} RenderLevel;

typedef struct RenderResult {
    int64_t from, to; /* project frames that were kept */
    int64_t tail_frames;
    TailEnd tail_end;
    int64_t quiet_frames; /* TAIL_QUIET: for how long the output was */
    double cut_db;        /* TAIL_LIMIT: the highest sample in the last time that an echo may take, dBFS */
    double null_db;       /* when stems were written */
    RenderLevel *levels;  /* per strip; NULL without meters; the caller frees it, also after a failure */
} RenderResult;

/* Runs the job to its end. The writers stay the caller's to close or abort. */
NODISCARD Status render_run(const RenderJob *job, RenderResult *result, Error *error);

#endif
