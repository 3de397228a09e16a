/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rides: how they begin, end, and get into the document. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "audio/base/buffer.h"
#include "projects/model/address.h"
#include "projects/text/escape.h"
#include "projects/text/timevalue.h"
#include "src/session/recorder_parts.h"

enum { LINE_POINTS_MAX = 500 };

const Model *recorder_model(const Recorder *recorder)
{
    return document_model(recorder->document);
}

int64_t recorder_frames(const Recorder *recorder, double seconds)
{
    return (int64_t)floor(seconds * recorder_model(recorder)->rate_hz + 0.5);
}

/* ---- values ---- */

/* The lane as rides know it; malloc'd. */
static LanePoint *take_lane(const Recorder *recorder, const Lane *lane)
{
    LanePoint *points = calloc((size_t)(lane ? lane->point_count : 0) + 1, sizeof *points);
    for (int i = 0; points && lane && i < lane->point_count; i++) {
        const LaneModelPoint *from = &lane->points[i];
        points[i] = (LanePoint){model_frame_of_time(recorder_model(recorder), &from->at), from->value, from->shape,
                                from->curve};
    }
    return points;
}

static Ride *new_ride(const Recorder *recorder, const char *address, bool relative)
{
    Address at;
    const Lane *lane = model_lane(recorder_model(recorder), address);
    RideSetup setup = {.rate_hz = recorder_model(recorder)->rate_hz, .relative = relative};
    const Model *model = recorder_model(recorder);
    if (address_resolve(model, address, &at, NULL) != STATUS_OK || !address_value(model, &at, &setup.rest))
        return NULL;
    LanePoint *points = take_lane(recorder, lane);
    setup.param = at.param;
    setup.points = points;
    setup.point_count = lane ? lane->point_count : 0;
    Ride *ride = points ? ride_new(&setup, recorder->position) : NULL;
    free(points);
    return ride;
}

/* What is heard of an address that nobody rides. */
static double lane_value(const Recorder *recorder, const char *address)
{
    Ride *ride = new_ride(recorder, address, false);
    double value = ride ? ride_lane_value(ride, recorder->position) : NAN;
    ride_free(ride);
    return value;
}

/* As heard now, with what is aimed at. */
double armed_value(const Recorder *recorder, const Armed *armed)
{
    if (armed->ride && armed->state == RECORDING_TRIM)
        return param_clamp(armed->param, ride_lane_value(armed->ride, recorder->position) + armed->value);
    if (armed->ride || armed->state == RECORDING_PREVIEW)
        return armed->value;
    return lane_value(recorder, armed->address);
}

/* ---- into the document ---- */

static Status edit(Recorder *recorder, const char *line)
{
    return recorder->host.edit(recorder->host.context, line);
}

/* The first edit of a pass gives its entry of the history a name. */
static Status begin_entry(Recorder *recorder, const Armed *armed, const char *line)
{
    Address address;
    char words[280], begin[400];
    if (address_resolve(recorder_model(recorder), armed->address, &address, NULL) != STATUS_OK)
        return STATUS_NOT_FOUND;
    snprintf(begin, sizeof begin, "begin \"%s automation, %s\"",
             address_describe(recorder_model(recorder), &address, words, sizeof words), recording_words[armed->state]);
    Status status = edit(recorder, begin);
    if (status != STATUS_OK)
        return status;
    status = edit(recorder, line);
    return edit(recorder, "end") == STATUS_OK ? status : STATUS_REFUSED;
}

/* An edit of the pass: it joins the entry that the pass has, unless somebody else has edited since. */
static Status run_edit(Recorder *recorder, const Armed *armed, const char *line)
{
    Document *document = recorder->document;
    int before = document_undo_count(document);
    bool joins = recorder->has_entry && document_revision(document) == recorder->entry_revision;
    Status status = joins ? edit(recorder, line) : begin_entry(recorder, armed, line);
    if (status == STATUS_OK && joins && document_undo_count(document) > before)
        status = edit(recorder, "join");
    if (status == STATUS_OK) {
        recorder->has_entry = true;
        recorder->entry_revision = document_revision(document);
    }
    return status;
}

static double step_of(const ParamInfo *param)
{
    bool decibels = param->unit == UNIT_DB || param->unit == UNIT_DBTP;
    return decibels ? 0.1 : param->fine;
}

static Status put_lines(Recorder *recorder, const Armed *armed, const RidePoints *points, int first, int count,
                        int64_t from, int64_t to)
{
    Buffer lines = {0}, line = {0};
    char from_text[TIME_TEXT_MAX], to_text[TIME_TEXT_MAX];
    int rate_hz = recorder_model(recorder)->rate_hz;
    TimeValue from_time = time_from_frame(from, rate_hz), to_time = time_from_frame(to, rate_hz);
    time_format(&from_time, rate_hz, from_text);
    time_format(&to_time, rate_hz, to_text);
    ride_append_lines(armed->ride, points, first, count, &lines);
    buffer_append_format(&line, "put-points %s %s %s ", armed->address, from_text, to_text);
    text_append_quoted(&line, lines.bytes ? lines.bytes : "", lines.length);
    Status status = lines.failed || line.failed ? STATUS_NO_MEMORY : run_edit(recorder, armed, line.bytes);
    buffer_clear(&lines);
    buffer_clear(&line);
    return status;
}

/* Writes what the ride has become; long ones in several lines, because a line has its limit. */
bool armed_write_ride(Recorder *recorder, Armed *armed)
{
    RidePoints points;
    int64_t from, to;
    if (ride_take_points(armed->ride, recorder->position, armed->written, step_of(armed->param), &points, &from, &to) !=
        STATUS_OK)
        return false;
    Status status = STATUS_OK;
    for (int first = 0; status == STATUS_OK && (first == 0 || first < points.count);) {
        int count = points.count - first;
        if (count > LINE_POINTS_MAX) /* a jump stays in one piece */
            for (count = LINE_POINTS_MAX;
                 count > 1 && points.items[first + count - 1].frame == points.items[first + count].frame;)
                count--;
        int last = first + count;
        int64_t end = last < points.count ? points.items[last].frame - 1 : to;
        status = put_lines(recorder, armed, &points, first, count, first ? points.items[first].frame : from, end);
        first = last > first ? last : first + 1;
    }
    ride_points_clear(&points);
    armed->written = ride_settled_frame(armed->ride, recorder->position);
    return status == STATUS_OK;
}

/* ---- rides ---- */

bool armed_begin_ride(Recorder *recorder, Armed *armed)
{
    armed->ride = new_ride(recorder, armed->address, armed->state == RECORDING_TRIM);
    if (!armed->ride)
        return false;
    armed->value = armed->state == RECORDING_TRIM ? 0 : ride_lane_value(armed->ride, recorder->position);
    armed->moved = recorder->position;
    armed->written = INT64_MIN;
    if (!recorder_is_recording(recorder))
        recorder->last_piece = recorder->position;
    return true;
}

void recorder_close_pass(Recorder *recorder)
{
    if (!recorder_is_recording(recorder))
        recorder->has_entry = false;
    recorder->host.heard(recorder->host.context);
}

void armed_end_ride(Recorder *recorder, Armed *armed, int64_t frame)
{
    if (ride_end(armed->ride, frame)) {
        armed->written = INT64_MIN;                       /* all of it once more, thinned */
        bool written = armed_write_ride(recorder, armed); /* if not, it was said why, and the last piece stays */
        (void)written;
    }
    ride_free(armed->ride);
    armed->ride = NULL;
    if (armed->state == RECORDING_WRITE) /* the next pass shall not wipe what this one made */
        armed->state = RECORDING_TOUCH;
}

void armed_aim(Recorder *recorder, Armed *armed, double value)
{
    if (armed->state == RECORDING_TRIM)
        value -= ride_lane_value(armed->ride, recorder->position);
    if (isnan(value) || !ride_move(armed->ride, recorder->position, value))
        return;
    armed->value = value;
    armed->moved = recorder->position;
}
