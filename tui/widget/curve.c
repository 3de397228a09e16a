/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tui/widget/curve.h"

#include <math.h>

#include "tui/canvas/theme.h"

#define RANGE_DB 12.0    /* up and down */
#define LOW_RANGE_DB 6.0 /* in a single row */
#define STEEP_DB 6.0     /* from one column to the next but one: a slope */

static char ascii_sign(double before, double here, double after)
{
    if (after - before > STEEP_DB)
        return '/';
    if (after - before < -STEEP_DB)
        return '\\';
    if (here < -9)
        return '_';
    if (fabs(here) < 0.25)
        return '-';
    return here > 1 ? '^' : here < -1 ? 'v' : '~';
}

int curve_count(const Glyphs *glyphs, int columns)
{
    return glyphs->ascii ? columns + 2 : 2 * columns;
}

double curve_place(const Glyphs *glyphs, int columns, int index)
{
    return glyphs->ascii ? (index - 0.5) / columns : (index + 0.5) / (2 * columns);
}

static void draw_ascii(Canvas *canvas, Rect rect, const float *gains_db)
{
    int row = rect.row + rect.rows / 2;
    for (int i = 0; i < rect.columns; i++)
        canvas_put(canvas, row, rect.column + i,
                   (uint32_t)ascii_sign((double)gains_db[i], (double)gains_db[i + 1], (double)gains_db[i + 2]),
                   STYLE_CURVE);
}

/* Dot row 0 (top) .. dots - 1 of a gain. */
static int dot_of_gain(double db, int dots)
{
    double range = dots > 4 ? RANGE_DB : LOW_RANGE_DB;
    double place = (range - fmax(-range, fmin(range, db))) / (2 * range) * (dots - 1);
    return (int)floor(place + 0.5);
}

static void draw_braille(Canvas *canvas, Rect rect, const float *gains_db)
{
    static const uint8_t bits[4][2] = {{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}};
    int dots = rect.rows * 4;
    for (int column = 0; column < rect.columns; column++) {
        int at[2];
        for (int half = 0; half < 2; half++)
            at[half] = dot_of_gain((double)gains_db[2 * column + half], dots);
        for (int row = 0; row < rect.rows; row++) {
            uint8_t pattern = 0;
            for (int half = 0; half < 2; half++)
                if (at[half] / 4 == row)
                    pattern |= bits[at[half] % 4][half];
            if (pattern)
                canvas_put(canvas, rect.row + row, rect.column + column, 0x2800u + pattern, STYLE_CURVE);
        }
    }
}

void curve_draw(Canvas *canvas, const Glyphs *glyphs, Rect rect, const float *gains_db)
{
    if (rect.rows < 1)
        return;
    if (glyphs->ascii)
        draw_ascii(canvas, rect, gains_db);
    else
        draw_braille(canvas, rect, gains_db);
}
