/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A ride: moves of one number while the song runs, and the points of automation that they become.
 *
 * Pure arithmetic over positions in frames; no clock, no document.  A ride begins at a frame and holds what the lane
 * says there; every move glides to its value over 30 ms; at its end it glides back to the old lane within 250 ms (words
 * and special values jump).  A *relative* ride adds to the lane and glides back to adding nothing.  In between the old
 * lane counts no more (or is added to), before and after it is as it was: a segment that is cut keeps its course
 * exactly, a curve by another C (a part of an exponential is an exponential).
 *
 * One thread at a time.
 */
#ifndef TTYMIX_PROJECTS_COMMAND_RIDE_H
#define TTYMIX_PROJECTS_COMMAND_RIDE_H

#include <stdbool.h>
#include <stdint.h>

#include "audio/base/buffer.h"
#include "audio/base/status.h"
#include "audio/dsp/segment.h"

#define RIDE_GLIDE_S 0.03
#define RIDE_RETURN_S 0.25

typedef struct RidePoints {
    LanePoint *items;
    int count, room;
} RidePoints;
void ride_points_clear(RidePoints *points);

typedef struct RideSetup {
    const ParamInfo *param;
    int rate_hz;
    const LanePoint *points; /* the lane as it is, ascending; copied */
    int point_count;
    double rest;   /* the value without a lane */
    bool relative; /* LAW_LINEAR and LAW_GAIN only */
} RideSetup;

typedef struct Ride Ride;

/* NULL without memory. It begins at `frame`. */
Ride *ride_new(const RideSetup *setup, int64_t frame);
void ride_free(Ride *ride);
/* What the lane alone says at a frame. */
double ride_lane_value(const Ride *ride, int64_t frame);
/* What the ride makes of it at a frame, which may lie ahead. */
double ride_value(const Ride *ride, int64_t frame);
/* From `frame` (not before the last move) on towards `value`; of a relative ride, towards adding it. False without
 * memory, nothing changed. */
NODISCARD bool ride_move(Ride *ride, int64_t frame, double value);
/* Lets go at `frame`. Nothing is moved after that. */
NODISCARD bool ride_end(Ride *ride, int64_t frame);
/* The lane as it was when the ride began; it lives as long as the ride. */
const LanePoint *ride_old_points(const Ride *ride, int *count);
/* Up to which frame nothing changes any more of what ride_take_points(now) has given: for `after` of the next call. */
int64_t ride_settled_frame(const Ride *ride, int64_t now);

/* The points that stand in [*from, *to] from now on, as though the ride ended at `now` where it has not.  `*from` is
 * where it begins, or behind the frame `after` where that lies later: what stands up to there was written before. `*to`
 * is where the old lane goes on. Once it has ended they are thinned: the lane stays within `step` (of dB and numbers
 * that are linear; a ratio for LAW_LOG) of what was moved. */
NODISCARD Status ride_take_points(const Ride *ride, int64_t now, int64_t after, double step, RidePoints *points,
                                  int64_t *from, int64_t *to);
/* `TIME VALUE [shape]` a line, as the file has it, of the points first .. first + count - 1. */
void ride_append_lines(const Ride *ride, const RidePoints *points, int first, int count, Buffer *out);

#endif
