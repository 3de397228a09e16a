/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fuzzes the reader of projects and the commands: with libFuzzer (`./dev fuzz`), and a little in every test run by
 * driver.c.
 *
 * The input is a project's text; after a line that is a lone `:` come commands, one a line; without a text before it
 * they run on a small project.  A text that is read comes back byte for byte; a command that fails changes nothing; a
 * replica that is told the changes stays equal; undoing everything brings back the text. */
#include "config.h"

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "projects/command/command.h"
#include "projects/document/document.h"
#include "projects/lint/lint.h"
#include "projects/model/address.h"

enum { COMMANDS_MAX = 64, SIZE_MAX_TRIED = 20000 };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);

static const char small[] =
    "ttymix 1\nrate 48000 Hz\n\n# about\n[track a]\nclip \"a.wav\" at 0:01 # c\neq\n  2 bell freq 1 kHz gain 3 dB\n"
    "comp key b\nfader -3 dB\nlimiter\nsend r -6 dB\n\n[track b]\n\n[return r]\n\n[vca v]\n\n"
    "[automation a.fader]\n0:00 0 dB\n0:01 -3 dB linear\n";

typedef struct Text {
    const char *bytes;
    size_t length;
} Text;

/* An include is the same text again, so that nesting and circles are tried as well; one that begins with x is missing.
 */
static Status read_again(void *context, const char *path, char **text, size_t *length, Error *error)
{
    const Text *again = context;
    if (path[0] == 'x')
        return error_set(error, STATUS_NOT_FOUND, "it does not exist");
    *text = malloc(again->length + 1);
    if (!*text)
        return STATUS_NO_MEMORY;
    memcpy(*text, again->bytes, again->length);
    *length = again->length;
    return STATUS_OK;
}

static void check_text(const Document *document, const char *wanted, size_t wanted_length)
{
    char *text = NULL;
    size_t length = 0;
    if (document_text(document, &text, &length) != STATUS_OK || length != wanted_length ||
        memcmp(text, wanted, length) != 0)
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
    if (answer->status != STATUS_OK && (!answer->text[0] || answer->resolved || answer->change.splice_count))
        abort();
    if (answer->change.splice_count > 0 && document_apply_change(replica, &answer->change) != STATUS_OK)
        abort();
    answer_clear(answer);
}

/* What a desk asks while a line is typed. */
static void ask_about(const Document *document, const char *command)
{
    char *words[32], value[2048];
    Error error;
    for (int i = command_complete(document, NULL, command, strlen(command) / 2, words, 32); i > 0; i--)
        free(words[i - 1]);
    const char *text = strchr(command, ' ');
    Address address;
    const Model *model = document_model(document);
    if (text && address_resolve(model, text + 1, &address, &error) == STATUS_OK)
        (void)address_format_text(model, &address, value, sizeof value);
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
        ask_about(document, command);
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

/* What a check without sound says, by limits that are read from the same bytes. */
static void check_rules(const Document *document, const char *text, size_t length)
{
    static const char head[] = "ttymix-profile 1\n";
    char shown[600], *profile_text = malloc(sizeof head + length);
    LintProfile profile;
    Lint lint;
    if (!profile_text)
        return;
    memcpy(profile_text, head, sizeof head - 1);
    memcpy(profile_text + sizeof head - 1, text, length);
    Error error = {0};
    if (profile_parse(&profile, profile_text, sizeof head - 1 + length, &error) != STATUS_OK) {
        if (!error.text[0])
            abort();
        profile_take(&profile, PROFILE_MIX);
    }
    free(profile_text);
    if (lint_init(&lint, document_model(document), "fuzz.mix", &profile) == STATUS_OK) {
        lint_run_document(&lint, -1);
        lint_finish(&lint);
        for (int i = 0; i < lint.count; i++)
            lint_format(&lint, &lint.findings[i], shown, sizeof shown);
    }
    lint_clear(&lint);
}

static Document *parse(const char *text, size_t length)
{
    Document *document = NULL;
    ProblemList problems = {0};
    Text again = {text, length};
    char shown[600];
    if (document_parse(&document, "fuzz.mix", text, length, read_again, &again, &problems) != STATUS_OK &&
        problems.errors == 0)
        abort();
    for (int i = 0; i < problems.count; i++)
        problem_format(&problems.items[i], shown, sizeof shown);
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
    if (count > SIZE_MAX_TRIED)
        return 0;
    if (count > 1 && memcmp(text, ":\n", 2) == 0) {
        mark = text - 1;
        text = small;
        length = sizeof small - 1;
    }
    Document *document = parse(text, length), *replica = document ? parse(text, length) : NULL;
    if (document && replica) {
        check_text(document, text, length);
        if (mark)
            run_commands(document, replica, mark + 3, end);
        check_equal(document, replica);
        check_rules(document, text, length);
        undo_all(document, replica);
        check_text(document, text, length);
        check_text(replica, text, length);
    }
    document_free(document);
    document_free(replica);
    return 0;
}
