/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/io/file/tags.h"

#include <stddef.h>
#include <string.h>

enum { ID3_HEAD_BYTES = 10, ID3V1_BYTES = 128, APE_FOOT_BYTES = 32, LYRICS_FOOT_BYTES = 15 };

int64_t tags_id3_bytes(View *view, int64_t at)
{
    const unsigned char *p = view_at(view, at, ID3_HEAD_BYTES);
    if (!p || memcmp(p, "ID3", 3) != 0 || p[3] == 0xff || p[4] == 0xff || ((p[6] | p[7] | p[8] | p[9]) & 0x80))
        return 0;
    bool has_footer = p[5] & 0x10;
    return ID3_HEAD_BYTES * (has_footer ? 2 : 1) + ((int64_t)p[6] << 21 | p[7] << 14 | p[8] << 7 | p[9]);
}

/* An APE tag that ends at `end`: its size counts the footer, and the header where its flag is set. */
static int64_t ape_bytes(View *view, int64_t end)
{
    const unsigned char *p = view_at(view, end - APE_FOOT_BYTES, APE_FOOT_BYTES);
    if (!p || memcmp(p, "APETAGEX", 8) != 0)
        return 0;
    return (int64_t)view_number(p + 12, 4, false) + (p[23] & 0x80 ? APE_FOOT_BYTES : 0);
}

static int64_t lyrics_bytes(View *view, int64_t end)
{
    const unsigned char *p = view_at(view, end - LYRICS_FOOT_BYTES, LYRICS_FOOT_BYTES);
    int64_t bytes = 0;
    if (!p || memcmp(p + 6, "LYRICS200", 9) != 0)
        return 0;
    for (int i = 0; i < 6; i++)
        bytes = bytes * 10 + (p[i] - '0');
    return bytes < 0 ? 0 : bytes + LYRICS_FOOT_BYTES;
}

static int64_t bytes_at_end(View *view, int64_t end)
{
    const unsigned char *p = view_at(view, end - ID3V1_BYTES, 3);
    if (p && memcmp(p, "TAG", 3) == 0)
        return ID3V1_BYTES;
    int64_t bytes = lyrics_bytes(view, end);
    return bytes ? bytes : ape_bytes(view, end);
}

void tags_find(View *view, int64_t *from, int64_t *to)
{
    int64_t begin = 0, end = view->size, bytes;
    while ((bytes = tags_id3_bytes(view, begin)) > 0 && bytes <= view->size - begin)
        begin += bytes;
    while ((bytes = bytes_at_end(view, end)) > 0 && bytes <= end - begin)
        end -= bytes;
    *from = begin;
    *to = end;
}
