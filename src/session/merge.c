/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Merging: what somebody else wrote into the project's file, and what was edited here, become one text. */
#include <stdlib.h>

#include "projects/merge/merge.h"
#include "src/base/paths.h"
#include "src/session/editjournal.h"
#include "src/session/kinds.h"

static void say_merged(const PartPlace *place, const MergeResult *merge, SessionAnswer *answer)
{
    for (int i = 0; i < merge->count; i++) {
        char conflict[600];
        merge_conflict_format(&merge->conflicts[i], path_base(place->song->path), conflict, sizeof conflict);
        board_notice(place->board, NOTICE_WARN, "%s", conflict);
    }
    answer_say(answer, STATUS_OK, "Merged; %d conflict%s. Look at it, then write.", merge->count,
               merge->count == 1 ? "" : "s");
}

/* `theirs` is the song's then, or freed. */
static void take_merged(const PartPlace *place, const MergeResult *merge, char *theirs, size_t theirs_length,
                        const FileIdentity *identity, SessionAnswer *answer)
{
    Project *song = place->song;
    char *line = editjournal_text_command(merge->text, merge->length);
    if (line)
        edits_run_as(place->edits, EDIT_MERGE, line, answer);
    else
        answer_say(answer, STATUS_NO_MEMORY, "Not merged: out of memory.");
    if (answer->status == STATUS_OK) {
        free(song->saved_text);
        song->saved_text = theirs;
        song->saved_length = theirs_length;
        song->identity = *identity;
        edits_rebase(place->edits, identity->sha256, line);
        say_merged(place, merge, answer);
    } else
        free(theirs);
    free(line);
}

static void run_merge(void *part, const CommandWords *words, SessionAnswer *answer)
{
    const PartPlace *place = part;
    Project *song = place->song;
    char *theirs = NULL, *ours = NULL;
    size_t theirs_length, ours_length;
    FileIdentity identity;
    Error error = {0};
    MergeResult merge = {0};
    (void)words;
    if (!edits_read_only_why(place->edits) && !song->saved_text) {
        answer_say(answer, STATUS_REFUSED, "Not merged: the project has no file yet.");
        return;
    }
    if (edits_refuse(place->edits, "merged", answer))
        return;
    Status status = save_read(song->path, &theirs, &theirs_length, &identity, &error);
    if (status == STATUS_OK)
        status = document_text(song->document, &ours, &ours_length);
    if (status == STATUS_OK)
        status = merge3(song->saved_text, song->saved_length, ours, ours_length, theirs, theirs_length, &merge);
    free(ours);
    if (status == STATUS_OK)
        take_merged(place, &merge, theirs, theirs_length, &identity, answer);
    else {
        free(theirs);
        answer_say(answer, status, "Not merged: %s.", error.text[0] ? error.text : "out of memory");
    }
    merge_result_clear(&merge);
}

static const CommandHandler commands[] = {{"merge", run_merge}, {NULL, NULL}};
const PartKind merge_part = {.name = "merge", .commands = commands};
