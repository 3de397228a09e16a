/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/io/file/oggpages.h"

#include <stddef.h>
#include <string.h>

#include "audio/base/attributes.h"

enum { PAGE_HEAD_BYTES = 27, FLAC_MAPPING_BYTES = 9, JUNK_BYTES_MAX = 1 << 20 };
enum { PAGE_BEGINS = 2 };

typedef struct Page {
    int64_t at; /* in the file */
    int flags;
    uint32_t serial;
    int head_bytes, body_bytes;
} Page;

/* What a stream's first packet begins with. */
typedef struct StreamKind {
    const char *magic;
    int magic_bytes;
    const char *name; /* of what is not mixed; NULL = it is */
    bool is_sound;
} StreamKind;

static const StreamKind stream_kinds[] = {
    {"\x01vorbis", 7, NULL, true},
    {"OpusHead", 8, NULL, true},
    {"\x7f"
     "FLAC",
     5, NULL, true},
    {"Speex   ", 8, "Speex", true},
    {"PCM     ", 8, "PCM in Ogg", true},
    {"CELT    ", 8, "CELT", true},
    {"fLaC", 4, "FLAC in Ogg of before 2003", true},
};

static const StreamKind *kind_of(const unsigned char *p, int count)
{
    for (size_t i = 0; p && i < ARRAY_LEN(stream_kinds); i++)
        if (count >= stream_kinds[i].magic_bytes &&
            memcmp(p, stream_kinds[i].magic, (size_t)stream_kinds[i].magic_bytes) == 0)
            return &stream_kinds[i];
    return NULL;
}

/* The page at `at`, whole; false where none is. */
static bool page_at(View *view, int64_t at, int64_t to, Page *page)
{
    const unsigned char *p = at + PAGE_HEAD_BYTES <= to ? view_at(view, at, PAGE_HEAD_BYTES) : NULL;
    if (!p || memcmp(p, "OggS", 5) != 0) /* with the version, 0 */
        return false;
    int segments = p[26];
    *page = (Page){at, p[5], (uint32_t)view_number(p + 14, 4, false), PAGE_HEAD_BYTES + segments, 0};
    p = view_at(view, at, PAGE_HEAD_BYTES + segments);
    for (int i = 0; p && i < segments; i++)
        page->body_bytes += p[PAGE_HEAD_BYTES + i];
    return p && at + page->head_bytes + page->body_bytes <= to;
}

/* The next page from `*at` on, behind what is none; `*at` becomes its end. */
static bool next_page(View *view, int64_t *at, int64_t to, Page *page)
{
    for (int64_t begin = *at; *at - begin < JUNK_BYTES_MAX && *at + PAGE_HEAD_BYTES <= to; ++*at)
        if (page_at(view, *at, to, page)) {
            *at += page->head_bytes + page->body_bytes;
            return true;
        }
    return false;
}

static const StreamKind *kind_of_page(View *view, const Page *page)
{
    int count = page->body_bytes < 16 ? page->body_bytes : 16;
    return kind_of(view_at(view, page->at + page->head_bytes, count), count);
}

/* The first stream of sound: its first page. */
static Status find_stream(View *view, int64_t from, int64_t to, Page *first, const StreamKind **kind, Error *error)
{
    int64_t at = from;
    while (next_page(view, &at, to, first) && first->flags & PAGE_BEGINS) {
        *kind = kind_of_page(view, first);
        if (*kind && (*kind)->name)
            return error_set(error, STATUS_UNSUPPORTED, "holds %s, which is not mixed", (*kind)->name);
        if (*kind)
            return STATUS_OK;
    }
    if (view->os_error)
        return error_set_os(error, view->os_error, "cannot be read");
    return error_set(error, STATUS_UNSUPPORTED, "is an Ogg file without a stream that is mixed (Vorbis, Opus, FLAC)");
}

static bool add_page(Excerpt *excerpt, const Page *page, bool body_alone)
{
    int64_t skip = body_alone ? page->head_bytes : 0;
    return excerpt_add(excerpt, page->at + skip, page->head_bytes + page->body_bytes - skip);
}

Status oggpages_find(View *view, int64_t from, int64_t to, Excerpt *excerpt, bool *is_flac, Error *error)
{
    Page page;
    const StreamKind *kind = NULL;
    Status status = find_stream(view, from, to, &page, &kind, error);
    if (status != STATUS_OK)
        return status;
    uint32_t serial = page.serial;
    int64_t at = page.at + page.head_bytes + page.body_bytes;
    *is_flac = kind->magic[0] == '\x7f';
    bool added = *is_flac ? excerpt_add(excerpt, page.at + page.head_bytes + FLAC_MAPPING_BYTES,
                                        page.body_bytes - FLAC_MAPPING_BYTES)
                          : add_page(excerpt, &page, false);
    for (bool began = false; added && next_page(view, &at, to, &page); began |= !(page.flags & PAGE_BEGINS)) {
        if (page.flags & PAGE_BEGINS && began && kind_of_page(view, &page))
            return error_set(error, STATUS_UNSUPPORTED, "is a chain of several Ogg streams, which is not mixed");
        if (page.serial == serial)
            added = add_page(excerpt, &page, *is_flac);
    }
    return added ? STATUS_OK : error_set(error, STATUS_NO_MEMORY, "cannot be opened: out of memory");
}
