/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/engine/step/lane.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SILENCE_DB (-100.0) /* where -inf stands in a ramp */
#define VALUE_MAX 200.0     /* dB, and above every pan, width and switch */

typedef struct Step {
    int64_t frame;
    double from; /* value at the frame before the jump, steps before it included */
} Step;

static const ParamInfo strip_rows[] = {
    [LANE_LAW_GAIN] = {.law = LAW_GAIN},
    [LANE_LAW_LINEAR] = {.law = LAW_LINEAR},
    [LANE_LAW_SWITCH] = {.law = LAW_SWITCH},
};

struct Lane {
    LaneLaw law;
    const ParamInfo *param; /* of a strip's lane: one that has its law, and nothing else */
    int count, step_count;
    LanePoint *points, *given; /* made sane; as given */
    Step *steps;               /* where the value jumps, one a frame, ascending */
};

static int step_before(const Lane *lane, int64_t position)
{
    int low = -1, high = lane->step_count;
    while (high - low > 1) {
        int middle = low + (high - low) / 2;
        if (lane->steps[middle].frame <= position)
            low = middle;
        else
            high = middle;
    }
    return low;
}

static double in_ramp(const Lane *lane, double value)
{
    return lane->law == LANE_LAW_GAIN && !(value > SILENCE_DB) ? SILENCE_DB : value;
}

static bool segment_holds(const Lane *lane, const LanePoint *end)
{
    return end->shape == SHAPE_HOLD || lane->law == LANE_LAW_SWITCH;
}

/* Inside the segment of points i and i + 1. */
static double value_between(const Lane *lane, int i, int64_t position)
{
    const LanePoint *from = &lane->points[i], *to = from + 1;
    if (lane->law == LANE_LAW_PARAM)
        return segment_value(lane->param, from, to, position);
    if (segment_holds(lane, to) || position <= from->frame || from->value == to->value)
        return from->value;
    return in_ramp(lane, segment_value(lane->param, from, to, position));
}

static double plain_value(const Lane *lane, int64_t position)
{
    int i = segment_find(lane->points, lane->count, position);
    if (i < 0)
        return lane->points[0].value;
    if (i == lane->count - 1)
        return lane->points[i].value;
    return value_between(lane, i, position);
}

/* The value that a jump at `position` leaves: that of the segment which ends there. */
static double value_left_of(const Lane *lane, int first_there)
{
    if (first_there == 0)
        return lane->points[0].value;
    const LanePoint *end = &lane->points[first_there];
    return segment_holds(lane, end) ? end[-1].value : end->value;
}

static double blend(const Lane *lane, const Step *step, int64_t position, double to)
{
    double a = in_ramp(lane, step->from), b = in_ramp(lane, to);
    return a + (b - a) * ((double)(position - step->frame) / LANE_STEP_FRAMES);
}

double lane_value(const Lane *lane, int64_t position)
{
    double value = plain_value(lane, position);
    int at = step_before(lane, position);
    if (at >= 0 && position - lane->steps[at].frame < LANE_STEP_FRAMES)
        return blend(lane, &lane->steps[at], position, value);
    return value;
}

static void find_steps(Lane *lane)
{
    for (int i = 0; i < lane->count;) {
        int last = i;
        while (last + 1 < lane->count && lane->points[last + 1].frame == lane->points[i].frame)
            last++;
        double left = value_left_of(lane, i);
        int64_t frame = lane->points[i].frame;
        if (i > 0 || last > i) {
            const Step *before = lane->step_count > 0 ? &lane->steps[lane->step_count - 1] : NULL;
            if (left != lane->points[last].value) {
                if (before && frame - before->frame < LANE_STEP_FRAMES)
                    left = blend(lane, before, frame, left);
                lane->steps[lane->step_count++] = (Step){frame, left};
            }
        }
        i = last + 1;
    }
}

/* Whatever comes, frames ascend and values are numbers. */
static void make_sane(Lane *lane, int i)
{
    LanePoint *point = &lane->points[i];
    if (i > 0 && point->frame < point[-1].frame)
        point->frame = point[-1].frame;
    if (lane->law == LANE_LAW_PARAM)
        point->value = param_clamp(lane->param, point->value);
    else if (!(point->value < VALUE_MAX))
        point->value = isnan(point->value) ? 0.0 : VALUE_MAX;
    if (!(point->curve >= -1 && point->curve <= 1))
        point->curve = 0;
}

Lane *lane_new(const LanePoint *points, int count, LaneLaw law, const ParamInfo *param)
{
    Lane *lane = calloc(1, sizeof *lane);
    LanePoint *copy = calloc((size_t)count, sizeof *copy), *given = calloc((size_t)count, sizeof *given);
    Step *steps = calloc((size_t)count, sizeof *steps);
    if (!lane || !copy || !given || !steps) {
        free(lane);
        free(given);
        free(copy);
        free(steps);
        return NULL;
    }
    memcpy(copy, points, (size_t)count * sizeof *copy);
    memcpy(given, points, (size_t)count * sizeof *given);
    *lane = (Lane){.law = law,
                   .param = law == LANE_LAW_PARAM ? param : &strip_rows[law],
                   .count = count,
                   .points = copy,
                   .given = given,
                   .steps = steps};
    for (int i = 0; i < count; i++)
        make_sane(lane, i);
    if (law != LANE_LAW_PARAM)
        find_steps(lane);
    return lane;
}

void lane_free(Lane *lane)
{
    if (!lane)
        return;
    free(lane->points);
    free(lane->given);
    free(lane->steps);
    free(lane);
}

static bool same_number(double a, double b)
{
    return a == b || (isnan(a) && isnan(b));
}

bool lane_is_made_of(const Lane *lane, const LanePoint *points, int count)
{
    if (lane->count != count)
        return false;
    for (int i = 0; i < count; i++) {
        const LanePoint *a = &lane->given[i], *b = &points[i];
        if (a->frame != b->frame || !same_number(a->value, b->value) || a->shape != b->shape ||
            !same_number(a->curve, b->curve))
            return false;
    }
    return true;
}

/* True when the value is one and the same over these frames. May say false of a flat one. */
static bool lane_is_flat(const Lane *lane, int64_t position, int frames)
{
    int64_t last = position + frames - 1;
    int step = step_before(lane, last);
    if (step >= 0 && lane->steps[step].frame + LANE_STEP_FRAMES > position)
        return false;
    int i = segment_find(lane->points, lane->count, position), j = segment_find(lane->points, lane->count, last);
    if (i != j)
        return false;
    if (i < 0 || i == lane->count - 1)
        return true;
    return segment_holds(lane, &lane->points[i + 1]) || lane->points[i].value == lane->points[i + 1].value;
}

/* The plain values of one segment; the same operations as value_between. */
static void fill_segment(const Lane *lane, int i, int64_t position, int frames, double *out)
{
    for (int f = 0; f < frames; f++)
        out[f] = i < 0 ? lane->points[0].value
                       : (i == lane->count - 1 ? lane->points[i].value : value_between(lane, i, position + f));
}

void lane_fill(const Lane *lane, int64_t position, int frames, double *out)
{
    for (int done = 0; done < frames;) {
        int i = segment_find(lane->points, lane->count, position + done);
        int64_t end = i + 1 < lane->count ? lane->points[i + 1].frame - position : frames;
        int count = (int)(end < frames ? end : frames) - done;
        fill_segment(lane, i, position + done, count, out + done);
        done += count;
    }
    for (int at = step_before(lane, position + frames - 1); at >= 0; at--) {
        const Step *step = &lane->steps[at];
        int64_t next = at + 1 < lane->step_count ? lane->steps[at + 1].frame : INT64_MAX;
        int64_t from = step->frame > position ? step->frame : position;
        int64_t to = step->frame + LANE_STEP_FRAMES;
        to = to < next ? to : next;
        to = to < position + frames ? to : position + frames;
        if (to <= position)
            break;
        for (int64_t f = from; f < to; f++)
            out[f - position] = blend(lane, step, f, out[f - position]);
    }
}

bool control_moves(const Control *control)
{
    return control->lane && control->mode != LANE_OFF;
}

double control_value(const Control *control, int64_t position)
{
    if (!control_moves(control))
        return control->value;
    double value = lane_value(control->lane, position);
    return control->mode == LANE_TRIM ? control->value + value : value;
}

bool control_is_flat(const Control *control, int64_t position, int frames)
{
    return !control_moves(control) || lane_is_flat(control->lane, position, frames);
}

void control_fill(const Control *control, int64_t position, int frames, double *out)
{
    if (!control_moves(control)) {
        for (int i = 0; i < frames; i++)
            out[i] = control->value;
        return;
    }
    lane_fill(control->lane, position, frames, out);
    if (control->mode == LANE_TRIM)
        for (int i = 0; i < frames; i++)
            out[i] = control->value + out[i];
}
