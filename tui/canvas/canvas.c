/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tui/canvas/canvas.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audio/base/utf8.h"
#include "tui/canvas/text.h"

static int clamp_int(int value, int least, int most)
{
    return value < least ? least : value > most ? most : value;
}

Status canvas_resize(Canvas *canvas, int columns, int rows)
{
    columns = clamp_int(columns, 1, CANVAS_COLUMNS_MAX);
    rows = clamp_int(rows, 1, CANVAS_ROWS_MAX);
    if (!canvas->cells || columns != canvas->columns || rows != canvas->rows) {
        Cell *cells = malloc((size_t)columns * (size_t)rows * sizeof *cells);
        if (!cells)
            return STATUS_NO_MEMORY;
        free(canvas->cells);
        canvas->cells = cells;
        canvas->columns = columns;
        canvas->rows = rows;
    }
    canvas_blank(canvas);
    return STATUS_OK;
}

void canvas_clear(Canvas *canvas)
{
    free(canvas->cells);
    *canvas = (Canvas){0};
}

void canvas_blank(Canvas *canvas)
{
    for (int i = 0; i < canvas->columns * canvas->rows; i++)
        canvas->cells[i] = (Cell){.glyph = ' '};
    canvas_park_cursor(canvas, -1, -1);
}

static Cell *cell_at(Canvas *canvas, int row, int column)
{
    if (row < 0 || column < 0 || row >= canvas->rows || column >= canvas->columns)
        return NULL;
    return &canvas->cells[row * canvas->columns + column];
}

/* A wide character that loses one half loses both. */
static void split_wide(Canvas *canvas, int row, int column)
{
    Cell *cell = cell_at(canvas, row, column);
    if (cell && cell->glyph == CANVAS_WIDE_TAIL && column > 0)
        cell[-1].glyph = ' ';
    Cell *next = cell_at(canvas, row, column + 1);
    if (next && next->glyph == CANVAS_WIDE_TAIL)
        next->glyph = ' ';
}

void canvas_put(Canvas *canvas, int row, int column, uint32_t glyph, uint8_t style)
{
    Cell *cell = cell_at(canvas, row, column);
    if (!cell)
        return;
    split_wide(canvas, row, column);
    *cell = (Cell){.glyph = glyph >= ' ' ? glyph : '?', .style = style};
}

void canvas_tint(Canvas *canvas, Rect rect, uint8_t style)
{
    for (int row = rect.row; row < rect.row + rect.rows; row++)
        for (int column = rect.column; column < rect.column + rect.columns; column++) {
            Cell *cell = cell_at(canvas, row, column);
            if (cell)
                cell->style = style;
        }
}

static void add_mark(Canvas *canvas, int row, int column, uint32_t mark)
{
    Cell *cell = cell_at(canvas, row, column);
    if (cell && cell->glyph == CANVAS_WIDE_TAIL)
        cell--;
    if (cell && mark <= UINT16_MAX && !canvas->ascii)
        cell->mark = (uint16_t)mark;
}

static void put_piece(Canvas *canvas, int row, int column, uint8_t style, const TextPiece *piece)
{
    if (!piece->code)
        for (int i = 0; i < piece->width; i++)
            canvas_put(canvas, row, column + i, (unsigned char)piece->escape[i], style);
    else if (piece->width == 0)
        add_mark(canvas, row, column - 1, piece->code);
    else {
        bool unknown = canvas->ascii && piece->code > '~';
        canvas_put(canvas, row, column, unknown ? '?' : piece->code, style);
        if (piece->width == 2)
            canvas_put(canvas, row, column + 1, unknown ? '?' : ' ', style);
        if (piece->width == 2 && !unknown && column + 1 < canvas->columns && cell_at(canvas, row, column))
            cell_at(canvas, row, column + 1)->glyph = CANVAS_WIDE_TAIL;
    }
}

int canvas_text(Canvas *canvas, int row, int column, int width, uint8_t style, const char *text)
{
    int used = 0;
    size_t length = strlen(text);
    if (width > canvas->columns - column)
        width = canvas->columns - column;
    for (TextPiece piece; length > 0; text += piece.bytes, length -= piece.bytes) {
        if (*text >= ' ' && *text <= '~') /* nearly all, many times a second */
            piece = (TextPiece){.code = (uint32_t)*text, .width = 1, .bytes = 1};
        else
            text_take(text, length, &piece);
        if (used + piece.width > width)
            break;
        if (piece.width > 0 || used > 0)
            put_piece(canvas, row, column + used, style, &piece);
        used += piece.width;
    }
    return used;
}

int canvas_textf(Canvas *canvas, int row, int column, int width, uint8_t style, const char *format, ...)
{
    char text[2048];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    return canvas_text(canvas, row, column, width, style, text);
}

void canvas_text_right(Canvas *canvas, int row, int column, int width, uint8_t style, const char *text)
{
    int gap = width - text_width(text);
    canvas_text(canvas, row, column + (gap > 0 ? gap : 0), width, style, text);
}

int canvas_text_cut(Canvas *canvas, int row, int column, int width, uint8_t style, const char *text, const char *cut)
{
    if (width > canvas->columns - column)
        width = canvas->columns - column;
    int mark = text_width(cut);
    if (text_width(text) <= width || mark > width)
        return canvas_text(canvas, row, column, width, style, text);
    int used = canvas_text(canvas, row, column, width - mark, style, text);
    return used + canvas_text(canvas, row, column + used, mark, style, cut);
}

void canvas_number(Canvas *canvas, int row, int column, int width, uint8_t style, const char *text)
{
    if (text_width(text) <= width) {
        canvas_text_right(canvas, row, column, width, style, text);
        return;
    }
    for (int i = 0; i < width; i++)
        canvas_put(canvas, row, column + i, '#', style);
}

void canvas_park_cursor(Canvas *canvas, int row, int column)
{
    canvas->cursor_row = row;
    canvas->cursor_column = column;
}

size_t canvas_row_text(const Canvas *canvas, int row, char *out, size_t size)
{
    size_t used = 0, kept = 0;
    for (int column = 0; column < canvas->columns && used + 8 < size; column++) {
        const Cell *cell = &canvas->cells[row * canvas->columns + column];
        if (cell->glyph == CANVAS_WIDE_TAIL)
            continue;
        used += (size_t)utf8_encode(cell->glyph, out + used);
        if (cell->mark)
            used += (size_t)utf8_encode(cell->mark, out + used);
        if (cell->glyph != ' ')
            kept = used;
    }
    out[kept] = '\0';
    return kept;
}
