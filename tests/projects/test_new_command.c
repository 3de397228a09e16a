/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A new command is one file and one line: here tests/projects/louder.c, and the line below.  Usage, completion, check,
 * run, journal and undo follow. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COMMANDS_OF_TESTS(ROW) ROW(louder)
#include "projects/command/table.c"

static const char song[] = "ttymix 1\n[track vox]\nfader -6 dB\n[track gtr]\n[master]\n";

static void check_completion(const Document *document, const char *line, const char *wanted)
{
    char *words[16];
    int count = command_complete(document, NULL, line, strlen(line), words, 16);
    assert_true(count >= 1);
    assert_string_equal(words[0], wanted);
    for (int i = 0; i < count; i++)
        free(words[i]);
}

static void test_all_follows_from_one_row(void **state)
{
    Document *document = NULL;
    ProblemList problems = {0};
    Answer answer;
    Error error = {0};
    char usage[USAGE_MAX];
    CommandWords words;
    (void)state;
    assert_int_equal(document_parse(&document, "p", song, sizeof song - 1, NULL, NULL, &problems), STATUS_OK);
    const Command *row = command_find("louder");
    assert_non_null(row);
    assert_string_equal(command_usage(row, usage), "STRIPS BY");
    assert_int_equal(commands_check_bound(BY_DOCUMENT, NULL, 0, &error), STATUS_OK);

    check_completion(document, "lou", "louder");
    check_completion(document, "louder v", "vox");
    check_completion(document, "louder vox 2 ", "dB");
    check_completion(document, "help lou", "louder");

    assert_int_equal(command_split("louder vox 2 dB more", &words, &error), STATUS_OK);
    assert_ptr_equal(command_choose(&words, BY_ALL), row);
    assert_int_equal(command_check(row, &words, &error), STATUS_BAD_VALUE);
    assert_string_equal(error.text, "say louder STRIPS BY");
    command_words_clear(&words);

    document_execute(document, "louder vox 2 dB", &answer);
    assert_string_equal(answer.text, "Vox fader -4 dB");
    assert_string_equal(answer.resolved, "set vox.fader -4 dB");
    answer_clear(&answer);
    document_execute(document, "louder vox 2 dB more", &answer);
    assert_string_equal(answer.text, "Not changed: unexpected `more`");
    assert_int_equal(answer.error_column, 17);
    answer_clear(&answer);
    document_execute(document, "undo", &answer);
    assert_string_equal(answer.text, "Undone: Vox fader -4 dB. It is -6 dB");
    answer_clear(&answer);
    char *text;
    size_t length;
    assert_int_equal(document_text(document, &text, &length), STATUS_OK);
    assert_string_equal(text, song);
    free(text);
    document_free(document);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_all_follows_from_one_row)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
