/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the timeline's actions share; for them, and for who follows the song. */
#ifndef TTYMIX_TUI_ACTION_TIMELINE_H
#define TTYMIX_TUI_ACTION_TIMELINE_H

#include "tui/state/desk_state.h"

enum { SECTION_AT_CURSOR, SECTION_OF_LOOP, SECTION_BY_HAND }; /* of action_section */

/* edit.c */
StemLengths desk_lengths(const Desk *desk);
/* The cursor goes there, and where it plays from with it while nothing plays. */
void desk_move_cursor(Desk *desk, int64_t frame);
/* Esc: puts a grabbed clip back, forgets the section, leaves the lane; false if there was nothing of these. */
bool desk_leave_edit(Desk *desk);

/* True while keys edit the points of the selected strip's lane. */
bool lane_is_entered(const Desk *desk);

/* lane.c */
/* So many points on or back. */
void lane_select_point(Desk *desk, int step);
void lane_insert_point(Desk *desk);
void lane_move_points(Desk *desk, int step, int count);
/* By steps of the value: j and k. */
void lane_step_points(Desk *desk, int steps);
void lane_lift_section(Desk *desk, int steps);
/* A step of a size (STEP_PLAIN ...) of the selected points; false where no lane is edited. */
bool lane_take_step(Desk *desk, int size, int count);
/* Gives the selected point, or one at the cursor, a value as typed; false where no lane is edited. */
bool lane_set_value(Desk *desk, const char *text);

#endif
