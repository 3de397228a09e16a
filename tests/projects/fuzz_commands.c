/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as commands: up to a line `---` a project (or none: a small one), then a command a line.  A command that fails changes nothing;
 * a replica and undo follow all. Built as fuzz_reader.c. */
#include <stdlib.h>
#include <string.h>

#include "projects/command.h"
#include "tests/projects/fuzz_driver.h"
#include "tests/projects/kinds.h"

static const char small[] =
    "ttymix 1\nrate 48000 Hz\n\n# about a\n[track a]\nclip \"a.wav\" at 0:01 # c\nteq\n  2 bell freq 1 kHz gain 3 dB\ntcomp key b\nfader "
    "-3 dB\n"
    "tlimit\nsend r -6 dB\n\n[track b]\n\n[return r]\n\n[vca v]\n\n[automation a.fader]\n0:00 0 dB\n0:01 -3 dB linear\n";

static char *text_of(const Document *document, size_t *length)
{
    char *text = NULL;
    if (document_text(document, &text, length) != STATUS_OK)
        abort();
    return text;
}

static void assert_equal(const Document *a, const Document *b)
{
    size_t one_length, two_length;
    char *one = text_of(a, &one_length), *two = text_of(b, &two_length);
    if (one_length != two_length || memcmp(one, two, one_length) != 0)
        abort();
    free(one);
    free(two);
}

static void run_line(Document *document, Document *replica, const char *line)
{
    Answer answer;
    char *words[32], value[2048];
    Error error;
    document_execute(document, line, &answer);
    if (answer.status != STATUS_OK && (answer.resolved || answer.change.splice_count))
        abort();
    if (document_apply_change(replica, &answer.change) != STATUS_OK)
        abort();
    answer_clear(&answer);
    assert_equal(document, replica);
    for (int i = command_complete(document, line, strlen(line) / 2, words, 32); i > 0; i--)
        free(words[i - 1]);
    const char *address = strchr(line, ' ');
    if (address && address_format_value(document, address + 1, value, sizeof value, &error) == STATUS_OK)
        (void)address_param(document, address + 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *all = malloc(size + 1);
    Document *document = NULL, *replica = NULL, *first = NULL;
    ProblemList problems = {0};
    if (!all || size > 20000) {
        free(all);
        return 0;
    }
    memcpy(all, data, size);
    all[size] = '\0';
    register_test_kinds();
    char *cut = strstr(all, "\n---\n"), *line = cut ? cut + 5 : all;
    const char *text = cut ? all : small;
    size_t length = cut ? (size_t)(cut - all) + 1 : sizeof small - 1;
    bool parsed = document_parse(&document, "f", text, length, NULL, NULL, &problems) == STATUS_OK &&
                  document_parse(&replica, "f", text, length, NULL, NULL, &problems) == STATUS_OK &&
                  document_parse(&first, "f", text, length, NULL, NULL, &problems) == STATUS_OK;
    for (int count = 0; parsed && line && count < 40; count++) {
        char *end = strchr(line, '\n');
        if (end)
            *end = '\0';
        run_line(document, replica, line);
        line = end ? end + 1 : NULL;
    }
    for (Answer answer; parsed && document_undo(document, &answer); answer_clear(&answer))
        ;
    problems_clear(&problems);
    document_free(document);
    document_free(replica);
    document_free(first);
    free(all);
    return 0;
}
