/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/command/lane_points.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "projects/model/facts.h"

void points_clear(PointList *list)
{
    free(list->items);
    *list = (PointList){0};
}

static Status read_shape(const TokenLine *tokens, int *next, PointLine *point, Trouble *trouble)
{
    double shape = 0;
    if (*next < tokens->count && value_read(&lane_shape_row, tokens, next, &shape, trouble) != STATUS_OK)
        return STATUS_BAD_VALUE;
    point->shape = (LaneShape)shape;
    return point->shape != SHAPE_CURVE ? STATUS_OK : value_read(&curve_row, tokens, next, &point->curve, trouble);
}

Status points_read(const Model *model, const ParamInfo *param, const TokenLine *tokens, int *next, PointLine *point,
                   Trouble *trouble)
{
    Status status = time_read("point", false, tokens, next, &point->at, trouble);
    if (status == STATUS_OK && *next >= tokens->count)
        status = trouble_set(trouble, *next, "a point takes a time and a value");
    if (status != STATUS_OK)
        return status;
    point->frame = model_frame_of_time(model, &point->at);
    point->time_start = tokens->tokens[0].start;
    point->value_start = tokens->tokens[*next].start;
    status = value_read(param, tokens, next, &point->value, trouble);
    if (status != STATUS_OK)
        return status;
    point->value_end = tokens->tokens[*next - 1].end;
    return read_shape(tokens, next, point, trouble);
}

/* False for a line that is no point. */
static bool read_point(const Run *run, int line, const ParamInfo *param, TokenLine *tokens, PointLine *point)
{
    Trouble trouble;
    int next = 0;
    const Line *text = run->document->source.files[0].lines[line];
    *point = (PointLine){.line = line};
    token_line_cut(tokens, text->text, (size_t)text->length);
    if (tokens->count == 0 || points_read(run->model, param, tokens, &next, point, &trouble) != STATUS_OK)
        return false;
    point->commented = tokens->comment < tokens->length || edit_block_begin(run->document, line) < line;
    return true;
}

static int compare_points(const void *a, const void *b)
{
    const PointLine *x = a, *y = b;
    return x->frame != y->frame ? (x->frame < y->frame ? -1 : 1) : x->line - y->line;
}

Status points_take(Run *run, int section, const ParamInfo *param, int64_t from, int64_t to, PointList *list)
{
    TokenLine tokens = {0};
    const Section *at = &run->document->source.sections[section];
    *list = (PointList){.items = calloc((size_t)at->count + 1, sizeof *list->items)};
    if (!list->items)
        return STATUS_NO_MEMORY;
    for (int i = at->first + 1; i < at->first + at->count; i++) {
        PointLine point;
        if (read_point(run, i, param, &tokens, &point) && point.frame >= from && point.frame <= to)
            list->items[list->count++] = point;
    }
    bool failed = tokens.failed;
    token_line_clear(&tokens);
    qsort(list->items, (size_t)list->count, sizeof *list->items, compare_points);
    return failed ? STATUS_NO_MEMORY : STATUS_OK;
}

static int compare_lines_down(const void *a, const void *b)
{
    return *(const int *)b - *(const int *)a;
}

Status points_remove(Run *run, const PointList *list)
{
    int *lines = calloc((size_t)list->count + 1, sizeof *lines);
    Status status = lines ? STATUS_OK : STATUS_NO_MEMORY;
    for (int i = 0; lines && i < list->count; i++)
        lines[i] = list->items[i].line;
    if (lines)
        qsort(lines, (size_t)list->count, sizeof *lines, compare_lines_down);
    for (int i = 0; i < list->count && status == STATUS_OK; i++) /* from below: lines above stay where they are */
        status = edit_remove_block(run->document, lines[i], 0);
    free(lines);
    return status == STATUS_OK ? run_refresh(run) : status;
}

Status points_make_room(Run *run, int section, const ParamInfo *param, int64_t from, int64_t to)
{
    PointList old;
    Status status = points_take(run, section, param, from, to, &old);
    if (status == STATUS_OK)
        status = points_remove(run, &old);
    points_clear(&old);
    return status;
}

Status points_put(Run *run, int section, const ParamInfo *param, int64_t from, int64_t to, const Buffer *lines)
{
    if (lines->failed)
        return STATUS_NO_MEMORY;
    Status status = points_make_room(run, section, param, from, to);
    return status == STATUS_OK ? run_put_timed_line(run, section, from, lines->bytes) : status;
}

void points_append(Buffer *out, const ParamInfo *param, const char *time, const PointLine *point)
{
    char value[VALUE_TEXT_MAX];
    value_format(param, point->value, value);
    buffer_append_format(out, "%-*s %s", TIME_WIDTH - 1, time, value);
    if (point->shape == SHAPE_LINEAR)
        buffer_append_text(out, "  linear");
    if (point->shape == SHAPE_CURVE) {
        value_format(&curve_row, point->curve, value);
        buffer_append_format(out, "  curve %s", value);
    }
    buffer_append_text(out, "\n");
}

TimeValue points_move_time(const Model *model, const TimeValue *at, const TimeValue *by, int64_t by_frames)
{
    TimeValue moved = *at;
    if (at->unit == TIME_SECONDS && by->unit == TIME_SECONDS)
        moved.seconds = floor((at->seconds + by->seconds) * 1e9 + 0.5) / 1e9;
    else if (at->unit == TIME_FRAMES)
        moved.frames += by_frames;
    else
        moved = time_from_frame(model_frame_of_time(model, at) + by_frames, model->rate_hz);
    return moved;
}

/* The value that a segment from one point to another has at a frame between them. */
static double interpolate(const ParamInfo *param, const PointLine *from, const PointLine *to, int64_t frame)
{
    return param_interpolate(param, from->value, to->value,
                             (double)(frame - from->frame) / (double)(to->frame - from->frame));
}

/* --- thinning --- */

/* The point between two that lies furthest from the line that joins them; -1 if all are within the step. */
static int furthest_point(const ParamInfo *param, const PointLine *points, int first, int last, double step)
{
    double most = step;
    int found = -1;
    for (int i = first + 1; i < last; i++) {
        double line = interpolate(param, &points[first], &points[last], points[i].frame);
        double distance = isfinite(points[i].value) && isfinite(line) ? fabs(line - points[i].value)
                          : line == points[i].value                   ? 0
                                                                      : INFINITY;
        if (distance > most * (1 + 1e-9) + 1e-9 || points[i].commented) {
            most = points[i].commented ? INFINITY : distance;
            found = i;
            if (points[i].commented)
                break;
        }
    }
    return found;
}

/* Ramps after Ramer, Douglas and Peucker; `stack` has room for both ends of every point. */
static void thin_ramp(const ParamInfo *param, const PointLine *points, int first, int last, double step, bool *keep,
                      int *stack)
{
    int depth = 0;
    stack[depth++] = first;
    stack[depth++] = last;
    keep[first] = keep[last] = true;
    while (depth) {
        last = stack[--depth];
        first = stack[--depth];
        int middle = furthest_point(param, points, first, last, step);
        if (middle < 0)
            continue;
        keep[middle] = true;
        stack[depth++] = first;
        stack[depth++] = middle;
        stack[depth++] = middle;
        stack[depth++] = last;
    }
}

/* Where the ramp that begins at `first` ends: every point behind it up to there is linear, and later than the one
 * before. */
static int end_of_ramp(const PointList *list, int first)
{
    int last = first;
    while (last + 1 < list->count && list->items[last + 1].shape == SHAPE_LINEAR &&
           list->items[last + 1].frame > list->items[last].frame)
        last++;
    return last;
}

/* A hold that says (within the step) what is held already, before another hold; the last of the list stays, whatever
 * follows it. */
static bool is_idle_hold(const PointList *list, int i, double held, double step)
{
    const PointLine *point = &list->items[i];
    bool between_holds = point->shape == SHAPE_HOLD && i + 1 < list->count && list->items[i + 1].shape == SHAPE_HOLD;
    if (!between_holds || point->commented || list->items[i + 1].frame == point->frame ||
        (i > 0 && list->items[i - 1].frame == point->frame))
        return false;
    return point->value == held || fabs(point->value - held) <= step * (1 + 1e-9) + 1e-9;
}

Status points_thin(const ParamInfo *param, const PointList *list, double step, bool *keep)
{
    int *stack = calloc(4 * (size_t)list->count + 4, sizeof *stack);
    double held = NAN;
    if (!stack)
        return STATUS_NO_MEMORY;
    for (int i = 0, last; i < list->count; i = last + 1) {
        last = end_of_ramp(list, i);
        if (last > i)
            thin_ramp(param, list->items, i, last, step, keep, stack);
        else
            keep[i] = !is_idle_hold(list, i, held, step);
        if (keep[last])
            held = list->items[last].value;
    }
    free(stack);
    return STATUS_OK;
}

double points_round(const ParamInfo *param, double value)
{
    if (!isfinite(value))
        return value;
    double unit = param->law == LAW_LOG && value > 0 ? pow(10, floor(log10(value)) - 4) : 1e-3;
    return unit < 1 ? floor(value * floor(1 / unit + 0.5) + 0.5) / floor(1 / unit + 0.5)
                    : floor(value / unit + 0.5) * unit;
}
