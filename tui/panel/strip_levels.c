/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A strip's moving parts: highest peak, fader, meters, and the values below them. */
#include <math.h>
#include <stdio.h>

#include "tui/panel/brush.h"
#include "tui/widget/fader.h"
#include "tui/widget/meter.h"
#include "tui/widget/reading.h"

/* "pk -9.8", "OV +1.2", "muted"; of a compact strip the number alone, or what stands for it. */
static void draw_peak(const Brush *brush, const MeterLevel *level)
{
    int row = brush->layout->peak;
    bool compact = brush_is_compact(brush);
    char text[READING_MAX];
    if (brush->muted)
        canvas_text(brush->canvas, row, brush->place.column, brush_room(brush), STYLE_MUTE, compact ? "mute" : "muted");
    else if (level->highest_db <= -100)
        brush_none(brush, row, 0);
    else if (level->overs) {
        reading_level_in(level->highest_db, compact ? 3 : 5, text);
        canvas_textf(brush->canvas, row, brush->place.column, brush_room(brush) + compact, STYLE_CLIP,
                     compact ? "OV%s" : "OV%5s", text);
    } else {
        reading_level_in(level->highest_db, 5, text);
        brush_text(brush, row, 0, STYLE_DIM, compact ? "" : "pk");
        brush_number(brush, row, 7, STYLE_DIM, text);
    }
}

void strip_meter_draw(const Scene *scene, Canvas *canvas, Rect rect, const MeterLevel *level, int channel, bool heard)
{
    const MeterType *type = &meter_types[scene->meters->type];
    double lineup_dbfs = scene->model->lineup_dbfs;
    meter_draw(canvas, scene->glyphs, rect,
               meter_view_scaled(scene->meters, (double)level->level_db[channel], lineup_dbfs),
               meter_view_scaled(scene->meters, (double)level->hold_db[channel], lineup_dbfs), heard,
               (MeterMarks){type->high_db, type->over_db, type->at_lineup ? lineup_dbfs : type->zero_dbfs});
}

static void draw_meters(const Brush *brush, const MeterLevel *level)
{
    int columns = brush->place.columns, row = brush->layout->fader, rows = brush->layout->fader_rows;
    int each = columns >= 13 ? 3 : columns >= 10 ? 2 : 1, first = brush_is_compact(brush) ? 2 : columns >= 13 ? 5 : 4;
    for (int channel = 0; channel < 2; channel++)
        strip_meter_draw(brush->scene, brush->canvas,
                         (Rect){row, brush->place.column + first + channel * each, rows, each}, level, channel,
                         brush->heard);
    reduction_draw(brush->canvas, brush->scene->glyphs, row,
                   brush->place.column + (brush_is_compact(brush) ? 1 : columns - 2), rows, level->reduction_db);
}

static void draw_fader(const Brush *brush)
{
    int columns = brush->place.columns;
    Rect rect = {brush->layout->fader, brush->place.column + (columns >= 13 ? 1 : 0), brush->layout->fader_rows,
                 brush_is_compact(brush) ? 1 : 3};
    fader_draw(brush->canvas, brush->scene->glyphs, rect, scene_fact(brush->scene, brush->strip, FACT_FADER),
               brush->heard);
}

static double fact_value(const Brush *brush, FactId fact)
{
    return scene_fact(brush->scene, brush->strip, fact);
}

/* "p L15", "p w120", "L15w120"; `+` where there is room for the first of both only. */
static void read_place(const Brush *brush, char *out, size_t size)
{
    double pan = fact_value(brush, FACT_PAN), width = fact_value(brush, FACT_WIDTH);
    bool at_pan = fabs(pan) >= 0.5, at_width = fabs(width - strip_facts[FACT_WIDTH].def) >= 0.5;
    const char *before = brush_is_compact(brush) ? "" : "p ";
    char place[READING_MAX];
    reading_pan(pan, place);
    if (at_pan && at_width && snprintf(out, size, "%sw%.0f", place, width) > brush_room(brush))
        snprintf(out, size, "%s+", place);
    else if (at_pan && !at_width)
        snprintf(out, size, "%s%s", before, place);
    else if (at_width && !at_pan)
        snprintf(out, size, "%sw%.0f", before, width);
}

/* Trim and offset have no line of their own: they are shown here while they are focused. */
static void draw_pan(const Brush *brush)
{
    int row = brush->layout->pan;
    char text[2 * READING_MAX] = "", part[READING_MAX];
    if (brush_is_focused(brush, FOCUS_TRIM)) {
        reading_level_in(fact_value(brush, FACT_TRIM), brush_room(brush) - 1, part);
        snprintf(text, sizeof text, "t%s", part);
    } else if (brush_is_focused(brush, FOCUS_OFFSET))
        snprintf(text, sizeof text, "o%.*g", brush_is_compact(brush) ? 2 : 4, fact_value(brush, FACT_OFFSET));
    else
        read_place(brush, text, sizeof text);
    if (*text)
        canvas_text(brush->canvas, row, brush->place.column, brush_room(brush) + brush_is_compact(brush),
                    brush_style(brush, STYLE_TEXT), text);
    else
        brush_none(brush, row, 0);
    if (brush->place.selected && brush->scene->view->focus != FOCUS_FADER && brush->scene->view->focus != FOCUS_SEND)
        brush_mark_focus(brush, row, 0, brush_room(brush));
}

static void draw_value(const Brush *brush)
{
    double fader = fact_value(brush, FACT_FADER);
    int columns = brush_is_compact(brush) ? brush->place.columns : 6;
    char text[READING_MAX];
    reading_level_in(fader, columns, text);
    if (fabs(fader - strip_facts[FACT_FADER].def) < 0.005)
        canvas_put(brush->canvas, brush->layout->value, brush->place.column + columns - 1, brush->scene->glyphs->none,
                   STYLE_DIM);
    else
        brush_number(brush, brush->layout->value, columns, STYLE_TEXT, text);
    if (brush_is_focused(brush, FOCUS_FADER))
        brush_mark_focus(brush, brush->layout->value, 0, columns);
}

void strip_draw_levels(const Brush *brush)
{
    const MeterLevel *level = meter_view_level(brush->scene->meters, brush->index);
    draw_fader(brush);
    draw_value(brush);
    if (brush->strip->kind == SECTION_VCA)
        return;
    draw_peak(brush, level);
    draw_meters(brush, level);
    draw_pan(brush);
}
