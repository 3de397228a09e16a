/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PROJECT.sums: what the stems were, in the form of sha256sum. */
#ifndef TTYMIX_SRC_QC_SUMS_H
#define TTYMIX_SRC_QC_SUMS_H

#include <stddef.h>

#include "audio/base/status.h"

/* Calls `differs` for every file that the sums name whose bytes are others, or that cannot be read; `name` as the sums
 * have it, relative to their folder.  NOT_FOUND, with nothing called: there are no sums.  IO: they cannot be read.
 * BAD_VALUE: a line of them is no sum (error->text begins with its number). */
NODISCARD Status sums_compare(const char *project, void (*differs)(void *context, const char *name), void *context,
                              Error *error);

#endif
