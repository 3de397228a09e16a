/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any place of the history by `undo to N`, step by step, so that each step is journalled and told like any other. */
#include <stdlib.h>
#include <string.h>

#include "src/session/kinds.h"

static bool read_place(const char *word, int *place)
{
    char *end;
    long number = strtol(word, &end, 10);
    if (*end || end == word || number < 0 || number > INT32_MAX)
        return false;
    *place = (int)number;
    return true;
}

static void say_where(const Document *document, int done, const char *how, SessionAnswer *answer)
{
    int count = done + document_redo_count(document);
    if (done == 0)
        answer_say(answer, STATUS_OK, "%s the song as it was opened.", how);
    else
        answer_say(answer, STATUS_OK, "%s edit %d of %d: %.700s.", how, done, count,
                   document_history_title(document, done - 1));
}

static void run_undo_to(void *part, const CommandWords *words, SessionAnswer *answer)
{
    const PartPlace *place = part;
    int wanted;
    edits_settle(place->edits); /* what is being recorded is an edit by then */
    const Document *document = place->song->document;
    int done = document_undo_count(document), count = done + document_redo_count(document), before = done;
    if (words->count != 3 || !read_place(words->word[2], &wanted) || wanted > count) {
        answer_say(answer, STATUS_BAD_VALUE,
                   count ? "Not undone: the number of an edit is 0 to %d here."
                         : "Not undone: there is nothing to undo.",
                   count);
        return;
    }
    while (done != wanted) {
        SessionAnswer step;
        answer_say(&step, STATUS_OK, "%s", "");
        edits_run(place->edits, wanted < done ? "undo" : "redo", &step);
        int now = document_undo_count(place->song->document);
        if (step.status != STATUS_OK || now == done) {
            *answer = step;
            return;
        }
        done = now;
    }
    say_where(place->song->document, done, done < before ? "Back to" : done > before ? "On to" : "It is at", answer);
}

static const CommandHandler commands[] = {{"undo", run_undo_to, "to"}, {NULL, NULL}};
const PartKind history_part = {.name = "history", .commands = commands};
