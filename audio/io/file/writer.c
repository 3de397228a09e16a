/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/io/file/writer.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "audio/base/sha256.h"
#include "audio/io/file/codec.h"
#include "audio/io/file/pack.h"
#include "audio/io/file/partfile.h"
#include "audio/io/file/wavheader.h"

enum { BUFFER_BYTES = 1 << 18, CHUNK_FRAMES = 1024, CHANNELS_MAX = 2 };

const FormatInfo format_table[FORMAT_COUNT] = {
    [FORMAT_WAV] = {"wav", ".wav", "WAV, RF64 above 4 GiB", true, true, 32},
    [FORMAT_RF64] = {"rf64", ".wav", "RF64 at any length", false, true, 32},
    [FORMAT_FLAC] = {"flac", ".flac", "FLAC, 16 or 24 bit", false, false, 24},
    [FORMAT_RAW] = {"raw", ".raw", "samples without a header, interleaved, little-endian", true, true, 32},
};

struct Writer {
    WriterSetup setup;
    PartFile file;
    Codec *codec; /* FLAC */
    Sha256 sha;
    int sample_bits; /* as written: 16, 24, 32 */
    int frame_bytes;
    int64_t frames;
    uint64_t clipped[CHANNELS_MAX];
    DitherShaper shaper[CHANNELS_MAX];
    int64_t lead; /* frames before the first that the shapers have not had */
    int64_t end;  /* of what the encoder has put into the file */
    bool failed;
    int used; /* bytes waiting in `buffer` */
    int32_t integers[CHANNELS_MAX][CHUNK_FRAMES];
    int32_t interleaved[CHANNELS_MAX * CHUNK_FRAMES];
    unsigned char buffer[BUFFER_BYTES + PACK_PADDING_BYTES];
};

static bool is_wav(const Writer *writer)
{
    return writer->setup.format == FORMAT_WAV || writer->setup.format == FORMAT_RF64;
}

static Status check_setup(const WriterSetup *setup, bool is_pipe, Error *error)
{
    if ((unsigned)setup->format >= FORMAT_COUNT)
        return error_set(error, STATUS_BAD_VALUE, "cannot be written: no such format");
    const FormatInfo *format = &format_table[setup->format];
    if (setup->bits != 0 && setup->bits != 16 && setup->bits != 24 && setup->bits != 32)
        return error_set(error, STATUS_BAD_VALUE, "cannot be written with %d bit; 16, 24, 32 or float can",
                         setup->bits);
    if ((setup->bits == 0 && !format->can_float) || setup->bits > format->max_bits)
        return error_set(error, STATUS_UNSUPPORTED, "cannot be written as %s with %s; 16 and 24 bit can", format->word,
                         setup->bits ? "32 bit" : "float samples");
    if (setup->channels < 1 || setup->channels > CHANNELS_MAX)
        return error_set(error, STATUS_BAD_VALUE, "cannot be written with %d channels; 1 or 2 can", setup->channels);
    if ((unsigned)setup->dither >= DITHER_KIND_COUNT)
        return error_set(error, STATUS_BAD_VALUE, "cannot be written: no such dither");
    if (setup->rate_hz < 1 || setup->rate_hz > 655350)
        return error_set(error, STATUS_BAD_VALUE, "cannot be written at %d Hz", setup->rate_hz);
    if (is_pipe && !format->can_pipe)
        return error_set(error, STATUS_UNSUPPORTED, "%s cannot be written to a pipe; wav and raw can", format->word);
    return STATUS_OK;
}

static int64_t codec_sink_write(void *context, const void *bytes, int64_t count)
{
    Writer *writer = context;
    if (!partfile_write(&writer->file, bytes, count)) {
        writer->failed = true;
        return 0;
    }
    int64_t at = lseek(writer->file.fd, 0, SEEK_CUR);
    if (at > writer->end)
        writer->end = at;
    return count;
}

static int64_t codec_sink_seek(void *context, int64_t offset, int whence)
{
    Writer *writer = context;
    return lseek(writer->file.fd, offset, whence);
}

static Status fail(Writer *writer, Error *error)
{
    writer->failed = true;
    return partfile_error(&writer->file, error);
}

static int make_header(const Writer *writer, unsigned char *bytes)
{
    WavHeader header = {
        .channels = writer->setup.channels,
        .rate_hz = writer->setup.rate_hz,
        .bits = writer->sample_bits,
        .is_float = writer->setup.bits == 0,
        .force_rf64 = writer->setup.format == FORMAT_RF64,
        .is_pipe = writer->file.is_pipe,
        .frames = (uint64_t)writer->frames,
    };
    return wavheader_make(&header, bytes);
}

/* What stands before the samples. */
static Status begin(Writer *writer, Error *error)
{
    unsigned char header[WAVHEADER_BYTES_MAX];
    if (writer->setup.format == FORMAT_FLAC) {
        CodecSink sink = {writer, codec_sink_write, codec_sink_seek};
        Status status = codec_open_flac(&writer->codec, &sink, writer->setup.channels, writer->setup.rate_hz,
                                        writer->sample_bits, error);
        return writer->failed ? partfile_error(&writer->file, error) : status;
    }
    if (!is_wav(writer))
        return STATUS_OK;
    int size = make_header(writer, header);
    if (!partfile_write(&writer->file, header, size))
        return fail(writer, error);
    writer->end = size;
    return STATUS_OK;
}

Status writer_open(Writer **writer, const char *path, const WriterSetup *setup, Error *error)
{
    Status status = check_setup(setup, strcmp(path, "-") == 0, error);
    if (status != STATUS_OK)
        return status;
    Writer *made = malloc(sizeof *made);
    if (!made)
        return error_set(error, STATUS_NO_MEMORY, "cannot be written: out of memory");
    memset(made, 0, offsetof(Writer, integers));
    made->setup = *setup;
    made->sample_bits = setup->bits ? setup->bits : 32;
    made->frame_bytes = made->sample_bits / 8 * setup->channels;
    made->lead = writer_lead_frames(made);
    sha256_init(&made->sha);
    status = partfile_open(&made->file, path, error);
    if (status != STATUS_OK) {
        free(made);
        return status;
    }
    status = begin(made, error);
    if (status != STATUS_OK) {
        writer_abort(made);
        return status;
    }
    *writer = made;
    return STATUS_OK;
}

static Status flush(Writer *writer, Error *error)
{
    if (writer->setup.digest)
        sha256_update(&writer->sha, writer->buffer, (size_t)writer->used);
    if (!writer->codec) {
        if (!partfile_write(&writer->file, writer->buffer, writer->used))
            return fail(writer, error);
        writer->end += writer->used;
    }
    writer->used = 0;
    return STATUS_OK;
}

/* The frame of the whole that comes next. */
static int64_t position(const Writer *writer)
{
    return writer->setup.first_frame + writer->frames - writer->lead;
}

/* Frames up to where the high word of the position, and with it the key of the dither, changes. */
static int frames_of_key(const Writer *writer, int frames)
{
    int64_t left = ((int64_t)1 << 32) - (position(writer) & 0xffffffff);
    return left < frames ? (int)left : frames;
}

static void quantise(Writer *writer, float *const *planar, int from, int frames, bool counts)
{
    const WriterSetup *setup = &writer->setup;
    DitherKind kind = writer->sample_bits < 32 ? setup->dither : DITHER_NONE;
    uint32_t at = (uint32_t)position(writer);
    for (int channel = 0; channel < setup->channels; channel++) {
        DitherKey key = dither_key(setup->dither_seed, (uint64_t)position(writer), channel);
        const float *in = planar[channel] + from;
        int32_t *out = writer->integers[channel];
        int clipped = dither_table[kind].order
                          ? dither_shape(&writer->shaper[channel], kind, in, frames, writer->sample_bits, &key, at, out)
                          : pack_quantise(in, frames, writer->sample_bits, kind ? &key : NULL, at, out);
        writer->clipped[channel] += counts ? (uint64_t)clipped : 0;
    }
}

int64_t writer_lead_frames(const Writer *writer)
{
    bool shaped = writer->setup.bits != 0 && writer->sample_bits < 32 && dither_table[writer->setup.dither].order;
    return shaped ? writer->setup.first_frame % DITHER_GRID_FRAMES : 0;
}

void writer_lead(Writer *writer, float *const *planar, int frames)
{
    for (int done = 0, count; done < frames && writer->lead > 0; done += count) {
        int64_t most = frames - done < writer->lead ? frames - done : writer->lead;
        count = frames_of_key(writer, most < CHUNK_FRAMES ? (int)most : CHUNK_FRAMES);
        quantise(writer, planar, done, count, false);
        writer->lead -= count;
    }
}

static Status encode(Writer *writer, int frames, Error *error)
{
    int channels = writer->setup.channels, shift = 32 - writer->sample_bits;
    for (int i = 0; i < frames; i++)
        for (int channel = 0; channel < channels; channel++)
            writer->interleaved[i * channels + channel] = (int32_t)((uint32_t)writer->integers[channel][i] << shift);
    if (codec_write(writer->codec, writer->interleaved, frames))
        return STATUS_OK;
    writer->failed = true;
    return writer->file.os_error ? partfile_error(&writer->file, error)
                                 : error_set(error, STATUS_IO, "cannot be encoded as FLAC");
}

/* One chunk into the buffer, which has room for it. */
static Status write_chunk(Writer *writer, float *const *planar, int from, int frames, Error *error)
{
    int channels = writer->setup.channels;
    unsigned char *to = writer->buffer + writer->used;
    Status status = STATUS_OK;
    if (writer->setup.bits == 0) {
        const float *in[CHANNELS_MAX] = {planar[0] + from, channels > 1 ? planar[1] + from : NULL};
        pack_floats(in, channels, frames, to);
    } else {
        const int32_t *in[CHANNELS_MAX] = {writer->integers[0], writer->integers[1]};
        quantise(writer, planar, from, frames, true);
        pack_integers(in, channels, frames, writer->sample_bits, to);
        if (writer->codec)
            status = encode(writer, frames, error);
    }
    writer->used += frames * writer->frame_bytes;
    writer->frames += frames;
    return status;
}

Status writer_write(Writer *writer, float *const *planar, int frames, Error *error)
{
    if (writer->failed)
        return partfile_error(&writer->file, error);
    writer->lead = 0;
    for (int done = 0; done < frames;) {
        int count = frames_of_key(writer, frames - done < CHUNK_FRAMES ? frames - done : CHUNK_FRAMES);
        Status status = STATUS_OK;
        if (writer->used + count * writer->frame_bytes > BUFFER_BYTES)
            status = flush(writer, error);
        if (status == STATUS_OK)
            status = write_chunk(writer, planar, done, count, error);
        if (status != STATUS_OK)
            return status;
        done += count;
    }
    return STATUS_OK;
}

/* What stands behind the samples, and what only now is known of the header. */
static Status finish(Writer *writer, Error *error)
{
    unsigned char header[WAVHEADER_BYTES_MAX];
    Status status = writer->failed ? partfile_error(&writer->file, error) : flush(writer, error);
    if (writer->codec) {
        bool good = codec_close(writer->codec) && !writer->failed;
        writer->codec = NULL;
        if (!good && status == STATUS_OK)
            status = partfile_error(&writer->file, error);
    }
    if (status != STATUS_OK || !is_wav(writer) || writer->file.is_pipe)
        return status;
    if (writer->frames * writer->frame_bytes % 2) {
        if (!partfile_write(&writer->file, "", 1))
            return fail(writer, error);
        writer->end++;
    }
    int size = make_header(writer, header);
    return partfile_write_at(&writer->file, header, size, 0) ? STATUS_OK : fail(writer, error);
}

Status writer_close(Writer *writer, WriterResult *result, Error *error)
{
    WriterResult made = {0};
    Status status = finish(writer, error);
    if (status != STATUS_OK) {
        writer_abort(writer);
        return status;
    }
    made.frames = writer->frames;
    made.bytes = (uint64_t)writer->end;
    memcpy(made.clipped, writer->clipped, sizeof made.clipped);
    if (writer->setup.digest)
        sha256_final_hex(&writer->sha, made.sha256);
    status = partfile_commit(&writer->file, error);
    free(writer);
    if (status == STATUS_OK && result)
        *result = made;
    return status;
}

void writer_abort(Writer *writer)
{
    if (!writer)
        return;
    codec_close(writer->codec);
    partfile_abort(&writer->file);
    free(writer);
}

void writer_unlink_all(void)
{
    partfile_unlink_all();
}
