/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tui/desk/frame.h"

#include "audio/base/clock.h"
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
    if (first == desk->subscribed_first && count == desk->subscribed_count)
        return;
    desk->subscribed_first = first;
    desk->subscribed_count = count;
    host_subscribe_meters(desk->host, desk->setup.fps, first, count);
}

void desk_draw(Desk *desk)
{
    Scene scene;
    view_follow(&desk->view, desk_model(desk));
    desk_fill_scene(desk, &scene);
    screen_draw(&scene, desk->screen_state[desk->screen], &desk->canvas);
    subscribe(desk);
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
    desk->pace.moving = meter_view_step(&desk->meters, seconds < 0 ? 0 : seconds > 5 ? 5 : seconds);
    desk->pace.last_frame_ms = desk->pace.now_ms;
}

static void draw_frame(Desk *desk)
{
    step_meters(desk);
    desk_draw(desk);
    if (painter_paint(&desk->painter, &desk->canvas, &desk->theme, terminal_words(desk->terminal), &desk->out) !=
            STATUS_OK ||
        desk->out.failed)
        desk_end(desk, 1);
    desk_send_out(desk);
    desk->pace.dirty = desk->pace.urgent = false;
}

void desk_keep_pace(Desk *desk)
{
    Pace *pace = &desk->pace;
    bool wanted = pace->dirty || (pace->moving && desk->setup.fps > 0);
    if (!wanted || desk->out.length > 0)
        return;
    if (pace->urgent) {
        draw_frame(desk);
        return;
    }
    if (pace->now_ms < pace->next_frame_ms)
        return;
    bool is_free = line_is_free(desk);
    pace->next_frame_ms = pace->now_ms + pace->interval_ms;
    if (is_free)
        draw_frame(desk);
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
        wait = least_wait(wait, pace->urgent || left < 0 ? 0 : (int)left);
    }
    if (input_is_waiting(&desk->input)) {
        int64_t left = desk->input_ms + INPUT_ESCAPE_MS - pace->now_ms;
        wait = least_wait(wait, left < 0 ? 0 : (int)left);
    }
    return wait;
}
