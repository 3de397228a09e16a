/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Patterns over strip names: `drum*`, `gtr-?`, `drums/` + glob, `all`. */
#ifndef TTYMIX_PROJECTS_MODEL_PATTERN_H
#define TTYMIX_PROJECTS_MODEL_PATTERN_H

#include "audio/base/status.h"
#include "projects/model/model.h"

/* Indices of the strips that a pattern names: a name, a glob, `all`, `drums/` + glob (strips routed into that bus).
 * `*indices` is malloc'd; the count is returned, 0 and a sentence if there is none, -1 without memory. */
int pattern_find_strips(const Model *model, const char *pattern, size_t length, int **indices, Error *error);
/* True if the text has a glob character, a slash, or is `all` or `selected`. */
bool pattern_is_one(const char *pattern, size_t length);

#endif
