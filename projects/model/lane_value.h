/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The points of a lane around a frame, and what they make of a value, for whoever shows it while the song plays.
 * Pure; frames are of the song's rate. */
#ifndef TTYMIX_PROJECTS_MODEL_LANE_VALUE_H
#define TTYMIX_PROJECTS_MODEL_LANE_VALUE_H

#include "projects/model/model.h"

/* Index of the last point at or before a frame; -1 before the first, or where `lane` is NULL.  A lane's points stand in
 * their order of time. */
int lane_find_point(const Model *model, const Lane *lane, int64_t frame);

/* The value as heard at `frame`, in the unit of the lane's row: of a lane in read what its points say, in trim
 * `document_value` with that added, else, or without points, `document_value`.  As the engine plays it, but for the few
 * frames over which it lets a jump glide. */
double lane_value_at(const Model *model, const Lane *lane, int64_t frame, double document_value);

#endif
