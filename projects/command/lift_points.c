/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command `lift-points`: a stretch of automation higher or lower, with steps at its ends, so that all outside of it
 * stays as it is. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "audio/dsp/segment.h"
#include "projects/command/lane_range.h"
#include "projects/command/takes.h"
#include "projects/model/facts.h"
#include "projects/text/number.h"

typedef struct Edge { /* an end of the stretch */
    int64_t frame;
    double value;    /* of the lane there, where no point is */
    LaneShape shape; /* of the segment that it cuts in two */
    double curve;    /* of that segment */
    double part;     /* of its time that lies before the edge */
    int first, last; /* points of the list at the edge; none where last < first */
    int64_t next;    /* frame of the point at which the cut segment ends; -1: it cuts none */
} Edge;

static LanePoint lane_point(const Run *run, const LaneModelPoint *point)
{
    return (LanePoint){model_frame_of_time(run->model, &point->at), point->value, point->shape, point->curve};
}

static Edge find_edge(Run *run, const LaneRange *range, int64_t frame)
{
    const Lane *lane = model_lane(run->model, range->exact);
    Edge edge = {.frame = frame, .first = 0, .last = -1, .next = -1};
    int before = -1, count = lane ? lane->point_count : 0;
    while (before + 1 < count && model_frame_of_time(run->model, &lane->points[before + 1].at) <= frame)
        before++;
    if (count == 0)
        run_present_value(run, &range->address, &edge.value);
    else if (before < 0 || before + 1 == count)
        edge.value = lane->points[before < 0 ? 0 : before].value;
    else {
        LanePoint from = lane_point(run, &lane->points[before]), to = lane_point(run, &lane->points[before + 1]);
        edge.value = points_round(range->address.param, segment_value(range->address.param, &from, &to, frame));
        edge.shape = to.shape;
        edge.curve = to.curve;
        edge.next = to.frame;
        edge.part = (double)(frame - from.frame) / (double)(to.frame - from.frame);
    }
    for (int i = range->points.count - 1; i >= 0; i--)
        if (range->points.items[i].frame == frame) {
            edge.last = edge.last < edge.first ? i : edge.last;
            edge.first = i;
        }
    return edge;
}

static double lifted(const LaneRange *range, double value, double by)
{
    const ParamInfo *row = range->address.param;
    bool is_word = row->special && value == row->special_value && !(value >= row->min && value <= row->max);
    return is_word || !isfinite(value) ? value : points_round(row, value + by);
}

/* Writes a point's value, and its curve where the segment that it ends has become shorter. */
static Status rewrite(Run *run, const LaneRange *range, const PointLine *point, double value, double curve)
{
    Trouble trouble;
    char text[2 * VALUE_TEXT_MAX + 16], number[VALUE_TEXT_MAX];
    int end = point->value_end;
    if (value_check(range->address.param, value, &trouble, -1) != STATUS_OK)
        return run_fail(run, STATUS_BAD_VALUE, -1, "%s", trouble.text);
    int used = value_format(range->address.param, value, text);
    if (point->shape == SHAPE_CURVE && curve != point->curve) {
        TokenLine tokens = {0};
        const Line *line = run->document->source.files[0].lines[point->line];
        token_line_cut(&tokens, line->text, (size_t)line->length);
        end = tokens.count ? tokens.tokens[tokens.count - 1].end : end;
        token_line_clear(&tokens);
        value_format(&curve_row, number_round(curve, 4), number);
        snprintf(text + used, sizeof text - (size_t)used, "  curve %s", number);
    }
    return edit_replace_bytes(run->document, point->line, point->value_start, end, text);
}

static Status put(Run *run, const LaneRange *range, const char *time, double value, LaneShape shape, double curve)
{
    Buffer line = {0};
    Trouble trouble;
    PointLine point = {.value = value, .shape = shape, .curve = number_round(curve, 4)};
    Status status = value_check(range->address.param, value, &trouble, -1);
    if (status != STATUS_OK)
        return run_fail(run, STATUS_BAD_VALUE, -1, "%s", trouble.text);
    points_append(&line, range->address.param, time, &point);
    const TimeValue *at = time == range->from_text ? &range->from : &range->to;
    status = line.failed ? STATUS_NO_MEMORY
                         : run_put_timed_line(run, range->section, model_frame_of_time(run->model, at), line.bytes);
    buffer_clear(&line);
    return status;
}

/* The points between the ends, the last at the beginning where there are several, the first at the end. */
static Status lift_inside(Run *run, const LaneRange *range, const Edge *from, const Edge *to, double by)
{
    Status status = STATUS_OK;
    for (int i = 0; i < range->points.count && status == STATUS_OK; i++) {
        const PointLine *point = &range->points.items[i];
        bool at_from = point->frame == from->frame, at_to = point->frame == to->frame;
        if ((at_from && (from->first == from->last || i != from->last)) ||
            (at_to && (i != to->first || (to->first == to->last && point->shape == SHAPE_HOLD))))
            continue; /* the level is the old one from the end on */
        bool cut = from->last < from->first && from->next == point->frame && !at_from; /* its segment begins later */
        status = rewrite(run, range, point, lifted(range, point->value, by),
                         cut ? point->curve * (1 - from->part) : point->curve);
    }
    return status;
}

/* The first point behind the end, whose segment begins there now. */
static Status shorten_behind(Run *run, const LaneRange *range, const Edge *to)
{
    PointList behind = {0};
    if (to->last >= to->first || to->shape != SHAPE_CURVE || to->next < 0)
        return STATUS_OK;
    Status status = points_take(run, range->section, range->address.param, to->next, to->next, &behind);
    if (status == STATUS_OK && behind.count > 0)
        status = rewrite(run, range, &behind.items[0], behind.items[0].value, to->curve * (1 - to->part));
    points_clear(&behind);
    return status;
}

static Status put_end(Run *run, const LaneRange *range, const Edge *from, const Edge *to, double by)
{
    if (to->last > to->first)
        return STATUS_OK; /* it has its step already */
    if (to->last == to->first && range->points.items[to->last].shape == SHAPE_HOLD)
        return STATUS_OK;
    if (to->last == to->first)
        return put(run, range, range->to_text, range->points.items[to->last].value, SHAPE_HOLD, 0);
    /* A segment that goes through from end to end has lost its beginning, too. */
    bool through = from->last < from->first && from->next == to->next && to->next >= 0;
    double part = through && from->part < 1 ? (to->part - from->part) : to->part;
    Status status = to->shape == SHAPE_HOLD || to->next < 0
                        ? STATUS_OK
                        : put(run, range, range->to_text, lifted(range, to->value, by), to->shape, to->curve * part);
    return status == STATUS_OK ? put(run, range, range->to_text, to->value, SHAPE_HOLD, 0) : status;
}

static Status put_beginning(Run *run, const LaneRange *range, const Edge *from, double by)
{
    if (from->last > from->first)
        return STATUS_OK;
    double value = from->last == from->first ? range->points.items[from->last].value : from->value;
    Status status = STATUS_OK;
    if (from->last < from->first)
        status = put(run, range, range->from_text, value, from->next < 0 ? SHAPE_HOLD : from->shape,
                     from->curve * from->part);
    return status == STATUS_OK ? put(run, range, range->from_text, lifted(range, value, by), SHAPE_HOLD, 0) : status;
}

/* Points of an included file cannot be lifted: then nothing is. */
static Status check_included(Run *run, const LaneRange *range)
{
    const Lane *lane = model_lane(run->model, range->exact);
    int count = range->points.count;
    for (int i = 0; lane && i < lane->point_count; i++) {
        int64_t frame = model_frame_of_time(run->model, &lane->points[i].at);
        count -= frame >= range->from_frame && frame <= range->to_frame;
    }
    return count == 0 ? STATUS_OK : run_refuse_included(run, range->exact, "changed");
}

static Status lift(Run *run, LaneRange *range, double by)
{
    Status status = run_open_lane(run, range->exact, true, &range->section);
    if (status == STATUS_OK)
        status =
            points_take(run, range->section, range->address.param, range->from_frame, range->to_frame, &range->points);
    if (status == STATUS_OK)
        status = check_included(run, range);
    if (status != STATUS_OK)
        return status;
    Edge from = find_edge(run, range, range->from_frame), to = find_edge(run, range, range->to_frame);
    status = lift_inside(run, range, &from, &to, by);
    if (status == STATUS_OK)
        status = shorten_behind(run, range, &to);
    if (status == STATUS_OK)
        status = put_end(run, range, &from, &to, by);
    return status == STATUS_OK ? put_beginning(run, range, &from, by) : status;
}

static Status take_lift(Run *run, LaneRange *range, double *by)
{
    Trouble trouble;
    int token = run->next + 1;
    Status status = run_take_lane(run, &range->address, range->exact);
    if (status == STATUS_OK)
        status = lane_range_refuse_words(run, range);
    if (status == STATUS_OK)
        status = lane_range_take_times(run, range);
    if (status == STATUS_OK && range->from_frame == range->to_frame)
        status = run_fail(run, STATUS_BAD_VALUE, token, "the range has no length");
    if (status == STATUS_OK && !run_take_if(run, "by"))
        status = run_fail(run, STATUS_BAD_VALUE, run->next, "`by` is missing");
    if (status == STATUS_OK &&
        value_read_number(range->address.param, &run->line, &run->next, by, &trouble) != STATUS_OK)
        status = run_fail_trouble(run, &trouble);
    return status == STATUS_OK ? run_expect_end(run) : status;
}

static Status run_lift_points(Run *run)
{
    LaneRange range = {.section = -1};
    double by = 0;
    char text[VALUE_TEXT_MAX], words[280];
    Status status = take_lift(run, &range, &by);
    if (status == STATUS_OK)
        status = lift(run, &range, by);
    if (status == STATUS_OK) {
        value_format(range.address.param, by, text);
        run_say(run, "%s %s from %s to %s", address_describe(run->model, &range.address, words, sizeof words), text,
                range.from_text, range.to_text);
        run_resolve(run, "lift-points %s %s %s by %s", range.exact, range.from_text, range.to_text, text);
    }
    points_clear(&range.points);
    return status;
}

const Command command_lift_points = {
    .name = "lift-points",
    .by = BY_DOCUMENT,
    .takes = {TAKE(ADDRESS), RANGE, WORDS("by"), TAKE(VALUE)},
    .help = "Adds a value to a stretch of automation, or of what has none yet, with steps at its ends.",
    .example = "lift-points vox.fader Verse Chorus by 3 dB",
    .run = run_lift_points,
};
