/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tui/panel/brush.h"

#include "tui/canvas/theme.h"

int brush_room(const Brush *brush)
{
    return brush->place.columns - 1;
}

void brush_text(const Brush *brush, int row, int column, uint8_t style, const char *text)
{
    canvas_text(brush->canvas, row, brush->place.column + column, brush_room(brush) - column, brush_style(brush, style),
                text);
}

bool brush_is_compact(const Brush *brush)
{
    return brush->place.columns < STRIP_COLUMNS_FULL;
}

uint8_t brush_style(const Brush *brush, uint8_t style)
{
    return brush->heard ? style : STYLE_DIM;
}

void brush_number(const Brush *brush, int row, int columns, uint8_t style, const char *text)
{
    int most = brush_is_compact(brush) ? brush->place.columns : brush_room(brush);
    canvas_number(brush->canvas, row, brush->place.column, columns < most ? columns : most, brush_style(brush, style),
                  text);
}

void brush_none(const Brush *brush, int row, int column)
{
    canvas_put(brush->canvas, row, brush->place.column + column, brush->scene->glyphs->none, STYLE_DIM);
}

bool brush_is_focused(const Brush *brush, FocusKind kind)
{
    return brush->place.selected && brush->scene->view->focus == kind;
}

void brush_mark_focus(const Brush *brush, int row, int column, int columns)
{
    canvas_tint(brush->canvas, (Rect){row, brush->place.column + column, 1, columns}, STYLE_FOCUS);
    if (brush->canvas->cursor_row < 0)
        canvas_park_cursor(brush->canvas, row, brush->place.column + column + columns - 1);
}
