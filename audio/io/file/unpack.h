/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Samples as they lie in a file, turned into planar float.
 *
 * Integers of b bits become a / 2^(b-1), exact up to 24 bits and rounded to nearest above.  Floating point is made safe
 * at this edge, by integer arithmetic on its bits (so that denormal modes make no difference): NaN and Inf become 0,
 * denormals a zero of the same sign, and magnitudes above UNPACK_LIMIT that limit.  The same bits at every SIMD level
 * and for any cut of the frames.  RT_SAFE, any thread.
 */
#ifndef TTYMIX_AUDIO_IO_FILE_UNPACK_H
#define TTYMIX_AUDIO_IO_FILE_UNPACK_H

#include <stdbool.h>
#include <stddef.h>

#include "audio/base/attributes.h"

#define UNPACK_LIMIT 1e6f

/* Bytes behind the last frame that a fast kernel may read (never use): raw buffers are that much longer. */
enum { UNPACK_PADDING_BYTES = 32 };

typedef enum SampleKind {
    SAMPLE_U8, /* offset binary, as in WAV */
    SAMPLE_S8,
    SAMPLE_S16,
    SAMPLE_S24,
    SAMPLE_S32,
    SAMPLE_F32,
    SAMPLE_F64,
    SAMPLE_KIND_COUNT
} SampleKind;

typedef struct SampleFormat {
    SampleKind kind;
    bool big_endian;
    int channels; /* 1 or 2, interleaved */
} SampleFormat;

/* Bytes of one frame. */
RT_SAFE int unpack_frame_bytes(SampleFormat format);
RT_SAFE bool unpack_kind_is_float(SampleKind kind);

/* Turns `frames` frames at `bytes` into out[channel][0..frames).  Returns how many samples were NaN or Inf. */
RT_SAFE int unpack_frames(SampleFormat format, const void *bytes, int frames, float *const *out);
/* Makes `count` samples safe in place, as above; returns how many were NaN or Inf. */
RT_SAFE int unpack_make_finite(float *samples, int count);

#endif
