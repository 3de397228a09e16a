/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Automation: the value of a lane at every frame, as a function of the position alone.
 *
 * Before the first point its value holds, after the last likewise; between two it goes as segment.h says.  Lanes of
 * strips (`LANE_LAW_GAIN`, `_LINEAR`, `_SWITCH`) act on their own frame, and where the value would jump at frame f it
 * moves from the value before to the lane's in a straight line over the frames f .. f + 48 (dB in dB; -inf as -100 dB,
 * then silence).  Lanes of processors (`LANE_LAW_PARAM`) are read once a cell and jump.
 */
#ifndef TTYMIX_AUDIO_ENGINE_STEP_LANE_H
#define TTYMIX_AUDIO_ENGINE_STEP_LANE_H

#include <stdbool.h>
#include <stdint.h>

#include "audio/engine/spec.h"

enum { LANE_STEP_FRAMES = 48 };

typedef enum LaneLaw { LANE_LAW_GAIN, LANE_LAW_LINEAR, LANE_LAW_SWITCH, LANE_LAW_PARAM } LaneLaw;

typedef struct Lane Lane;

/* Copies the points. NULL without memory. `param` is the row of LANE_LAW_PARAM. Control thread. */
Lane *lane_new(const LanePoint *points, int count, LaneLaw law, const ParamInfo *param);
void lane_free(Lane *lane);
/* True when the lane was made of just these points. */
bool lane_is_made_of(const Lane *lane, const LanePoint *points, int count);

RT_SAFE double lane_value(const Lane *lane, int64_t position);
/* out[i] = lane_value(position + i), bit for bit. */
RT_SAFE void lane_fill(const Lane *lane, int64_t position, int frames, double *out);

/* A number with or without a lane, as the audio thread holds it. */
typedef struct Control {
    double value;
    LaneMode mode;
    const Lane *lane; /* NULL without; not owned */
} Control;

/* True when a lane is read at all. */
RT_SAFE bool control_moves(const Control *control);
RT_SAFE double control_value(const Control *control, int64_t position);
RT_SAFE bool control_is_flat(const Control *control, int64_t position, int frames);
RT_SAFE void control_fill(const Control *control, int64_t position, int frames, double *out);

#endif
