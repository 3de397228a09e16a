/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/io/file/wavheader.h"

#include <string.h>

enum { DS64_BYTES = 28 };

static unsigned char *put(unsigned char *to, uint64_t value, int count)
{
    for (; count > 0; count--, value >>= 8)
        *to++ = (unsigned char)value;
    return to;
}

static unsigned char *put_id(unsigned char *to, const char *id)
{
    memcpy(to, id, 4);
    return to + 4;
}

static unsigned char *put_ds64(unsigned char *to, bool is_rf64, uint64_t riff_bytes, uint64_t data_bytes,
                               uint64_t frames)
{
    static const char mark[8] = "ttymix";
    to = put(put_id(to, is_rf64 ? "ds64" : "JUNK"), DS64_BYTES, 4);
    if (is_rf64)
        to = put(to, riff_bytes, 8);
    else
        to = (unsigned char *)memcpy(to, mark, sizeof mark) + sizeof mark;
    to = put(to, is_rf64 ? data_bytes : 0, 8);
    to = put(to, is_rf64 ? frames : 0, 8);
    return put(to, 0, 4);
}

static unsigned char *put_format(unsigned char *to, const WavHeader *header)
{
    int frame_bytes = header->channels * header->bits / 8;
    to = put(put_id(to, "fmt "), header->is_float ? 18 : 16, 4);
    to = put(to, header->is_float ? 3 : 1, 2);
    to = put(to, (uint64_t)header->channels, 2);
    to = put(to, (uint64_t)header->rate_hz, 4);
    to = put(to, (uint64_t)header->rate_hz * (uint64_t)frame_bytes, 4);
    to = put(to, (uint64_t)frame_bytes, 2);
    to = put(to, (uint64_t)header->bits, 2);
    return header->is_float ? put(to, 0, 2)
                            : to; /* what is not PCM states the size of its extension, and its length in a fact chunk */
}

int wavheader_make(const WavHeader *header, unsigned char bytes[WAVHEADER_BYTES_MAX])
{
    const uint64_t unknown = 0xffffffffu;
    int size = 12 + (header->is_pipe ? 0 : 8 + DS64_BYTES) + (header->is_float ? 26 + 12 : 24) + 8;
    uint64_t data_bytes = header->frames * (uint64_t)(header->channels * header->bits / 8);
    uint64_t riff_bytes = (uint64_t)size - 8 + data_bytes + (data_bytes & 1);
    bool is_rf64 = !header->is_pipe && (header->force_rf64 || riff_bytes >= unknown);
    bool no_sizes = is_rf64 || header->is_pipe;
    unsigned char *to = put_id(bytes, is_rf64 ? "RF64" : "RIFF");
    to = put_id(put(to, no_sizes ? unknown : riff_bytes, 4), "WAVE");
    if (!header->is_pipe)
        to = put_ds64(to, is_rf64, riff_bytes, data_bytes, header->frames);
    to = put_format(to, header);
    if (header->is_float)
        to = put(put(put_id(to, "fact"), 4, 4), no_sizes ? unknown : header->frames, 4);
    put(put_id(to, "data"), no_sizes ? unknown : data_bytes, 4);
    return size;
}

static uint64_t take(const unsigned char *from, int count)
{
    uint64_t value = 0;
    while (count > 0)
        value = value << 8 | from[--count];
    return value;
}

bool wavheader_is_ours(const unsigned char *bytes, size_t length)
{
    enum { FORMAT = 12 + 8 + DS64_BYTES + 8, SHORTEST = FORMAT + 16 + 8, DATA_IN_DS64 = 28 };
    unsigned char made[WAVHEADER_BYTES_MAX];
    if (length < SHORTEST)
        return false;
    WavHeader header = {.channels = (int)take(bytes + FORMAT + 2, 2),
                        .rate_hz = (int)take(bytes + FORMAT + 4, 4),
                        .bits = (int)take(bytes + FORMAT + 14, 2),
                        .is_float = take(bytes + FORMAT, 2) == 3,
                        .force_rf64 = memcmp(bytes, "RF64", 4) == 0};
    size_t size = SHORTEST + (header.is_float ? 2 + 12 : 0);
    uint64_t frame_bytes = (uint64_t)header.channels * (uint64_t)header.bits / 8;
    if (length < size || frame_bytes == 0)
        return false;
    uint64_t data_bytes = header.force_rf64 ? take(bytes + DATA_IN_DS64, 8) : take(bytes + size - 4, 4);
    header.frames = data_bytes / frame_bytes;
    return (size_t)wavheader_make(&header, made) == size && memcmp(made, bytes, size) == 0;
}
