/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sound files as the mixer accepts them: opened without trust, described, decoded.
 *
 * Opened O_NONBLOCK and checked with fstat before libsndfile sees them: a FIFO, device or folder is refused at once. Accepted: WAV, RF64,
 * W64, AIFF, CAF, FLAC (8 to 32 bit integer, 32 and 64 bit float), 1 or 2 channels, 8 to 192 kHz; lossy: Ogg Vorbis, Opus, MP3.
 */
#ifndef TTYMIX_AUDIO_IO_SOUNDFILE_H
#define TTYMIX_AUDIO_IO_SOUNDFILE_H

#include <stdbool.h>
#include <stdint.h>

#include "audio/base/status.h"

typedef struct SoundFileInfo {
    int channels, rate_hz, bits; /* bits 0 = lossy */
    bool is_float, lossy;
    int64_t frames;          /* really there */
    int64_t stated_frames;   /* what the header says; > frames when the file is cut off */
    bool has_time_reference; /* BWF `bext`: sample count since midnight */
    int64_t time_reference_frames;
    const char *format;      /* "WAV", "FLAC" */
    uint64_t device, inode, size; /* identity when it was looked at */
    int64_t mtime_ns;
} SoundFileInfo;

/* Looks at a file without decoding it. error.text says what is wrong in words ("is a folder", "has 32 channels; 1 or 2 are mixed"). Not the audio thread. */
NODISCARD Status soundfile_inspect(const char *path, SoundFileInfo *info, Error *error);

#endif
