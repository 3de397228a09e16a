/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Commands to the session: gestures, values on their way. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "tui/state/desk_state.h"

enum { GESTURE_REST_MS = 1000 };

static void make_silent(Desk *desk, uint64_t sequence)
{
    desk->silent[desk->silent_at++ % SILENT_MAX] = sequence;
}

bool desk_is_silent(const Desk *desk, uint64_t sequence)
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
    uint64_t sequence = host_submit(desk->host, line);
    if (desk->several.open) {
        desk->several.first = desk->several.first ? desk->several.first : sequence;
        desk->several.last = sequence;
    }
    return sequence;
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

void desk_submit_step(Desk *desk, const char *format, ...)
{
    char line[PROMPT_MAX + ADDRESS_MAX];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    make_silent(desk, host_submit(desk->host, line));
}

void desk_begin_several(Desk *desk, int count)
{
    if (count <= 1)
        return;
    desk_gesture(desk, "*");
    desk->several = (Several){.open = true};
}

void desk_end_several(Desk *desk, int count, const char *format, ...)
{
    if (count <= 1)
        return;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(desk->several.said, sizeof desk->several.said, format, arguments);
    va_end(arguments);
    desk_end_gesture(desk);
    desk->several.open = false;
}

void desk_nudge(Desk *desk, const FocusValue *focus, double step)
{
    char command[NUDGE_COMMAND_MAX];
    Nudge *nudge = nudge_add(&desk->nudges, focus->address, focus->param, focus->value, step, command);
    if (nudge)
        nudge->sequence = host_submit(desk->host, command);
    desk->pace.dirty = true;
}
