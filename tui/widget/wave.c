/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tui/widget/wave.h"

#include <math.h>

#include "tui/canvas/theme.h"

#define RANGE_DB 48.0

/* Parts of `rows` rows that a level fills: one at least for what can be seen at all. */
static int parts_of_level(double db, int rows)
{
    double part = 1 + db / RANGE_DB;
    if (!(part > 0))
        return 0;
    int parts = (int)floor((part > 1 ? 1 : part) * rows * METER_LEVELS + 0.5);
    return parts < 1 ? 1 : parts;
}

void wave_draw(Canvas *canvas, const Glyphs *glyphs, int row, int rows, int column, double peak_db, double rms_db,
               bool heard)
{
    int peak = parts_of_level(peak_db, rows), rms = parts_of_level(rms_db, rows);
    for (int i = 0; i < rows; i++) {
        int below = (rows - 1 - i) * METER_LEVELS, filled = peak - below;
        if (filled <= 0)
            continue;
        bool is_top = filled <= METER_LEVELS;
        uint8_t style = !heard                                                          ? STYLE_DIM
                        : is_top && peak_db >= -0.01                                    ? STYLE_METER_OVER
                        : rms - below >= METER_LEVELS || (rows == 1 && 2 * rms >= peak) ? STYLE_WAVE_BODY
                                                                                        : STYLE_WAVE;
        canvas_put(canvas, row + i, column, glyphs->wave[filled > METER_LEVELS ? METER_LEVELS : filled], style);
    }
}
