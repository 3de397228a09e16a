/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The place that a graph has in its area. */
#include "tui/panel/picture.h"

uint8_t picture_style(const ProcessorArea *area, uint8_t style)
{
    return area->processor->bypass ? STYLE_DIM : style;
}

Plot picture_plot(const ProcessorArea *area, double top, double bottom)
{
    Rect rect = area->rect;
    rect.column += PICTURE_SCALE_COLUMNS + 1;
    rect.columns -= PICTURE_SCALE_COLUMNS + 2;
    rect.rows -= 2;
    rect.columns = rect.columns > PICTURE_SAMPLES_MAX / 2 ? PICTURE_SAMPLES_MAX / 2 : rect.columns;
    return (Plot){area->canvas, area->scene->glyphs, rect, top, bottom};
}
