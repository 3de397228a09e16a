/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A lane of automation: what a value is over time, its points, the scale at the left. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "projects/model/address.h"
#include "projects/model/lane_value.h"
#include "tui/canvas/theme.h"
#include "tui/screen/timeline.h"
#include "tui/widget/reading.h"

#define FLOOR_DB (-60.0) /* below it, levels are drawn at the bottom */

typedef struct LaneScale { /* values at the bottom and the top row, in the law of the parameter */
    double low, high;
    bool log;
} LaneScale;

typedef struct LaneDraw {
    const Scene *scene;
    const TimelineState *state;
    Canvas *canvas;
    const TimelineItem *item;
    const char *address;
    const Lane *lane; /* NULL: no points yet */
    const ParamInfo *param;
    double document; /* the value without automation */
    LaneScale scale;
} LaneDraw;

static double in_law(const LaneScale *scale, double value)
{
    return scale->log                                       ? log(value > 1e-9 ? value : 1e-9)
           : value < FLOOR_DB && scale->low >= FLOOR_DB - 1 ? FLOOR_DB
                                                            : value;
}

static double place_of(const LaneScale *scale, double value)
{
    double low = in_law(scale, scale->low), high = in_law(scale, scale->high);
    return high > low ? (in_law(scale, value) - low) / (high - low) : 0.5;
}

/* Row of the lane, 0 at the top. */
static int row_of(const LaneDraw *draw, double value)
{
    double place = (1 - place_of(&draw->scale, value)) * (draw->item->lane_rows - 1);
    int row = (int)floor(place + 0.5);
    return row < 0 ? 0 : row >= draw->item->lane_rows ? draw->item->lane_rows - 1 : row;
}

static void widen(LaneScale *scale, double value)
{
    if (!isfinite(value))
        value = FLOOR_DB;
    scale->low = value < scale->low ? value : scale->low;
    scale->high = value > scale->high ? value : scale->high;
}

/* The least of 1, 2, 5, 10 ... (by the size of the parameter's steps) that a row may be. */
static double unit_of_row(const ParamInfo *param, double least)
{
    static const double series[] = {1, 2, 5};
    double unit = param->step > 0 ? param->step : 1, decade = pow(10, floor(log10(unit)));
    for (int i = 0; i < 60; i++) {
        double next = series[i % 3] * decade * pow(10, floor(i / 3.0));
        if (next >= least && next >= unit * 1.5)
            return next;
    }
    return least;
}

/* Around what the lane has: whole steps of 1, 2, 5, 10 .. that show all of it, a few steps each way. */
static LaneScale scale_of(const LaneDraw *draw)
{
    const ParamInfo *param = draw->param;
    LaneScale scale = {.low = isfinite(draw->document) ? draw->document : FLOOR_DB, .log = param->law == LAW_LOG};
    scale.high = scale.low;
    for (int i = 0; draw->lane && i < draw->lane->point_count; i++)
        widen(&scale, draw->lane->points[i].value);
    if (scale.log) {
        scale.low = scale.low / 2 > param->min ? scale.low / 2 : param->min;
        scale.high = scale.high * 2 < param->max ? scale.high * 2 : param->max;
        return scale;
    }
    int rows = draw->item->lane_rows > 1 ? draw->item->lane_rows - 1 : 1;
    double unit = unit_of_row(param, (scale.high - scale.low) / rows);
    while (floor(scale.low / unit) * unit + rows * unit < scale.high) /* rounded down, the top would be cut */
        unit = unit_of_row(param, unit * 1.01);
    double spare = floor((floor(scale.low / unit) * unit + rows * unit - scale.high) / unit / 2);
    scale.low = (floor(scale.low / unit) - spare) * unit;
    scale.high = scale.low + unit * rows;
    return scale;
}

static double value_of_row(const LaneDraw *draw, int row)
{
    int last = draw->item->lane_rows - 1;
    double part = last > 0 ? 1 - (double)row / last : 0.5;
    if (draw->scale.log)
        return exp(log(draw->scale.low) + part * (log(draw->scale.high) - log(draw->scale.low)));
    return draw->scale.low + part * (draw->scale.high - draw->scale.low);
}

/* The word of the value on the first row, the scale below it. */
static void draw_scale(const LaneDraw *draw)
{
    const char *word = strchr(draw->address, '.');
    bool entered =
        draw->scene->view->edit.in_lane && draw->scene->view->list[draw->item->position] == draw->scene->view->strip;
    for (int row = 0; row < draw->item->lane_rows; row++) {
        char text[READING_MAX];
        snprintf(text, sizeof text, "%.4g", value_of_row(draw, row));
        canvas_number(draw->canvas, draw->item->lane_row + row, 5, 6, STYLE_SCALE, text);
    }
    canvas_textf(draw->canvas, draw->item->lane_row, 0, 7, entered ? STYLE_FOCUS : STYLE_DIM, "%s%s",
                 entered ? ">" : " ", word ? word + 1 : draw->address);
}

static double value_at(const LaneDraw *draw, int64_t frame)
{
    return draw->lane ? lane_value_at(draw->scene->model, draw->lane, frame, draw->document) : draw->document;
}

static void draw_ride(const LaneDraw *draw)
{
    int end = TIMELINE_LEFT + draw->state->columns, before = -1;
    uint8_t style = draw->lane && draw->lane->mode != LANE_OFF ? STYLE_AUTO : STYLE_DIM;
    for (int column = TIMELINE_LEFT; column < end; column++) {
        int row = row_of(draw, value_at(draw, timeline_frame(draw->state, column) + draw->state->step / 2));
        for (int i = before >= 0 ? before : row; i != row; i += i < row ? 1 : -1) /* a steep move has no gap */
            canvas_put(draw->canvas, draw->item->lane_row + i, column, draw->scene->glyphs->rule, style);
        canvas_put(draw->canvas, draw->item->lane_row + row, column,
                   draw->scene->glyphs->ascii ? '.' : draw->scene->glyphs->line, style);
        before = row;
    }
}

static bool point_is_selected(const LaneDraw *draw, int index, int64_t frame)
{
    const EditView *edit = &draw->scene->view->edit;
    bool entered = edit->in_lane && draw->scene->view->list[draw->item->position] == draw->scene->view->strip;
    if (!entered)
        return false;
    if (edit_has_section(edit))
        return frame >= edit->from && frame < edit->to;
    return edit->point >= 0 && index == lane_find_point(draw->scene->model, draw->lane, edit->point);
}

static void draw_points(const LaneDraw *draw)
{
    const Model *model = draw->scene->model;
    int first = lane_find_point(model, draw->lane, draw->state->left - 1) + 1;
    for (int i = first < 0 ? 0 : first; draw->lane && i < draw->lane->point_count; i++) {
        int64_t frame = model_frame_of_time(model, &draw->lane->points[i].at);
        int column = timeline_column(draw->state, frame);
        if (column >= TIMELINE_LEFT + draw->state->columns)
            break;
        double value = draw->lane->points[i].value + (draw->lane->mode == LANE_TRIM ? draw->document : 0);
        bool selected = point_is_selected(draw, i, frame);
        canvas_put(draw->canvas, draw->item->lane_row + row_of(draw, value), column,
                   selected ? '@' : draw->scene->glyphs->point, selected ? STYLE_EDGE : STYLE_NAME);
        if (selected && !edit_has_section(&draw->scene->view->edit))
            canvas_park_cursor(draw->canvas, draw->item->lane_row + row_of(draw, value), column);
    }
}

void timeline_draw_lane(const Scene *scene, const TimelineState *state, Canvas *canvas, const TimelineItem *item)
{
    Address address;
    Error error;
    if (item->lane_rows < 1)
        return;
    LaneDraw draw = {.scene = scene,
                     .state = state,
                     .canvas = canvas,
                     .item = item,
                     .address = scene->view->edit.lanes[item->lane],
                     .lane = model_lane(scene->model, scene->view->edit.lanes[item->lane])};
    if (address_resolve(scene->model, draw.address, &address, &error) != STATUS_OK || !address.param ||
        !address_value(scene->model, &address, &draw.document)) {
        canvas_textf(canvas, item->lane_row, TIMELINE_LEFT, canvas->columns - TIMELINE_LEFT, STYLE_DIM,
                     "%s is not there", draw.address);
        return;
    }
    draw.param = address.param;
    draw.scale = scale_of(&draw);
    draw_scale(&draw);
    draw_ride(&draw);
    draw_points(&draw);
}
