/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The facts of a session, `state KEY VALUE...`: one row a fact. A value that is out of its range changes nothing. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/link/autos.h"
#include "tui/link/facts.h"
#include "tui/link/parse.h"
#include "tui/link/wire.h"

static bool take_bool(char **at, bool *value)
{
    int64_t number;
    if (!wire_take_int(at, 0, 1, &number))
        return false;
    *value = number == 1;
    return true;
}

static bool take_play(HostState *state, char *rest)
{
    return take_bool(&rest, &state->playing);
}

static bool take_position(HostState *state, char *rest)
{
    return wire_take_int(&rest, INT64_MIN / 4, INT64_MAX / 4, &state->position);
}

static bool take_length(HostState *state, char *rest)
{
    return wire_take_int(&rest, 0, INT64_MAX / 4, &state->length);
}

static bool take_loop(HostState *state, char *rest)
{
    bool on;
    int64_t from = state->loop_from, to = state->loop_to;
    if (!take_bool(&rest, &on))
        return false;
    if (*rest && (!wire_take_int(&rest, 0, INT64_MAX / 4, &from) || !wire_take_int(&rest, 0, INT64_MAX / 4, &to)))
        return false;
    state->loop_on = on;
    state->loop_from = from;
    state->loop_to = to;
    return true;
}

static bool take_text(char *rest, char *out, size_t size)
{
    wire_unescape(rest);
    snprintf(out, size, "%s", rest);
    return true;
}

static bool take_solo(HostState *state, char *rest)
{
    return take_text(rest, state->solo, sizeof state->solo);
}

static bool take_heard(HostState *state, char *rest)
{
    return take_text(rest, state->heard, sizeof state->heard);
}

static bool take_compared(HostState *state, char *rest)
{
    return take_text(rest, state->compared, sizeof state->compared);
}

static bool take_device(HostState *state, char *rest)
{
    return take_text(rest, state->device, sizeof state->device);
}

static bool take_count(char *rest, int64_t most, int *value)
{
    int64_t number;
    if (!wire_take_int(&rest, 0, most, &number))
        return false;
    *value = (int)number;
    return true;
}

static bool take_xruns(HostState *state, char *rest)
{
    int64_t number;
    if (!wire_take_int(&rest, 0, UINT32_MAX, &number))
        return false;
    state->xruns = (uint32_t)number;
    return true;
}

static bool take_saved(HostState *state, char *rest)
{
    return take_bool(&rest, &state->saved);
}

static bool take_undo(HostState *state, char *rest)
{
    return take_count(rest, INT32_MAX, &state->undo_count);
}

static bool take_redo(HostState *state, char *rest)
{
    return take_count(rest, INT32_MAX, &state->redo_count);
}

static bool take_monitor(HostState *state, char *rest)
{
    char *level = wire_take_word(&rest), *end;
    double db = level ? strtod(level, &end) : 0;
    bool dim, mono, cut;
    if (!level || *end || end == level || !(db >= -1000 && db <= 100) || !take_bool(&rest, &dim) ||
        !take_bool(&rest, &mono) || !take_bool(&rest, &cut))
        return false;
    state->monitor_db = db;
    state->dim = dim;
    state->mono = mono;
    state->cut = cut;
    return true;
}

static bool take_listen(HostState *state, char *rest)
{
    return take_text(rest, state->listen, sizeof state->listen);
}

static bool take_room(HostState *state, char *rest)
{
    return take_text(rest, state->room, sizeof state->room);
}

static bool take_cpu(HostState *state, char *rest)
{
    return take_count(rest, 100000, &state->cpu_percent);
}

static bool take_bounce(HostState *state, char *rest)
{
    int64_t number;
    if (!wire_take_int(&rest, -1, 100, &number))
        return false;
    state->bounce_percent = (int)number;
    return true;
}

static bool take_overviews(HostState *state, char *rest)
{
    int64_t ready, percent;
    if (!wire_take_int(&rest, 0, INT32_MAX, &ready) || !wire_take_int(&rest, -1, 100, &percent))
        return false;
    state->overviews_ready = (int)ready;
    state->overviews_percent = (int)percent;
    return true;
}

static const struct {
    const char *key, *form; /* tui/link/facts.h */
    bool (*take)(HostState *state, char *rest);
} state_rows[] = {
    {TOLD_PLAY, take_play},           {TOLD_POSITION, take_position}, {TOLD_LENGTH, take_length},
    {TOLD_LOOP, take_loop},           {TOLD_SOLO, take_solo},         {TOLD_DEVICE, take_device},
    {TOLD_XRUNS, take_xruns},         {TOLD_SAVED, take_saved},       {TOLD_UNDO, take_undo},
    {TOLD_REDO, take_redo},           {TOLD_MONITOR, take_monitor},   {TOLD_CPU, take_cpu},
    {TOLD_HEARD, take_heard},         {TOLD_COMPARED, take_compared}, {TOLD_AUTO, auto_take},
    {TOLD_BOUNCE, take_bounce},       {TOLD_LISTEN, take_listen},     {TOLD_ROOM, take_room},
    {TOLD_OVERVIEWS, take_overviews},
};

bool host_fact_take(HostState *state, const char *key, char *rest)
{
    for (size_t i = 0; i < ARRAY_LEN(state_rows); i++)
        if (strcmp(state_rows[i].key, key) == 0)
            return state_rows[i].take(state, rest);
    return false;
}
