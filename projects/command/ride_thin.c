/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/command/ride_thin.h"

#include <math.h>
#include <stdlib.h>

#include "audio/base/maths.h"

#define SILENCE_DB (-100.0)

static double as_drawn(const ParamInfo *param, double value)
{
    if (param->law == LAW_LOG)
        return maths_log(value > 0 ? value : 1e-9);
    return value < SILENCE_DB && param->law == LAW_GAIN ? SILENCE_DB : value;
}

static int furthest(const ParamInfo *param, const LanePoint *points, int first, int last, double step)
{
    double from = as_drawn(param, points[first].value), to = as_drawn(param, points[last].value), most = step;
    int found = -1;
    for (int i = first + 1; i < last; i++) {
        double x = (double)(points[i].frame - points[first].frame) / (double)(points[last].frame - points[first].frame);
        double away = fabs(as_drawn(param, points[i].value) - (from + (to - from) * x));
        bool silent = isinf(points[i].value) &&
                      !(isinf(points[first].value) && isinf(points[last].value)); /* nearly is not silence */
        if (silent || away > most) {
            most = silent ? INFINITY : away;
            found = i;
        }
    }
    return found;
}

/* Ramer, Douglas and Peucker over a ramp. */
static bool thin_ramp(const ParamInfo *param, const LanePoint *points, int first, int last, double step, bool *keep)
{
    int *stack = malloc(sizeof *stack * 2 * (size_t)(last - first + 2)), depth = 0;
    if (!stack)
        return false;
    keep[first] = keep[last] = true;
    stack[depth++] = first;
    stack[depth++] = last;
    while (depth) {
        int b = stack[--depth], a = stack[--depth], middle = furthest(param, points, a, b, step);
        if (middle < 0)
            continue;
        keep[middle] = true;
        stack[depth++] = a;
        stack[depth++] = middle;
        stack[depth++] = middle;
        stack[depth++] = b;
    }
    free(stack);
    return true;
}

static bool is_linear_from(const LanePoint *before, const LanePoint *point)
{
    return point->shape == SHAPE_LINEAR && point->frame > before->frame;
}

void ride_drop_ends_of_levels(RidePoints *points)
{
    int kept = 0;
    for (int i = 0; i < points->count; i++) {
        const LanePoint *point = &points->items[i];
        bool level = kept > 0 && point->shape != SHAPE_CURVE && points->items[kept - 1].value == point->value;
        bool jumps = i + 1 < points->count && point[1].shape == SHAPE_HOLD;
        if (!(level && jumps))
            points->items[kept++] = *point;
    }
    points->count = kept;
}

bool ride_thin(const ParamInfo *param, RidePoints *points, double step)
{
    bool *keep = calloc((size_t)points->count + 1, sizeof *keep), ok = keep != NULL;
    for (int i = 0, last; ok && i < points->count; i = last + 1) {
        for (last = i; last + 1 < points->count && is_linear_from(&points->items[last], &points->items[last + 1]);)
            last++;
        keep[i] = true;
        if (last > i)
            ok = thin_ramp(param, points->items, i, last, step, keep);
    }
    int count = 0;
    for (int i = 0; ok && i < points->count; i++)
        if (keep[i])
            points->items[count++] = points->items[i];
    points->count = ok ? count : points->count;
    free(keep);
    return ok;
}
