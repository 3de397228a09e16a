/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tui/desk/voice.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tui/state/desk_state.h"

struct Voice {
    Desk desk;
    char typed[64];
};

Status voice_new(Voice **result, const DeskSetup *setup)
{
    Voice *voice = calloc(1, sizeof *voice);
    Error error = {0};
    if (!voice) {
        close(setup->fd);
        return STATUS_NO_MEMORY;
    }
    Status status = desk_init(&voice->desk, setup, &error);
    if (status != STATUS_OK)
        voice_free(voice);
    else
        *result = voice;
    return status;
}

void voice_free(Voice *voice)
{
    if (!voice)
        return;
    desk_clear(&voice->desk);
    free(voice);
}

bool voice_pump(Voice *voice)
{
    Desk *desk = &voice->desk;
    desk->pace.now_ms = desk_now_ms();
    bool alive = host_pump(desk->host);
    desk_take_events(desk);
    view_follow(&desk->view, desk_model(desk));
    desk_rest_gesture(desk);
    return alive && !desk->over;
}

bool voice_is_settled(const Voice *voice)
{
    return host_document(voice->desk.host) && !host_wants_write(voice->desk.host) &&
           !nudge_is_under_way(&voice->desk.nudges);
}

int voice_decode(Voice *voice, const char *bytes, size_t length, Key keys[], int limit)
{
    Desk *desk = &voice->desk;
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

bool voice_is_amid(const Voice *voice)
{
    return voice->desk.keys.key_count || voice->desk.keys.counted || voice->desk.prompt.kind != PROMPT_NONE;
}

bool voice_key(Voice *voice, Key key, char typed[64])
{
    char name[16];
    key_name(key, name);
    if (!voice_is_amid(voice))
        voice->typed[0] = '\0';
    if (voice->desk.prompt.kind == PROMPT_NONE)
        snprintf(voice->typed + strlen(voice->typed), sizeof voice->typed - strlen(voice->typed), "%s", name);
    voice->desk.pace.now_ms = desk_now_ms();
    desk_key(&voice->desk, key);
    voice->desk.view.screen = SCREEN_MIXER; /* there is nothing else to hear */
    snprintf(typed, 64, "%s", voice->typed);
    return !voice_is_amid(voice);
}

static void look_at_strip(Voice *voice, const Strip *strip, VoiceLook *look)
{
    Desk *desk = &voice->desk;
    FocusValue focus;
    char why[256], address[ADDRESS_MAX];
    snprintf(look->strip, sizeof look->strip, "%.99s", strip->name);
    for (int i = 0; i < FACT_COUNT; i++) {
        snprintf(address, sizeof address, "%.100s.%s", strip->name, strip_facts[i].key);
        look->fact[i] = nudge_value(&desk->nudges, address, strip->fact[i]);
    }
    if (!view_focus_value(&desk->view, strip, &focus, why, sizeof why))
        return;
    snprintf(look->focus, sizeof look->focus, "%.99s", focus.label);
    look->param = focus.param;
    look->value = nudge_value(&desk->nudges, focus.address, focus.value);
}

void voice_look(Voice *voice, VoiceLook *look)
{
    Desk *desk = &voice->desk;
    const Model *model = desk_model(desk);
    const Strip *strip = model ? view_strip(&desk->view, model) : NULL;
    *look = (VoiceLook){.prompting = desk->prompt.kind != PROMPT_NONE, .position = host_state(desk->host)->position};
    snprintf(look->message, sizeof look->message, "%s", desk->message);
    if (strip)
        look_at_strip(voice, strip, look);
}

void voice_tell_keys(const Voice *voice, void (*tell)(const char *keys, const char *help))
{
    char keys[64];
    for (int i = 0; i < voice->desk.keymap.count; i++) {
        const KeyBinding *row = &voice->desk.keymap.rows[i];
        if (!row->help || !(row->screens & ON_MIXER))
            continue;
        keymap_describe(row->keys, keys, sizeof keys);
        tell(keys, row->help);
    }
}
