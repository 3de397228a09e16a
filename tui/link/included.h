/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that a document includes, as the session has sent them: the desk reads nothing from disk. */
#ifndef TTYMIX_TUI_LINK_INCLUDED_H
#define TTYMIX_TUI_LINK_INCLUDED_H

#include <stdbool.h>
#include <stddef.h>

#include "audio/base/status.h"

enum { INCLUDED_MAX = 1024 };

typedef struct IncludedFile {
    char *path, *text; /* owned */
    size_t length;
} IncludedFile;

typedef struct Included { /* zeroed = none */
    IncludedFile *files;
    int count, room;
} Included;

void included_clear(Included *included);
/* Keeps copies; false without memory, or when there are too many. */
NODISCARD bool included_add(Included *included, const char *path, const char *text, size_t length);
/* A SourceReader on an Included. NOT_FOUND: the session has not sent it. */
Status included_read(void *context, const char *path, char **text, size_t *length, Error *error);

#endif
