/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/io/file/layout.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { CHUNKS_MAX = 100000, VIEW_BYTES = 4096 };

/* A window on the file, moved by pread. */
typedef struct View {
    int fd, os_error;
    int64_t size, start;
    int length;
    unsigned char bytes[VIEW_BYTES];
} View;

/* `count` bytes at `offset`, valid until the next call; NULL beyond the end of the file or on an error. */
static const unsigned char *view_at(View *view, int64_t offset, int count)
{
    if (offset < 0 || offset > view->size - count)
        return NULL;
    if (offset < view->start || offset + count > view->start + view->length) {
        ssize_t got;
        do
            got = pread(view->fd, view->bytes, VIEW_BYTES, offset);
        while (got < 0 && errno == EINTR);
        view->start = offset;
        view->length = got < 0 ? 0 : (int)got;
        if (got < count) {
            view->os_error = got < 0 ? errno : 0;
            return NULL;
        }
    }
    return view->bytes + (offset - view->start);
}

static uint64_t number(const unsigned char *p, int count, bool big_endian)
{
    uint64_t value = 0;
    for (int i = 0; i < count; i++)
        value = value << 8 | p[big_endian ? i : count - 1 - i];
    return value;
}

typedef enum Family { FAMILY_WAV, FAMILY_AIFF, FAMILY_CAF } Family;

/* How one container writes its chunks. */
typedef struct Container {
    const char *format;
    char magic[5], form[5];
    int form_offset;
    int start;                /* offset of the first chunk */
    int id_bytes, size_bytes; /* of a chunk's head */
    bool big_endian;
    bool size_counts_head;
    int alignment; /* of the next chunk */
    Family family;
    bool is_aifc;
} Container;

static const Container containers[] = {
    {"WAV", "RIFF", "WAVE", 8, 12, 4, 4, false, false, 2, FAMILY_WAV, false},
    {"WAV", "RIFX", "WAVE", 8, 12, 4, 4, true, false, 2, FAMILY_WAV, false},
    {"RF64", "RF64", "WAVE", 8, 12, 4, 4, false, false, 2, FAMILY_WAV, false},
    {"RF64", "BW64", "WAVE", 8, 12, 4, 4, false, false, 2, FAMILY_WAV, false},
    {"W64", "riff", "wave", 24, 40, 16, 8, false, true, 8, FAMILY_WAV, false},
    {"AIFF", "FORM", "AIFF", 8, 12, 4, 4, true, false, 2, FAMILY_AIFF, false},
    {"AIFF", "FORM", "AIFC", 8, 12, 4, 4, true, false, 2, FAMILY_AIFF, true},
    {"CAF", "caff", "", 4, 8, 4, 8, true, false, 1, FAMILY_CAF, false},
};

static const Container *container_of(const unsigned char *bytes, int count)
{
    for (size_t i = 0; i < ARRAY_LEN(containers); i++) {
        const Container *c = &containers[i];
        if (count < 4 || memcmp(bytes, c->magic, 4) != 0)
            continue;
        if (count < c->form_offset + 4 || !c->form[0] || memcmp(bytes + c->form_offset, c->form, 4) == 0)
            return c;
    }
    return NULL;
}

bool layout_is_known(const unsigned char *bytes, int count)
{
    return container_of(bytes, count) != NULL;
}

/* What has been gathered on the way through the chunks. */
typedef struct Walk {
    View view;
    const Container *container;
    FileLayout *layout;
    Error *error;
    bool has_format, has_data;
    int frame_bytes;          /* as the format chunk says */
    uint64_t ds64_data_bytes; /* RF64 */
    int64_t aiff_frames;
} Walk;

typedef struct Chunk {
    char id[5];
    int64_t offset; /* of its body */
    int64_t bytes;  /* as stated */
} Chunk;

static const unsigned char *chunk_bytes(Walk *walk, const Chunk *chunk, int64_t offset, int count)
{
    return offset + count > chunk->bytes ? NULL : view_at(&walk->view, chunk->offset + offset, count);
}

static Status makes_no_sense(Walk *walk, const char *what)
{
    if (walk->view.os_error)
        return error_set_os(walk->error, walk->view.os_error, "cannot be read");
    return error_set(walk->error, STATUS_BAD_VALUE, "has a damaged %s header: %s", walk->container->format, what);
}

static Status not_mixed(Walk *walk, const char *what)
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

static Status read_wav_format(Walk *walk, const Chunk *chunk)
{
    FileLayout *layout = walk->layout;
    bool big = walk->container->big_endian;
    const unsigned char *p = chunk_bytes(walk, chunk, 0, 16);
    if (!p)
        return makes_no_sense(walk, "its format chunk is too short");
    unsigned tag = (unsigned)number(p, 2, big);
    layout->samples.channels = (int)number(p + 2, 2, big);
    layout->samples.big_endian = big;
    layout->rate_hz = (double)number(p + 4, 4, big);
    walk->frame_bytes = (int)number(p + 12, 2, big);
    layout->bits = (int)number(p + 14, 2, big);
    if (tag == 0xfffe) {
        p = chunk_bytes(walk, chunk, 0, 40);
        if (!p)
            return makes_no_sense(walk, "its extensible format chunk is too short");
        tag = memcmp(p + 26, wav_guid_rest, sizeof wav_guid_rest) == 0 ? (unsigned)number(p + 24, 2, big) : 0xfffe;
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
        return STATUS_OK; /* judged by who asked */
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
    int exponent = (int)number(p, 2, true);
    uint64_t mantissa = number(p + 2, 8, true);
    if (exponent & 0x8000 || exponent > 16383 + 62 || exponent < 16383)
        return 0;
    return ldexp((double)mantissa, exponent - 16383 - 63);
}

static Status read_aiff_format(Walk *walk, const Chunk *chunk)
{
    static const struct {
        char id[5];
        bool is_float, little, unsigned_8;
        int bits;
    } kinds[] = {
        {"NONE", false, false, false, 0}, {"twos", false, false, false, 0},  {"sowt", false, true, false, 0},
        {"raw ", false, false, true, 8},  {"in24", false, false, false, 24}, {"in32", false, false, false, 32},
        {"fl32", true, false, false, 32}, {"FL32", true, false, false, 32},  {"fl64", true, false, false, 64},
        {"FL64", true, false, false, 64},
    };
    FileLayout *layout = walk->layout;
    const unsigned char *p = chunk_bytes(walk, chunk, 0, 18);
    if (!p)
        return makes_no_sense(walk, "its COMM chunk is too short");
    layout->samples.channels = (int)number(p, 2, true);
    walk->aiff_frames = (int64_t)number(p + 2, 4, true);
    layout->bits = (int)number(p + 6, 2, true);
    layout->rate_hz = extended_number(p + 8);
    char id[5] = "NONE";
    if (walk->container->is_aifc) {
        p = chunk_bytes(walk, chunk, 18, 4);
        if (!p)
            return makes_no_sense(walk, "its COMM chunk is too short");
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

static Status read_caf_format(Walk *walk, const Chunk *chunk)
{
    FileLayout *layout = walk->layout;
    const unsigned char *p = chunk_bytes(walk, chunk, 0, 32);
    if (!p)
        return makes_no_sense(walk, "its description is too short");
    uint64_t rate_bits = number(p, 8, true);
    memcpy(&layout->rate_hz, &rate_bits, sizeof rate_bits);
    unsigned flags = (unsigned)number(p + 12, 4, true);
    uint64_t packet_bytes = number(p + 16, 4, true), packet_frames = number(p + 20, 4, true),
             channels = number(p + 24, 4, true);
    uint64_t bits = number(p + 28, 4, true);
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

static void read_time_reference(Walk *walk, const Chunk *chunk)
{
    const unsigned char *p = chunk_bytes(walk, chunk, 338, 8);
    if (!p)
        return;
    uint64_t reference = number(p, 8, false);
    if (reference > INT64_MAX / 2)
        return;
    walk->layout->has_time_reference = true;
    walk->layout->time_reference_frames = (int64_t)reference;
}

/* Where the samples begin within the chunk that holds them. */
static void read_data(Walk *walk, const Chunk *chunk)
{
    int64_t skip = 0;
    walk->has_data = true;
    if (walk->container->family == FAMILY_CAF)
        skip = 4; /* edit count */
    if (walk->container->family == FAMILY_AIFF) {
        const unsigned char *p = chunk_bytes(walk, chunk, 0, 8);
        skip = 8 + (p ? (int64_t)number(p, 4, true) : 0);
    }
    walk->layout->data_offset = chunk->offset + skip;
    walk->layout->data_bytes = chunk->bytes > skip ? chunk->bytes - skip : 0;
}

static Status read_chunk(Walk *walk, const Chunk *chunk)
{
    Family family = walk->container->family;
    if (memcmp(chunk->id,
               family == FAMILY_WAV    ? "fmt "
               : family == FAMILY_AIFF ? "COMM"
                                       : "desc",
               4) == 0 &&
        !walk->has_format)
        return family == FAMILY_WAV    ? read_wav_format(walk, chunk)
               : family == FAMILY_AIFF ? read_aiff_format(walk, chunk)
                                       : read_caf_format(walk, chunk);
    if (memcmp(chunk->id, family == FAMILY_AIFF ? "SSND" : "data", 4) == 0 && !walk->has_data)
        read_data(walk, chunk);
    if (family == FAMILY_WAV && memcmp(chunk->id, "bext", 4) == 0)
        read_time_reference(walk, chunk);
    if (memcmp(chunk->id, "ds64", 4) == 0) {
        const unsigned char *p = chunk_bytes(walk, chunk, 0, 16);
        walk->ds64_data_bytes = p ? number(p + 8, 8, false) : 0;
    }
    return STATUS_OK;
}

/* Reads a chunk's head at `offset`; false at the end of the file. A size of "unknown" becomes the largest. */
static bool read_head(Walk *walk, int64_t offset, Chunk *chunk)
{
    const Container *c = walk->container;
    const unsigned char *p = view_at(&walk->view, offset, c->id_bytes + c->size_bytes);
    if (!p)
        return false;
    memcpy(chunk->id, p, 4);
    chunk->id[4] = 0;
    uint64_t bytes = number(p + c->id_bytes, c->size_bytes, c->big_endian);
    uint64_t head = (uint64_t)(c->id_bytes + c->size_bytes);
    if (c->size_counts_head)
        bytes = bytes > head ? bytes - head : 0;
    if (strcmp(c->format, "RF64") == 0 && bytes == 0xffffffffu && memcmp(chunk->id, "data", 4) == 0 &&
        walk->ds64_data_bytes)
        bytes = walk->ds64_data_bytes;
    chunk->bytes = bytes > (uint64_t)INT64_MAX / 4 ? INT64_MAX / 4 : (int64_t)bytes;
    chunk->offset = offset + (int64_t)head;
    return true;
}

static int64_t next_chunk(const Container *container, const Chunk *chunk)
{
    int64_t alignment = container->alignment;
    return (chunk->offset + chunk->bytes + alignment - 1) / alignment * alignment;
}

/* A stated size of 0 that is true: what follows is a chain of chunks that ends with the file. */
static bool is_followed_by_chunks(Walk *walk, int64_t offset)
{
    Chunk chunk;
    int count = 0;
    for (; offset < walk->view.size && count < CHUNKS_MAX && read_head(walk, offset, &chunk); count++) {
        for (int i = 0; i < 4; i++)
            if (chunk.id[i] < ' ' || chunk.id[i] > '~')
                return false;
        offset = next_chunk(walk->container, &chunk);
    }
    return count > 0 && (offset == walk->view.size || offset == walk->view.size + 1);
}

static bool size_is_unknown(Walk *walk, const Chunk *data)
{
    if (walk->container->family == FAMILY_AIFF)
        return false;
    if (data->bytes == 0)
        return !is_followed_by_chunks(walk, data->offset);
    return walk->container->size_bytes == 4 ? data->bytes == 0xffffffffu : data->bytes == INT64_MAX / 4;
}

static Status walk_chunks(Walk *walk)
{
    int64_t offset = walk->container->start;
    Chunk chunk;
    for (int count = 0; read_head(walk, offset, &chunk); count++) {
        if (count == CHUNKS_MAX)
            return makes_no_sense(walk, "it has too many chunks");
        bool had_data = walk->has_data;
        Status status = read_chunk(walk, &chunk);
        if (status != STATUS_OK)
            return status;
        if (walk->has_data && !had_data && size_is_unknown(walk, &chunk)) {
            walk->layout->to_the_end = true;
            break;
        }
        offset = next_chunk(walk->container, &chunk);
    }
    return walk->view.os_error ? error_set_os(walk->error, walk->view.os_error, "cannot be read") : STATUS_OK;
}

static void count_frames(Walk *walk)
{
    FileLayout *layout = walk->layout;
    layout->stated_frames = walk->frame_bytes ? layout->data_bytes / walk->frame_bytes : 0;
    if (walk->container->family == FAMILY_AIFF)
        layout->stated_frames = walk->aiff_frames;
}

Status layout_read(int fd, int64_t file_bytes, FileLayout *layout, Error *error)
{
    FileLayout found = {0};
    Walk walk = {.view = {.fd = fd, .size = file_bytes}, .layout = &found, .error = error};
    int count = file_bytes < 40 ? (int)file_bytes : 40;
    const unsigned char *start = view_at(&walk.view, 0, count);
    walk.container = start ? container_of(start, count) : NULL;
    if (!start && walk.view.os_error)
        return error_set_os(error, walk.view.os_error, "cannot be read");
    if (!walk.container)
        return error_set(error, STATUS_BAD_VALUE, "is not a sound file");
    found.format = walk.container->format;
    Status status = walk_chunks(&walk);
    if (status != STATUS_OK)
        return status;
    if (!walk.has_format)
        return makes_no_sense(&walk, "it does not say how its samples are written");
    if (!walk.has_data)
        return makes_no_sense(&walk, "it has no samples");
    count_frames(&walk);
    *layout = found;
    return STATUS_OK;
}
