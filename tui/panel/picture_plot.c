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

/* FNV-1a. */
static uint64_t sum_of(uint64_t hash, const void *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++)
        hash = (hash ^ ((const unsigned char *)bytes)[i]) * 1099511628211u;
    return hash;
}

uint64_t picture_hash(const ProcessorArea *area, double more)
{
    const ProcessorKind *kind = area->processor->kind;
    double rate_hz = area->scene->model->rate_hz;
    uint64_t hash = sum_of(14695981039346656037u, &kind, sizeof kind);
    hash = sum_of(hash, area->values, (size_t)processor_value_count(kind) * sizeof *area->values);
    hash = sum_of(sum_of(hash, &more, sizeof more), &rate_hz, sizeof rate_hz);
    return hash ? hash : 1;
}
