/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What commands over a stretch of automation begin with: `ADDRESS FROM TO`.  For the files of this room only. */
#ifndef TTYMIX_PROJECTS_COMMAND_LANE_RANGE_H
#define TTYMIX_PROJECTS_COMMAND_LANE_RANGE_H

#include "projects/command/lane_points.h"

typedef struct LaneRange {
    Address address;
    char exact[256], from_text[TIME_TEXT_MAX], to_text[TIME_TEXT_MAX];
    TimeValue from, to;
    int64_t from_frame, to_frame;
    bool whole; /* no range was given */
    int section;
    PointList points;
} LaneRange;

/* Takes FROM and TO. */
NODISCARD Status lane_range_take_times(Run *run, LaneRange *range);
/* Takes `ADDRESS FROM TO`, or `ADDRESS` alone where `optional`; the word that must follow; and the points, which
 * points_clear frees whatever comes of it. */
NODISCARD Status lane_range_take(Run *run, LaneRange *range, bool optional, const char *word);
/* Refuses what has words, not numbers. */
NODISCARD Status lane_range_refuse_words(Run *run, const LaneRange *range);
/* Says and resolves what was done to `count` points. */
void lane_range_say(Run *run, const LaneRange *range, int count, const char *done);
void lane_range_resolve(Run *run, const LaneRange *range, const char *command, const char *rest);

#endif
