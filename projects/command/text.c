/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command `text "..."`: the whole main file at once, as one entry of the history. Lines that are alike at both ends
 * are left alone. */
#include <stdlib.h>
#include <string.h>

#include "projects/command/run.h"
#include "projects/command/takes.h"
#include "projects/document/inside.h"
#include "projects/text/escape.h"

static bool has_include(Line *const *lines, int count)
{
    for (int i = 0; i < count; i++)
        if (strncmp(lines[i]->text + strspn(lines[i]->text, " \t"), "include", 7) == 0)
            return true;
    return false;
}

static Status replace_middle(Run *run, const LineFile *wanted)
{
    Document *document = run->document;
    const LineFile *present = &document->source.files[0];
    int first = 0, last = 0;
    int shorter = wanted->count < present->count ? wanted->count : present->count;
    while (first < shorter && line_equal(present->lines[first], wanted->lines[first]))
        first++;
    while (last < shorter - first &&
           line_equal(present->lines[present->count - 1 - last], wanted->lines[wanted->count - 1 - last]))
        last++;
    int removed = present->count - first - last, added = wanted->count - first - last;
    if (has_include(present->lines + first, removed) || has_include(wanted->lines + first, added))
        return run_fail(run, STATUS_REFUSED, -1, "the new text includes other files; open it again to read them");
    if (removed == 0 && added == 0)
        return STATUS_OK;
    return document_splice(document, &document->open_log, first, removed, wanted->lines + first, added);
}

static Status run_text(Run *run)
{
    LineFile wanted = {0};
    char *text = run_take_word(run, "the text");
    if (!text)
        return run->error.status;
    Status status = run_expect_end(run);
    if (status == STATUS_OK)
        status = line_file_init(&wanted, run->document->source.files[0].name, text, strlen(text));
    if (status == STATUS_OK)
        status = replace_middle(run, &wanted);
    if (status == STATUS_OK) {
        run->document->source.stale = run->document->source.edited = true;
        status = run_refresh(run);
    }
    if (status == STATUS_OK) {
        Buffer words = {0};
        text_append_quoted(&words, text, strlen(text));
        char *quoted = buffer_take(&words);
        run_say(run, "The whole text replaced");
        run_resolve(run, "text %s", quoted ? quoted : "\"\"");
        free(quoted);
        run->done++;
    }
    line_file_clear(&wanted);
    free(text);
    return status;
}

const Command command_text = {
    .name = "text",
    .by = BY_DOCUMENT,
    .takes = {TAKE(TEXT)},
    .help = "Replaces the whole file's text: what a merge does.",
    .example = "text \"ttymix 1\\n...\"",
    .run = run_text,
};
