/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command `undo mine`: takes back the last edit of the one who says it, though others have edited since.
 *
 * What they did stays: the three texts (after his edit, before it, and now) are merged, and the result is an edit of
 * its own, which `undo` takes back.  Where somebody has changed the same fact since, nothing is done. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "projects/command/execute.h"
#include "projects/command/takes.h"
#include "projects/document/inside.h"
#include "projects/merge/merge.h"
#include "projects/text/escape.h"

static Status refuse(Run *run, const MergeConflict *conflict, int index)
{
    const char *who = document_find_changer(run->document, conflict->address, index);
    return run_fail(run, STATUS_REFUSED, -1, "%s has been changed since%s%s: it is %s", conflict->address,
                    who && *who ? " by " : "", who ? who : "", conflict->ours ? conflict->ours : "deleted");
}

static Status take_text(Run *run, const MergeResult *merge)
{
    Buffer line = {0};
    buffer_append_text(&line, "text ");
    text_append_quoted(&line, merge->text, merge->length);
    char *command = buffer_take(&line);
    Status status = command ? execute_part(run, command) : STATUS_NO_MEMORY;
    free(command);
    return status;
}

static Status merge_without(Run *run, int index, MergeResult *merge)
{
    char *before = NULL, *after = NULL, *now = NULL;
    size_t length;
    Status status = document_texts_around(run->document, index, &before, &after);
    if (status == STATUS_OK)
        status = document_text(run->document, &now, &length);
    if (status == STATUS_OK)
        status = merge3(after, strlen(after), now, length, before, strlen(before), merge);
    free(before);
    free(after);
    free(now);
    return status;
}

static Status run_undo_mine(Run *run)
{
    Document *document = run->document;
    MergeResult merge = {0};
    char title[600];
    run->next = 2;
    int index = document_find_mine(document);
    if (index < 0)
        return run_fail(run, STATUS_NOT_FOUND, -1, "there is no edit of yours to undo");
    snprintf(title, sizeof title, "%.580s", document_undo_title(document, index));
    Status status = merge_without(run, index, &merge);
    if (status == STATUS_OK)
        status = merge.count ? refuse(run, &merge.conflicts[0], index) : take_text(run, &merge);
    merge_result_clear(&merge);
    if (status != STATUS_OK)
        return status;
    document->open_takes_back = document->history.done - index;
    buffer_clear(&run->text);
    run_say(run, "Undone: %s", title);
    return STATUS_OK;
}

const Command command_undo_mine = {
    .name = "undo",
    .by = BY_DOCUMENT,
    .takes = {WORDS("mine")},
    .help = "Takes back the last edit of the one who says it, unless somebody has changed the same since.",
    .example = "undo mine",
    .not_done = "undone",
    .run = run_undo_mine,
};
