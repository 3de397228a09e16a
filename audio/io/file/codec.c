/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/io/file/codec.h"

#include <sndfile.h>
#include <stdio.h>
#include <stdlib.h>

#define OPUS_PAGE_MS 100.0

struct Codec {
    SNDFILE *file;
    int64_t position; /* frame that the next sf_readf gives; -1 = unknown */
    Excerpt excerpt;  /* what is decoded; owned */
    int64_t source_at;
    CodecSink sink;
    int64_t sink_at, sink_length;
};

typedef struct CodecKind {
    int container, encoding; /* of SF_INFO.format */
    const char *format;
    int bits;
} CodecKind;

static const CodecKind kinds[] = {
    {SF_FORMAT_FLAC, SF_FORMAT_PCM_S8, "FLAC", 8},  {SF_FORMAT_FLAC, SF_FORMAT_PCM_16, "FLAC", 16},
    {SF_FORMAT_FLAC, SF_FORMAT_PCM_24, "FLAC", 24}, {SF_FORMAT_OGG, SF_FORMAT_VORBIS, "Ogg Vorbis", 0},
    {SF_FORMAT_OGG, SF_FORMAT_OPUS, "Opus", 0},     {SF_FORMAT_MPEG, SF_FORMAT_MPEG_LAYER_III, "MP3", 0},
};

static const CodecKind *kind_of(int format)
{
    for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
        if ((format & SF_FORMAT_TYPEMASK) == kinds[i].container && (format & SF_FORMAT_SUBMASK) == kinds[i].encoding)
            return &kinds[i];
    return NULL;
}

static sf_count_t source_length(void *context)
{
    return ((Codec *)context)->excerpt.bytes;
}

static sf_count_t source_seek(sf_count_t offset, int whence, void *context)
{
    Codec *codec = context;
    int64_t base = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? codec->source_at : codec->excerpt.bytes;
    if (offset < -base)
        return -1;
    return codec->source_at = base + offset;
}

static sf_count_t source_take(void *bytes, sf_count_t count, void *context)
{
    Codec *codec = context;
    int64_t got = excerpt_read(&codec->excerpt, codec->source_at, bytes, count);
    codec->source_at += got;
    return got;
}

static sf_count_t source_tell(void *context)
{
    return ((Codec *)context)->source_at;
}

Status codec_open(Codec **codec, Excerpt *excerpt, CodecInfo *info, Error *error)
{
    SF_INFO about = {0};
    SF_VIRTUAL_IO calls = {source_length, source_seek, source_take, NULL, source_tell};
    Codec *made = calloc(1, sizeof *made);
    if (!made) {
        excerpt_clear(excerpt);
        return error_set(error, STATUS_NO_MEMORY, "cannot be opened: out of memory");
    }
    made->excerpt = *excerpt;
    *excerpt = (Excerpt){.fd = -1};
    made->file = sf_open_virtual(&calls, SFM_READ, &about, made);
    const CodecKind *kind = made->file ? kind_of(about.format) : NULL;
    if (!kind) {
        bool opened = made->file != NULL;
        codec_close(made);
        return opened ? error_set(error, STATUS_UNSUPPORTED, "holds compressed samples of a kind that is not mixed")
                      : error_set(error, STATUS_BAD_VALUE, "is a damaged compressed sound file");
    }
    int64_t frames = about.frames == SF_COUNT_MAX || about.frames < 0 ? 0 : about.frames;
    *info = (CodecInfo){kind->format, about.channels, about.samplerate, kind->bits, frames};
    *codec = made;
    return STATUS_OK;
}

int codec_read(Codec *codec, int64_t from, int frames, float *interleaved)
{
    if (from != codec->position && sf_seek(codec->file, from, SF_SEEK_SET) != from) {
        codec->position = -1;
        return 0;
    }
    sf_count_t got = sf_readf_float(codec->file, interleaved, frames);
    codec->position = got == frames ? from + got : -1;
    return got < 0 ? 0 : (int)got;
}

static sf_count_t sink_get_length(void *context)
{
    return ((Codec *)context)->sink_length;
}

static sf_count_t sink_seek(sf_count_t offset, int whence, void *context)
{
    Codec *codec = context;
    int64_t at = codec->sink.seek(codec->sink.context, offset, whence);
    if (at >= 0)
        codec->sink_at = at;
    return at;
}

static sf_count_t sink_read(void *bytes, sf_count_t count, void *context)
{
    (void)bytes, (void)count, (void)context;
    return 0;
}

static sf_count_t sink_write(const void *bytes, sf_count_t count, void *context)
{
    Codec *codec = context;
    int64_t done = codec->sink.write(codec->sink.context, bytes, count);
    if (done > 0)
        codec->sink_at += done;
    if (codec->sink_at > codec->sink_length)
        codec->sink_length = codec->sink_at;
    return done;
}

static sf_count_t sink_tell(void *context)
{
    return ((Codec *)context)->sink_at;
}

static Status open_encoder(Codec **codec, const CodecSink *sink, SF_INFO *about, const char *format, Error *error)
{
    SF_VIRTUAL_IO calls = {sink_get_length, sink_seek, sink_read, sink_write, sink_tell};
    Codec *made = calloc(1, sizeof *made);
    if (!made)
        return error_set(error, STATUS_NO_MEMORY, "out of memory");
    made->sink = *sink;
    made->file = sf_open_virtual(&calls, SFM_WRITE, about, made);
    if (!made->file) {
        codec_close(made);
        return error_set(error, STATUS_UNSUPPORTED, "%s cannot be written with %d channels at %d Hz", format,
                         about->channels, about->samplerate);
    }
    sf_command(made->file, SFC_SET_CLIPPING, NULL, SF_TRUE);
    *codec = made;
    return STATUS_OK;
}

Status codec_open_flac(Codec **codec, const CodecSink *sink, int channels, int rate_hz, int bits, Error *error)
{
    SF_INFO about = {.samplerate = rate_hz,
                     .channels = channels,
                     .format = SF_FORMAT_FLAC | (bits == 16 ? SF_FORMAT_PCM_16 : SF_FORMAT_PCM_24)};
    return open_encoder(codec, sink, &about, bits == 16 ? "FLAC of 16 bit" : "FLAC of 24 bit", error);
}

Status codec_open_opus(Codec **codec, const CodecSink *sink, int channels, int rate_hz, Error *error)
{
    SF_INFO about = {.samplerate = rate_hz, .channels = channels, .format = SF_FORMAT_OGG | SF_FORMAT_OPUS};
    double page_ms = OPUS_PAGE_MS;
    Status status = open_encoder(codec, sink, &about, "Opus", error);
    if (status == STATUS_OK)
        sf_command((*codec)->file, SFC_SET_OGG_PAGE_LATENCY_MS, &page_ms, sizeof page_ms);
    return status;
}

bool codec_write_floats(Codec *codec, const float *interleaved, int frames)
{
    return sf_writef_float(codec->file, interleaved, frames) == frames;
}

bool codec_write(Codec *codec, const int32_t *interleaved, int frames)
{
    return sf_writef_int(codec->file, (const int *)interleaved, frames) == frames;
}

bool codec_close(Codec *codec)
{
    bool good = !codec || !codec->file || sf_close(codec->file) == 0;
    if (codec)
        excerpt_clear(&codec->excerpt);
    free(codec);
    return good;
}
