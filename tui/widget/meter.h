/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Level meters on the faders' scale, and gain reduction that hangs down from 0 dB. */
#ifndef TTYMIX_TUI_WIDGET_METER_H
#define TTYMIX_TUI_WIDGET_METER_H

#include "tui/canvas/canvas.h"
#include "tui/canvas/glyphs.h"

/* From where on its colours tell of danger, and of too much; below the first by 12 dB it is low. */
typedef struct MeterMarks {
    double high_db, over_db;
    double zero_dbfs; /* of the scale: the peak held is told by full scale, whatever the bar shows */
} MeterMarks;
#define METER_MARKS_PEAK ((MeterMarks){-6, -0.01, 0})

/* One channel, `columns` wide. Not `heard`: in another glyph, and dim. */
void meter_draw(Canvas *canvas, const Glyphs *glyphs, Rect rect, double level_db, double hold_db, bool heard,
                MeterMarks marks);
/* One column from the row of 0 dB down, 2 dB a row; what is more than the meter's height is cut. */
void reduction_draw(Canvas *canvas, const Glyphs *glyphs, int row, int column, int rows, double reduction_db);

#endif
