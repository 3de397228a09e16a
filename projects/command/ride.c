/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/command/ride.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "audio/base/maths.h"
#include "projects/command/lane_points.h"
#include "projects/command/ride_thin.h"
#include "projects/model/facts.h"

#define CURVE_SAMPLE_S 0.01 /* a curve that something is added to is followed in steps of this */

struct Ride {
    const ParamInfo *param;
    int rate_hz;
    LanePoint *old;
    int old_count;
    double rest;
    bool relative, ended;
    RidePoints corners; /* of the moved line; two at one frame are a jump */
};

void ride_points_clear(RidePoints *points)
{
    free(points->items);
    *points = (RidePoints){0};
}

static bool add_point(RidePoints *points, int64_t frame, double value, LaneShape shape, double curve)
{
    if (!array_grow(&points->items, points->count, &points->room, sizeof *points->items))
        return false;
    points->items[points->count++] = (LanePoint){frame, value, shape, curve};
    return true;
}

static int64_t frames_of(const Ride *ride, double seconds)
{
    return (int64_t)floor(seconds * ride->rate_hz + 0.5);
}

/* True where there is no way between two values but a jump: words, `auto`, `inf`. */
static bool must_jump(const ParamInfo *param, double from, double to)
{
    if (param->law == LAW_CHOICE || param->law == LAW_SWITCH)
        return true;
    if (param->law == LAW_GAIN)
        return false;
    bool special = param->special && (from == param->special_value || to == param->special_value);
    return special || !isfinite(from) || !isfinite(to) || (param->law == LAW_LOG && !(from > 0 && to > 0));
}

/* ---- the old lane ---- */

/* Just at and after a frame. */
static double value_after(const ParamInfo *param, const LanePoint *points, int count, double rest, int64_t frame)
{
    int i = segment_find(points, count, frame);
    if (count == 0)
        return rest;
    if (i < 0)
        return points[0].value;
    return i == count - 1 ? points[i].value : segment_value(param, &points[i], &points[i + 1], frame);
}

/* Up to a frame: where several points stand there, what the first of them ends. */
static double value_before(const ParamInfo *param, const LanePoint *points, int count, double rest, int64_t frame)
{
    int i = segment_find(points, count, frame - 1) + 1;
    if (i == count || points[i].frame != frame || i == 0)
        return i == 0 && count ? points[0].value : value_after(param, points, count, rest, frame);
    return points[i].shape == SHAPE_HOLD || must_jump(param, points[i - 1].value, points[i].value) ? points[i - 1].value
                                                                                                   : points[i].value;
}

double ride_lane_value(const Ride *ride, int64_t frame)
{
    return value_after(ride->param, ride->old, ride->old_count, ride->rest, frame);
}

/* ---- the moved line ---- */

static double combine(const Ride *ride, double lane, double moved)
{
    if (!ride->relative)
        return moved;
    return isinf(lane) ? lane : param_clamp(ride->param, lane + moved);
}

/* A ramp of what is added needs no law: it is a straight line. */
static double corner_value(const Ride *ride, const RidePoints *corners, int64_t frame, bool before)
{
    static const ParamInfo added = {.law = LAW_LINEAR, .min = -1e9, .max = 1e9};
    const ParamInfo *param = ride->relative ? &added : ride->param;
    return (before ? value_before : value_after)(param, corners->items, corners->count, 0, frame);
}

static double value_at(const Ride *ride, const RidePoints *corners, int64_t frame, bool before)
{
    double lane = (before ? value_before : value_after)(ride->param, ride->old, ride->old_count, ride->rest, frame);
    return combine(ride, lane, corner_value(ride, corners, frame, before));
}

double ride_value(const Ride *ride, int64_t frame)
{
    return value_at(ride, &ride->corners, frame, false);
}

/* Ends what still glides at `frame`, and goes on to another value within `glide` frames. */
static bool turn(const Ride *ride, RidePoints *corners, int64_t frame, double value, int64_t glide)
{
    double present = corner_value(ride, corners, frame, false);
    bool jumps = !ride->relative && must_jump(ride->param, present, value);
    while (corners->count > 1 && corners->items[corners->count - 1].frame > frame)
        corners->count--;
    const LanePoint *last = &corners->items[corners->count - 1];
    if ((last->frame < frame || last->value != present) &&
        !add_point(corners, frame, present, jumps ? SHAPE_HOLD : SHAPE_LINEAR, 0))
        return false;
    return add_point(corners, jumps ? frame : frame + glide, value, jumps ? SHAPE_HOLD : SHAPE_LINEAR, 0);
}

static bool let_go(const Ride *ride, RidePoints *corners, int64_t frame)
{
    int64_t back = frames_of(ride, RIDE_RETURN_S);
    double present = corner_value(ride, corners, frame, false);
    if (ride->relative)
        return turn(ride, corners, frame, 0, back);
    bool jumps = must_jump(ride->param, present, ride_lane_value(ride, frame + back));
    return turn(ride, corners, frame, ride_lane_value(ride, jumps ? frame : frame + back), back);
}

Ride *ride_new(const RideSetup *setup, int64_t frame)
{
    Ride *ride = calloc(1, sizeof *ride);
    LanePoint *old = calloc((size_t)setup->point_count + 1, sizeof *old);
    if (!ride || !old) {
        free(ride);
        free(old);
        return NULL;
    }
    if (setup->point_count)
        memcpy(old, setup->points, (size_t)setup->point_count * sizeof *old);
    *ride = (Ride){.param = setup->param,
                   .rate_hz = setup->rate_hz,
                   .old = old,
                   .old_count = setup->point_count,
                   .rest = setup->rest,
                   .relative = setup->relative};
    if (!add_point(&ride->corners, frame, ride->relative ? 0 : ride_lane_value(ride, frame), SHAPE_LINEAR, 0)) {
        ride_free(ride);
        return NULL;
    }
    return ride;
}

void ride_free(Ride *ride)
{
    if (!ride)
        return;
    ride_points_clear(&ride->corners);
    free(ride->old);
    free(ride);
}

bool ride_move(Ride *ride, int64_t frame, double value)
{
    return turn(ride, &ride->corners, frame, value, frames_of(ride, RIDE_GLIDE_S));
}

bool ride_end(Ride *ride, int64_t frame)
{
    ride->ended = let_go(ride, &ride->corners, frame);
    return ride->ended;
}

static int64_t begin_frame(const Ride *ride)
{
    return ride->corners.items[0].frame;
}

const LanePoint *ride_old_points(const Ride *ride, int *count)
{
    *count = ride->old_count;
    return ride->old;
}

int64_t ride_settled_frame(const Ride *ride, int64_t now)
{
    int last = ride->corners.count - 1;
    while (last > 0 && ride->corners.items[last].frame > now)
        last--;
    return ride->corners.items[last].frame;
}

/* ---- the points ---- */

typedef struct Writer { /* of one answer */
    const Ride *ride;
    const RidePoints *corners;
    RidePoints *out;
    bool failed;
} Writer;

static void put(Writer *writer, int64_t frame, double value, LaneShape shape, double curve)
{
    const Ride *ride = writer->ride;
    if (must_jump(ride->param, value, value))
        shape = SHAPE_HOLD;
    writer->failed |= !add_point(writer->out, frame, points_round(ride->param, value), shape, curve);
}

/* The line up to a frame, and the jump there if there is one. */
static void put_place(Writer *writer, int64_t frame)
{
    const Ride *ride = writer->ride;
    double before = value_at(ride, writer->corners, frame, true), after = value_at(ride, writer->corners, frame, false);
    put(writer, frame, before, SHAPE_LINEAR, 0);
    if (before != after)
        put(writer, frame, after, SHAPE_HOLD, 0);
}

/* The lane is cut where the ride begins: what led there keeps its course. */
static void put_first(Writer *writer, int64_t frame)
{
    const Ride *ride = writer->ride;
    int i = segment_find(ride->old, ride->old_count, frame - 1) + 1;
    double before = value_before(ride->param, ride->old, ride->old_count, ride->rest, frame);
    double after = value_at(ride, writer->corners, frame, false), curve = 0;
    LaneShape shape = i > 0 && i < ride->old_count ? ride->old[i].shape : SHAPE_HOLD;
    if (shape == SHAPE_CURVE)
        curve = ride->old[i].curve * (double)(frame - ride->old[i - 1].frame) /
                (double)(ride->old[i].frame - ride->old[i - 1].frame);
    put(writer, frame, before, shape, curve);
    if (before != after)
        put(writer, frame, after, SHAPE_HOLD, 0);
}

/* A curve that the ride's end cuts goes on by another C; returns the frame up to which points were given. */
static int64_t put_rest(Writer *writer, int64_t frame)
{
    const Ride *ride = writer->ride;
    int i = segment_find(ride->old, ride->old_count, frame) + 1;
    if (i == 0 || i == ride->old_count || ride->old[i].shape != SHAPE_CURVE || ride->old[i - 1].frame == frame)
        return frame;
    const LanePoint *next = &ride->old[i];
    double left = (double)(next->frame - frame) / (double)(next->frame - next[-1].frame);
    put(writer, next->frame, next->value, SHAPE_CURVE, next->curve * left);
    for (int k = i + 1; k < ride->old_count && ride->old[k].frame == next->frame; k++)
        put(writer, next->frame, ride->old[k].value, ride->old[k].shape, ride->old[k].curve);
    return next->frame;
}

static int compare_frames(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

typedef struct Places {
    int64_t *frames;
    int count, room;
    bool failed;
} Places;

static void add_place(Places *places, int64_t frame, int64_t from, int64_t to)
{
    if (frame <= from || frame >= to || places->failed)
        return;
    places->failed = !array_grow(&places->frames, places->count, &places->room, sizeof *places->frames);
    if (!places->failed)
        places->frames[places->count++] = frame;
}

/* Where the line may bend between two frames. */
static void find_places(const Ride *ride, const RidePoints *corners, int64_t from, int64_t to, Places *places)
{
    int64_t step = frames_of(ride, CURVE_SAMPLE_S);
    for (int i = 0; i < corners->count; i++)
        add_place(places, corners->items[i].frame, from, to);
    for (int i = 0; ride->relative && i < ride->old_count; i++) {
        const LanePoint *point = &ride->old[i];
        add_place(places, point->frame, from, to);
        if (i == 0 || point->shape != SHAPE_CURVE)
            continue;
        int64_t begin = point[-1].frame > from ? point[-1].frame : from, end = point->frame < to ? point->frame : to;
        for (int64_t at = begin + step; at < end; at += step)
            add_place(places, at, from, to);
    }
    if (places->count)
        qsort(places->frames, (size_t)places->count, sizeof *places->frames, compare_frames);
}

static bool write_points(const Ride *ride, const RidePoints *corners, int64_t begin, bool whole, int64_t *to,
                         RidePoints *points)
{
    Writer writer = {.ride = ride, .corners = corners, .out = points};
    Places places = {0};
    int64_t end = corners->items[corners->count - 1].frame;
    find_places(ride, corners, begin, end, &places);
    if (whole)
        put_first(&writer, begin);
    for (int i = 0; i < places.count; i++)
        if (i == 0 || places.frames[i] != places.frames[i - 1])
            put_place(&writer, places.frames[i]);
    if (end > begin || !whole)
        put_place(&writer, end);
    *to = put_rest(&writer, end);
    free(places.frames);
    return !writer.failed && !places.failed;
}

Status ride_take_points(const Ride *ride, int64_t now, int64_t after, double step, RidePoints *points, int64_t *from,
                        int64_t *to)
{
    RidePoints corners = {0};
    int64_t begin = begin_frame(ride);
    bool whole = after < begin, ok = true;
    *points = (RidePoints){0};
    for (int i = 0; i < ride->corners.count && ok; i++)
        ok = add_point(&corners, ride->corners.items[i].frame, ride->corners.items[i].value,
                       ride->corners.items[i].shape, 0);
    if (ok && !ride->ended)
        ok = let_go(ride, &corners, now > begin ? now : begin);
    *from = whole ? begin : after + 1;
    ok = ok && write_points(ride, &corners, whole ? begin : after, whole, to, points) &&
         (!ride->ended || ride_thin(ride->param, points, ride->param->law == LAW_LOG ? maths_log(step) : step));
    ride_points_clear(&corners);
    if (!ok) {
        ride_points_clear(points);
        return STATUS_NO_MEMORY;
    }
    ride_drop_ends_of_levels(points);
    return STATUS_OK;
}

void ride_append_lines(const Ride *ride, const RidePoints *points, int first, int count, Buffer *out)
{
    char time_text[TIME_TEXT_MAX], value[VALUE_TEXT_MAX];
    for (int i = first; i < first + count; i++) {
        const LanePoint *point = &points->items[i];
        TimeValue time = time_from_frame(point->frame, ride->rate_hz);
        time_format(&time, ride->rate_hz, time_text);
        value_format(ride->param, point->value, value);
        buffer_append_format(out, "%s %s%s", time_text, value, point->shape == SHAPE_LINEAR ? " linear" : "");
        if (point->shape == SHAPE_CURVE) {
            value_format(&curve_row, points_round(&curve_row, point->curve), value);
            buffer_append_format(out, " curve %s", value);
        }
        buffer_append_text(out, "\n");
    }
}
