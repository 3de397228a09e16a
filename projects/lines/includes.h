/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the text of include files comes from. */
#ifndef TTYMIX_PROJECTS_LINES_INCLUDES_H
#define TTYMIX_PROJECTS_LINES_INCLUDES_H

#include <stddef.h>

#include "audio/base/status.h"

/* Of one file; larger ones are refused: who loads it need not read more than one byte beyond. */
enum { SOURCE_SIZE_MAX = 64 << 20 };

/* Reads an include file: fills `*text` (malloc'd, its caller's then) or fails with a sentence.  `path` is relative to
 * the main file. */
typedef Status (*SourceReader)(void *context, const char *path, char **text, size_t *length, Error *error);

#endif
