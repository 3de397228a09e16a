/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fuzzes the reader of projects and the commands (libFuzzer).  The input is a project's text; after a line that is a lone `:` come
 * commands, one a line.  A text that is read comes back byte for byte; a replica that is told the changes stays equal; undoing everything
 * brings back the text. */
#include "config.h"

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "projects/document.h"

enum { COMMANDS_MAX = 64 };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);

/* Included files are not the subject: an empty one. */
static Status read_nothing(void *context, const char *path, char **text, size_t *length, Error *error)
{
    (void)context, (void)path, (void)error;
    *text = calloc(1, 1);
    *length = 0;
    return *text ? STATUS_OK : STATUS_NO_MEMORY;
}

static void check_text(const Document *document, const char *wanted, size_t wanted_length)
{
    char *text = NULL;
    size_t length = 0;
    if (document_text(document, &text, &length) != STATUS_OK || length != wanted_length || memcmp(text, wanted, length) != 0)
        abort();
    free(text);
}

static void check_equal(const Document *document, const Document *replica)
{
    char *text = NULL;
    size_t length = 0;
    if (document_text(document, &text, &length) != STATUS_OK)
        abort();
    check_text(replica, text, length);
    free(text);
}

static void check_answer(Document *replica, Answer *answer)
{
    if (answer->status != STATUS_OK && !answer->text[0])
        abort();
    if (answer->change.splice_count > 0 && document_apply_change(replica, &answer->change) != STATUS_OK)
        abort();
    answer_clear(answer);
}

static void run_commands(Document *document, Document *replica, const char *line, const char *end)
{
    for (int i = 0; i < COMMANDS_MAX && line < end; i++) {
        const char *stop = memchr(line, '\n', (size_t)(end - line));
        size_t length = (size_t)((stop ? stop : end) - line);
        char *command = strndup(line, length);
        Answer answer = {0};
        if (!command)
            return;
        document_execute(document, command, &answer);
        check_answer(replica, &answer);
        free(command);
        line += length + 1;
    }
}

static void undo_all(Document *document, Document *replica)
{
    for (int open = 0; open < COMMANDS_MAX; open++)
        document_end(document);
    for (;;) {
        Answer answer = {0};
        if (!document_undo(document, &answer)) {
            answer_clear(&answer);
            return;
        }
        check_answer(replica, &answer);
    }
}

static Document *parse(const char *text, size_t length)
{
    Document *document = NULL;
    ProblemList problems = {0};
    if (document_parse(&document, "fuzz.mix", text, length, read_nothing, NULL, &problems) != STATUS_OK && problems.errors == 0)
        abort();
    if (problems.errors > 0) {
        document_free(document);
        document = NULL;
    }
    problems_clear(&problems);
    return document;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
    const char *text = (const char *)bytes, *end = text + count;
    const char *mark = memmem(text, count, "\n:\n", 3);
    size_t length = mark ? (size_t)(mark + 1 - text) : count;
    Document *document = parse(text, length), *replica = document ? parse(text, length) : NULL;
    if (document && replica) {
        check_text(document, text, length);
        if (mark)
            run_commands(document, replica, mark + 3, end);
        check_equal(document, replica);
        undo_all(document, replica);
        check_text(document, text, length);
        check_text(replica, text, length);
    }
    document_free(document);
    document_free(replica);
    return 0;
}
