/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/io/file/excerpt.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void excerpt_put_head(Excerpt *excerpt, const unsigned char *bytes, int count)
{
    memcpy(excerpt->head, bytes, (size_t)count);
    excerpt->head_bytes = count;
    excerpt->bytes += count;
}

bool excerpt_add(Excerpt *excerpt, int64_t from, int64_t bytes)
{
    int64_t at = excerpt->bytes - excerpt->head_bytes;
    if (bytes <= 0)
        return true;
    const ExcerptPart *last = excerpt->count ? &excerpt->parts[excerpt->count - 1] : NULL;
    if (!last || last->from + (at - last->at) != from) {
        if (excerpt->count == excerpt->room) {
            int room = excerpt->room ? excerpt->room * 2 : 16;
            ExcerptPart *parts =
                room <= EXCERPT_PARTS_MAX ? realloc(excerpt->parts, sizeof *parts * (size_t)room) : NULL;
            if (!parts)
                return false;
            excerpt->parts = parts;
            excerpt->room = room;
        }
        excerpt->parts[excerpt->count++] = (ExcerptPart){at, from};
    }
    excerpt->bytes += bytes;
    return true;
}

/* Takes the first `count` bytes off the parts. */
static void drop_front(Excerpt *excerpt, int64_t count)
{
    int gone = 0;
    while (gone + 1 < excerpt->count && excerpt->parts[gone + 1].at <= count)
        gone++;
    excerpt->parts[gone].from += count - excerpt->parts[gone].at;
    excerpt->parts[gone].at = count;
    excerpt->count -= gone;
    memmove(excerpt->parts, excerpt->parts + gone, sizeof *excerpt->parts * (size_t)excerpt->count);
    for (int i = 0; i < excerpt->count; i++)
        excerpt->parts[i].at -= count;
    excerpt->bytes -= count;
}

/* The part that holds `at`, which lies behind the head. */
static int find_part(const Excerpt *excerpt, int64_t at)
{
    int low = 0, high = excerpt->count - 1;
    while (low < high) {
        int middle = (low + high + 1) / 2;
        if (excerpt->parts[middle].at <= at)
            low = middle;
        else
            high = middle - 1;
    }
    return low;
}

/* One stretch from `at` on; what was read, 0 at the end or on an error. */
static int64_t read_some(const Excerpt *excerpt, int64_t at, void *bytes, int64_t count)
{
    if (at < excerpt->head_bytes) {
        int64_t most = excerpt->head_bytes - at < count ? excerpt->head_bytes - at : count;
        memcpy(bytes, excerpt->head + at, (size_t)most);
        return most;
    }
    at -= excerpt->head_bytes;
    int part = find_part(excerpt, at);
    int64_t end = part + 1 < excerpt->count ? excerpt->parts[part + 1].at : excerpt->bytes - excerpt->head_bytes;
    int64_t most = end - at < count ? end - at : count;
    ssize_t got;
    do
        got = pread(excerpt->fd, bytes, (size_t)most, excerpt->parts[part].from + (at - excerpt->parts[part].at));
    while (got < 0 && errno == EINTR);
    return got < 0 ? 0 : got;
}

int64_t excerpt_read(const Excerpt *excerpt, int64_t at, void *bytes, int64_t count)
{
    int64_t done = 0;
    if (at < 0 || at >= excerpt->bytes)
        return 0;
    if (count > excerpt->bytes - at)
        count = excerpt->bytes - at;
    for (int64_t got = 1; done < count && got > 0; done += got)
        got = read_some(excerpt, at + done, (char *)bytes + done, count - done);
    return done;
}

bool excerpt_lift_head(Excerpt *excerpt, int count)
{
    unsigned char bytes[EXCERPT_HEAD_BYTES_MAX];
    if (excerpt->bytes <= count || excerpt_read(excerpt, 0, bytes, count) != count)
        return false;
    drop_front(excerpt, count);
    excerpt_put_head(excerpt, bytes, count);
    return true;
}

void excerpt_clear(Excerpt *excerpt)
{
    free(excerpt->parts);
    *excerpt = (Excerpt){.fd = -1};
}
