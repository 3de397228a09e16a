/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/io/file/view.h"

#include <errno.h>
#include <stddef.h>
#include <unistd.h>

static void move_to(View *view, int64_t offset)
{
    int64_t left = view->size - offset;
    ssize_t got;
    do
        got = pread(view->fd, view->bytes, left < VIEW_BYTES ? (size_t)left : VIEW_BYTES, offset);
    while (got < 0 && errno == EINTR);
    view->start = offset;
    view->length = got < 0 ? 0 : (int)got;
    view->os_error = got < 0 ? errno : 0;
}

const unsigned char *view_at(View *view, int64_t offset, int count)
{
    view->os_error = 0;
    if (offset < 0 || offset > view->size - count)
        return NULL;
    if (offset < view->start || offset + count > view->start + view->length) {
        move_to(view, offset);
        if (view->length < count)
            return NULL;
    }
    return view->bytes + (offset - view->start);
}

uint64_t view_number(const unsigned char *bytes, int count, bool big_endian)
{
    uint64_t value = 0;
    for (int i = 0; i < count; i++)
        value = value << 8 | bytes[big_endian ? i : count - 1 - i];
    return value;
}
