/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Compressed sound through libsndfile: FLAC, Ogg Vorbis, Opus and MP3 read, FLAC and Opus written.  codec.c is the only
 * file that includes sndfile.h.
 *
 * One thread at a time per Codec; not the audio thread.
 */
#ifndef TTYMIX_AUDIO_IO_FILE_CODEC_H
#define TTYMIX_AUDIO_IO_FILE_CODEC_H

#include <stdbool.h>
#include <stdint.h>

#include "audio/base/status.h"
#include "audio/io/file/excerpt.h"

typedef struct Codec Codec;

typedef struct CodecInfo {
    const char *format;    /* "FLAC" */
    int channels, rate_hz; /* as stated */
    int bits;              /* 0 = lossy */
    int64_t frames;        /* as stated; 0 = the decoder does not know */
} CodecInfo;

/* Takes `excerpt` over (also when it fails) and reads from it. error.text continues a sentence that begins with the
 * file's name. */
NODISCARD Status codec_open(Codec **codec, Excerpt *excerpt, CodecInfo *info, Error *error);
/* Decodes up to `frames` interleaved frames from frame `from` on; returns how many there were: fewer at the end or
 * where the file is damaged. Going on where the last call ended is cheap. */
int codec_read(Codec *codec, int64_t from, int frames, float *interleaved);

/* Where an encoder puts its bytes. The functions return what was done: bytes or an offset, or -1. */
typedef struct CodecSink {
    void *context;
    int64_t (*write)(void *context, const void *bytes, int64_t count);
    int64_t (*seek)(void *context, int64_t offset, int whence);
} CodecSink;

/* `bits` is 16 or 24. `sink` must outlive the codec. The same samples give the same bytes. */
NODISCARD Status codec_open_flac(Codec **codec, const CodecSink *sink, int channels, int rate_hz, int bits,
                                 Error *error);
/* Opus in Ogg, a page at least every tenth of a second, for who listens while it is made; 8, 12, 16, 24 or 48 kHz.  The
 * stream has a number by chance. */
NODISCARD Status codec_open_opus(Codec **codec, const CodecSink *sink, int channels, int rate_hz, Error *error);
/* Encodes interleaved samples of full scale 1; false when the sink failed. */
bool codec_write_floats(Codec *codec, const float *interleaved, int frames);
/* Encodes interleaved samples, left-justified in 32 bits; false when the sink failed. */
bool codec_write(Codec *codec, const int32_t *interleaved, int frames);

/* Ends an encoding (false when the sink failed) and frees. NULL is safe. */
bool codec_close(Codec *codec);

#endif
