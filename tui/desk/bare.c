/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tui/desk/bare.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tui/desk/frame.h"
#include "tui/desk/keys.h"
#include "tui/desk/life.h"

struct BareDesk {
    Desk desk;
    char typed[64];
};

Status bare_new(BareDesk **result, const DeskSetup *setup)
{
    BareDesk *bare = calloc(1, sizeof *bare);
    Error error = {0};
    if (!bare) {
        close(setup->fd);
        return STATUS_NO_MEMORY;
    }
    Status status = desk_init(&bare->desk, setup, &error);
    if (status != STATUS_OK)
        bare_free(bare);
    else
        *result = bare;
    return status;
}

void bare_free(BareDesk *bare)
{
    if (!bare)
        return;
    desk_clear(&bare->desk);
    free(bare);
}

bool bare_pump(BareDesk *bare)
{
    Desk *desk = &bare->desk;
    desk->pace.now_ms = desk_now_ms();
    bool alive = host_pump(desk->host);
    desk_take_events(desk);
    view_follow(&desk->view, desk_model(desk));
    desk_rest_gesture(desk);
    return alive && !desk->over;
}

bool bare_is_settled(const BareDesk *bare)
{
    return host_document(bare->desk.host) && !host_wants_write(bare->desk.host) &&
           !nudge_is_under_way(&bare->desk.nudges);
}

int bare_decode(BareDesk *bare, const char *bytes, size_t length, Key keys[], int limit)
{
    Desk *desk = &bare->desk;
    int count = 0;
    size_t used;
    desk->pace.now_ms = desk_now_ms();
    if (length == 0)
        return input_is_waiting(&desk->input) && desk->pace.now_ms - desk->input_ms >= INPUT_ESCAPE_MS
                   ? input_expire(&desk->input, keys)
                   : 0;
    desk->input_ms = desk->pace.now_ms;
    for (; length > 0 && count < limit; bytes += used, length -= used)
        count += input_decode(&desk->input, bytes, length, &used, keys + count, limit - count);
    return count;
}

bool bare_is_amid(const BareDesk *bare)
{
    return bare->desk.keys.key_count || bare->desk.keys.counted || bare->desk.prompt.kind != PROMPT_NONE;
}

bool bare_key(BareDesk *bare, Key key, char typed[64])
{
    char name[16];
    key_name(key, name);
    if (!bare_is_amid(bare))
        bare->typed[0] = '\0';
    if (bare->desk.prompt.kind == PROMPT_NONE)
        snprintf(bare->typed + strlen(bare->typed), sizeof bare->typed - strlen(bare->typed), "%s", name);
    bare->desk.pace.now_ms = desk_now_ms();
    desk_key(&bare->desk, key);
    if (bare->desk.screen != SCREEN_TIMELINE)
        bare->desk.screen = SCREEN_MIXER; /* there is nothing else to hear */
    snprintf(typed, 64, "%s", bare->typed);
    return !bare_is_amid(bare);
}

static void look_at_strip(BareDesk *bare, const Strip *strip, BareLook *look)
{
    Desk *desk = &bare->desk;
    FocusValue focus;
    char why[256], address[ADDRESS_MAX];
    snprintf(look->strip, sizeof look->strip, "%.99s", strip->name);
    for (int i = 0; i < FACT_COUNT; i++) {
        snprintf(address, sizeof address, "%.100s.%s", strip->name, strip_facts[i].key);
        look->fact[i] = desk_value(desk, address, strip->fact[i]);
    }
    if (!view_focus_value(&desk->view, desk_model(desk), strip, &focus, why, sizeof why))
        return;
    snprintf(look->focus, sizeof look->focus, "%.99s", focus.label);
    look->param = focus.param;
    look->value = desk_value(desk, focus.address, focus.value);
}

void bare_look(BareDesk *bare, BareLook *look)
{
    Desk *desk = &bare->desk;
    const Model *model = desk_model(desk);
    const Strip *strip = model ? view_strip(&desk->view, model) : NULL;
    *look = (BareLook){.prompting = desk->prompt.kind != PROMPT_NONE, .position = host_state(desk->host)->position};
    snprintf(look->message, sizeof look->message, "%s", desk->message);
    if (strip)
        look_at_strip(bare, strip, look);
}

void bare_tell_keys(const BareDesk *bare, void (*tell)(const char *keys, const char *help))
{
    char keys[64];
    for (int i = 0; i < bare->desk.keymap.count; i++) {
        const KeyBinding *row = &bare->desk.keymap.rows[i];
        if (!row->help || !(row->screens & 1u << bare->desk.screen))
            continue;
        keymap_describe(row->keys, keys, sizeof keys);
        tell(keys, row->help);
    }
}
