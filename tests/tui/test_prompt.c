/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The line that is typed into, its history and its completion. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#include "tui/view/prompt.h"

static int offer(void *context, const char *line, size_t cursor, char **words, int limit)
{
    static const char *const all[] = {"send", "set", "solo", "vox.fader"};
    size_t start = cursor;
    int count = 0;
    (void)context;
    while (start > 0 && line[start - 1] != ' ')
        start--;
    for (size_t i = 0; i < 4 && count < limit; i++)
        if (strncmp(all[i], line + start, cursor - start) == 0)
            words[count++] = strdup(all[i]);
    return count;
}

static PromptResult type(Prompt *prompt, const Recall *history, const char *keys)
{
    PromptResult result = PROMPT_GOES_ON;
    while (*keys)
        result = prompt_take(prompt, key_parse(&keys), history, offer, NULL);
    return result;
}

static void test_editing(void **state)
{
    static const struct {
        const char *keys, *text;
        size_t cursor;
    } cases[] = {
        {"set vox", "set vox", 7},
        {"vox<Home>set <End>.fader", "set vox.fader", 13},
        {"abc<Left><Left>X", "aXbc", 2},
        {"a\xc3\xbc"
         "b<Backspace><Backspace>",
         "a", 1},
        {"set vox.fader -6<C-w>-9", "set vox.fader -9", 16},
        {"one two<C-u>", "", 0},
        {"one two<Left><Left><C-k>", "one t", 5},
        {"abc<C-a><C-d>", "bc", 0},
        {"abc<C-b><Right><Right>", "abc", 3},
    };
    Recall none = {.count = 0};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        Prompt prompt = {0};
        prompt_open(&prompt, PROMPT_COMMAND, "");
        assert_int_equal(type(&prompt, &none, cases[i].keys), PROMPT_GOES_ON);
        assert_string_equal(prompt.text, cases[i].text);
        assert_int_equal(prompt.cursor, cases[i].cursor);
        prompt_close(&prompt);
    }
}

static void test_leaving(void **state)
{
    Recall none = {.count = 0};
    Prompt prompt = {0};
    (void)state;
    static const struct {
        const char *keys;
        PromptResult result;
    } cases[] = {{"x<Enter>", PROMPT_DONE},
                 {"x<Esc>", PROMPT_CANCELLED},
                 {"x<C-g>", PROMPT_CANCELLED},
                 {"x<Backspace><Backspace>", PROMPT_CANCELLED}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        prompt_open(&prompt, PROMPT_COMMAND, "");
        assert_int_equal(type(&prompt, &none, cases[i].keys), cases[i].result);
    }
    prompt_close(&prompt);
}

static void test_completion_offers_then_walks(void **state)
{
    Recall none = {.count = 0};
    Prompt prompt = {0};
    (void)state;
    prompt_open(&prompt, PROMPT_COMMAND, "");
    type(&prompt, &none, "s<Tab>");
    assert_string_equal(prompt.text, "s");
    assert_int_equal(prompt.word_count, 3);
    type(&prompt, &none, "<Tab>");
    assert_string_equal(prompt.text, "send");
    type(&prompt, &none, "<Tab><Tab>");
    assert_string_equal(prompt.text, "solo");
    type(&prompt, &none, " v<Tab>");
    assert_string_equal(prompt.text, "solo vox.fader ");
    assert_int_equal(prompt.word_count, 0);
    prompt_close(&prompt);
}

static void test_history_goes_by_what_was_typed(void **state)
{
    Recall history = {.count = 0};
    Prompt prompt = {0};
    (void)state;
    recall_add(&history, "set vox.fader -6");
    recall_add(&history, "solo vox");
    recall_add(&history, "set vox.pan C");
    recall_add(&history, "solo vox"); /* moves to the end, stands once */
    recall_add(&history, "   ");
    assert_int_equal(history.count, 3);
    prompt_open(&prompt, PROMPT_COMMAND, "");
    type(&prompt, &history, "<Up>");
    assert_string_equal(prompt.text, "solo vox");
    type(&prompt, &history, "<Up><Up><Up>");
    assert_string_equal(prompt.text, "set vox.fader -6");
    type(&prompt, &history, "<Down><Down><Down><Down>");
    assert_string_equal(prompt.text, "");
    type(&prompt, &history, "set<Up>");
    assert_string_equal(prompt.text, "set vox.pan C");
    type(&prompt, &history, "<C-p>");
    assert_string_equal(prompt.text, "set vox.fader -6");
    type(&prompt, &history, "<C-n><C-n>");
    assert_string_equal(prompt.text, "set");
    prompt_close(&prompt);
    recall_clear(&history);
}

static void test_history_is_bounded_and_kept(void **state)
{
    Recall history = {.count = 0}, again = {.count = 0};
    char folder[] = "/tmp/ttymix-history-XXXXXX", path[64], line[32];
    struct stat status;
    (void)state;
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/history", folder);
    assert_int_equal(recall_load(&history, path), STATUS_OK); /* a missing file is an empty history */
    for (int i = 0; i < RECALL_MAX + 20; i++) {
        snprintf(line, sizeof line, "set a.fader %d", i);
        recall_add(&history, line);
    }
    assert_int_equal(history.count, RECALL_MAX);
    assert_int_equal(recall_save(&history, path), STATUS_OK);
    assert_true(stat(path, &status) == 0 && (status.st_mode & 0777) == 0600);
    assert_int_equal(recall_load(&again, path), STATUS_OK);
    assert_int_equal(again.count, RECALL_MAX);
    assert_string_equal(again.lines[0], "set a.fader 20");
    recall_clear(&again);
    FILE *file = fopen(path, "w");
    fputs("good\n\033]0;evil\007\nset b\n", file);
    fclose(file);
    assert_int_equal(recall_load(&again, path), STATUS_OK);
    assert_int_equal(again.count, 2);
    unlink(path);
    assert_true(symlink("/etc/passwd", path) == 0);
    assert_int_equal(recall_load(&again, path), STATUS_IO); /* never through a link */
    unlink(path);
    rmdir(folder);
    recall_clear(&again);
    recall_clear(&history);
}

static void test_a_line_that_is_too_long_stops_growing(void **state)
{
    Recall none = {.count = 0};
    Prompt prompt = {0};
    (void)state;
    prompt_open(&prompt, PROMPT_COMMAND, "");
    for (int i = 0; i < 2 * PROMPT_MAX; i++)
        prompt_take(&prompt, i % 3 ? 'x' : 0x5409, &none, NULL, NULL);
    assert_true(prompt.length < PROMPT_MAX && strlen(prompt.text) == prompt.length);
    prompt_close(&prompt);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_editing),
        cmocka_unit_test(test_leaving),
        cmocka_unit_test(test_completion_offers_then_walks),
        cmocka_unit_test(test_history_goes_by_what_was_typed),
        cmocka_unit_test(test_history_is_bounded_and_kept),
        cmocka_unit_test(test_a_line_that_is_too_long_stops_growing),
    };
    setlocale(LC_CTYPE, "C.UTF-8");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
