/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The commands `begin`, `end`, `join`, `undo`, `redo`: the history. */
#include <stdio.h>
#include <string.h>

#include "audio/base/buffer.h"
#include "projects/command/takes.h"

static void run_begin(Document *document, const char *line, const CommandWords *words, Answer *answer)
{
    document_begin(document, words->count == 2 ? words->word[1] : NULL);
    snprintf(answer->text, sizeof answer->text, "Gesture begun");
    answer->resolved = bytes_copy(line, strlen(line));
}

const Command command_begin = {
    .name = "begin",
    .by = BY_DOCUMENT,
    .takes = {OPTION(CALLED(TEXT, "TITLE"))},
    .help = "Begins a gesture: everything up to `end` is undone at once.",
    .example = "begin \"ride vox\"",
    .run_alone = run_begin,
};

static void run_end(Document *document, const char *line, const CommandWords *words, Answer *answer)
{
    (void)line;
    (void)words;
    document_end(document);
    snprintf(answer->text, sizeof answer->text, "Gesture ended");
    answer->resolved = text_copy("end");
}

const Command command_end = {
    .name = "end",
    .by = BY_DOCUMENT,
    .help = "Ends a gesture.",
    .example = "end",
    .run_alone = run_end,
};

static void run_join(Document *document, const char *line, const CommandWords *words, Answer *answer)
{
    (void)line;
    (void)words;
    document_join(document, answer);
}

const Command command_join = {
    .name = "join",
    .by = BY_DOCUMENT,
    .help = "Makes one of the last two edits: they are undone at once.",
    .example = "join",
    .not_done = "joined",
    .run_alone = run_join,
};

static void run_undo(Document *document, const char *line, const CommandWords *words, Answer *answer)
{
    (void)line;
    (void)words;
    document_undo(document, answer);
}

const Command command_undo = {
    .name = "undo",
    .by = BY_DOCUMENT,
    .help = "Takes back the last edit.",
    .example = "undo",
    .not_done = "undone",
    .run_alone = run_undo,
};

static void run_redo(Document *document, const char *line, const CommandWords *words, Answer *answer)
{
    (void)line;
    (void)words;
    document_redo(document, answer);
}

const Command command_redo = {
    .name = "redo",
    .by = BY_DOCUMENT,
    .help = "Does again what was undone.",
    .example = "redo",
    .not_done = "redone",
    .run_alone = run_redo,
};
