/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Level meters on the faders' scale, and gain reduction that hangs down from 0 dB. */
#ifndef TTYMIX_TUI_WIDGET_METER_H
#define TTYMIX_TUI_WIDGET_METER_H

#include "tui/canvas/canvas.h"
#include "tui/canvas/glyphs.h"

/* One channel, `columns` wide. Not `heard`: in another glyph, and dim. */
void meter_draw(Canvas *canvas, const Glyphs *glyphs, Rect rect, double level_db, double hold_db, bool heard);
/* One column from the row of 0 dB down, 2 dB a row; what is more than the meter's height is cut. */
void reduction_draw(Canvas *canvas, const Glyphs *glyphs, int row, int column, int rows, double reduction_db);

#endif
