/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The history screen: how it looks at every size, and that its keys go to any place of the history and back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "tests/tui/bench.h"
#include "tests/tui/shape_kind.h"
#include "tests/tui/song.h"
#include "tests/tui/stage.h"
#include "tui/link/past.h"

static const char *const titles[] = {
    "Vox comp.threshold -24 dB", "Synth width 120 %",  "Padbass muted",         "Padbass unmuted",
    "Vox eq.2 350 Hz -3 dB",     "Mallet pan R 25 %",  "Vox send.plate -14 dB", "ride vox",
    "Marker Chorus at 1:04",     "Rhythm fader +1 dB", "Micro polarity invert", "Drums comp.ratio 2:1",
    "Added track gtr",           "Gtr fader -6 dB",    "Renamed gtr to guitar",
};

static void fill_past(Past *past, int done, int saved)
{
    *past = (Past){.known = true, .done = done, .count = (int)ARRAY_LEN(titles), .saved = saved};
    for (size_t i = 0; i < ARRAY_LEN(titles); i++)
        snprintf(past->titles[i], sizeof past->titles[i], "%s", titles[i]);
}

static void test_the_history_at_every_size(void **state)
{
    static const struct {
        int columns, rows;
    } sizes[] = {{80, 24}, {120, 40}, {200, 60}};
    static Past past;
    (void)state;
    fill_past(&past, 12, 10);
    for (int ascii = 0; ascii < 2; ascii++)
        for (size_t i = 0; i < ARRAY_LEN(sizes); i++) {
            Stage stage;
            char name[64];
            stage_open(&stage, SONG_TEXT, ascii);
            stage.scene.past = &past;
            stage.scene.screen = SCREEN_HISTORY;
            stage_draw(&stage, sizes[i].columns, sizes[i].rows);
            screen_table[SCREEN_HISTORY]->act(stage.screens[SCREEN_HISTORY], &stage.scene, -1, 4);
            stage_draw(&stage, sizes[i].columns, sizes[i].rows);
            snprintf(name, sizeof name, "history-%dx%d-%s", sizes[i].columns, sizes[i].rows, ascii ? "ascii" : "utf8");
            stage_expect(&stage, name);
            stage_close(&stage);
        }
}

/* More edits than rows: the list scrolls so that the cursor is seen, and only what is seen is asked for. */
static void test_a_long_history_scrolls(void **state)
{
    static Past past;
    Stage stage;
    int first, count;
    (void)state;
    past = (Past){.known = true, .done = 5000, .count = 5000, .saved = -1};
    stage_open(&stage, SONG_TEXT, true);
    stage.scene.past = &past;
    stage.scene.screen = SCREEN_HISTORY;
    const ScreenKind *screen = screen_table[SCREEN_HISTORY];
    for (int at = 5000; at >= 0; at -= 500) {
        stage_draw(&stage, 80, 24);
        screen->wish_past(stage.screens[SCREEN_HISTORY], &first, &count);
        assert_in_range(count, 1, 19);
        assert_true(at == 0 || (first <= at - 1 && at - 1 < first + count));
        char number[16];
        bool seen = false;
        snprintf(number, sizeof number, " %d", at);
        for (int row = 3; row < 21 && !seen; row++)
            seen = strstr(stage_row(&stage, row), number) != NULL;
        assert_true(seen);
        screen->act(stage.screens[SCREEN_HISTORY], &stage.scene, -1, 500);
    }
    assert_non_null(strstr(stage_row(&stage, 1), "not saved as it was at any of them"));
    stage_close(&stage);
}

/* What is drawn asks for what it lacks, and is drawn again. */
static const char *shown(Bench *bench, int row)
{
    bench_settle(bench);
    bench_settle(bench);
    return bench_row(bench, row);
}

static char *text_of(Bench *bench)
{
    char *text;
    size_t length;
    assert_int_equal(document_text(host_document(bench->desk->host), &text, &length), STATUS_OK);
    return text;
}

static void test_enter_goes_anywhere(void **state)
{
    Bench bench;
    (void)state;
    bench_open(&bench);
    char *opened = text_of(&bench);
    bench_type(&bench, "mlm:write<Enter>lmll", "mute vox on; mute synth on; write; mute padbass on");
    char *edited = text_of(&bench);
    bench_type(&bench, "gh", "");
    assert_string_equal(shown(&bench, 1), "History  3 edits done  saved at 2");
    assert_string_equal(shown(&bench, 3), ">    3 *Padbass mute on                                           now");
    assert_string_equal(shown(&bench, 4),
                        "     2  Synth mute on                                                    saved");
    bench_type(&bench, "3j", "");
    assert_non_null(strstr(shown(&bench, 21), "Enter takes back 3 edits"));
    bench_type(&bench, "<Enter>", "undo to 0");
    char *text = text_of(&bench);
    assert_string_equal(text, opened);
    free(text);
    assert_string_equal(shown(&bench, 1), "History  0 edits done  3 undone  saved at 2");
    assert_string_equal(shown(&bench, 3), "     3  Padbass mute on                                           undone");
    bench_type(&bench, "<Enter>", ""); /* it is there */
    bench_type(&bench, "gg<Enter>", "undo to 3");
    text = text_of(&bench);
    assert_string_equal(text, edited);
    free(text);
    bench_type(&bench, "j<Enter>", "undo to 2");
    assert_string_equal(shown(&bench, 1), "History  2 edits done  1 undone  all saved");
    bench_type(&bench, "Gzzu", "undo");
    assert_string_equal(shown(&bench, 1), "History  1 edit done  2 undone  saved at 2");
    free(opened);
    free(edited);
    bench_close(&bench);
}

/* What is edited after an undo takes the place of what was undone, and with it perhaps the saved state. */
static void test_what_was_saved_may_be_out_of_reach(void **state)
{
    Bench bench;
    (void)state;
    bench_open(&bench);
    bench_type(&bench, "mlm:write<Enter>u", "mute vox on; mute synth on; write; undo");
    bench_type(&bench, "gh", "");
    assert_string_equal(shown(&bench, 1), "History  1 edit done  1 undone  saved at 2");
    bench_type(&bench, "i", "set synth.polarity invert");
    assert_string_equal(shown(&bench, 1), "History  2 edits done  not saved as it was at any of them");
    bench_close(&bench);
}

/* Looking about writes nothing: every key of the screen but Enter. */
static void test_looking_sends_no_command(void **state)
{
    Bench bench;
    (void)state;
    bench_open(&bench);
    bench_type(&bench, "ghjkggGzz<Up><Down>;gm:history<Enter>`", "");
    bench_close(&bench);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_history_at_every_size), cmocka_unit_test(test_a_long_history_scrolls),
        cmocka_unit_test(test_enter_goes_anywhere),       cmocka_unit_test(test_what_was_saved_may_be_out_of_reach),
        cmocka_unit_test(test_looking_sends_no_command),
    };
    setlocale(LC_CTYPE, "C.UTF-8");
    shape_kind_register();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
