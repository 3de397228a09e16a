/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The addresses that are in some state of recording: found, added, dropped, and followed under new names. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audio/base/buffer.h"
#include "src/session/recorder_parts.h"

Armed *armed_find(const Recorder *recorder, const char *address)
{
    for (int i = 0; i < recorder->count; i++)
        if (strcmp(recorder->items[i].address, address) == 0)
            return &recorder->items[i];
    return NULL;
}

Armed *armed_add(Recorder *recorder, const char *address, const ParamInfo *param)
{
    Armed *armed = armed_find(recorder, address);
    if (armed)
        return armed;
    if (!array_grow(&recorder->items, recorder->count, &recorder->room, sizeof *recorder->items))
        return NULL;
    armed = &recorder->items[recorder->count++];
    *armed = (Armed){.param = param, .told = NAN};
    snprintf(armed->address, sizeof armed->address, "%s", address);
    return armed;
}

void armed_drop(Recorder *recorder, Armed *armed)
{
    ride_free(armed->ride);
    *armed = recorder->items[--recorder->count];
}

bool recorder_is_recording(const Recorder *recorder)
{
    for (int i = 0; i < recorder->count; i++)
        if (recorder->items[i].ride)
            return true;
    return false;
}

void armed_follow_name(Armed *armed, const Change *change)
{
    char moved[256], *address = armed->address, *inside = strchr(address, '.'), *at = address;
    size_t length = strlen(change->renamed_from);
    if (inside && strncmp(inside, ".send.", 6) == 0 && strcspn(inside + 6, ".") == length &&
        strncmp(inside + 6, change->renamed_from, length) == 0)
        at = inside + 6;
    else if (!inside || (size_t)(inside - address) != length || strncmp(address, change->renamed_from, length) != 0)
        return;
    snprintf(moved, sizeof moved, "%.*s%.64s%.100s", (int)(at - address), address, change->renamed_to, at + length);
    memcpy(address, moved, sizeof moved);
}
