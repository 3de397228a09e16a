/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a clip's samples come from, as the engine sees it. `audio/io` fills it; tests fill it with arithmetic. */
#ifndef TTYMIX_AUDIO_ENGINE_STREAM_H
#define TTYMIX_AUDIO_ENGINE_STREAM_H

#include <stdbool.h>
#include <stdint.h>

#include "audio/base/attributes.h"

typedef struct Stream Stream;

typedef struct StreamOps {
    /* Copies `frames` frames from frame `from` (project rate, of the stem) into planar `out[channel]`, finite always
     * (NaN and Inf become 0). Frames before 0 and from `frames` on are silence.  `wait` (a bounce): blocks until they
     * are read, any one thread at a time per Stream.  Otherwise RT_SAFE: what is not in memory becomes silence and the
     * result is false. */
    bool (*read)(Stream *stream, int64_t from, int frames, float *const *out, bool wait);
} StreamOps;

struct Stream {
    const StreamOps *ops;
    int channels;   /* 1 or 2 */
    int64_t frames; /* length at the project's rate */
};

#endif
