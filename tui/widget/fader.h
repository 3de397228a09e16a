/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A fader: three columns, any height. */
#ifndef TTYMIX_TUI_WIDGET_FADER_H
#define TTYMIX_TUI_WIDGET_FADER_H

#include "tui/canvas/canvas.h"
#include "tui/canvas/glyphs.h"

void fader_draw(Canvas *canvas, const Glyphs *glyphs, int row, int column, int rows, double db);

#endif
