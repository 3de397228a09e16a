/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tui/widget/fader.h"

#include "tui/canvas/theme.h"
#include "tui/widget/scale.h"

void fader_draw(Canvas *canvas, const Glyphs *glyphs, int row, int column, int rows, double db)
{
    int zero = scale_row_of_db(0, rows), cap = scale_row_of_db(db, rows);
    for (int i = 0; i < rows; i++)
        canvas_put(canvas, row + i, column + 1, i == zero ? glyphs->zero : glyphs->slot, STYLE_DIM);
    for (int i = 0; i < 3; i++)
        canvas_put(canvas, row + cap, column + i, glyphs->cap[i], STYLE_FADER);
}
