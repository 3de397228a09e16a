/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/io/file/soundpipe.h"

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include "audio/io/file/codec.h"
#include "audio/io/file/convert.h"
#include "audio/io/file/pack.h"
#include "audio/io/file/wavheader.h"

enum { CHUNK_FRAMES = 1024, FRAME_BYTES_MAX = 8, OPUS_RATE_HZ = 48000 };

const char *const pipe_format_words[PIPE_FORMAT_COUNT] = {"wav", "flac", "opus"};

struct SoundPipe {
    int fd, bits;
    PipeFormat format;
    int os_error;    /* of the write that failed, or 0 */
    int64_t at, end; /* bytes: where an encoder is, and what has gone */
    uint64_t frame;
    Codec *codec;         /* of FLAC and Opus */
    Converter *converter; /* to the rate of Opus, or NULL */
    float planar[2][CHUNK_FRAMES];
    int32_t integers[2][CHUNK_FRAMES], interleaved[2 * CHUNK_FRAMES];
    float converted[2 * CONVERTER_FRAMES];
    unsigned char bytes[CHUNK_FRAMES * FRAME_BYTES_MAX + PACK_PADDING_BYTES];
};

static bool put(SoundPipe *pipe, const void *bytes, int64_t count)
{
    for (const unsigned char *at = bytes; count > 0 && !pipe->os_error;) {
        ssize_t done = write(pipe->fd, at, (size_t)count);
        if (done < 0)
            pipe->os_error = errno;
        at += done > 0 ? done : 0;
        count -= done > 0 ? done : 0;
    }
    return !pipe->os_error;
}

static Status say_failure(const SoundPipe *pipe, Error *error)
{
    if (pipe->os_error == EPIPE)
        return error_set(error, STATUS_LOST, "nobody reads the sound any more");
    if (pipe->os_error == EINTR)
        return error_set(error, STATUS_INTERRUPTED, "interrupted");
    return error_set_os(error, pipe->os_error ? pipe->os_error : EIO, "the sound cannot be written");
}

/* There is no way back in a pipe: what an encoder goes back to mend, its header, stays as it was. */
static int64_t sink_write(void *context, const void *bytes, int64_t count)
{
    SoundPipe *pipe = context;
    if (pipe->at == pipe->end) {
        if (!put(pipe, bytes, count))
            return 0;
        pipe->end += count;
    }
    pipe->at += count;
    return count;
}

static int64_t sink_seek(void *context, int64_t offset, int whence)
{
    SoundPipe *pipe = context;
    return pipe->at = offset + (whence == SEEK_SET ? 0 : whence == SEEK_CUR ? pipe->at : pipe->end);
}

static Status begin(SoundPipe *pipe, int rate_hz, Error *error)
{
    CodecSink sink = {pipe, sink_write, sink_seek};
    if (pipe->format == PIPE_WAV) {
        WavHeader header = {2, rate_hz, pipe->bits ? pipe->bits : 32, pipe->bits == 0, false, true, 0};
        unsigned char bytes[WAVHEADER_BYTES_MAX];
        return put(pipe, bytes, wavheader_make(&header, bytes)) ? STATUS_OK : say_failure(pipe, error);
    }
    if (pipe->format == PIPE_FLAC && pipe->bits != 16 && pipe->bits != 24)
        return error_set(error, STATUS_UNSUPPORTED, "FLAC has 16 or 24 bit");
    if (pipe->format == PIPE_FLAC)
        return codec_open_flac(&pipe->codec, &sink, 2, rate_hz, pipe->bits, error);
    Status status =
        rate_hz == OPUS_RATE_HZ ? STATUS_OK : converter_new(&pipe->converter, rate_hz, OPUS_RATE_HZ, 2, error);
    return status == STATUS_OK ? codec_open_opus(&pipe->codec, &sink, 2, OPUS_RATE_HZ, error) : status;
}

Status soundpipe_open(SoundPipe **result, int fd, PipeFormat format, int rate_hz, int bits, Error *error)
{
    SoundPipe *pipe = calloc(1, sizeof *pipe);
    if (!pipe)
        return error_set(error, STATUS_NO_MEMORY, "out of memory");
    *pipe = (SoundPipe){.fd = fd, .bits = bits, .format = format};
    Status status = begin(pipe, rate_hz, error);
    if (status == STATUS_OK)
        *result = pipe;
    else {
        Status ignored = soundpipe_close(pipe, NULL);
        (void)ignored;
    }
    return status;
}

/* ---- plain samples, and FLAC ---- */

static void quantise(SoundPipe *pipe, int frames)
{
    for (int c = 0; c < 2; c++) {
        DitherKey key = dither_key(0, pipe->frame, c);
        pack_quantise(pipe->planar[c], frames, pipe->bits, pipe->bits == 32 ? NULL : &key, (uint32_t)pipe->frame,
                      pipe->integers[c]);
    }
}

/* Left-justified in 32 bits, as an encoder takes them. */
static bool encode(SoundPipe *pipe, int frames)
{
    int shift = 32 - pipe->bits;
    for (int i = 0; i < frames; i++)
        for (int c = 0; c < 2; c++)
            pipe->interleaved[2 * i + c] = (int32_t)((uint32_t)pipe->integers[c][i] << shift);
    return codec_write(pipe->codec, pipe->interleaved, frames);
}

static bool write_samples(SoundPipe *pipe, int frames)
{
    const float *const floats[2] = {pipe->planar[0], pipe->planar[1]};
    const int32_t *const integers[2] = {pipe->integers[0], pipe->integers[1]};
    if (pipe->bits)
        quantise(pipe, frames);
    if (pipe->codec)
        return encode(pipe, frames);
    if (pipe->bits)
        pack_integers(integers, 2, frames, pipe->bits, pipe->bytes);
    else
        pack_floats(floats, 2, frames, pipe->bytes);
    return put(pipe, pipe->bytes, (int64_t)frames * 2 * (pipe->bits ? pipe->bits / 8 : 4));
}

/* ---- Opus ---- */

static Status encode_converted(void *context, float *const *planar, int frames, Error *error)
{
    SoundPipe *pipe = context;
    for (int i = 0; i < 2 * frames; i++)
        pipe->converted[i] = planar[i % 2][i / 2];
    return codec_write_floats(pipe->codec, pipe->converted, frames) && !pipe->os_error ? STATUS_OK
                                                                                       : say_failure(pipe, error);
}

static Status write_opus(SoundPipe *pipe, int frames, Error *error)
{
    float *const planar[2] = {pipe->planar[0], pipe->planar[1]};
    if (pipe->converter)
        return converter_push(pipe->converter, (const float *const *)planar, frames, encode_converted, pipe, error);
    return encode_converted(pipe, planar, frames, error);
}

/* ---- all ---- */

/* A run of dither does not pass 2^32 frames. */
static int piece_of(const SoundPipe *pipe, int frames)
{
    uint64_t until = (UINT64_C(1) << 32) - (pipe->frame & UINT32_MAX);
    frames = frames < CHUNK_FRAMES ? frames : CHUNK_FRAMES;
    return (uint64_t)frames < until ? frames : (int)until;
}

Status soundpipe_write(SoundPipe *pipe, const float *interleaved, int frames, Error *error)
{
    while (frames > 0) {
        int count = piece_of(pipe, frames);
        for (int i = 0; i < count; i++)
            for (int c = 0; c < 2; c++)
                pipe->planar[c][i] = interleaved[2 * i + c];
        Status status = pipe->format == PIPE_OPUS                       ? write_opus(pipe, count, error)
                        : write_samples(pipe, count) && !pipe->os_error ? STATUS_OK
                                                                        : say_failure(pipe, error);
        if (status != STATUS_OK)
            return status;
        pipe->frame += (uint64_t)count;
        interleaved += 2 * count;
        frames -= count;
    }
    return STATUS_OK;
}

Status soundpipe_close(SoundPipe *pipe, Error *error)
{
    Status status = STATUS_OK;
    if (!pipe)
        return status;
    if (pipe->converter && pipe->codec && !pipe->os_error)
        status = converter_finish(pipe->converter, encode_converted, pipe, error);
    converter_free(pipe->converter);
    bool ended = codec_close(pipe->codec);
    if (status == STATUS_OK && (pipe->os_error || !ended))
        status = say_failure(pipe, error);
    free(pipe);
    return status;
}
