/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the samples of an uncompressed sound file are written: the format chunks of WAV, AIFF and CAF. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "audio/io/file/layout_walk.h"

static Status not_mixed(LayoutWalk *walk, const char *what)
{
    return error_set(walk->error, STATUS_UNSUPPORTED, "holds %s, which is not mixed", what);
}

/* Names for what is refused, so that the sentence helps. Tags from the Microsoft and IANA lists. */
static const char *wav_codec_name(unsigned tag)
{
    static const struct {
        unsigned tag;
        const char *name;
    } names[] = {
        {2, "Microsoft ADPCM"}, {6, "A-law"},          {7, "mu-law"},          {0x11, "IMA ADPCM"},
        {0x31, "GSM 6.10"},     {0x40, "G.721 ADPCM"}, {0x50, "MPEG audio"},   {0x55, "MP3"},
        {0x92, "Dolby AC-3"},   {0xff, "AAC"},         {0x674f, "Ogg Vorbis"}, {0xf1ac, "FLAC"},
    };
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (names[i].tag == tag)
            return names[i].name;
    return NULL;
}

static bool set_integer_kind(FileLayout *layout, int bytes, bool unsigned_8)
{
    static const SampleKind kinds[] = {SAMPLE_S8, SAMPLE_S16, SAMPLE_S24, SAMPLE_S32};
    if (bytes < 1 || bytes > 4)
        return false;
    layout->samples.kind = bytes == 1 && unsigned_8 ? SAMPLE_U8 : kinds[bytes - 1];
    return true;
}

static bool set_float_kind(FileLayout *layout, int bits)
{
    layout->samples.kind = bits == 64 ? SAMPLE_F64 : SAMPLE_F32;
    return bits == 32 || bits == 64;
}

/* The rest of the GUID that turns a format tag into a WAVE_FORMAT_EXTENSIBLE sub-format. */
static const unsigned char wav_guid_rest[14] = {0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xaa, 0, 0x38, 0x9b, 0x71};

static Status read_wav_format(LayoutWalk *walk, const LayoutChunk *chunk)
{
    FileLayout *layout = walk->layout;
    bool big = walk->container->big_endian;
    const unsigned char *p = layout_chunk_bytes(walk, chunk, 0, 16);
    if (!p)
        return layout_makes_no_sense(walk, "its format chunk is too short");
    unsigned tag = (unsigned)view_number(p, 2, big);
    layout->samples.channels = (int)view_number(p + 2, 2, big);
    layout->samples.big_endian = big;
    layout->rate_hz = (double)view_number(p + 4, 4, big);
    walk->frame_bytes = (int)view_number(p + 12, 2, big);
    layout->bits = (int)view_number(p + 14, 2, big);
    if (tag == 0xfffe) {
        p = layout_chunk_bytes(walk, chunk, 0, 40);
        if (!p)
            return layout_makes_no_sense(walk, "its extensible format chunk is too short");
        tag = memcmp(p + 26, wav_guid_rest, sizeof wav_guid_rest) == 0 ? (unsigned)view_number(p + 24, 2, big) : 0xfffe;
    }
    if (tag != 1 && tag != 3) {
        const char *name = wav_codec_name(tag);
        char text[40];
        snprintf(text, sizeof text, "WAV samples of kind 0x%04x", tag);
        return not_mixed(walk, name ? name : text);
    }
    walk->has_format = true;
    int channels = layout->samples.channels;
    if (channels == 0)
        return STATUS_OK;       /* judged by who asked */
    if (walk->frame_bytes == 0) /* some writers leave it out: then it follows from the rest */
        walk->frame_bytes = (layout->bits + 7) / 8 * channels;
    int container_bytes = walk->frame_bytes / channels;
    bool fits = walk->frame_bytes % channels == 0 && layout->bits <= container_bytes * 8 &&
                layout->bits > (container_bytes - 1) * 8 - 8;
    if (tag == 3 ? !set_float_kind(layout, layout->bits) || container_bytes * 8 != layout->bits
                 : !set_integer_kind(layout, container_bytes, true) || layout->bits < 8)
        fits = false;
    if (!fits) {
        char text[80];
        snprintf(text, sizeof text, "%s samples of %d bits in frames of %d bytes", tag == 3 ? "float" : "integer",
                 layout->bits, walk->frame_bytes);
        return not_mixed(walk, text);
    }
    return STATUS_OK;
}

/* AIFF writes its rate as an 80-bit extended number (IEEE 754 double extended, big-endian). */
static double extended_number(const unsigned char *p)
{
    int exponent = (int)view_number(p, 2, true);
    uint64_t mantissa = view_number(p + 2, 8, true);
    if (exponent & 0x8000 || exponent > 16383 + 62 || exponent < 16383)
        return 0;
    return ldexp((double)mantissa, exponent - 16383 - 63);
}

static Status read_aiff_format(LayoutWalk *walk, const LayoutChunk *chunk)
{
    static const struct {
        char id[5];
        bool is_float, little, unsigned_8;
        int bits;
    } kinds[] = {
        {"NONE", false, false, false, 0}, {"twos", false, false, false, 0},  {"sowt", false, true, false, 0},
        {"raw ", false, false, true, 8},  {"in24", false, false, false, 24}, {"in32", false, false, false, 32},
        {"42ni", false, true, false, 24}, {"23ni", false, true, false, 32},  {"fl32", true, false, false, 32},
        {"FL32", true, false, false, 32}, {"fl64", true, false, false, 64},  {"FL64", true, false, false, 64},
    };
    FileLayout *layout = walk->layout;
    const unsigned char *p = layout_chunk_bytes(walk, chunk, 0, 18);
    if (!p)
        return layout_makes_no_sense(walk, "its COMM chunk is too short");
    layout->samples.channels = (int)view_number(p, 2, true);
    walk->aiff_frames = (int64_t)view_number(p + 2, 4, true);
    layout->bits = (int)view_number(p + 6, 2, true);
    layout->rate_hz = extended_number(p + 8);
    char id[5] = "NONE";
    if (walk->container->is_aifc) {
        p = layout_chunk_bytes(walk, chunk, 18, 4);
        if (!p)
            return layout_makes_no_sense(walk, "its COMM chunk is too short");
        memcpy(id, p, 4);
    }
    walk->has_format = true;
    for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
        if (memcmp(id, kinds[i].id, 4) != 0)
            continue;
        int bits = kinds[i].bits ? kinds[i].bits : layout->bits;
        layout->samples.big_endian = !kinds[i].little;
        layout->bits = bits;
        bool fits = kinds[i].is_float ? set_float_kind(layout, bits)
                                      : bits >= 8 && set_integer_kind(layout, (bits + 7) / 8, kinds[i].unsigned_8);
        walk->frame_bytes = (bits + 7) / 8 * layout->samples.channels;
        return fits ? STATUS_OK : not_mixed(walk, "AIFF samples of an unusual size");
    }
    return not_mixed(walk, "compressed AIFF-C samples");
}

static Status read_caf_format(LayoutWalk *walk, const LayoutChunk *chunk)
{
    FileLayout *layout = walk->layout;
    const unsigned char *p = layout_chunk_bytes(walk, chunk, 0, 32);
    if (!p)
        return layout_makes_no_sense(walk, "its description is too short");
    uint64_t rate_bits = view_number(p, 8, true);
    memcpy(&layout->rate_hz, &rate_bits, sizeof rate_bits);
    unsigned flags = (unsigned)view_number(p + 12, 4, true);
    uint64_t packet_bytes = view_number(p + 16, 4, true), packet_frames = view_number(p + 20, 4, true),
             channels = view_number(p + 24, 4, true);
    uint64_t bits = view_number(p + 28, 4, true);
    if (memcmp(p + 8, "lpcm", 4) != 0)
        return not_mixed(walk, "compressed CAF samples");
    layout->samples.channels = channels > 65535 ? 65535 : (int)channels;
    layout->samples.big_endian = !(flags & 2);
    layout->bits = bits > 255 ? 255 : (int)bits;
    walk->has_format = true;
    if (layout->samples.channels < 1 || layout->samples.channels > 2)
        return STATUS_OK;
    walk->frame_bytes = packet_bytes > 16 ? 0 : (int)packet_bytes;
    int container_bytes = walk->frame_bytes / layout->samples.channels;
    bool fits = packet_frames == 1 && container_bytes * layout->samples.channels == walk->frame_bytes &&
                bits <= (unsigned)container_bytes * 8;
    if (flags & 1 ? !set_float_kind(layout, layout->bits) || container_bytes * 8 != layout->bits
                  : layout->bits < 8 || !set_integer_kind(layout, container_bytes, false))
        fits = false;
    return fits ? STATUS_OK : not_mixed(walk, "CAF samples of an unusual size");
}

Status layout_read_format(LayoutWalk *walk, const LayoutChunk *chunk)
{
    switch (walk->container->family) {
    case FAMILY_WAV: return read_wav_format(walk, chunk);
    case FAMILY_AIFF: return read_aiff_format(walk, chunk);
    default: return read_caf_format(walk, chunk);
    }
}
