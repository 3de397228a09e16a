/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a processor does, as graphs.  Which ones is the kind's own choice: they are made of the functions that the kind
 * offers for display (audio/dsp/processor.h), and of no other arithmetic. */
#include <stdio.h>
#include <string.h>

#include "tui/canvas/text.h"
#include "tui/panel/picture.h"
#include "tui/widget/meter.h"

enum { LEVELS_COLUMNS = 8, TRANSFER_COLUMNS_MIN = 24 };

static void draw_purpose(const ProcessorArea *area)
{
    Rect rect = area->rect;
    int row = rect.row + rect.rows / 2 - 1;
    for (const char *text = area->processor->kind->help; text && row < rect.row + rect.rows; row++) {
        const char *next = text_next_row(text, rect.columns - 4);
        canvas_textf(area->canvas, row, rect.column + 2, rect.columns - 4, STYLE_DIM, "%.*s",
                     next ? (int)(next - text) : (int)strlen(text), text);
        text = next;
    }
}

/* In and out, beside the graph. */
static void draw_levels(const ProcessorArea *area)
{
    const LookedView *looked = area->scene->looked;
    int column = area->rect.column + area->rect.columns - LEVELS_COLUMNS + 1, rows = area->rect.rows - 1;
    for (int side = 0; side < 2; side++) {
        for (int c = 0; c < 2; c++)
            meter_draw(area->canvas, area->scene->glyphs, (Rect){area->rect.row, column + 3 * side + c, rows, 1},
                       looked ? (double)looked->level_db[side][c] : -120, -120, true, METER_MARKS_PEAK);
        canvas_text(area->canvas, area->rect.row + rows, column + 3 * side, 3, STYLE_SCALE, side ? "out" : "in");
    }
}

/* Two graphs of a processor, side by side. */
static void draw_beside(const ProcessorArea *area, void (*first)(const ProcessorArea *area))
{
    ProcessorArea left = *area, right = *area;
    int columns = area->rect.columns * 9 / 20;
    left.rect.columns = columns < TRANSFER_COLUMNS_MIN ? TRANSFER_COLUMNS_MIN : columns;
    right.rect.column += left.rect.columns;
    right.rect.columns -= left.rect.columns;
    first(&left);
    picture_history(&right);
}

/* What a kind offers, the first that it has. */
static void (*picture_of(const ProcessorKind *kind))(const ProcessorArea *area)
{
    return kind->response_db                             ? picture_response
           : kind->transfer_db || kind->band_transfer_db ? picture_transfer
           : kind->reach_db                              ? picture_reach
           : kind->decay_s                               ? picture_decay
           : kind->width                                 ? picture_width
           : kind->shows == SHOWS_ECHOES                 ? picture_echoes
           : kind->shows == SHOWS_HIT                    ? picture_hit
                                                         : draw_purpose;
}

/* The area without the levels beside the graph. */
static ProcessorArea graph_of(const ProcessorArea *area)
{
    ProcessorArea graph = *area;
    graph.rect.columns -= area->selected ? LEVELS_COLUMNS : 0;
    return graph;
}

void picture_prepare(const ProcessorArea *area, PictureKept *kept)
{
    const ProcessorKind *kind = area->processor->kind;
    ProcessorArea graph = graph_of(area);
    if (kind->response_db)
        picture_prepare_response(&graph, kept);
    else if (kind->shows != SHOWS_NOTHING)
        picture_prepare_sound(&graph, kept);
}

void picture_draw(const ProcessorArea *area)
{
    const ProcessorKind *kind = area->processor->kind;
    ProcessorArea graph = graph_of(area);
    if (area->selected)
        draw_levels(area);
    if (kind->gain_reduction_db && !kind->response_db)
        draw_beside(&graph, picture_of(kind));
    else
        picture_of(kind)(&graph);
}
