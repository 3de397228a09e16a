/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/io/file/layout_walk.h"

const unsigned char *layout_chunk_bytes(LayoutWalk *walk, const LayoutChunk *chunk, int64_t offset, int count)
{
    return offset + count > chunk->bytes ? NULL : view_at(&walk->view, chunk->offset + offset, count);
}

Status layout_makes_no_sense(LayoutWalk *walk, const char *what)
{
    if (walk->view.os_error)
        return error_set_os(walk->error, walk->view.os_error, "cannot be read");
    return error_set(walk->error, STATUS_BAD_VALUE, "has a damaged %s header: %s", walk->container->format, what);
}
