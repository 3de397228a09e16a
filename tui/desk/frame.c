/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tui/desk/frame.h"

#include "audio/base/clock.h"
#include <string.h>

#include "tui/screen/screen.h"

enum { SLOWEST_MS = 1000 };

int64_t desk_now_ms(void)
{
    return clock_now_ns() / 1000000;
}

void desk_end(Desk *desk, int status)
{
    desk->over = true;
    desk->exit_status = status;
}

void desk_fit_terminal(Desk *desk)
{
    int columns, rows;
    terminal_size(desk->terminal, &columns, &rows);
    if (canvas_resize(&desk->canvas, columns, rows) != STATUS_OK)
        desk_end(desk, 1);
    painter_forget(&desk->painter);
    desk->pace.dirty = desk->pace.urgent = true;
}

/* Asks for the meters of the strips that the screen shows, when these are others than before. */
static void subscribe(Desk *desk)
{
    const ScreenKind *screen = screen_table[desk->screen];
    Scene scene;
    int first, count;
    if (!desk_model(desk) || !screen->subscribe)
        return;
    desk_fill_scene(desk, &scene);
    screen->subscribe(desk->screen_state[desk->screen], &scene, &first, &count);
    int point = desk->meters.point;
    if (first == desk->subscribed_first && count == desk->subscribed_count && point == desk->subscribed_point)
        return;
    desk->subscribed_first = first;
    desk->subscribed_count = count;
    desk->subscribed_point = point;
    host_subscribe_meters(desk->host, desk->setup.fps, first, count, point);
}

/* What was sent is kept: a piece is asked for once. */
static void want_waves(Desk *desk, const Scene *scene)
{
    const ScreenKind *screen = screen_table[desk->screen];
    WaveWish wish;
    if (!screen->wish || !scene->model)
        return;
    for (int i = 0; i < WAVES_MAX / 2 && screen->wish(desk->screen_state[desk->screen], scene, i, &wish); i++)
        host_want_wave(desk->host, wish.path, wish.step, wish.tile);
}

/* What the session tells of one strip more than of others, while a screen shows that. */
static void look(Desk *desk)
{
    if (looked_follow(&desk->looked, &desk->view, desk_model(desk)))
        host_look(desk->host, desk->looked.strip, desk->looked.processor);
}

/* The history is asked for again whenever it may be another one. */
static void want_past(Desk *desk, const Scene *scene)
{
    const ScreenKind *screen = screen_table[desk->screen];
    const HostState *state = scene->state;
    PastWish wish = {.changes = desk->changes,
                     .undo_count = state->undo_count,
                     .redo_count = state->redo_count,
                     .saved = state->saved},
             *last = &desk->past_wish;
    if (!screen->wish_past || !scene->model)
        return;
    screen->wish_past(desk->screen_state[desk->screen], &wish.first, &wish.count);
    if (wish.changes == last->changes && wish.undo_count == last->undo_count && wish.redo_count == last->redo_count &&
        wish.saved == last->saved && wish.first == last->first && wish.count == last->count)
        return;
    *last = wish;
    host_want_past(desk->host, wish.first, wish.count);
}

/* As much of the past as has room: two points a column. */
static void want_image(Desk *desk)
{
    int points = !screen_table[desk->screen]->wants_image || desk->setup.fps == 0 ? 0
                 : 2 * desk->canvas.columns < LINK_POINTS                         ? 2 * desk->canvas.columns
                                                                                  : LINK_POINTS;
    if (points == desk->image_points || !desk_model(desk))
        return;
    desk->image_points = points;
    host_want_image(desk->host, points);
}

void desk_draw(Desk *desk)
{
    Scene scene;
    view_follow(&desk->view, desk_model(desk));
    look(desk);
    want_image(desk);
    desk_fill_scene(desk, &scene);
    screen_draw(&scene, desk->screen_state[desk->screen], &desk->canvas);
    subscribe(desk);
    if (!screen_fits(&desk->canvas))
        return;
    want_waves(desk, &scene);
    want_past(desk, &scene);
}

void desk_send_out(Desk *desk)
{
    if (desk->out.length == 0)
        return;
    ssize_t written = terminal_write(desk->terminal, desk->out.bytes, desk->out.length);
    if (written < 0)
        desk_end(desk, DESK_EXIT_HANGUP);
    else
        buffer_drop(&desk->out, (size_t)written);
}

/* The interval doubles while the line is behind, and comes back by itself. */
static bool line_is_free(Desk *desk)
{
    Pace *pace = &desk->pace;
    bool behind = desk->out.length > 0 || terminal_queue(desk->terminal) > 0;
    if (behind)
        pace->interval_ms = pace->interval_ms * 2 > SLOWEST_MS ? SLOWEST_MS : pace->interval_ms * 2;
    else if (pace->interval_ms > pace->base_ms)
        pace->interval_ms = pace->interval_ms / 2 < pace->base_ms ? pace->base_ms : pace->interval_ms / 2;
    return !behind;
}

static void step_meters(Desk *desk)
{
    double seconds = (double)(desk->pace.now_ms - desk->pace.last_frame_ms) / 1000;
    seconds = seconds < 0 ? 0 : seconds > 5 ? 5 : seconds;
    desk->pace.moving = meter_view_step(&desk->meters, seconds);
    desk->pace.moving |= looked_step(&desk->looked, seconds);
    desk->pace.last_frame_ms = desk->pace.now_ms;
}

/* A question behind what was painted, now and then: its answer says that all before was taken. */
static void ask_line(Desk *desk)
{
    if (!terminal_traits(desk->terminal)->may_be_asked || !flow_wants_question(&desk->flow))
        return;
    buffer_append_text(&desk->out, FLOW_QUESTION);
    flow_write(&desk->flow, strlen(FLOW_QUESTION), false);
    flow_ask(&desk->flow, desk->pace.now_ms);
}

void desk_begin_flow(Desk *desk)
{
    flow_init(&desk->flow, desk->pace.now_ms);
    if (!terminal_traits(desk->terminal)->may_be_asked)
        return;
    buffer_append_text(&desk->out, FLOW_QUESTION); /* how long an answer takes when nothing is before it */
    flow_ask(&desk->flow, desk->pace.now_ms);
    desk_send_out(desk);
}

/* Draws, and sends at most `room` bytes of what that changes. */
static void draw_frame(Desk *desk, size_t room)
{
    bool whole = !desk->painter.known;
    step_meters(desk);
    desk_draw(desk);
    if (painter_paint(&desk->painter, &desk->canvas, &desk->theme, terminal_words(desk->terminal), room, &desk->out) !=
            STATUS_OK ||
        desk->out.failed)
        desk_end(desk, 1);
    flow_write(&desk->flow, desk->out.length, whole);
    ask_line(desk);
    desk_send_out(desk);
    desk->pace.urgent = false;
    desk->pace.dirty = desk->painter.behind;
}

/* A first picture cannot be small; on a line that is known to be slow it comes in parts all the same. */
static size_t room_for_frame(Desk *desk)
{
    Pace *pace = &desk->pace;
    bool at_once = !desk->painter.known && !desk->flow.answers;
    size_t room = at_once ? SIZE_MAX : flow_room(&desk->flow, pace->urgent, pace->now_ms);
    pace->waits_for_line = room == 0;
    return room;
}

void desk_keep_pace(Desk *desk)
{
    Pace *pace = &desk->pace;
    bool wanted = pace->dirty || (pace->moving && desk->setup.fps > 0);
    pace->waits_for_line = false;
    if (!wanted || desk->out.length > 0 || (!pace->urgent && pace->now_ms < pace->next_frame_ms))
        return;
    size_t room = room_for_frame(desk);
    if (room == 0) { /* an answer will say when there is some */
        ask_line(desk);
        desk_send_out(desk);
        return;
    }
    if (!pace->urgent) {
        bool is_free = line_is_free(desk);
        pace->next_frame_ms = pace->now_ms + pace->interval_ms;
        if (!is_free)
            return;
    }
    draw_frame(desk, room);
}

static int least_wait(int a, int b)
{
    return a < 0 ? b : b < 0 ? a : a < b ? a : b;
}

int desk_patience_ms(Desk *desk)
{
    const Pace *pace = &desk->pace;
    int wait = desk_rest_gesture(desk);
    if (desk->out.length == 0 && (pace->dirty || (pace->moving && desk->setup.fps > 0))) {
        int64_t left = pace->next_frame_ms - pace->now_ms;
        int due = pace->urgent || left < 0 ? 0 : (int)left;
        wait = least_wait(wait, pace->waits_for_line ? flow_wait_ms(&desk->flow, pace->now_ms) : due);
    }
    if (input_is_waiting(&desk->input)) {
        int64_t left = desk->input_ms + INPUT_ESCAPE_MS - pace->now_ms;
        wait = least_wait(wait, left < 0 ? 0 : (int)left);
    }
    return wait;
}
