/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The desk and its session: commands out, events in, gestures, values on their way. */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "tui/panel/panel.h"
#include "tui/state/desk_state.h"

enum { GESTURE_REST_MS = 1000, SUBSCRIBE_ALL_MAX = 128 };

static void make_silent(Desk *desk, uint64_t sequence)
{
    desk->silent[desk->silent_at++ % SILENT_MAX] = sequence;
}

static bool is_silent(const Desk *desk, uint64_t sequence)
{
    for (int i = 0; i < SILENT_MAX; i++)
        if (desk->silent[i] == sequence)
            return true;
    return false;
}

void desk_end_gesture(Desk *desk)
{
    if (!desk->gesture.open)
        return;
    desk->gesture.open = false;
    make_silent(desk, host_submit(desk->host, "end"));
}

void desk_gesture(Desk *desk, const char *about)
{
    Gesture *gesture = &desk->gesture;
    bool goes_on =
        gesture->open && strcmp(gesture->about, about) == 0 && desk->pace.now_ms - gesture->last_ms < GESTURE_REST_MS;
    gesture->last_ms = desk->pace.now_ms;
    if (goes_on)
        return;
    desk_end_gesture(desk);
    snprintf(gesture->about, sizeof gesture->about, "%s", about);
    gesture->open = true;
    make_silent(desk, host_submit(desk->host, "begin"));
}

int desk_rest_gesture(Desk *desk)
{
    if (!desk->gesture.open)
        return -1;
    int64_t left = desk->gesture.last_ms + GESTURE_REST_MS - desk->pace.now_ms;
    if (left > 0)
        return (int)left;
    if (nudge_is_under_way(&desk->nudges))
        return 100; /* what is still to be sent belongs to it */
    desk_end_gesture(desk);
    return -1;
}

uint64_t desk_submit(Desk *desk, const char *format, ...)
{
    char line[PROMPT_MAX + ADDRESS_MAX];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    if (desk->gesture.open && desk->gesture.about[0] != '*') /* `*`: several commands of one key */
        desk_end_gesture(desk);
    return host_submit(desk->host, line);
}

uint64_t desk_submit_silently(Desk *desk, const char *format, ...)
{
    char line[PROMPT_MAX + ADDRESS_MAX];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    uint64_t sequence = desk_submit(desk, "%s", line);
    make_silent(desk, sequence);
    return sequence;
}

void desk_nudge(Desk *desk, const FocusValue *focus, double step)
{
    char command[NUDGE_COMMAND_MAX];
    Nudge *nudge = nudge_add(&desk->nudges, focus->address, focus->param, focus->value, step, command);
    if (nudge)
        nudge->sequence = host_submit(desk->host, command);
    desk->pace.dirty = true;
}

/* ---- events ---- */

static void take_answer(Desk *desk, const HostEvent *event)
{
    char command[NUDGE_COMMAND_MAX];
    bool known, failed = event->status != STATUS_OK;
    Nudge *nudge = nudge_answer(&desk->nudges, event->sequence, failed, &known, command);
    if (nudge)
        nudge->sequence = host_submit(desk->host, command);
    bool shown = failed || (!known && !is_silent(desk, event->sequence));
    if (shown && event->text[0])
        desk_say(desk, failed ? 2 : 0, "%s", event->text);
    if (event->sequence == desk->quit_after) {
        desk->quit_after = 0;
        if (!failed)
            desk_submit(desk, "quit");
    }
    desk->pace.urgent = true;
}

static void take_state(Desk *desk, const HostEvent *event)
{
    const HostState *state = host_state(desk->host);
    if (state->playing && !desk->was_playing)
        desk->last_start = state->position;
    desk->was_playing = state->playing;
    if (strcmp(event->text, "cleared clips") == 0)
        meter_view_clear_holds(&desk->meters);
}

static void take_meters(Desk *desk)
{
    const Model *model = desk_model(desk);
    for (int i = 0; model && i < model->strip_count && i < VIEW_STRIPS_MAX; i++) {
        const HostStrip *strip = host_strip(desk->host, i);
        if (strip && strip->serial == host_meters_serial(desk->host))
            meter_view_feed(&desk->meters, i, strip);
    }
    desk->pace.moving = true;
}

static void take_document(Desk *desk)
{
    const Model *model = desk_model(desk);
    if (model && meter_view_follow(&desk->meters, model) != STATUS_OK)
        desk_say(desk, 2, "There is no memory for the meters");
    view_follow(&desk->view, model);
}

/* A second warning must not wipe out the first before anybody can have read it. */
static void take_notice(Desk *desk, const HostEvent *event)
{
    if (desk->message_unasked && desk->message_level > 0 && strcmp(desk->message, event->text) != 0) {
        notices_keep(&desk->notices, event->level, event->text);
        return;
    }
    desk_say(desk, event->level, "%s", event->text);
    desk->message_unasked = true;
}

void desk_show_next_notice(Desk *desk)
{
    Notice notice;
    if (desk->message[0] || desk->prompt.kind != PROMPT_NONE || !notices_take(&desk->notices, &notice))
        return;
    desk_say(desk, notice.level, "%s", notice.text);
    desk->message_unasked = true;
}

static void take_event(Desk *desk, const HostEvent *event)
{
    switch (event->kind) {
    case HOST_ANSWER: take_answer(desk, event); break;
    case HOST_CHANGE:
    case HOST_TEXT: take_document(desk); break;
    case HOST_STATE: take_state(desk, event); break;
    case HOST_METERS: take_meters(desk); break;
    case HOST_NOTICE: take_notice(desk, event); break;
    case HOST_QUIT:
        desk->over = true;
        desk->exit_status = (int)event->sequence;
        break;
    case HOST_LOUDNESS:
    case HOST_NONE: break;
    }
    desk->pace.dirty = true;
}

void desk_take_events(Desk *desk)
{
    HostEvent event;
    while (!desk->over && host_next_event(desk->host, &event))
        take_event(desk, &event);
}

void desk_subscribe(Desk *desk)
{
    const Model *model = desk_model(desk);
    Scene scene;
    if (!model)
        return;
    int first = 0, count = model->strip_count;
    if (count > SUBSCRIBE_ALL_MAX) { /* what is on screen */
        desk_fill_scene(desk, &scene);
        MixerLayout layout = mixer_layout(&scene, &desk->canvas);
        int last = desk->view.first + layout.strips;
        last = last >= desk->view.list_count ? desk->view.list_count - 1 : last;
        first = desk->view.first < desk->view.list_count ? desk->view.list[desk->view.first] : 0;
        count = last >= 0 ? desk->view.list[last] - first + 1 : 0;
    }
    if (first == desk->subscribed_first && count == desk->subscribed_count)
        return;
    desk->subscribed_first = first;
    desk->subscribed_count = count;
    host_subscribe_meters(desk->host, desk->setup.fps, first, count);
}
