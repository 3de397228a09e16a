/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One column of a waveform: a bar from the bottom, 48 dB high, bright up to the root mean square. */
#ifndef TTYMIX_TUI_WIDGET_WAVE_H
#define TTYMIX_TUI_WIDGET_WAVE_H

#include "tui/canvas/canvas.h"
#include "tui/canvas/glyphs.h"

/* Levels in dB of full scale (0 and above: the top is marked as over); -inf is fine. `rows` high, with the bottom in
 * the last of them. Not `heard`: dim. */
void wave_draw(Canvas *canvas, const Glyphs *glyphs, int row, int rows, int column, double peak_db, double rms_db,
               bool heard);

#endif
