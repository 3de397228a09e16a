/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A grid of cells in memory: what the screen shall show.  Knows nothing of terminals, so that every screen is tested as
 * text.
 *
 * Rows and columns count from 0 at the upper left.  Writing outside is safe and draws nothing.  The only way in for
 * foreign text is canvas_text, which makes it harmless (tui/canvas/text.h): a cell always holds a printable glyph.
 */
#ifndef TTYMIX_TUI_CANVAS_CANVAS_H
#define TTYMIX_TUI_CANVAS_CANVAS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "audio/base/attributes.h"
#include "audio/base/status.h"

enum { CANVAS_COLUMNS_MAX = 1000, CANVAS_ROWS_MAX = 500 };
enum { CANVAS_WIDE_TAIL = 0 }; /* glyph of the second column of a wide character */

typedef struct Cell {
    uint32_t glyph; /* code point, or CANVAS_WIDE_TAIL */
    uint16_t mark;  /* a combining mark of the glyph, or 0 */
    uint8_t style;  /* StyleRole of tui/canvas/theme.h */
} Cell;

typedef struct Canvas {
    int columns, rows;
    Cell *cells;                   /* owned, row by row */
    bool ascii;                    /* text beyond ASCII becomes `?` */
    int cursor_row, cursor_column; /* where the cursor is parked; -1: hidden */
} Canvas;

typedef struct Rect {
    int row, column, rows, columns;
} Rect;

/* Gives the canvas a size (clamped to 1..the limits) and blanks it. A zeroed Canvas is fine to begin with. */
NODISCARD Status canvas_resize(Canvas *canvas, int columns, int rows);
void canvas_clear(Canvas *canvas);
/* Blanks every cell and hides the cursor. */
void canvas_blank(Canvas *canvas);

/* One glyph of the program's own glyph set (width 1). */
void canvas_put(Canvas *canvas, int row, int column, uint32_t glyph, uint8_t style);
/* Changes only the style. */
void canvas_tint(Canvas *canvas, Rect rect, uint8_t style);
/* Draws text in at most `width` columns, escapes included; a piece that does not fit whole is left out with all after
 * it. Returns the columns used. */
int canvas_text(Canvas *canvas, int row, int column, int width, uint8_t style, const char *text);
int canvas_textf(Canvas *canvas, int row, int column, int width, uint8_t style, const char *format, ...)
    PRINTF_LIKE(6, 7);
/* The same, set against the right edge of the `width` columns. */
void canvas_text_right(Canvas *canvas, int row, int column, int width, uint8_t style, const char *text);
/* The same as canvas_text, with `cut` at its end where the text has no room. */
int canvas_text_cut(Canvas *canvas, int row, int column, int width, uint8_t style, const char *text, const char *cut);
/* A number against the right edge; one that has no room becomes `#` throughout, never another number. */
void canvas_number(Canvas *canvas, int row, int column, int width, uint8_t style, const char *text);
void canvas_park_cursor(Canvas *canvas, int row, int column);

/* The row as UTF-8 without trailing blanks, for tests; returns its length. */
size_t canvas_row_text(const Canvas *canvas, int row, char *out, size_t size);

#endif
