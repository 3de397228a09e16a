/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The history in words: what the screen of it shows. */
#include "src/speech/describe.h"
#include "src/speech/speak.h"

static void say_edit(const Describer *describer, int place, int done, int saved)
{
    const char *title = place ? document_history_title(describer->document, place - 1) : "The song as it was opened";
    char spoken[2400];
    speak_answer(spoken, sizeof spoken, describer->speech, title);
    fprintf(describer->out, "%d: %s%s%s%s\n", place, spoken, place > done ? " Undone." : "",
            place == done ? " The song is here." : "", place == saved ? " Saved." : "");
}

void describe_history(const Describer *describer, bool is_new, long most)
{
    const Document *document = describer->document;
    int done = document_undo_count(document), count = done + document_redo_count(document);
    int saved = is_new ? -1 : document_history_saved(document);
    fprintf(describer->out, "%d edit%s done, %d undone.%s\n", done, done == 1 ? "" : "s", count - done,
            saved < 0 ? " What is saved cannot be reached by undo or redo." : "");
    for (int place = count; place >= 0 && place > count - most; place--)
        say_edit(describer, place, done, saved);
}
