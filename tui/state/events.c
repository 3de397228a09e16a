/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the session says: answers, changes, facts, meters, notices. */
#include <stdio.h>
#include <string.h>

#include "projects/command/command.h"
#include "tui/state/desk_state.h"

/* True if the answer is one of several that say one sentence together. */
static bool is_one_of_several(Desk *desk, const HostEvent *event, bool failed)
{
    Several *several = &desk->several;
    if (!several->last || event->sequence < several->first || event->sequence > several->last)
        return false;
    several->failed |= failed;
    if (event->sequence == several->last && !several->failed)
        desk_say(desk, 0, "%s", several->said);
    return true;
}

/* The answer to a line of the file `start`; true where it was one. */
static bool take_started(Desk *desk, const HostEvent *event)
{
    for (int i = 0; i < desk->started_count; i++) {
        if (desk->started[i].sequence != event->sequence)
            continue;
        char text[sizeof event->text + 40];
        snprintf(text, sizeof text, "start:%d: %s", desk->started[i].number, event->text);
        desk->started[i] = desk->started[--desk->started_count];
        if (event->status != STATUS_OK)
            desk_tell(desk, 1, text);
        return true;
    }
    return false;
}

static void take_answer(Desk *desk, const HostEvent *event)
{
    if (take_started(desk, event))
        return;
    char command[NUDGE_COMMAND_MAX];
    bool known, failed = event->status != STATUS_OK;
    Nudge *nudge = nudge_answer(&desk->nudges, event->sequence, failed, &known, command);
    if (nudge)
        nudge->sequence = host_submit(desk->host, command);
    bool together = is_one_of_several(desk, event, failed);
    bool shown = failed || (!known && !together && !desk_is_silent(desk, event->sequence));
    if (shown && event->text[0] && desk->message_unasked && desk->message_level > 0)
        notices_keep(&desk->notices, desk->message_level, desk->message); /* nobody can have read it: it comes again */
    if (shown && event->text[0])
        desk_say(desk, failed ? 2 : 0, "%s", event->text);
    if (event->sequence == desk->located)
        desk->located = 0;
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

/* The cursor is where it would play from. While a locate of ours is under way, older positions still come. */
static void follow_position(Desk *desk)
{
    const HostState *state = host_state(desk->host);
    if (!state->playing && !desk->located && !desk->view.edit.grabbed && state->position != desk->followed) {
        desk->view.edit.cursor = state->position < 0 ? 0 : state->position;
        desk->followed = state->position;
    }
}

/* True if anything that is shown has changed: a session at rest is told of, too, and need not be drawn. */
static bool take_meters(Desk *desk)
{
    const Model *model = desk_model(desk);
    int64_t position = host_state(desk->host)->position;
    bool changed = position != desk->shown_position;
    for (int i = 0; model && i < model->strip_count && i < VIEW_STRIPS_MAX; i++) {
        const HostStrip *strip = host_strip(desk->host, i);
        if (strip && strip->serial == host_meters_serial(desk->host))
            changed |= meter_view_feed(&desk->meters, i, strip);
    }
    desk->shown_position = position;
    desk->pace.moving |= changed;
    return changed;
}

static bool take_look(Desk *desk)
{
    const Model *model = desk_model(desk);
    bool changed =
        model && looked_feed(&desk->looked, host_looked(desk->host), host_state(desk->host)->position, model->rate_hz);
    desk->pace.moving |= changed;
    return changed;
}

static bool take_loudness(Desk *desk)
{
    const HostState *state = host_state(desk->host);
    const float now[] = {state->momentary_lufs, state->short_lufs,     state->integrated_lufs,
                         state->range_lu,       state->true_peak_dbtp, state->correlation};
    bool changed = memcmp(now, desk->shown_loudness, sizeof now) != 0;
    memcpy(desk->shown_loudness, now, sizeof now);
    return changed;
}

static void take_document(Desk *desk)
{
    const Model *model = desk_model(desk);
    desk->changes++;
    if (model && meter_view_follow(&desk->meters, model) != STATUS_OK)
        desk_say(desk, 2, "There is no memory for the meters");
    view_follow(&desk->view, model);
}

static bool is_command(const char *word, size_t length)
{
    char name[32];
    if (length >= sizeof name)
        return false;
    memcpy(name, word, length);
    name[length] = '\0';
    return command_find(name) != NULL;
}

/* The session names commands as they are: "Type recover to take them back, discard to set them aside".  At a desk they
 * are typed behind a colon. */
static void spell_commands(const char *text, char *out, size_t size)
{
    size_t used = 0;
    const char *type = strstr(text, "Type ");
    for (const char *at = text; *at && used + 2 < size;) {
        size_t word = strcspn(at, " "), blanks = strspn(at + word, " ");
        bool typed = type && at > type && strncmp(at + word, " to ", 4) == 0 && is_command(at, word);
        used += (size_t)snprintf(out + used, size - used, "%s%.*s", typed ? ":" : "", (int)(word + blanks), at);
        at += word + blanks;
    }
    out[used < size ? used : size - 1] = '\0';
}

/* A second warning must not wipe out the first before anybody can have read it. */
void desk_tell(Desk *desk, int level, const char *text)
{
    if (desk->message_unasked && desk->message_level > 0 && strcmp(desk->message, text) != 0) {
        notices_keep(&desk->notices, level, text);
        return;
    }
    desk_say(desk, level, "%s", text);
    desk->message_unasked = true;
}

static void take_notice(Desk *desk, const HostEvent *event)
{
    char text[sizeof event->text + 16];
    spell_commands(event->text, text, sizeof text);
    desk_tell(desk, event->level, text);
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
    bool changed = true;
    switch (event->kind) {
    case HOST_ANSWER: take_answer(desk, event); break;
    case HOST_CHANGE:
    case HOST_TEXT: take_document(desk); break;
    case HOST_STATE: take_state(desk, event); break;
    case HOST_METERS: changed = take_meters(desk); break;
    case HOST_LOOK: changed = take_look(desk); break;
    case HOST_LOUDNESS: changed = take_loudness(desk); break;
    case HOST_WAVE:
    case HOST_PAST:
    case HOST_IMAGE: break;
    case HOST_NOTICE: take_notice(desk, event); break;
    case HOST_QUIT:
        desk->over = true;
        desk->exit_status = (int)event->sequence;
        if (event->text[0])
            error_set(desk->setup.error, STATUS_LOST, "%s", event->text);
        break;
    case HOST_NONE: break;
    }
    follow_position(desk);
    desk->pace.dirty |= changed;
}

void desk_take_events(Desk *desk)
{
    HostEvent event;
    while (!desk->over && host_next_event(desk->host, &event))
        take_event(desk, &event);
}
