/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The loudness and image screen at every size; its lines on the link, right and wrong; what its keys do. */
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

#include "tests/tui/bench.h"
#include "tests/tui/shape_kind.h"
#include "tests/tui/song.h"
#include "tests/tui/stage.h"
#include "tui/link/image.h"
#include "tui/widget/scatter.h"

static void take(LinkImage *image, const char *line)
{
    char copy[4096];
    size_t word = strcspn(line, " ");
    snprintf(copy, sizeof copy, "%s", line);
    copy[word] = '\0';
    assert_true(link_image_take(image, copy, copy + word + 1));
}

/* Two minutes of a song by formula, sent as a session sends it. */
static void fill_image(LinkImage *image)
{
    Buffer out = {0};
    link_image_init(image);
    for (int i = 0; i < 240; i++) {
        double t = 0.5 * i, verse = t < 40 ? -6 : 0;
        float values[] = {(float)(-17 + verse + 2.5 * sin(t * 1.7)),
                          (float)(-18 + verse + sin(t * 0.4)),
                          (float)(i < 6 ? -INFINITY : -18.5 + 0.5 * sin(t / 60)),
                          (float)(2 + t / 30),
                          (float)(-4 + verse / 2 + 1.5 * sin(t * 2.1)),
                          (float)(13.9 - verse / 6),
                          (float)(12 + 2 * sin(t * 0.3)),
                          (float)(0.6 + 0.3 * sin(t * 0.2) - (i == 150 ? 0.9 : 0))};
        link_add_loudpoint(&out, 1000 + i, values);
    }
    double levels[62], losses[31];
    for (int i = 0; i < 62; i++)
        levels[i] = -24 - 0.45 * i + 3 * sin(i * 0.9);
    link_add_bands(&out, 6, 19.953, levels, NULL, 62, 0, 0);
    for (int i = 0; i < 31; i++) {
        levels[i] = -21 - 0.9 * i + 1.5 * cos(i * 0.7);
        losses[i] = i > 24 ? -4.5 : i == 11 ? -1.6 : -0.2;
    }
    link_add_bands(&out, 3, 19.953, levels, losses, 31, -2.7, -0.8);
    for (int k = 0; k < 4; k++) {
        float dots[48][2];
        for (int i = 0; i < 48; i++) {
            double angle = 0.4 * sin(i * 1.3 + k), radius = 0.75 * sin(i * 0.37 + 2 * k);
            dots[i][0] = (float)(radius * sin(angle));
            dots[i][1] = (float)(radius * cos(angle));
        }
        link_add_dots(&out, 0.62, (const float(*)[2])dots, 48);
    }
    for (char *line = out.bytes, *end; (end = strchr(line, '\n')); line = end + 1) {
        *end = '\0';
        take(image, line);
    }
    buffer_clear(&out);
}

static void test_the_screen_at_every_size(void **state)
{
    static const struct {
        int columns, rows;
    } sizes[] = {{80, 24}, {120, 40}, {200, 60}};
    static LinkImage image;
    (void)state;
    fill_image(&image);
    for (int ascii = 0; ascii < 2; ascii++)
        for (size_t i = 0; i < ARRAY_LEN(sizes); i++) {
            Stage stage;
            char name[64];
            stage_open(&stage, SONG_TEXT, ascii);
            stage.scene.image = &image;
            stage.scene.screen = SCREEN_LOUDNESS;
            stage_draw(&stage, sizes[i].columns, sizes[i].rows);
            snprintf(name, sizeof name, "loudness-%dx%d-%s", sizes[i].columns, sizes[i].rows, ascii ? "ascii" : "utf8");
            stage_expect(&stage, name);
            stage_close(&stage);
        }
}

/* Before anything has come, and at every size between: nothing is drawn outside, nothing is missing. */
static void test_an_empty_screen_and_odd_sizes(void **state)
{
    static LinkImage image;
    (void)state;
    for (int full = 0; full < 2; full++)
        for (int columns = 80; columns <= 240; columns += 9)
            for (int rows = 24; rows <= 80; rows += 7) {
                Stage stage;
                stage_open(&stage, SONG_TEXT, rows % 2);
                full ? fill_image(&image) : link_image_init(&image);
                stage.scene.image = &image;
                stage.scene.screen = SCREEN_LOUDNESS;
                stage_draw(&stage, columns, rows);
                bool low = false;
                for (int row = 0; row < rows; row++)
                    low |= strstr(stage_row(&stage, row), "140-280") != NULL;
                assert_true(low);
                assert_non_null(
                    strstr(stage_row(&stage, 1), "M -16.9  S -17.8  I -18.2 LUFS  LRA 6.2 LU  TP -4.6 dBTP  PLR 13.6"));
                stage_close(&stage);
            }
}

static void test_lines_that_mean_nothing_change_nothing(void **state)
{
    static const char *const lines[] = {"loudpoint",
                                        "loudpoint 1 2 3",
                                        "loudpoint -1 0 0 0 0 0 0 0 0",
                                        "loudpoint x 0 0 0 0 0 0 0 0",
                                        "loudpoint 1240 0 0 0 0 0 0 0 99999999",
                                        "dots",
                                        "dots 10 AAA",
                                        "dots 10 A!",
                                        "spectrum 6",
                                        "spectrum 0 100 1",
                                        "spectrum 6 0 1",
                                        "spectrum 6 1995 1 x",
                                        "thirds 1",
                                        "thirds 1 2 3 1995 -100",
                                        "thirds 1 2 25 1995 -100 1",
                                        "other 1"};
    static LinkImage image, before;
    (void)state;
    fill_image(&image);
    before = image;
    for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
        char copy[200];
        size_t word = strcspn(lines[i], " ");
        snprintf(copy, sizeof copy, "%s%s", lines[i], lines[i][word] ? "" : " ");
        copy[word] = '\0';
        if (link_image_take(&image, copy, copy + word + 1))
            fail_msg("taken: %s", lines[i]);
        assert_memory_equal(&image, &before, sizeof image);
    }
    char many[1000] = "6 1995";
    for (int i = 0; i < LINK_BANDS + 1; i++)
        snprintf(many + strlen(many), sizeof many - strlen(many), " -1");
    assert_false(link_image_take(&image, "spectrum", many));
}

/* What is kept is bounded, and begins anew where points are missing or it is another song. */
static void test_points_that_are_kept(void **state)
{
    static LinkImage image;
    char line[100];
    (void)state;
    link_image_init(&image);
    for (int i = 0; i < 2 * LINK_POINTS; i++) {
        snprintf(line, sizeof line, "loudpoint %d -%d 0 0 0 0 0 0 0", i, i % 1000);
        take(&image, line);
    }
    assert_null(link_image_point(&image, LINK_POINTS - 1));
    assert_true(link_image_point(&image, LINK_POINTS)->momentary == -(LINK_POINTS % 1000) / 10.0f);
    take(&image, "loudpoint 5000 -1 0 0 0 0 0 0 -1200");
    assert_null(link_image_point(&image, 2 * LINK_POINTS - 1));
    assert_true(isnan(link_image_point(&image, 5000)->correlation));
    take(&image, "loudpoint 0 -1 0 0 0 0 0 0 0");
    assert_null(link_image_point(&image, 5000));
    assert_non_null(link_image_point(&image, 0));
}

/* A dot at a corner, in the middle, and outside. */
static void test_a_scatter(void **state)
{
    static const float dots[][2] = {{-1, 1}, {1, -1}, {0.01f, -0.01f}, {0.01f, -0.01f}, {2, 0}, {NAN, 0}};
    Canvas canvas = {.ascii = true};
    char row[100];
    (void)state;
    assert_int_equal(canvas_resize(&canvas, 8, 4), STATUS_OK);
    Rect square = scatter_square((Rect){0, 0, 4, 9});
    assert_int_equal(square.columns, 8);
    scatter_draw(&canvas, glyphs_get(true), square, dots, (int)ARRAY_LEN(dots), 0);
    canvas_row_text(&canvas, 0, row, sizeof row);
    assert_string_equal(row, ".");
    canvas_row_text(&canvas, 2, row, sizeof row);
    assert_string_equal(row, "    :");
    canvas_row_text(&canvas, 3, row, sizeof row);
    assert_string_equal(row, "       .");
    canvas_blank(&canvas);
    canvas.ascii = false;
    scatter_draw(&canvas, glyphs_get(false), square, dots, (int)ARRAY_LEN(dots), 0);
    assert_int_equal(canvas.cells[0].glyph, 0x2801);
    assert_int_equal(canvas.cells[3 * 8 + 7].glyph, 0x2880);
    assert_int_equal(canvas.cells[2 * 8 + 4].glyph, 0x2801);
    canvas_clear(&canvas);
}

/* It is asked for while it is shown, with as much of the past as has room, and no command is sent. */
static void test_it_is_sent_only_while_it_is_shown(void **state)
{
    Bench bench;
    (void)state;
    bench_open(&bench);
    assert_null(strstr(fake_session_heard(bench.session), "image"));
    bench_type(&bench, "gl", "");
    bench_settle(&bench); /* what is drawn asks for what it lacks */
    assert_non_null(strstr(fake_session_heard(bench.session), "\nimage 160\n"));
    bench_type(&bench, "t", "");
    assert_string_equal(bench.desk->message, "Spectrum tilted by 3 dB an octave");
    bench_type(&bench, "2t", "");
    assert_string_equal(bench.desk->message, "Spectrum tilted by 6 dB an octave");
    bench_type(&bench, "gm", "");
    bench_settle(&bench);
    assert_non_null(strstr(fake_session_heard(bench.session), "\nimage 0\n"));
    bench_close(&bench);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_screen_at_every_size),
        cmocka_unit_test(test_an_empty_screen_and_odd_sizes),
        cmocka_unit_test(test_lines_that_mean_nothing_change_nothing),
        cmocka_unit_test(test_points_that_are_kept),
        cmocka_unit_test(test_a_scatter),
        cmocka_unit_test(test_it_is_sent_only_while_it_is_shown),
    };
    setlocale(LC_CTYPE, "C.UTF-8");
    shape_kind_register();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
