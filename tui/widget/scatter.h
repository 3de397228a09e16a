/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dots in a square: a goniometer.  With UTF-8 a cell has 2x4 dots, with ASCII a sign by how many fall on it. Pure. */
#ifndef TTYMIX_TUI_WIDGET_SCATTER_H
#define TTYMIX_TUI_WIDGET_SCATTER_H

#include "tui/canvas/canvas.h"
#include "tui/canvas/glyphs.h"

/* The largest place for a square in the middle of `rect`: twice as many columns as rows. */
Rect scatter_square(Rect rect);
/* `dots`: across and upwards, -1..1; others are left out. */
void scatter_draw(Canvas *canvas, const Glyphs *glyphs, Rect square, const float (*dots)[2], int count, uint8_t style);

#endif
