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
    to = put(put_id(to, is_rf64 ? "ds64" : "JUNK"), DS64_BYTES, 4);
    to = put(to, is_rf64 ? riff_bytes : 0, 8);
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
