/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a desk edits in time: the cursor, the zoom, what is selected, which lanes are open.  Pure: it looks at a model,
 * and changes nothing but itself.  Frames are of the project's rate. */
#ifndef TTYMIX_TUI_VIEW_EDIT_H
#define TTYMIX_TUI_VIEW_EDIT_H

#include <stdbool.h>
#include <stdint.h>

#include "projects/model/model.h"

enum { EDIT_LANES_MAX = 32, EDIT_ADDRESS_MAX = 256, ZOOM_COUNT = 15, ZOOM_FIRST = 6 };

typedef enum GridKind { GRID_AUTO, GRID_BAR, GRID_BEAT, GRID_EIGHTH, GRID_SIXTEENTH, GRID_OFF, GRID_COUNT } GridKind;
/* "auto", "bar" ... by GridKind. */
extern const char *const grid_words[GRID_COUNT];
/* Seconds a column, by zoom: the first is the closest. */
extern const double zoom_seconds[ZOOM_COUNT];

typedef struct EditView {
    int zoom; /* of zoom_seconds */
    GridKind grid;
    int64_t cursor;
    int64_t from, to; /* the selected section; none where `to` is not behind `from` */
    bool ranging;     /* vv: the section goes from the anchor to the cursor */
    int64_t anchor;
    bool in_lane;                                 /* keys edit the points of the selected strip's open lane */
    int64_t point;                                /* in_lane: the frame of the selected point; -1: none */
    char lanes[EDIT_LANES_MAX][EDIT_ADDRESS_MAX]; /* open ones, by address */
    int lane_count;
    bool grabbed;     /* the clip under `grab_at` of the selected strip goes with the cursor until it is let go */
    int64_t grab_at;  /* where the cursor took it */
    char yanked[512]; /* the strips copied from, as a command names them; "" = none */
    int64_t yank_from, yank_to;
} EditView;

void edit_view_init(EditView *edit);

/* Frames a column, at least 1. */
int64_t edit_column_frames(const EditView *edit, int rate_hz);
bool edit_has_section(const EditView *edit);
/* The place of the grid behind `frame` (step 1) or before it (-1), never before 0. */
int64_t edit_next_grid(const EditView *edit, const Model *model, int64_t frame, int step);
/* "1 bar", "beat", "1 s": what the grid is at this zoom. */
void edit_grid_name(const EditView *edit, const Model *model, char *out, size_t size);

/* Ends of stems that the text does not tell: `length(context, path)` in frames, -1 = not known. */
typedef struct StemLengths {
    int64_t (*length)(const void *context, const char *path);
    const void *context;
} StemLengths;
typedef struct ClipSpan {
    int64_t from, to; /* `to` INT64_MAX / 2 or above: not known */
    int64_t offset;   /* frame of the file that sounds at `from` */
} ClipSpan;
#define SPAN_OPEN (INT64_MAX / 4)
ClipSpan edit_clip_span(const Model *model, const Strip *strip, int clip, const StemLengths *lengths);
/* The topmost clip of a strip that sounds at a frame; -1 without one. */
int edit_clip_at(const Model *model, const Strip *strip, int64_t frame, const StemLengths *lengths);
/* The next edge of a clip behind the frame (step 1) or before it; false without one. */
bool edit_next_edge(const Model *model, const Strip *strip, int64_t frame, int step, const StemLengths *lengths,
                    int64_t *edge);
/* Selects the section between the marks around the cursor: markers, the ends of the loop, the ends of the song. */
void edit_select_section(EditView *edit, const Model *model, int64_t length);

/* ---- lanes ---- */
/* Index of a strip's open lane (an address of the strip); -1 without one. */
int edit_open_lane(const EditView *edit, const Strip *strip);
/* Opens a lane in the place of another of that strip; false where too many are open. */
bool edit_show_lane(EditView *edit, const Strip *strip, const char *address);
void edit_hide_lane(EditView *edit, int index);

#endif
