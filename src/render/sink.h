/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where rendered blocks go: converted to the output's rate and guarded, measured, written; on a thread of its own when
 * asked.
 *
 * One producer: sink_begin gives a block to fill, sink_commit hands it over. An error of the sink's side comes out of
 * the next sink_begin or of sink_finish.
 */
#ifndef TTYMIX_SRC_RENDER_SINK_H
#define TTYMIX_SRC_RENDER_SINK_H

#include "audio/base/status.h"
#include "audio/io/file/guard.h"
#include "audio/io/file/writer.h"
#include "audio/measure/mastermeter.h"
#include "src/render/watch.h"

typedef struct SinkSetup {
    Writer *writer;           /* or NULL; not owned */
    const RenderWatch *watch; /* or NULL */
    MasterMeter *meter;       /* or NULL; not owned; measures what is written */
    Guard *guard;             /* for what is converted, or NULL; not owned */
    int rate_hz, output_rate_hz;
    int64_t from, to; /* what is written, in frames of the output; all before it is given, too */
    bool threaded;
    int block_frames; /* room of a block */
} SinkSetup;

typedef struct SinkBlock {
    float *planar[2];
    int frames; /* what of it is filled */
} SinkBlock;

typedef struct Sink Sink;

NODISCARD Status sink_new(Sink **sink, const SinkSetup *setup, Error *error);
/* A free block; NULL and `error` when the sink has failed. */
SinkBlock *sink_begin(Sink *sink, Error *error);
void sink_commit(Sink *sink);
/* Waits for everything handed over, flushes the converter if `whole`, frees the sink. */
NODISCARD Status sink_finish(Sink *sink, bool whole, Error *error);

#endif
