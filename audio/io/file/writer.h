/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A sound file being written: dithered once, streamed, and put in place under its final name only when it is whole.
 *
 * A path is written as NAME.ttymix.part beside it, synced, then renamed; on any failure or writer_abort the part is
 * removed and an existing NAME stays as it was.  `-` writes WAV (header of unknown length, RIFF sizes 0xFFFFFFFF) or
 * raw to stdout.  Dither goes by seed, frame and channel, see dither.h; none for float.  Overs
 * clip at full scale in integer formats and are counted. For `-`, main() ignores SIGPIPE, or the first write after the
 * reader has gone ends the process.
 */
#ifndef TTYMIX_AUDIO_IO_FILE_WRITER_H
#define TTYMIX_AUDIO_IO_FILE_WRITER_H

#include <stdbool.h>
#include <stdint.h>

#include "audio/base/status.h"
#include "audio/io/file/dither.h"

typedef enum FileFormat { FORMAT_WAV, FORMAT_RF64, FORMAT_FLAC, FORMAT_RAW, FORMAT_COUNT } FileFormat;

typedef struct FormatInfo {
    const char *word;      /* "wav" */
    const char *extension; /* ".wav" */
    const char *help;
    bool can_pipe, can_float;
    int max_bits;
} FormatInfo;
extern const FormatInfo format_table[FORMAT_COUNT];

typedef struct WriterSetup {
    FileFormat format; /* FORMAT_WAV turns into RF64 by itself above 4 GiB */
    int bits;          /* 16, 24, 32 (integer) or 0 = 32-bit float */
    int channels, rate_hz;
    DitherKind dither; /* of 16 and 24 bit; shaped kinds at 44.1 and 48 kHz and 16 bit */
    uint64_t dither_seed;
    int64_t first_frame; /* of what is written, in the whole that it is part of: dither goes by it */
    bool digest;         /* fill WriterResult.sha256 */
} WriterSetup;

typedef struct WriterResult {
    int64_t frames;
    uint64_t clipped[2]; /* samples that met full scale */
    char sha256[65];     /* of the PCM bytes as written (before FLAC encoding), lower-case hex; "" without
                            WriterSetup.digest */
    uint64_t bytes;      /* of the whole file */
} WriterResult;

typedef struct Writer Writer;

/* One thread at a time; not the audio thread. Refuses a path that exists and is not a regular file.  Here and below,
 * error.text continues a sentence that begins with the file's name ("cannot be written: No space left on device").
 * After a write that failed, close or abort. */
NODISCARD Status writer_open(Writer **writer, const char *path, const WriterSetup *setup, Error *error);
/* A part of a whole whose dither is shaped depends on what stands before it: so many frames before the first (0 to
 * DITHER_GRID_FRAMES - 1) are given to writer_lead first, in any cuts.  They are not written. */
int64_t writer_lead_frames(const Writer *writer);
void writer_lead(Writer *writer, float *const *planar, int frames);
NODISCARD Status writer_write(Writer *writer, float *const *planar, int frames, Error *error);
/* Finishes the file and frees the writer whatever happens; after a failed write it fails again and removes the part.
 * `result` may be NULL.
 */
NODISCARD Status writer_close(Writer *writer, WriterResult *result, Error *error);
/* Removes what was written and frees. NULL is safe. */
void writer_abort(Writer *writer);
/* For signal handlers: unlinks every open part file; async-signal-safe. */
void writer_unlink_all(void);

#endif
