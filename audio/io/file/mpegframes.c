/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/io/file/mpegframes.h"

#include <stddef.h>
#include <string.h>

#include "audio/io/file/tags.h"

enum { HEADER_BYTES = 4, CERTAIN_FRAMES = 3, LAME_BYTES = 24, MADE_BITRATE_INDEX = 9, JUNK_BYTES_MAX = 1 << 20 };
enum { INFO_HAS_FRAMES = 1, INFO_HAS_BYTES = 2, INFO_HAS_TABLE = 4, INFO_HAS_QUALITY = 8 };

typedef struct FrameHeader {
    int rate_hz, frames; /* of time, that it holds */
    bool mono, is_lsf;   /* lower sampling frequencies: MPEG 2 and 2.5 */
    bool free_format;    /* its length is not stated */
    int bytes;           /* of the whole frame */
} FrameHeader;

static bool parse_header(const unsigned char *p, FrameHeader *header)
{
    static const int rates_hz[3] = {44100, 48000, 32000};
    static const int kbps[2][15] = {{0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320},
                                    {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160}};
    int version = p[1] >> 3 & 3, layer = p[1] >> 1 & 3, bitrate = p[2] >> 4, rate = p[2] >> 2 & 3;
    if (p[0] != 0xff || (p[1] & 0xe0) != 0xe0 || version == 1 || layer != 1 || bitrate == 15 || rate == 3)
        return false;
    header->is_lsf = version != 3;
    header->rate_hz = rates_hz[rate] >> (version == 3 ? 0 : version == 2 ? 1 : 2);
    header->frames = header->is_lsf ? 576 : 1152;
    header->mono = p[3] >> 6 == 3;
    header->free_format = bitrate == 0;
    header->bytes = header->frames / 8 * kbps[header->is_lsf][bitrate] * 1000 / header->rate_hz + (p[2] >> 1 & 1);
    return true;
}

bool mpegframes_is_header(const unsigned char *bytes)
{
    FrameHeader header;
    return parse_header(bytes, &header);
}

/* On the way through the file. */
typedef struct Walk {
    View *view;
    int64_t at, to;
    FrameHeader first;
    bool changes; /* frames of another rate or number of channels were met */
} Walk;

static bool is_same_stream(const FrameHeader *a, const FrameHeader *b)
{
    return a->rate_hz == b->rate_hz && a->mono == b->mono && a->is_lsf == b->is_lsf;
}

static bool header_at(const Walk *walk, int64_t at, FrameHeader *header)
{
    const unsigned char *p = at + HEADER_BYTES <= walk->to ? view_at(walk->view, at, HEADER_BYTES) : NULL;
    return p && parse_header(p, header) && !header->free_format;
}

/* A frame that lies at `at` whole. */
static bool frame_at(const Walk *walk, int64_t at, FrameHeader *header)
{
    return header_at(walk, at, header) && at + header->bytes <= walk->to;
}

/* Four bytes of noise may look like a header; three frames that follow each other, or as many as there are, do not. */
static bool is_certain(const Walk *walk, int64_t at, FrameHeader *found)
{
    FrameHeader next;
    if (!frame_at(walk, at, found))
        return false;
    at += found->bytes;
    for (int i = 1; i < CERTAIN_FRAMES && at + HEADER_BYTES <= walk->to; i++, at += next.bytes)
        if (!header_at(walk, at, &next) || !is_same_stream(found, &next))
            return false;
    return true;
}

/* Goes on to the next frame of the stream behind what is none; false at the end, and where there is too much of it. */
static bool find_next(Walk *walk)
{
    int64_t begin = walk->at;
    for (FrameHeader found; walk->at + HEADER_BYTES <= walk->to && walk->at - begin < JUNK_BYTES_MAX;) {
        int64_t tag = tags_id3_bytes(walk->view, walk->at);
        if (tag > 0) {
            walk->at += tag;
            begin = walk->at;
        } else if (!is_certain(walk, walk->at, &found)) {
            walk->at++;
        } else if (!is_same_stream(&walk->first, &found)) {
            walk->changes = true;
            return false;
        } else {
            return true;
        }
    }
    return false;
}

/* Adds all frames of the stream to the excerpt; their number, -1 without memory. */
static int64_t add_frames(Walk *walk, Excerpt *excerpt)
{
    int64_t count = 0;
    FrameHeader frame;
    for (;;) {
        bool good = frame_at(walk, walk->at, &frame) && is_same_stream(&walk->first, &frame);
        if (!good && !find_next(walk))
            return count;
        if (!good)
            continue;
        if (!excerpt_add(excerpt, walk->at, frame.bytes))
            return -1;
        walk->at += frame.bytes;
        count++;
    }
}

/* A Xing or Info frame. */
typedef struct InfoFrame {
    bool is_there; /* the first frame is one (or Fraunhofer's VBRI): no sound */
    int tag;       /* offset of its "Xing" or "Info"; 0 = it does not say the encoder's delay, too */
    int64_t frames;
} InfoFrame;

static int side_info_bytes(const FrameHeader *header)
{
    return header->is_lsf ? (header->mono ? 9 : 17) : (header->mono ? 17 : 32);
}

/* Of a Xing tag, up to where LAME adds its own. */
static int info_tag_bytes(unsigned flags)
{
    return 8 + (flags & INFO_HAS_FRAMES ? 4 : 0) + (flags & INFO_HAS_BYTES ? 4 : 0) +
           (flags & INFO_HAS_TABLE ? 100 : 0) + (flags & INFO_HAS_QUALITY ? 4 : 0);
}

static InfoFrame read_info(const unsigned char *p, const FrameHeader *header)
{
    int plain = HEADER_BYTES + side_info_bytes(header), vbri = HEADER_BYTES + 32;
    for (int tag = plain; tag <= plain + 2; tag += 2) { /* a checksum may stand before it */
        if (tag + 12 > header->bytes || (memcmp(p + tag, "Xing", 4) != 0 && memcmp(p + tag, "Info", 4) != 0))
            continue;
        unsigned flags = (unsigned)view_number(p + tag + 4, 4, true);
        int lame = tag + info_tag_bytes(flags);
        bool states = flags & INFO_HAS_FRAMES, whole = states && lame + LAME_BYTES <= header->bytes && p[lame] != 0;
        return (InfoFrame){true, whole && tag == plain ? tag : 0,
                           states ? (int64_t)view_number(p + tag + 8, 4, true) : 0};
    }
    if (vbri + 18 <= header->bytes && memcmp(p + vbri, "VBRI", 4) == 0)
        return (InfoFrame){true, 0, (int64_t)view_number(p + vbri + 14, 4, true)};
    return (InfoFrame){0};
}

static void put_frames(unsigned char *p, int64_t frames)
{
    for (int i = 0; i < 4; i++)
        p[i] = (unsigned char)(frames >> (8 * (3 - i)));
}

/* The file's own Info frame keeps what it says of the encoder's delay; where its number of frames is untrue, the
 * padding that it states is not at the end either. */
static void correct_info(unsigned char *p, const InfoFrame *info, int64_t frames)
{
    unsigned flags = (unsigned)view_number(p + info->tag + 4, 4, true);
    int lame = info->tag + info_tag_bytes(flags);
    if (info->frames == frames)
        return;
    put_frames(p + info->tag + 8, frames);
    p[lame + 22] &= 0xf0;
    p[lame + 23] = 0;
}

/* Makes a frame without sound of the stream's kind from the header of one of its frames. */
static int make_silence(unsigned char *p, const unsigned char *like)
{
    FrameHeader header;
    memcpy(p, like, HEADER_BYTES);
    p[1] |= 1; /* without checksum */
    p[2] = (unsigned char)((p[2] & 0x0c) | MADE_BITRATE_INDEX << 4);
    parse_header(p, &header);
    memset(p + HEADER_BYTES, 0, (size_t)(header.bytes - HEADER_BYTES));
    return header.bytes;
}

/* Makes what states a number of frames, and takes nothing off.  A decoder that is told the number drops its own delay
 * of 529 frames and that of the encoder, which is made to be what is missing of a whole frame of silence behind the
 * tag. */
static int make_info(unsigned char *p, const unsigned char *like, const FrameHeader *header, int64_t frames)
{
    int bytes = make_silence(p, like), tag = HEADER_BYTES + side_info_bytes(header), delay = header->frames - 529;
    unsigned char *lame = p + tag + info_tag_bytes(INFO_HAS_FRAMES);
    memcpy(p + tag, "Info\0\0\0\1", 8);
    put_frames(p + tag + 8, frames + 1);
    memcpy(lame, "LAME", 4);
    lame[21] = (unsigned char)(delay >> 4);
    lame[22] = (unsigned char)(delay << 4);
    return bytes + make_silence(p + bytes, like);
}

/* Where the first frame begins: behind zeros that some writers put after a tag, or behind junk. */
static Status find_first(Walk *walk, unsigned char *bytes, Error *error)
{
    FrameHeader header;
    int64_t begin = walk->at;
    const unsigned char *p = view_at(walk->view, begin, HEADER_BYTES);
    if (p && parse_header(p, &header) && header.free_format)
        return error_set(error, STATUS_UNSUPPORTED, "is an MP3 of free format, which is not mixed");
    while (walk->at - begin < JUNK_BYTES_MAX && walk->at + HEADER_BYTES <= walk->to &&
           !is_certain(walk, walk->at, &walk->first))
        walk->at++;
    p = walk->first.bytes ? view_at(walk->view, walk->at, walk->first.bytes) : NULL;
    if (p) {
        memcpy(bytes, p, (size_t)walk->first.bytes);
        return STATUS_OK;
    }
    if (walk->view->os_error)
        return error_set_os(error, walk->view->os_error, "cannot be read");
    return error_set(error, STATUS_BAD_VALUE, "is no whole MP3 file: no frame of sound was found in it");
}

Status mpegframes_find(View *view, int64_t from, int64_t to, Excerpt *excerpt, int64_t *lost_frames, Error *error)
{
    Walk walk = {.view = view, .at = from, .to = to};
    unsigned char first[EXCERPT_HEAD_BYTES_MAX];
    Status status = find_first(&walk, first, error);
    if (status != STATUS_OK)
        return status;
    InfoFrame info = read_info(first, &walk.first);
    if (info.is_there)
        walk.at += walk.first.bytes;
    int64_t count = add_frames(&walk, excerpt);
    if (count < 0)
        return error_set(error, STATUS_NO_MEMORY, "cannot be opened: out of memory");
    if (walk.changes)
        return error_set(error, STATUS_UNSUPPORTED,
                         "changes its sample rate or its number of channels within, which is not mixed");
    if (count == 0)
        return error_set(error, STATUS_BAD_VALUE,
                         info.frames > 0 ? "is cut off before its first sample" : "has no samples in it");
    unsigned char made[EXCERPT_HEAD_BYTES_MAX];
    if (info.tag)
        correct_info(first, &info, count);
    int bytes = info.tag ? walk.first.bytes : make_info(made, first, &walk.first, count);
    excerpt_put_head(excerpt, info.tag ? first : made, bytes);
    *lost_frames = info.frames > count ? (info.frames - count) * walk.first.frames : 0;
    return STATUS_OK;
}
