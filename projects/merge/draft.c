/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/merge/draft.h"

#include <stdlib.h>

void draft_write_line(Draft *draft, const char *bytes, size_t length)
{
    buffer_append(&draft->out, bytes, length);
    buffer_append_text(&draft->out, draft->line_end);
    draft->failed |= draft->out.failed;
}

void draft_write_from(Draft *draft, Side side, int line)
{
    Span span = draft->text[side].lines[line];
    draft->told[side][line] = true;
    draft_write_line(draft, span.at, (size_t)span.length);
}

void draft_write_range(Draft *draft, Side side, int first, int end)
{
    for (int i = first; i < end; i++)
        draft_write_from(draft, side, i);
}

static char *copy_span(Draft *draft, const Span *span)
{
    char *copy = span ? bytes_copy(span->at, (size_t)span->length) : NULL;
    draft->failed |= span && !copy;
    return copy;
}

void draft_add_conflict(Draft *draft, char *address, const Span *ours, const Span *theirs)
{
    if (!address ||
        !array_grow(&draft->conflicts, draft->conflict_count, &draft->conflict_room, sizeof *draft->conflicts)) {
        draft->failed = true;
        free(address);
        return;
    }
    draft->conflicts[draft->conflict_count++] =
        (MergeConflict){address, copy_span(draft, ours), copy_span(draft, theirs)};
}
