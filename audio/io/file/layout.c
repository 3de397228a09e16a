/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/io/file/layout.h"

#include <string.h>

#include "audio/io/file/layout_walk.h"

enum { CHUNKS_MAX = 100000, DS64_ROW_BYTES = 12, CONTAINER_HEAD_BYTES = 40 };
#define SIZE_UNKNOWN (INT64_MAX / 4)

static const LayoutContainer containers[] = {
    {"WAV", "RIFF", "WAVE", 8, 12, 4, 4, false, false, 2, FAMILY_WAV, false},
    {"WAV", "RIFX", "WAVE", 8, 12, 4, 4, true, false, 2, FAMILY_WAV, false},
    {"RF64", "RF64", "WAVE", 8, 12, 4, 4, false, false, 2, FAMILY_WAV, false},
    {"RF64", "BW64", "WAVE", 8, 12, 4, 4, false, false, 2, FAMILY_WAV, false},
    {"W64", "riff", "wave", 24, 40, 16, 8, false, true, 8, FAMILY_WAV, false},
    {"AIFF", "FORM", "AIFF", 8, 12, 4, 4, true, false, 2, FAMILY_AIFF, false},
    {"AIFF", "FORM", "AIFC", 8, 12, 4, 4, true, false, 2, FAMILY_AIFF, true},
    {"CAF", "caff", "", 4, 8, 4, 8, true, false, 1, FAMILY_CAF, false},
};

static const LayoutContainer *container_of(const unsigned char *bytes, int count)
{
    for (size_t i = 0; i < ARRAY_LEN(containers); i++) {
        const LayoutContainer *c = &containers[i];
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

static void read_time_reference(LayoutWalk *walk, const LayoutChunk *chunk)
{
    const unsigned char *p = layout_chunk_bytes(walk, chunk, 338, 8);
    if (!p)
        return;
    uint64_t reference = view_number(p, 8, false);
    if (reference > INT64_MAX / 2)
        return;
    walk->layout->has_time_reference = true;
    walk->layout->time_reference_frames = (int64_t)reference;
}

/* EBU Tech 3306: sizes of 64 bits for the file, the samples, and (in a table) other chunks. */
static void read_ds64(LayoutWalk *walk, const LayoutChunk *chunk)
{
    const unsigned char *p = layout_chunk_bytes(walk, chunk, 0, 16);
    if (!p)
        return;
    walk->has_ds64 = true;
    walk->ds64_data_bytes = view_number(p + 8, 8, false);
    p = layout_chunk_bytes(walk, chunk, 24, 4);
    uint64_t rows = p ? view_number(p, 4, false) : 0;
    walk->ds64_table = chunk->offset + 28;
    walk->ds64_rows = rows <= (uint64_t)(chunk->bytes - 28) / DS64_ROW_BYTES ? (int)rows : 0;
}

static bool ds64_size(LayoutWalk *walk, const char *id, uint64_t *bytes)
{
    for (int i = 0; i < walk->ds64_rows && i < CHUNKS_MAX; i++) {
        const unsigned char *p = view_at(&walk->view, walk->ds64_table + (int64_t)i * DS64_ROW_BYTES, DS64_ROW_BYTES);
        if (p && memcmp(p, id, 4) == 0) {
            *bytes = view_number(p + 4, 8, false);
            return true;
        }
    }
    return false;
}

/* In RF64 the sizes of ds64 are those that hold: always for the samples, else for chunks that say so. */
static uint64_t size_of_rf64(LayoutWalk *walk, const char *id, uint64_t bytes)
{
    uint64_t other;
    if (memcmp(id, "data", 4) == 0)
        return walk->ds64_data_bytes ? walk->ds64_data_bytes : bytes;
    return bytes == 0xffffffffu && ds64_size(walk, id, &other) ? other : bytes;
}

/* Reads a chunk's head at `offset`; false at the end of the file. A size of "unknown" becomes the largest. */
static bool read_head(LayoutWalk *walk, int64_t offset, LayoutChunk *chunk)
{
    const LayoutContainer *c = walk->container;
    const unsigned char *p = view_at(&walk->view, offset, c->id_bytes + c->size_bytes);
    if (!p)
        return false;
    memcpy(chunk->id, p, 4);
    chunk->id[4] = 0;
    uint64_t bytes = view_number(p + c->id_bytes, c->size_bytes, c->big_endian);
    uint64_t head = (uint64_t)(c->id_bytes + c->size_bytes);
    if (c->size_counts_head)
        bytes = bytes > head ? bytes - head : 0;
    if (walk->has_ds64 && strcmp(c->format, "RF64") == 0)
        bytes = size_of_rf64(walk, chunk->id, bytes);
    chunk->bytes = bytes > (uint64_t)SIZE_UNKNOWN ? SIZE_UNKNOWN : (int64_t)bytes;
    chunk->offset = offset + (int64_t)head;
    return true;
}

static bool is_printable(const char *id)
{
    for (int i = 0; i < 4; i++)
        if (id[i] < ' ' || id[i] > '~')
            return false;
    return true;
}

static bool is_familiar(const char *id)
{
    static const char ids[][5] = {"fmt ", "data", "LIST", "fact", "bext", "COMM", "SSND", "MARK", "NAME", "desc"};
    for (size_t i = 0; i < ARRAY_LEN(ids); i++)
        if (memcmp(id, ids[i], 4) == 0)
            return true;
    return false;
}

/* Where the next chunk begins. Some writers forget to pad one of odd size. */
static int64_t next_chunk(LayoutWalk *walk, const LayoutChunk *chunk)
{
    int64_t alignment = walk->container->alignment, end = chunk->offset + chunk->bytes;
    int64_t padded = walk->base + (end - walk->base + alignment - 1) / alignment * alignment;
    LayoutChunk there = {0}, before = {0};
    if (padded == end || !read_head(walk, end, &before) || !is_printable(before.id))
        return padded;
    bool fits = read_head(walk, padded, &there) && is_printable(there.id);
    return !fits || (is_familiar(before.id) && !is_familiar(there.id)) ? end : padded;
}

/* A stated size of 0 that is true: what follows is a chain of chunks that ends with the file. */
static bool is_followed_by_chunks(LayoutWalk *walk, int64_t offset)
{
    LayoutChunk chunk;
    int count = 0;
    for (; offset < walk->view.size && count < CHUNKS_MAX && read_head(walk, offset, &chunk); count++) {
        if (!is_printable(chunk.id))
            return false;
        offset = next_chunk(walk, &chunk);
    }
    return count > 0 && (offset == walk->view.size || offset == walk->view.size + 1);
}

/* What stands in the place of a size that the writer did not know, as it wrote into a pipe or was stopped: 0, the
 * largest number, or the largest signed one with room for the header (0x7ffff000 of SoX, 0x80000000 of arecord,
 * 0x7f000008 of SoX in AIFF), where the file is shorter. */
static bool size_is_unknown(LayoutWalk *walk, const LayoutChunk *data)
{
    if (data->bytes == 0)
        return !is_followed_by_chunks(walk, data->offset);
    if (data->bytes <= walk->view.size - data->offset)
        return false;
    if (walk->container->size_bytes == 8 || walk->ds64_data_bytes)
        return data->bytes == SIZE_UNKNOWN;
    return data->bytes >= 0xffffff00 || (data->bytes >= 0x7ffff000 && data->bytes <= 0x80000000) ||
           (data->bytes >= 0x7f000000 && data->bytes <= 0x7f000100);
}

/* Where the samples begin within the chunk that holds them. */
static void read_data(LayoutWalk *walk, const LayoutChunk *chunk)
{
    FileLayout *layout = walk->layout;
    int64_t skip = 0;
    if (walk->container->family == FAMILY_CAF)
        skip = 4; /* edit count */
    if (walk->container->family == FAMILY_AIFF) {
        const unsigned char *p = view_at(&walk->view, chunk->offset, 8);
        skip = 8 + (p ? (int64_t)view_number(p, 4, true) : 0);
    }
    walk->has_data = true;
    layout->data_offset = chunk->offset + skip;
    layout->to_the_end = size_is_unknown(walk, chunk);
    layout->data_bytes = chunk->bytes > skip ? chunk->bytes - skip : 0;
}

static Status read_chunk(LayoutWalk *walk, const LayoutChunk *chunk)
{
    static const char *const format_ids[] = {[FAMILY_WAV] = "fmt ", [FAMILY_AIFF] = "COMM", [FAMILY_CAF] = "desc"};
    LayoutFamily family = walk->container->family;
    if (memcmp(chunk->id, format_ids[family], 4) == 0 && !walk->has_format)
        return layout_read_format(walk, chunk);
    if (memcmp(chunk->id, family == FAMILY_AIFF ? "SSND" : "data", 4) == 0 && !walk->has_data)
        read_data(walk, chunk);
    if (family == FAMILY_WAV && memcmp(chunk->id, "bext", 4) == 0)
        read_time_reference(walk, chunk);
    if (memcmp(chunk->id, "ds64", 4) == 0 && !walk->has_ds64)
        read_ds64(walk, chunk);
    return STATUS_OK;
}

static Status walk_chunks(LayoutWalk *walk)
{
    int64_t offset = walk->base + walk->container->start;
    LayoutChunk chunk;
    for (int count = 0; read_head(walk, offset, &chunk); count++) {
        if (count == CHUNKS_MAX)
            return layout_makes_no_sense(walk, "it has too many chunks");
        Status status = read_chunk(walk, &chunk);
        if (status != STATUS_OK)
            return status;
        if (walk->layout->to_the_end)
            break;
        offset = next_chunk(walk, &chunk);
    }
    return walk->view.os_error ? error_set_os(walk->error, walk->view.os_error, "cannot be read") : STATUS_OK;
}

/* AIFF says its length twice.  The size of the samples holds, as everywhere; where that is not known, the number of
 * frames does if they are there. */
static void count_frames(LayoutWalk *walk)
{
    FileLayout *layout = walk->layout;
    int64_t frame_bytes = walk->frame_bytes ? walk->frame_bytes : 1;
    int64_t there = (walk->view.size - layout->data_offset) / frame_bytes;
    layout->stated_frames = layout->data_bytes / frame_bytes;
    if (layout->to_the_end)
        layout->stated_frames = walk->aiff_frames > 0 && walk->aiff_frames <= there ? walk->aiff_frames : -1;
}

Status layout_read(int fd, int64_t base, int64_t file_bytes, FileLayout *layout, Error *error)
{
    FileLayout found = {0};
    LayoutWalk walk = {.view = {.fd = fd, .size = file_bytes}, .base = base, .layout = &found, .error = error};
    int count = file_bytes - base < CONTAINER_HEAD_BYTES ? (int)(file_bytes - base) : CONTAINER_HEAD_BYTES;
    const unsigned char *start = view_at(&walk.view, base, count);
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
        return layout_makes_no_sense(&walk, "it does not say how its samples are written");
    if (!walk.has_data)
        return layout_makes_no_sense(&walk, "it has no samples");
    count_frames(&walk);
    *layout = found;
    return STATUS_OK;
}
