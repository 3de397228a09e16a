/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The song along time: rulers, tracks with their clips and waveforms, lanes of automation. */
#include "tui/screen/timeline.h"

#include <string.h>

#include "tui/canvas/theme.h"
#include "tui/panel/panel.h"
#include "tui/screen/screen.h"

enum { TRACK_ROWS_MIN = 2, TRACK_ROWS_MAX = 5, LANE_ROWS_MIN = 5, LANE_ROWS_MAX = 9 };

/* ---- scrolling in time ---- */

static bool is_in_sight(const TimelineState *state, int64_t frame)
{
    return frame >= state->left && frame < state->left + state->columns * state->step;
}

static void put_left(TimelineState *state, int64_t left)
{
    state->left = left <= 0 ? 0 : left / state->step * state->step;
}

/* Moves by as little as shows the frame, with an eighth of the width around it. */
static void show_frame(TimelineState *state, int64_t frame)
{
    int64_t width = state->columns * state->step, margin = width / 8;
    if (frame < state->left + margin)
        put_left(state, frame - margin);
    else if (frame >= state->left + width - margin)
        put_left(state, frame - width + margin + state->step);
}

static void scroll_time(TimelineState *state, const Scene *scene)
{
    const EditView *edit = &scene->view->edit;
    int64_t position = scene->state->position;
    if (!state->begun || state->seen_zoom != edit->zoom) { /* the cursor stays in its column */
        int64_t column = state->begun && is_in_sight(state, edit->cursor) ? (edit->cursor - state->left) / state->step
                                                                          : state->columns / 3;
        state->step = edit_column_frames(edit, scene->model->rate_hz);
        put_left(state, edit->cursor - column * state->step);
    }
    if (edit->cursor != state->seen_cursor || !state->begun)
        show_frame(state, edit->cursor);
    else if (scene->state->playing && state->was_in_sight && !is_in_sight(state, position))
        put_left(state, position - state->columns * state->step / 8); /* a page on */
    state->begun = true;
    state->seen_zoom = edit->zoom;
    state->seen_cursor = edit->cursor;
    state->was_in_sight = is_in_sight(state, position);
}

/* ---- scrolling over strips ---- */

static bool has_clips(const Scene *scene, const Strip *strip)
{
    if (strip->clip_count > 0)
        return true;
    for (int i = 0; view_is_folded(scene->view, strip->uid) && i < scene->model->strip_count; i++) {
        const Strip *member = &scene->model->strips[i];
        if (member->out && strcmp(member->out, strip->name) == 0 && member->clip_count > 0)
            return true;
    }
    return false;
}

/* Fewer strips are taller. */
static int rows_of_tracks(const Scene *scene, int room)
{
    int with_clips = 0, without = 0;
    for (int i = 0; i < scene->view->list_count; i++)
        has_clips(scene, &scene->model->strips[scene->view->list[i]]) ? with_clips++ : without++;
    int rows = with_clips ? (room - without) / with_clips : TRACK_ROWS_MIN;
    return rows < TRACK_ROWS_MIN ? TRACK_ROWS_MIN : rows > TRACK_ROWS_MAX ? TRACK_ROWS_MAX : rows;
}

static TimelineItem item_of(const Scene *scene, int position, int row, int track_rows, int lane_rows)
{
    const Strip *strip = &scene->model->strips[scene->view->list[position]];
    TimelineItem item = {.position = position, .row = row, .lane = edit_open_lane(&scene->view->edit, strip)};
    item.rows = has_clips(scene, strip) ? track_rows : 1;
    item.lane_row = row + item.rows;
    item.lane_rows = item.lane >= 0 ? lane_rows : 0;
    return item;
}

/* Fills the items from `top` on; the position behind the last that is whole. */
static int place_items(TimelineState *state, const Scene *scene, int end, int track_rows, int lane_rows)
{
    int row = TIMELINE_TRACKS, position = state->top;
    state->count = 0;
    for (; position < scene->view->list_count && row < end && state->count < TIMELINE_ITEMS_MAX; position++) {
        TimelineItem item = item_of(scene, position, row, track_rows, lane_rows);
        row += item.rows + item.lane_rows;
        if (row > end) { /* cut at the bottom */
            int over = row - end, lane = over < item.lane_rows ? over : item.lane_rows;
            item.lane_rows -= lane;
            item.rows -= over - lane;
        }
        state->items[state->count++] = item;
        if (row > end)
            return position;
    }
    return position;
}

static void scroll_strips(TimelineState *state, const Scene *scene, const Canvas *canvas)
{
    int end = canvas->rows - TIMELINE_FOOT, room = end - TIMELINE_TRACKS, selected = view_position(scene->view);
    int track_rows = rows_of_tracks(scene, room), lane_rows = room / 3;
    lane_rows = lane_rows < LANE_ROWS_MIN ? LANE_ROWS_MIN : lane_rows > LANE_ROWS_MAX ? LANE_ROWS_MAX : lane_rows;
    if (state->top > selected || state->top >= scene->view->list_count)
        state->top = selected;
    while (place_items(state, scene, end, track_rows, lane_rows) <= selected && state->top < selected)
        state->top++;
    while (state->top > 0) { /* no empty rows at the bottom while there is something above */
        state->top--;
        if (place_items(state, scene, end, track_rows, lane_rows) >= scene->view->list_count)
            continue;
        state->top++;
        break;
    }
    place_items(state, scene, end, track_rows, lane_rows);
}

static void timeline_arrange(void *context, const Scene *scene, const Canvas *canvas)
{
    TimelineState *state = context;
    state->count = 0;
    state->columns = canvas->columns - TIMELINE_LEFT;
    if (!scene->model)
        return;
    scroll_time(state, scene);
    scroll_strips(state, scene, canvas);
}

/* ---- drawing ---- */

/* True for a letter of a clip's name. */
static bool is_named(const TimelineState *state, const Canvas *canvas, const Glyphs *glyphs, int row, int column)
{
    uint32_t glyph = canvas->cells[row * canvas->columns + column].glyph;
    for (int i = 0; i < state->count; i++)
        if (state->items[i].row == row && state->items[i].rows > 1)
            return glyph != ' ' && glyph != glyphs->line && glyph != glyphs->rule;
    return false;
}

/* A line down all tracks, behind the names of clips. */
static void draw_column(const Scene *scene, const TimelineState *state, Canvas *canvas, int64_t frame, uint32_t glyph,
                        uint8_t style)
{
    int column = timeline_column(state, frame), end = canvas->rows - TIMELINE_FOOT;
    if (column < TIMELINE_LEFT || column >= TIMELINE_LEFT + state->columns)
        return;
    for (int row = TIMELINE_TRACKS; row < end; row++)
        if (!is_named(state, canvas, scene->glyphs, row, column))
            canvas_put(canvas, row, column, glyph, style);
}

static void draw_playhead(const Scene *scene, const TimelineState *state, Canvas *canvas)
{
    const EditView *edit = &scene->view->edit;
    int64_t position = scene->state->position;
    int column = timeline_column(state, position);
    if (timeline_column(state, edit->cursor) != column)
        draw_column(scene, state, canvas, edit->cursor, scene->glyphs->cursor, STYLE_EDGE);
    draw_column(scene, state, canvas, position, scene->glyphs->rule, scene->state->playing ? STYLE_PLAY : STYLE_EDGE);
    if (column >= TIMELINE_LEFT && column < TIMELINE_LEFT + state->columns)
        canvas_put(canvas, TIMELINE_LOOP, column, scene->glyphs->playhead,
                   scene->state->playing ? STYLE_PLAY : STYLE_EDGE);
}

static void timeline_draw(const Scene *scene, const void *context, Canvas *canvas)
{
    const TimelineState *state = context;
    header_draw(scene, canvas, 0);
    if (scene->model) {
        timeline_draw_rulers(scene, state, canvas);
        for (int i = 0; i < state->count; i++)
            timeline_draw_track(scene, state, canvas, &state->items[i]);
        draw_playhead(scene, state, canvas);
        for (int i = 0; i < state->count; i++)
            timeline_draw_lane(scene, state, canvas, &state->items[i]);
        timeline_draw_foot(scene, state, canvas);
    } else
        canvas_text(canvas, canvas->rows / 2, 2, canvas->columns - 4, STYLE_DIM,
                    "The session has not sent its document yet.");
    status_draw(scene, canvas, canvas->rows - 2);
}

static void timeline_subscribe(const void *context, const Scene *scene, int *first, int *count)
{
    (void)context;
    *first = scene->view->strip < 0 ? 0 : scene->view->strip;
    *count = 1;
}

/* After zooming to all, or to the section: from its beginning on. */
static const char *timeline_act(void *context, const Scene *scene, int argument, int count)
{
    TimelineState *state = context;
    const EditView *edit = &scene->view->edit;
    (void)count;
    if (argument != TIMELINE_SHOW_ALL || !scene->model)
        return NULL;
    state->step = edit_column_frames(edit, scene->model->rate_hz);
    put_left(state, edit_has_section(edit) ? edit->from : 0);
    state->begun = true;
    state->seen_zoom = edit->zoom;
    state->seen_cursor = edit->cursor;
    return NULL;
}

/* ---- what is to be sent of waveforms ---- */

typedef struct Wishes { /* counts through the tiles in sight, to the one asked about */
    const TimelineState *state;
    const StemLengths *lengths;
    int left; /* tiles before it */
    WaveWish *wish;
} Wishes;

/* True once the wish is found. */
static bool wish_for_clips(Wishes *wishes, const Scene *scene, const Strip *strip)
{
    const TimelineState *state = wishes->state;
    int64_t end = state->left + state->columns * state->step, wide = WAVE_COLUMNS * state->step;
    for (int i = 0; i < strip->clip_count; i++) {
        ClipSpan span = edit_clip_span(scene->model, strip, i, wishes->lengths);
        int64_t from = span.from > state->left ? span.from : state->left, to = span.to < end ? span.to : end;
        int64_t shift = span.offset - span.from;
        if (from >= to || from + shift < 0)
            continue;
        int64_t first = (from + shift) / wide, last = (to - 1 + shift) / wide;
        if (wishes->left <= last - first) {
            *wishes->wish = (WaveWish){strip->clips[i].path, state->step, first + wishes->left};
            return true;
        }
        wishes->left -= (int)(last - first + 1);
    }
    return false;
}

static bool is_folded_into(const Scene *scene, const Strip *strip, const Strip *bus)
{
    return view_is_folded(scene->view, bus->uid) && strip->out && strcmp(strip->out, bus->name) == 0;
}

static bool timeline_wish(const void *context, const Scene *scene, int index, WaveWish *wish)
{
    StemLengths lengths = timeline_lengths(scene);
    Wishes wishes = {.state = context, .lengths = &lengths, .left = index, .wish = wish};
    for (int i = 0; i < wishes.state->count; i++) {
        const Strip *strip = &scene->model->strips[scene->view->list[wishes.state->items[i].position]];
        if (wish_for_clips(&wishes, scene, strip))
            return true;
        for (int k = 0; view_is_folded(scene->view, strip->uid) && k < scene->model->strip_count; k++)
            if (is_folded_into(scene, &scene->model->strips[k], strip) &&
                wish_for_clips(&wishes, scene, &scene->model->strips[k]))
                return true;
    }
    return false;
}

const ScreenKind timeline_screen = {
    .twin = "describe timeline STRIP",
    .state_size = sizeof(TimelineState),
    .arrange = timeline_arrange,
    .draw = timeline_draw,
    .subscribe = timeline_subscribe,
    .wish = timeline_wish,
    .act = timeline_act,
};
