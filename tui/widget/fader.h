/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A fader: one or three columns, any height. */
#ifndef TTYMIX_TUI_WIDGET_FADER_H
#define TTYMIX_TUI_WIDGET_FADER_H

#include "tui/canvas/canvas.h"
#include "tui/canvas/glyphs.h"

/* The cap moves by eighths of a row where the glyphs allow.  Not `heard`: it is drawn dim, by whole rows. */
void fader_draw(Canvas *canvas, const Glyphs *glyphs, Rect rect, double db, bool heard);

#endif
