/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tui/widget/scatter.h"

#include <string.h>

enum { BRAILLE = 0x2800, ROWS_MAX = 128 };

Rect scatter_square(Rect rect)
{
    int rows = rect.rows < rect.columns / 2 ? rect.rows : rect.columns / 2;
    rows = rows > ROWS_MAX ? ROWS_MAX : rows;
    return (Rect){rect.row + (rect.rows - rows) / 2, rect.column + (rect.columns - 2 * rows) / 2, rows, 2 * rows};
}

/* 0..parts-1, or -1 outside. */
static int part_of(float value, int parts)
{
    if (!(value >= -1 && value <= 1))
        return -1;
    int part = (int)((value + 1) / 2 * (float)parts);
    return part < parts ? part : parts - 1;
}

static uint32_t glyph_of(bool ascii, uint8_t cell)
{
    static const char signs[] = " .:+*##";
    if (!ascii)
        return BRAILLE | cell;
    return (uint32_t)signs[cell < sizeof signs - 2 ? cell : sizeof signs - 2];
}

void scatter_draw(Canvas *canvas, const Glyphs *glyphs, Rect square, const float (*dots)[2], int count, uint8_t style)
{
    static const uint8_t bits[4][2] = {{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}};
    uint8_t cells[ROWS_MAX][2 * ROWS_MAX];
    int wide = glyphs->ascii ? 1 : 2, high = glyphs->ascii ? 1 : 4;
    if (square.rows < 1 || square.rows > ROWS_MAX || square.columns < 1 || square.columns > 2 * ROWS_MAX)
        return;
    memset(cells, 0, sizeof cells);
    for (int i = 0; i < count; i++) {
        int across = part_of(dots[i][0], wide * square.columns), down = part_of(-dots[i][1], high * square.rows);
        if (across < 0 || down < 0)
            continue;
        uint8_t *cell = &cells[down / high][across / wide];
        if (glyphs->ascii)
            *cell += *cell < 100;
        else
            *cell |= bits[down % 4][across % 2];
    }
    for (int row = 0; row < square.rows; row++)
        for (int column = 0; column < square.columns; column++)
            if (cells[row][column])
                canvas_put(canvas, square.row + row, square.column + column,
                           glyph_of(glyphs->ascii, cells[row][column]), style);
}
