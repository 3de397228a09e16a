/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The points of a lane as lines, for commands that change many of them; for the files of this room only. */
#ifndef TTYMIX_PROJECTS_COMMAND_LANE_POINTS_H
#define TTYMIX_PROJECTS_COMMAND_LANE_POINTS_H

#include "projects/command/run.h"

typedef struct PointLine {
    int line;
    TimeValue at;
    int64_t frame;
    double value;
    LaneShape shape;
    double curve;
    int time_start, value_start, value_end; /* bytes in the line */
    bool commented;                         /* on its line, or above it */
} PointLine;
typedef struct PointList {
    PointLine *items; /* by time; at one time in the order of the file */
    int count;
} PointList;

/* Reads `TIME VALUE [shape]` from the token `*next` on; `line` and `commented` stay as they are. */
NODISCARD Status points_read(const Model *model, const ParamInfo *param, const TokenLine *tokens, int *next,
                             PointLine *point, Trouble *trouble);
/* The points of a section of the main file that lie in [from, to]. */
NODISCARD Status points_take(Run *run, int section, const ParamInfo *param, int64_t from, int64_t to, PointList *list);
void points_clear(PointList *list);
/* Takes points away with their comments; the model is fresh then. Their lines are no longer true. */
NODISCARD Status points_remove(Run *run, const PointList *list);

/* Takes the points in [from, to] away; puts lines there instead, in the order of time. */
NODISCARD Status points_make_room(Run *run, int section, const ParamInfo *param, int64_t from, int64_t to);
NODISCARD Status points_put(Run *run, int section, const ParamInfo *param, int64_t from, int64_t to,
                            const Buffer *lines);
/* The line of a point, as the file has it. */
void points_append(Buffer *out, const ParamInfo *param, const char *time, const PointLine *point);

/* What a time becomes `by` later, in its own unit where both have it; bars become seconds. */
TimeValue points_move_time(const Model *model, const TimeValue *at, const TimeValue *by, int64_t by_frames);
/* Of `list`, those without which the lane changes by at most `step`: keep[i] says what stays. */
NODISCARD Status points_thin(const ParamInfo *param, const PointList *list, double step, bool *keep);
/* Made shorter than arithmetic leaves it: thousandths, of what is in log a ten-thousandth part of its size. */
double points_round(const ParamInfo *param, double value);

#endif
