/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sound files as the mixer accepts them: opened without trust, described, decoded.
 *
 * Opened O_NONBLOCK and checked with fstat before anything reads them: a FIFO, device or folder is refused at once.
 * Accepted: WAV, RF64, W64, AIFF, CAF, FLAC (8 to 32 bit integer, 32 and 64 bit float), 1 or 2 channels, 8 to 192 kHz;
 * lossy: Ogg Vorbis, Opus, MP3. Uncompressed kinds are read by our own hand (layout.h); libsndfile sees only compressed
 * ones (codec.h), and of these what compressed.h leaves. ID3v2 tags may stand before any kind. No file is ever mapped.
 */
#ifndef TTYMIX_AUDIO_IO_FILE_SOUNDFILE_H
#define TTYMIX_AUDIO_IO_FILE_SOUNDFILE_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include "audio/base/status.h"
#include "audio/io/file/codec.h"
#include "audio/io/file/layout.h"

enum { SOUNDFILE_CHANNELS_MAX = 2, SOUNDFILE_RATE_MIN_HZ = 8000, SOUNDFILE_RATE_MAX_HZ = 192000 };

typedef struct SoundFileInfo {
    int channels, rate_hz, bits; /* bits 0 = lossy */
    bool is_float, lossy;
    int64_t frames;        /* really there */
    int64_t stated_frames; /* what the header says; > frames when the file is cut off, else `frames`: also where it says
                              nothing, and the file is read to its end */
    bool has_time_reference; /* BWF `bext`: sample count since midnight */
    int64_t time_reference_frames;
    const char *format;           /* "WAV", "FLAC" */
    uint64_t device, inode, size; /* identity when it was looked at */
    int64_t mtime_ns;
} SoundFileInfo;

/* Looks at a file without decoding it. error.text says what is wrong in words ("is a folder", "has 32 channels; 1 or 2
 * are mixed"). Not the audio thread. */
NODISCARD Status soundfile_inspect(const char *path, SoundFileInfo *info, Error *error);

/* A file held open for reading at its own rate. */
typedef struct SoundFile {
    int fd;
    SoundFileInfo info;
    FileLayout layout;        /* of an uncompressed file */
    Codec *codec;             /* of a compressed one, else NULL */
    pthread_mutex_t decoding; /* one reader at a time in the codec and what follows */
    float *decoded;           /* interleaved frames last decoded, so that a reader may go back a little */
    int64_t decoded_from;
    int decoded_frames;
} SoundFile;

/* What reading met. */
typedef struct SoundFileTrouble {
    int64_t missing_frames; /* not there although the file had them when it was opened: silence */
    int64_t bad_samples;    /* NaN or Inf, made 0 */
    int os_error;           /* errno of a read that failed */
} SoundFileTrouble;

/* As soundfile_inspect, and keeps it open. Release with soundfile_close, also after nothing but a zeroed struct with fd
 * -1. */
NODISCARD Status soundfile_open(SoundFile *file, const char *path, Error *error);
void soundfile_close(SoundFile *file);
/* Bytes of an uncompressed file read ahead for one reader, so that short reads are no system calls each. Zero it, then
 * give it SOUNDFILE_WINDOW_BYTES + UNPACK_PADDING_BYTES bytes. */
enum { SOUNDFILE_WINDOW_BYTES = 32768 };
typedef struct SoundFileWindow {
    unsigned char *bytes;
    int64_t from;
    int frames;
} SoundFileWindow;

/* Fills out[channel][0..frames) with frames from `from` on at the file's own rate, finite; silence outside of the file.
 * Trouble is added to *trouble.  Any thread but audio, several at a time, each with its own window (or NULL);
 * uncompressed files are read without a lock. */
void soundfile_read(SoundFile *file, SoundFileWindow *window, int64_t from, int frames, float *const *out,
                    SoundFileTrouble *trouble);
/* Compares what stands at `path` now with `info`: STATUS_OK, STATUS_NOT_FOUND (gone), STATUS_CHANGED (another file or
 * another length or time). */
Status soundfile_check_identity(const char *path, const SoundFileInfo *info);

#endif
