/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A response curve in few cells: braille (2x4 dots a cell), or one ASCII sign a column by height and slope. */
#ifndef TTYMIX_TUI_WIDGET_CURVE_H
#define TTYMIX_TUI_WIDGET_CURVE_H

#include "tui/canvas/canvas.h"
#include "tui/canvas/glyphs.h"

/* `gain_db` of a place 0..1 on the (logarithmic) frequency axis; NULL draws nothing. */
typedef double (*CurveFunction)(const void *context, double place);
void curve_draw(Canvas *canvas, const Glyphs *glyphs, Rect rect, CurveFunction gain_db, const void *context);

#endif
