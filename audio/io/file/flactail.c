/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/io/file/flactail.h"

#include <stdlib.h>
#include <string.h>

#include "audio/io/file/view.h"

enum { HEADER_BYTES_MAX = 16, WINDOW_BYTES = 1 << 16, WINDOW_BYTES_MAX = 1 << 20 };
enum { FRAMES_AT = 21 }; /* the byte whose low half begins the 36 bits of the length */

typedef struct FrameHeader {
    int64_t start; /* first frame of sound */
    int frames;
    int bytes; /* of the header */
} FrameHeader;

bool flactail_read_head(const unsigned char *head, FlacStreamInfo *info)
{
    if (memcmp(head, "fLaC", 4) != 0 || (head[4] & 0x7f) != 0)
        return false;
    /* 20 bits of rate, 3 of channels - 1, 5 of bits - 1, 36 of length */
    uint64_t packed = view_number(head + 18, 8, true);
    info->block_frames = (int)view_number(head + 10, 2, true);
    info->channels = (int)(packed >> 41 & 7) + 1;
    info->bits = (int)(packed >> 36 & 31) + 1;
    info->frames = (int64_t)(packed & 0xfffffffffu);
    return info->block_frames > 0;
}

void flactail_state_frames(unsigned char *head, int64_t frames)
{
    head[FRAMES_AT] = (unsigned char)((head[FRAMES_AT] & 0xf0) | (frames >> 32 & 0x0f));
    for (int i = 1; i <= 4; i++)
        head[FRAMES_AT + i] = (unsigned char)(frames >> (8 * (4 - i)));
}

static unsigned crc_8(const unsigned char *p, int count)
{
    unsigned crc = 0;
    while (count-- > 0) {
        crc ^= *p++;
        for (int bit = 0; bit < 8; bit++)
            crc = (crc << 1 ^ (crc & 0x80 ? 0x07u : 0)) & 0xff;
    }
    return crc;
}

static unsigned crc_16(const unsigned char *p, int64_t count)
{
    uint16_t table[256];
    unsigned crc = 0;
    for (unsigned i = 0; i < 256; i++) {
        unsigned value = i << 8;
        for (int bit = 0; bit < 8; bit++)
            value = (value << 1 ^ (value & 0x8000 ? 0x8005u : 0)) & 0xffff;
        table[i] = (uint16_t)value;
    }
    while (count-- > 0)
        crc = (crc << 8 & 0xffff) ^ table[crc >> 8 ^ *p++];
    return crc;
}

/* The frame or sample number, coded as UTF-8 codes characters, up to 36 bits; its length in bytes, 0 if it is none. */
static int read_coded(const unsigned char *p, uint64_t *value)
{
    int more = 0;
    if (p[0] < 0x80) {
        *value = p[0];
        return 1;
    }
    while (more < 7 && p[0] & 0x40 >> more)
        more++;
    if (more < 1 || more > 6)
        return 0;
    *value = p[0] & (0x3fu >> more);
    for (int i = 1; i <= more; i++) {
        if ((p[i] & 0xc0) != 0x80)
            return 0;
        *value = *value << 6 | (p[i] & 0x3f);
    }
    return more + 1;
}

static int block_frames_of(int code, const unsigned char *p, int *extra)
{
    *extra = code == 6 ? 1 : code == 7 ? 2 : 0;
    if (code == 1)
        return 192;
    if (code >= 2 && code <= 5)
        return 576 << (code - 2);
    if (code == 6 || code == 7)
        return (int)view_number(p, *extra, true) + 1;
    return code >= 8 ? 256 << (code - 8) : 0;
}

/* Is this a frame header of the stream? `p` has HEADER_BYTES_MAX bytes. */
static bool read_frame_header(const unsigned char *p, const FlacStreamInfo *info, FrameHeader *header)
{
    static const int bits_of[8] = {0, 8, 12, -1, 16, 20, 24, 32};
    if (p[0] != 0xff || (p[1] & 0xfe) != 0xf8 || p[3] & 1)
        return false;
    int channel_code = p[3] >> 4, bits = bits_of[p[3] >> 1 & 7], rate_code = p[2] & 15, extra;
    int channels = channel_code < 8 ? channel_code + 1 : 2;
    uint64_t coded;
    int at = read_coded(p + 4, &coded);
    if (!at || channel_code > 10 || channels != info->channels || (bits != 0 && bits != info->bits) || rate_code == 15)
        return false;
    at += 4;
    header->frames = block_frames_of(p[2] >> 4, p + at, &extra);
    at += extra + (rate_code == 12 ? 1 : rate_code >= 13 ? 2 : 0);
    if (header->frames == 0 || at >= HEADER_BYTES_MAX || crc_8(p, at) != p[at])
        return false;
    header->start = (int64_t)(p[1] & 1 ? coded : coded * (uint64_t)info->block_frames);
    header->bytes = at + 1;
    return true;
}

/* Looks for the last header within `count` bytes, which end the file; HEADER_BYTES_MAX zeros follow them, because the
 * last frame may be shorter than a header may be long (silence).  A header beyond the stated length is one only if the
 * checksum of its whole frame says so, too. */
static int64_t frames_in_window(const unsigned char *bytes, int64_t count, const FlacStreamInfo *info)
{
    for (int64_t at = count - 1; at >= 0; at--) {
        FrameHeader header;
        if (!read_frame_header(bytes + at, info, &header))
            continue;
        int64_t end = header.start + header.frames;
        bool whole =
            end == info->frames || (count - at > header.bytes + 2 &&
                                    crc_16(bytes + at, count - at - 2) == view_number(bytes + count - 2, 2, true));
        if (whole || info->frames == 0 || end <= info->frames)
            return whole ? end : header.start;
    }
    return -1;
}

int64_t flactail_frames(const Excerpt *file, const FlacStreamInfo *info)
{
    int64_t frames = -1, most = file->bytes - FLAC_HEAD_BYTES;
    /* A frame is seldom longer than the first window; the last one is never longer than a block of plain samples and a
     * little. */
    for (int64_t size = WINDOW_BYTES; frames < 0 && size <= WINDOW_BYTES_MAX; size *= 4) {
        int64_t count = most < size ? most : size;
        unsigned char *bytes = count > 0 ? calloc(1, (size_t)count + HEADER_BYTES_MAX) : NULL;
        if (bytes && excerpt_read(file, file->bytes - count, bytes, count) == count)
            frames = frames_in_window(bytes, count, info);
        free(bytes);
        if (count < size)
            return frames < 0 ? 0 : frames;
    }
    return frames;
}
