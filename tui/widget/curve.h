/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A response curve in few cells: braille (2x4 dots a cell), or one ASCII sign a column by height and slope. */
#ifndef TTYMIX_TUI_WIDGET_CURVE_H
#define TTYMIX_TUI_WIDGET_CURVE_H

#include "tui/canvas/canvas.h"
#include "tui/canvas/glyphs.h"

/* How many gains a curve of so many columns is made of, and where each stands on the (logarithmic) frequency axis:
 * 0..1, or a little outside of it, for the slope at the ends. */
int curve_count(const Glyphs *glyphs, int columns);
double curve_place(const Glyphs *glyphs, int columns, int index);
/* `gains_db`: curve_count(glyphs, rect.columns) of them. */
void curve_draw(Canvas *canvas, const Glyphs *glyphs, Rect rect, const float *gains_db);

#endif
