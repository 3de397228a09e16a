/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tui/widget/fader.h"

#include <math.h>

#include "tui/canvas/theme.h"
#include "tui/widget/scale.h"

enum { PARTS = METER_LEVELS };

static void draw_slot(Canvas *canvas, const Glyphs *glyphs, Rect rect)
{
    int zero = scale_row_of_db(0, rect.rows);
    for (int i = 0; i < rect.rows; i++)
        canvas_put(canvas, rect.row + i, rect.column + rect.columns / 2, i == zero ? glyphs->zero : glyphs->slot,
                   STYLE_DIM);
}

static void draw_whole_cap(Canvas *canvas, const Glyphs *glyphs, Rect rect, double db, uint8_t style)
{
    int row = rect.row + scale_row_of_db(db, rect.rows);
    for (int i = 0; i < rect.columns; i++)
        canvas_put(canvas, row, rect.column + i, glyphs->cap[rect.columns == 1 ? 1 : i], style);
}

/* A cap between two rows: the lower part of the upper one, and the upper part of the lower one, which is the lower part
 * in reverse. */
static void draw_cap_in_parts(Canvas *canvas, const Glyphs *glyphs, Rect rect, double db)
{
    int place = (int)floor((1 - scale_travel_of_db(db)) * (rect.rows - 1) * PARTS + 0.5);
    int row = rect.row + place / PARTS, below = place % PARTS;
    for (int i = 0; i < rect.columns; i++) {
        canvas_put(canvas, row, rect.column + i, glyphs->level[PARTS - below], STYLE_FADER);
        if (below > 0)
            canvas_put(canvas, row + 1, rect.column + i, glyphs->level[PARTS - below], STYLE_FADER_BELOW);
    }
}

void fader_draw(Canvas *canvas, const Glyphs *glyphs, Rect rect, double db, bool heard)
{
    draw_slot(canvas, glyphs, rect);
    if (heard && !glyphs->ascii)
        draw_cap_in_parts(canvas, glyphs, rect, db);
    else
        draw_whole_cap(canvas, glyphs, rect, db, heard ? STYLE_FADER : STYLE_DIM);
}
