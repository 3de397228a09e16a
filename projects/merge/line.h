/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Three-way merge of the words of one line. */
#ifndef TTYMIX_PROJECTS_MERGE_LINE_H
#define TTYMIX_PROJECTS_MERGE_LINE_H

#include <stdbool.h>

#include "projects/merge/text.h"

/* True if two lines have the same words, whatever stands between them. */
bool merge_line_same(Span a, Span b);

/* Joins the changes that two sides made to a line, if they concern different words and do not touch: at least one
 * unchanged word stands between them, or both added different words at one place.  `*joined` is malloc'd, with the
 * spacing of ours.  False if they cannot be joined;
 * `*joined` is NULL then, and `*no_memory` tells whether that was the reason. */
bool merge_line_join(Span base, Span ours, Span theirs, char **joined, bool *no_memory);

#endif
