/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A merge under way: the three texts, and the result as it grows. */
#ifndef TTYMIX_PROJECTS_MERGE_DRAFT_H
#define TTYMIX_PROJECTS_MERGE_DRAFT_H

#include "audio/base/buffer.h"
#include "projects/merge/merge.h"
#include "projects/merge/text.h"

typedef enum Side { BASE, OURS, THEIRS, SIDES } Side;

typedef struct Draft {
    MergeText text[SIDES];
    bool *told[SIDES]; /* lines that are in the result, or in a conflict, or joined into a line */
    Buffer out;
    const char *line_end;
    MergeConflict *conflicts;
    int conflict_count, conflict_room;
    bool failed; /* out of memory: everything goes on without effect */
} Draft;

/* A line of nobody's, without its end. */
void draft_write_line(Draft *draft, const char *bytes, size_t length);
/* A line, or lines `first` to before `end`, of a side. */
void draft_write_from(Draft *draft, Side side, int line);
void draft_write_range(Draft *draft, Side side, int first, int end);
/* Lists a conflict; takes `address` (NULL: there was no memory for it); NULL values are deletions. */
void draft_add_conflict(Draft *draft, char *address, const Span *ours, const Span *theirs);

#endif
