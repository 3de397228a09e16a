/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Graphs as text: where a curve stands, what is clipped, how scales are labelled. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "audio/base/attributes.h"
#include "tui/canvas/theme.h"
#include "tui/widget/plot.h"

enum { COLUMNS = 34, ROWS = 9 };

static Plot open_plot(Canvas *canvas, bool ascii)
{
    *canvas = (Canvas){.ascii = ascii};
    assert_int_equal(canvas_resize(canvas, COLUMNS, ROWS), STATUS_OK);
    return (Plot){canvas, glyphs_get(ascii), (Rect){0, 4, 7, 30}, 7, -7};
}

static void expect(const Canvas *canvas, const char *const *rows)
{
    char row[8 * COLUMNS];
    bool same = true;
    for (int i = 0; i < ROWS; i++) {
        canvas_row_text(canvas, i, row, sizeof row);
        same = same && strcmp(row, rows[i]) == 0;
        print_message("%-34s|%s\n", row, strcmp(row, rows[i]) == 0 ? "" : "  <- not so");
    }
    assert_true(same);
}

/* The line y = x from -7 to 7, which is steeper than a row, and a step that leaves the graph. */
static void test_curves_are_joined_and_clipped(void **state)
{
    static const PlotTick left[] = {{6, "+6"}, {0, "0"}, {-6, "-6"}};
    float values[60];
    PlotTick below[10];
    Canvas canvas;
    (void)state;
    Plot plot = open_plot(&canvas, true);
    assert_int_equal(plot_count(&plot), 30);
    plot_scale_left(&plot, 3, left, ARRAY_LEN(left));
    plot_scale_below(&plot, below, plot_hz_ticks(20, 20000, below, ARRAY_LEN(below)));
    for (int i = 0; i < 30; i++)
        values[i] = (float)(i < 20 ? 14 * plot_place(&plot, i) - 7 : i < 22 ? 40 : i == 25 ? NAN : -4);
    plot_curve(&plot, values, '*', STYLE_CURVE);
    expect(&canvas, (const char *const[]){
                        " +6+                   *  *",
                        "   |                   *  *",
                        "   |                 ***  *",
                        "  0+             ****     *",
                        "   |         ****         *",
                        "   |    *****             *** ****",
                        " -6+****",
                        "   ++--+--+---+--+--+---+--+--+--+",
                        "    20 50    200    1k  2k 5k  20k",
                    });
    canvas_clear(&canvas);
}

static void expect_glyph(const Canvas *canvas, int row, int column, uint32_t glyph)
{
    assert_int_equal(canvas->cells[row * canvas->columns + column].glyph, glyph);
}

/* 0 is dot 14 of 28 from the top: the third of row 3, in both halves of each cell.  A second curve, two dots higher,
 * shares the cells; text is overwritten. */
static void test_braille_curves_share_cells(void **state)
{
    float values[60];
    Canvas canvas;
    (void)state;
    Plot plot = open_plot(&canvas, false);
    assert_int_equal(plot_count(&plot), 60);
    canvas_text(&canvas, 3, 4, 30, STYLE_TEXT, "text");
    for (int i = 0; i < 60; i++)
        values[i] = i < 30 ? 0 : NAN;
    plot_curve(&plot, values, '*', STYLE_CURVE);
    expect_glyph(&canvas, 3, 4, 0x2824);
    expect_glyph(&canvas, 3, 18, 0x2824);
    expect_glyph(&canvas, 3, 19, ' ');
    for (int i = 0; i < 60; i++)
        values[i] = 0.99f;
    plot_curve(&plot, values, '*', STYLE_CURVE);
    expect_glyph(&canvas, 3, 4, 0x282d);
    expect_glyph(&canvas, 3, 19, 0x2809);
    canvas_clear(&canvas);
}

static void test_marks_are_clamped(void **state)
{
    Canvas canvas;
    (void)state;
    Plot plot = open_plot(&canvas, true);
    plot_line_across(&plot, 0, STYLE_SCALE);
    plot_mark(&plot, 1, 99, 'O', STYLE_KEY);
    plot_mark(&plot, 0, -7, 'V', STYLE_KEY);
    expect(&canvas, (const char *const[]){"                                 O", "", "",
                                          "    ------------------------------", "", "", "    V", "", ""});
    canvas_clear(&canvas);
}

/* Areas leave what is there; reduction hangs from the top by whole parts. */
static void test_areas_and_reduction(void **state)
{
    float values[60];
    Canvas canvas;
    (void)state;
    Plot plot = open_plot(&canvas, true);
    canvas_text(&canvas, 5, 6, 1, STYLE_TEXT, "x");
    for (int i = 0; i < 30; i++)
        values[i] = i < 3 ? 0 : i < 6 ? 20 : i < 9 ? -7 : NAN;
    plot_area(&plot, values, ':', STYLE_CURVE);
    expect(&canvas, (const char *const[]){"       ...", "       ...", "       ...", "    :::...", "    ......",
                                          "    ..x...", "    ......", "", ""});
    for (int i = 0; i < 30; i++)
        values[i] = i < 3 ? 7 : i < 6 ? 3.2f : i < 9 ? -30 : NAN;
    canvas_blank(&canvas);
    plot_hanging(&plot, values, STYLE_REDUCTION);
    expect(&canvas, (const char *const[]){"       !!!!!!", "       !!!!!!", "          !!!", "          !!!",
                                          "          !!!", "          !!!", "          !!!", "", ""});
    canvas_clear(&canvas);
}

/* The axis of frequency: 20 Hz to 20 kHz is three decades. */
static void test_the_axis_of_frequency(void **state)
{
    (void)state;
    assert_float_equal(plot_place_of_hz(200, 20, 20000), 1.0 / 3, 1e-12);
    assert_float_equal(plot_hz_of_place(2.0 / 3, 20, 20000), 2000, 1e-9);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_curves_are_joined_and_clipped),
        cmocka_unit_test(test_braille_curves_share_cells),
        cmocka_unit_test(test_marks_are_clamped),
        cmocka_unit_test(test_areas_and_reduction),
        cmocka_unit_test(test_the_axis_of_frequency),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
