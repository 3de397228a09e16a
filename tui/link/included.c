/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tui/link/included.h"

#include <stdlib.h>
#include <string.h>

#include "audio/base/buffer.h"

void included_clear(Included *included)
{
    for (int i = 0; i < included->count; i++) {
        free(included->files[i].path);
        free(included->files[i].text);
    }
    free(included->files);
    *included = (Included){0};
}

bool included_add(Included *included, const char *path, const char *text, size_t length)
{
    if (included->count == INCLUDED_MAX ||
        !array_grow(&included->files, included->count, &included->room, sizeof *included->files))
        return false;
    IncludedFile file = {.path = text_copy(path), .text = bytes_copy(text, length), .length = length};
    if (file.path && file.text) {
        included->files[included->count++] = file;
        return true;
    }
    free(file.path);
    free(file.text);
    return false;
}

Status included_read(void *context, const char *path, char **text, size_t *length, Error *error)
{
    const Included *included = context;
    for (int i = 0; i < included->count; i++) {
        if (strcmp(included->files[i].path, path) != 0)
            continue;
        char *copy = bytes_copy(included->files[i].text, included->files[i].length);
        if (!copy)
            return error_set(error, STATUS_NO_MEMORY, "out of memory");
        *text = copy;
        *length = included->files[i].length;
        return STATUS_OK;
    }
    return error_set(error, STATUS_NOT_FOUND, "the session has not sent it");
}
