/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the timeline share: where its rows and columns stand. For them, and for the arguments of its keys.
 */
#ifndef TTYMIX_TUI_SCREEN_TIMELINE_H
#define TTYMIX_TUI_SCREEN_TIMELINE_H

#include "tui/view/scene.h"

/* Rows at the top: header, bars, seconds, markers, loop; at the bottom: rule, place, value, keys. */
enum { TIMELINE_BARS = 1, TIMELINE_TIME, TIMELINE_MARKERS, TIMELINE_LOOP, TIMELINE_TRACKS, TIMELINE_FOOT = 4 };
enum { TIMELINE_LEFT = 12, TIMELINE_ITEMS_MAX = 512 }; /* columns at the left: names, values, scales */

enum { TIMELINE_SHOW_ALL }; /* arguments of what it does itself */

typedef struct TimelineItem { /* a strip as it is shown */
    int position;             /* in the view's list */
    int row, rows;            /* name and wave */
    int lane_row, lane_rows;  /* 0 rows: no lane open */
    int lane;                 /* of EditView.lanes */
} TimelineItem;

typedef struct TimelineState {
    int64_t left; /* frame of the first column; a multiple of a column's frames */
    int top;      /* position of the first strip shown */
    int64_t seen_cursor, seen_position;
    int seen_zoom;
    bool begun, was_in_sight; /* the playhead, at the last frame */
    TimelineItem items[TIMELINE_ITEMS_MAX];
    int count;
    int columns;  /* of time */
    int64_t step; /* frames a column */
} TimelineState;

/* timeline_place.c */
/* Column of the canvas of a frame: may lie outside. */
int timeline_column(const TimelineState *state, int64_t frame);
int64_t timeline_frame(const TimelineState *state, int column);
/* Puts a text that begins at a column of time, cut at the right end; nothing where it begins outside. */
int timeline_text(const TimelineState *state, Canvas *canvas, int row, int column, uint8_t style, const char *text);
StemLengths timeline_lengths(const Scene *scene);

/* timeline_rulers.c: the rows of time above the tracks */
void timeline_draw_rulers(const Scene *scene, const TimelineState *state, Canvas *canvas);
/* timeline_tracks.c */
void timeline_draw_track(const Scene *scene, const TimelineState *state, Canvas *canvas, const TimelineItem *item);
/* timeline_lane.c */
void timeline_draw_lane(const Scene *scene, const TimelineState *state, Canvas *canvas, const TimelineItem *item);
/* timeline_foot.c: rule, and what is under the cursor */
void timeline_draw_foot(const Scene *scene, const TimelineState *state, Canvas *canvas);

#endif
