/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Left and right: the goniometer, and correlation as it is now. */
#include <math.h>
#include <stdio.h>

#include "tui/canvas/theme.h"
#include "tui/screen/loudness.h"
#include "tui/widget/scatter.h"

/* The middle stands upright, the sides lie: what is on the left alone goes to the upper left. */
static void draw_axes(const Scene *scene, Rect square, Canvas *canvas)
{
    const Glyphs *glyphs = scene->glyphs;
    int middle_row = square.row + square.rows / 2, middle = square.column + square.columns / 2;
    for (int i = 0; i < square.rows; i++)
        canvas_put(canvas, square.row + i, middle, glyphs->rule, STYLE_SCALE);
    for (int i = 0; i < square.columns; i++)
        canvas_put(canvas, middle_row, square.column + i, glyphs->across, STYLE_SCALE);
    canvas_put(canvas, middle_row, middle, glyphs->zero, STYLE_SCALE);
}

static void draw_letters(Rect square, Canvas *canvas)
{
    int middle = square.column + square.columns / 2, last = square.column + square.columns - 1;
    canvas_put(canvas, square.row, middle, 'M', STYLE_TITLE);
    canvas_put(canvas, square.row, square.column, 'L', STYLE_TITLE);
    canvas_put(canvas, square.row, last, 'R', STYLE_TITLE);
    canvas_put(canvas, square.row + square.rows / 2, last, 'S', STYLE_TITLE);
}

/* From -1 to +1, with a mark where it is. */
static void draw_phase(const Scene *scene, Rect rect, Canvas *canvas)
{
    float now = scene->image->correlation;
    int inside = rect.columns - 4, row = rect.row + 1;
    char number[16];
    snprintf(number, sizeof number, isnan(now) ? "-" : "%+.2f", (double)now);
    int used = canvas_text(canvas, rect.row, rect.column, rect.columns, STYLE_TITLE, "Correlation") + 2;
    used += canvas_text(canvas, rect.row, rect.column + used, 6, now < 0 ? STYLE_WARN : STYLE_STATUS, number) + 1;
    if (now < 0)
        canvas_text(canvas, rect.row, rect.column + used, rect.columns - used, STYLE_WARN, "cancels");
    canvas_text(canvas, row, rect.column, 2, STYLE_SCALE, "-1");
    canvas_text(canvas, row, rect.column + rect.columns - 2, 2, STYLE_SCALE, "+1");
    for (int i = 0; i < inside; i++)
        canvas_put(canvas, row, rect.column + 2 + i, scene->glyphs->across, STYLE_SCALE);
    canvas_put(canvas, row, rect.column + 2 + inside / 2, scene->glyphs->zero, STYLE_SCALE);
    if (isnan(now))
        return;
    int at = (int)floor((fmax(-1, fmin(1, (double)now)) + 1) / 2 * (inside - 1) + 0.5);
    canvas_put(canvas, row, rect.column + 2 + at, scene->glyphs->level[8], now < 0 ? STYLE_WARN : STYLE_POINT);
}

void loudness_draw_image(const Scene *scene, const LoudnessLayout *layout, Canvas *canvas)
{
    const LinkImage *image = scene->image;
    Rect square = scatter_square(layout->image);
    canvas_text(canvas, layout->image.row - 1, layout->image.column, layout->image.columns, STYLE_TITLE, "Image");
    canvas_text_right(canvas, layout->image.row - 1, layout->image.column, layout->image.columns, STYLE_DIM,
                      "-48 dB to the rim");
    draw_axes(scene, square, canvas);
    scatter_draw(canvas, scene->glyphs, square, image->dot, image->dot_count, STYLE_CURVE);
    draw_letters(square, canvas);
    draw_phase(scene, layout->phase, canvas);
}
