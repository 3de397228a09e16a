/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What must be seen at a glance, and numbers that must not be cut. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "tests/tui/shape_kind.h"
#include "tests/tui/song.h"
#include "tests/tui/stage.h"
#include "tui/canvas/theme.h"
#include "tui/screen/mixer.h"
#include "tui/widget/fader.h"
#include "tui/widget/reading.h"
#include "tui/widget/scale.h"

static void make_narrow(Stage *stage)
{
    screen_table[SCREEN_MIXER]->act(stage->screens[SCREEN_MIXER], &stage->scene, STRIP_WIDTH_NARROW, 1);
}

static void test_numbers_are_short_but_never_others(void **state)
{
    static const struct {
        uint32_t count;
        const char *text;
    } counts[] = {{0, "0"}, {999, "999"}, {1000, "1k"}, {20794, "20k"}, {999999, "999k"}, {4294967295u, "4G"}};
    static const struct {
        double db;
        int columns;
        const char *text;
    } levels[] = {
        {-10.5, 5, "-10.5"}, {-100.5, 5, "-100"}, {-9.96, 4, "-10"}, {12.25, 3, "+12"}, {-INFINITY, 5, "-inf"}};
    char text[READING_MAX], row[64];
    Canvas canvas = {.ascii = true};
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(counts); i++) {
        reading_count(counts[i].count, text);
        assert_string_equal(text, counts[i].text);
    }
    for (size_t i = 0; i < ARRAY_LEN(levels); i++) {
        reading_level_in(levels[i].db, levels[i].columns, text);
        assert_string_equal(text, levels[i].text);
    }
    assert_int_equal(canvas_resize(&canvas, 20, 1), STATUS_OK);
    canvas_number(&canvas, 0, 0, 4, STYLE_TEXT, "-1");
    canvas_number(&canvas, 0, 5, 4, STYLE_TEXT, "-1.25");
    canvas_text_cut(&canvas, 0, 10, 8, STYLE_TEXT, "much too long", "...");
    canvas_row_text(&canvas, 0, row, sizeof row);
    assert_string_equal(row, "  -1 #### much ...");
    canvas_clear(&canvas);
}

static void test_what_the_master_was_over(void **state)
{
    Stage stage;
    (void)state;
    stage_open(&stage, SONG_TEXT, true);
    int master = stage.scene.model->strip_count - 1;
    stage.state.true_peak_dbtp = 1.25f;
    meter_view_feed(&stage.meters, master, &(HostStrip){.peak_db = {1, 1}, .overs = 20794});
    stage_draw(&stage, 80, 24);
    if (!strstr(stage_row(&stage, 6), "| TP +1.2 ov20k"))
        fail_msg("%s", stage_row(&stage, 6));
    const Cell *cell = &stage.canvas.cells[6 * 80 + 79];
    assert_true(cell->glyph == 'k' && cell->style == STYLE_CLIP);
    stage_close(&stage);
}

/* The 14 strips of the demo and its master have room at 80 columns; a value that reaches into the gap has its sign. */
static void test_narrow_strips_are_all_seen(void **state)
{
    char text[4096] = "ttymix 1\nrate 48000 Hz\n";
    Stage stage;
    (void)state;
    for (int i = 1; i <= 14; i++)
        snprintf(text + strlen(text), sizeof text - strlen(text), "[track t%d]\nfader %s\npan L 100 %%\n%s", i,
                 i % 2 ? "-10.5 dB" : "-100 dB", i % 2 ? "width 120 %\n" : "");
    snprintf(text + strlen(text), sizeof text - strlen(text), "[master]\n");
    stage_open(&stage, text, true);
    stage_draw(&stage, 80, 24);
    assert_null(strstr(stage_row(&stage, 1), "t14"));
    make_narrow(&stage);
    stage_draw(&stage, 80, 24);
    stage_expect(&stage, "mixer-narrow-80x24-ascii");
    stage_close(&stage);
}

static void test_what_is_not_heard_looks_so(void **state)
{
    Stage stage;
    (void)state;
    stage_open(&stage, "ttymix 1\n[track a]\nmute\n[track b]\n[track c]\n[master]\n", true);
    strcpy(stage.state.solo, "c");
    for (int i = 0; i < 3; i++)
        meter_view_feed(&stage.meters, i, &(HostStrip){.peak_db = {-3, -3}});
    make_narrow(&stage);
    stage_draw(&stage, 80, 24);
    assert_true(strncmp(stage_row(&stage, 6), "muted   pk -3.0 pk -3.0", 23) == 0);
    const Cell *row = &stage.canvas.cells[16 * 80];
    assert_true(row[4].glyph == ':' && row[4].style == STYLE_DIM);
    assert_true(row[12].glyph == ':' && row[12].style == STYLE_DIM);
    assert_true(row[20].glyph == '#' && row[20].style == STYLE_METER_LOW);
    assert_true(stage.canvas.cells[1 * 80 + 8].style == STYLE_DIM);
    stage_close(&stage);
}

/* Each strip's meter is green, yellow from -6 dB and red from full scale, in three colours that differ, on every depth
 * of colour; a selected strip has a line at either side of its fader. */
static void test_levels_differ_in_colour_and_the_selection_stands_out(void **state)
{
    static const int depths[] = {8, 16, 256};
    Stage stage;
    Theme theme;
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(depths); i++)
        for (int light = 0; light < 2; light++) {
            theme_init(&theme, depths[i], light);
            int low = theme.look[STYLE_METER_LOW].fg % 8, high = theme.look[STYLE_METER_HIGH].fg % 8,
                over = theme.look[STYLE_METER_OVER].fg % 8;
            assert_true(low == 2 && high == 3 && over == 1);
            assert_int_equal(theme.look[STYLE_METER_MID].fg % 8, 2);
            assert_int_equal(theme.look[STYLE_CLIP].fg % 8, 1);
        }
    stage_open(&stage, SONG_TEXT, false);
    stage.view.strip = 1;
    stage.view.strip_uid = stage.scene.model->strips[1].uid;
    stage_draw(&stage, 200, 60);
    const Cell *row = &stage.canvas.cells[30 * 200];
    assert_true(row[15].glyph == 0x2503 && row[31].glyph == 0x2503 && row[15].style == STYLE_EDGE);
    for (int column = 16; column < 31; column++)
        assert_int_equal(stage.canvas.cells[200 + column].style, STYLE_SELECTED);
    stage_close(&stage);
}

/* Where the cap's upper edge stands, in eighths of a row from the top; -1 if it is not one row high. */
static int cap_eighths(double db)
{
    Canvas canvas = {0};
    int eighths = -1, filled = 0;
    assert_int_equal(canvas_resize(&canvas, 3, 21), STATUS_OK);
    fader_draw(&canvas, glyphs_get(false), (Rect){0, 0, 20, 3}, db, true);
    for (int row = 0; row < 21; row++) {
        const Cell *cell = &canvas.cells[row * 3];
        int level = cell->glyph >= 0x2581 && cell->glyph <= 0x2588 ? (int)(cell->glyph - 0x2580) : 0;
        filled += cell->style == STYLE_FADER_BELOW ? 8 - level : level;
        if (level > 0 && eighths < 0)
            eighths = 8 * row + 8 - level;
    }
    canvas_clear(&canvas);
    return filled == 8 ? eighths : -1;
}

static void test_the_cap_moves_by_eighths(void **state)
{
    int before = cap_eighths(12);
    (void)state;
    assert_int_equal(before, 0);
    for (double db = 12; db > -60; db -= 0.1) {
        int here = cap_eighths(db);
        assert_int_equal(here, (int)floor((1 - scale_travel_of_db(db)) * 19 * 8 + 0.5));
        assert_true(here >= before && here - before <= 1); /* 0.1 dB is less than an eighth of these rows */
        before = here;
    }
    assert_int_equal(cap_eighths(-INFINITY), 19 * 8);
}

static void test_the_length_stands_beside_the_position(void **state)
{
    Stage stage;
    (void)state;
    stage_open(&stage, SONG_TEXT, true);
    stage.state.length = 75 * 48000 + 480;
    stage_draw(&stage, 80, 24);
    if (!strstr(stage_row(&stage, 0), "> 1:02.350 / 1:15.010"))
        fail_msg("%s", stage_row(&stage, 0));
    stage_close(&stage);
}

static void test_what_has_no_room_is_cut_with_a_sign(void **state)
{
    Stage stage;
    char message[300];
    (void)state;
    stage_open(&stage, SONG_TEXT, false);
    stage_draw(&stage, 80, 24);
    const char *hints = stage_row(&stage, 23);
    assert_string_equal(hints + strlen(hints) - 3, "\xe2\x80\xa6");
    memset(message, 'x', sizeof message - 1);
    message[sizeof message - 1] = '\0';
    stage.scene.message = message;
    stage_draw(&stage, 80, 24);
    assert_string_equal(stage_row(&stage, 23) + 79, "\xe2\x80\xa6");
    stage_close(&stage);
}

static void test_the_help_is_searched(void **state)
{
    Stage stage;
    (void)state;
    stage_open(&stage, SONG_TEXT, true);
    stage.scene.screen = SCREEN_HELP;
    screen_table[SCREEN_HELP]->find(stage.screens[SCREEN_HELP], "polarity");
    stage_draw(&stage, 80, 24);
    stage_expect(&stage, "help-search-80x24-ascii");
    screen_table[SCREEN_HELP]->find(stage.screens[SCREEN_HELP], "nothing at all");
    stage_draw(&stage, 80, 24);
    assert_string_equal(stage_row(&stage, 3), "Nothing has it.");
    screen_table[SCREEN_HELP]->find(stage.screens[SCREEN_HELP], "");
    stage_draw(&stage, 120, 40);
    stage_expect(&stage, "help-120x40-ascii");
    stage_close(&stage);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_numbers_are_short_but_never_others),
        cmocka_unit_test(test_what_the_master_was_over),
        cmocka_unit_test(test_narrow_strips_are_all_seen),
        cmocka_unit_test(test_what_is_not_heard_looks_so),
        cmocka_unit_test(test_levels_differ_in_colour_and_the_selection_stands_out),
        cmocka_unit_test(test_the_cap_moves_by_eighths),
        cmocka_unit_test(test_the_length_stands_beside_the_position),
        cmocka_unit_test(test_what_has_no_room_is_cut_with_a_sign),
        cmocka_unit_test(test_the_help_is_searched),
    };
    if (!setlocale(LC_CTYPE, "C.UTF-8"))
        return 77;
    shape_kind_register();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
