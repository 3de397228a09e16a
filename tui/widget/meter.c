/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tui/widget/meter.h"

#include <math.h>

#include "tui/canvas/theme.h"
#include "tui/widget/scale.h"

#define REDUCTION_DB_PER_ROW 2.0
#define SMALLEST_REDUCTION_DB 0.3

static uint8_t style_of_level(double db, MeterMarks marks)
{
    return db >= marks.over_db        ? STYLE_METER_OVER
           : db >= marks.high_db      ? STYLE_METER_HIGH
           : db >= marks.high_db - 12 ? STYLE_METER_MID
                                      : STYLE_METER_LOW;
}

/* Parts of a row that are told apart: more would be seen by nobody while it moves, and cost a move and a glyph each. */
static int parts_of_row(int rows)
{
    return rows < 36 ? 4 : 2;
}

/* How much of a row (0..METER_LEVELS) a level fills; a row's label stands in its middle. */
static int fill_of_row(double level_db, int row, int rows)
{
    double travel = scale_travel_of_db(level_db);
    if (travel <= 0)
        return 0;
    int parts = parts_of_row(rows);
    double filled = travel * (rows - 1) - (rows - 1 - row) + 0.5;
    int levels = (int)ceil(filled * parts - 0.5) * (METER_LEVELS / parts);
    return levels < 0 ? 0 : levels > METER_LEVELS ? METER_LEVELS : levels;
}

void meter_draw(Canvas *canvas, const Glyphs *glyphs, Rect rect, double level_db, double hold_db, bool heard,
                MeterMarks marks)
{
    int hold = scale_travel_of_db(hold_db) > 0 ? scale_row_of_db(hold_db, rect.rows) : -1;
    for (int row = 0; row < rect.rows; row++) {
        int fill = fill_of_row(level_db, row, rect.rows);
        bool shows_hold = row == hold && fill == 0;
        uint8_t style = row == hold ? style_of_level(hold_db + marks.zero_dbfs, METER_MARKS_PEAK)
                                    : style_of_level(scale_db_of_row(row, rect.rows), marks);
        uint32_t glyph = shows_hold ? glyphs->hold : heard ? glyphs->level[fill] : glyphs->quiet;
        for (int column = 0; column < rect.columns && (fill > 0 || shows_hold); column++)
            canvas_put(canvas, rect.row + row, rect.column + column, glyph, heard ? style : STYLE_DIM);
    }
}

void reduction_draw(Canvas *canvas, const Glyphs *glyphs, int row, int column, int rows, double reduction_db)
{
    if (!(reduction_db >= SMALLEST_REDUCTION_DB))
        return;
    int zero = scale_row_of_db(0, rows);
    double length = fmin(ceil(reduction_db / REDUCTION_DB_PER_ROW - 0.01), rows - zero);
    for (int i = 0; i < (int)length; i++)
        canvas_put(canvas, row + zero + i, column, glyphs->reduction, STYLE_REDUCTION);
}
