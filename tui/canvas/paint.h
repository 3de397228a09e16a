/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Turns the difference of two canvases into the fewest bytes that make the terminal equal.  Pure: the bytes go into a
 * buffer. */
#ifndef TTYMIX_TUI_CANVAS_PAINT_H
#define TTYMIX_TUI_CANVAS_PAINT_H

#include "audio/base/buffer.h"
#include "tui/canvas/canvas.h"
#include "tui/canvas/theme.h"

typedef struct PaintWords { /* how the terminal wants to be told; all append to `out` */
    void (*move)(void *context, Buffer *out, int row, int column);
    void (*right)(void *context, Buffer *out, int columns); /* or NULL */
    void (*look)(void *context, Buffer *out, const StyleLook *from, const StyleLook *to);
    void (*blank)(void *context, Buffer *out); /* blanks the screen in the default look */
    void (*show_cursor)(void *context, Buffer *out, bool shown);
    void *context;
} PaintWords;

typedef struct Painter { /* what the terminal shows now */
    Canvas shown;        /* owned */
    bool known;          /* false: the screen is blanked first */
    int row, column;     /* of the cursor; -1 = unknown */
    StyleLook look;
    bool cursor_shown;
    bool behind; /* the limit was reached: not all is shown yet */
} Painter;

void painter_init(Painter *painter);
void painter_clear(Painter *painter);
/* Forgets what the terminal shows: the next frame draws all. */
void painter_forget(Painter *painter);
/* Appends what makes the terminal show `canvas`; nothing at all if it does already.  When about `limit` bytes are there
 * the rest is left for the next time (`behind`), and what matters to a hand at the keys goes first; SIZE_MAX: no limit.
 */
NODISCARD Status painter_paint(Painter *painter, const Canvas *canvas, const Theme *theme, const PaintWords *words,
                               size_t limit, Buffer *out);

/* The words of ECMA-48 with 256 colours: for tests. */
extern const PaintWords paint_words_ecma48;

#endif
