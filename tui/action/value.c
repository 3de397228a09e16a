/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The focused value of the chosen strips: steps, typed values, automation. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/action/action.h"
#include "tui/action/timeline.h"
#include "tui/link/autos.h"
#include "tui/state/desk_state.h"
#include "tui/widget/reading.h"

static double step_of(const ParamInfo *param, int size)
{
    return size == STEP_FINE ? param->fine : size == STEP_COARSE ? param->coarse : param->step;
}

/* A value that its automation replaces would seem to spring back: say so, and what to do. */
static void warn_of_automation(Desk *desk, const FocusValue *focus)
{
    const Lane *lane = model_lane(desk_model(desk), focus->address);
    const HostAuto *recorded = auto_find(host_state(desk->host), focus->address);
    bool taken = recorded && recorded->state != RECORDING_READ &&
                 (host_state(desk->host)->playing || recorded->state == RECORDING_PREVIEW);
    if (lane && lane->point_count && lane->mode == LANE_READ && !taken)
        desk_say(desk, 1,
                 recorded ? "%s follows its automation while nothing plays; what is moved is recorded then"
                          : "%s follows its automation: rt (touch) or rm (trim) records moves",
                 focus->address);
}

/* read, touch, latch ... of the focused value of the chosen strips; preview once more punches it in. */
void action_auto(Desk *desk, const KeyPress *press)
{
    const int *strips;
    FocusValue focus;
    char why[256];
    int count = desk_chosen_strips(desk, &strips);
    for (int i = 0; i < count; i++) {
        if (!view_focus_value(&desk->view, desk_model(desk), &desk_model(desk)->strips[strips[i]], &focus, why,
                              sizeof why)) {
            desk_say(desk, 0, "%s", why);
            continue;
        }
        const HostAuto *recorded = auto_find(host_state(desk->host), focus.address);
        bool again = recorded && recorded->state == RECORDING_PREVIEW && press->binding->argument == RECORDING_PREVIEW;
        desk_submit(desk, "auto %s %s", focus.address,
                    recording_words[again ? RECORDING_PUNCH : press->binding->argument]);
    }
}

static void nudge_strip(Desk *desk, const Strip *strip, int size, int count)
{
    FocusValue focus;
    char why[256];
    if (!view_focus_value(&desk->view, desk_model(desk), strip, &focus, why, sizeof why)) {
        desk_say(desk, 0, "%s", why);
        return;
    }
    focus.value = auto_value(host_state(desk->host), focus.address, focus.value);
    if (focus.param->law == LAW_CHOICE || focus.param->law == LAW_SWITCH) {
        desk_step_word(desk, size < 0 ? -count : count, false);
        return;
    }
    double step = step_of(focus.param, abs(size));
    if (focus.param->law == LAW_LOG)
        step = pow(step, size < 0 ? -count : count);
    else
        step *= size < 0 ? -count : count;
    desk_nudge(desk, &focus, step);
    warn_of_automation(desk, &focus);
}

void action_step(Desk *desk, const KeyPress *press)
{
    const int *strips;
    if (lane_take_step(desk, press->binding->argument, press->count))
        return;
    int count = desk_chosen_strips(desk, &strips);
    if (count == 0)
        return;
    FocusValue focus;
    char why[256];
    if (!view_focus_value(&desk->view, desk_model(desk), desk_selected_strip(desk), &focus, why, sizeof why)) {
        desk_say(desk, 0, "%s", why);
        return;
    }
    bool is_word = focus.param->law == LAW_CHOICE || focus.param->law == LAW_SWITCH;
    if (!is_word)
        desk_gesture(desk, focus.address);
    for (int i = 0; i < count; i++)
        nudge_strip(desk, &desk_model(desk)->strips[strips[i]], press->binding->argument, press->count);
}

void action_pan(Desk *desk, const KeyPress *press)
{
    FocusKind focus = desk->view.focus;
    KeyBinding binding = *press->binding;
    KeyPress step = *press;
    binding.argument *= STEP_PLAIN;
    step.binding = &binding;
    desk->view.focus = FOCUS_PAN;
    action_step(desk, &step);
    desk->view.focus = focus;
    const Strip *strip = view_strip(&desk->view, desk_model(desk));
    if (!strip || desk->message[0])
        return; /* something more important was said */
    char value[READING_MAX], address[ADDRESS_MAX];
    snprintf(address, sizeof address, "%s.pan", strip->name);
    reading_value(&strip_facts[FACT_PAN], desk_value(desk, address, strip->fact[FACT_PAN]), value);
    desk_say(desk, 0, "%s pan %s", strip_title(strip), value);
}

void action_type_value(Desk *desk, const KeyPress *press)
{
    (void)press;
    const Strip *strip = desk_selected_strip(desk);
    FocusValue focus;
    char why[256];
    if (!strip)
        return;
    if (view_focus_value(&desk->view, desk_model(desk), strip, &focus, why, sizeof why))
        prompt_open(&desk->prompt, PROMPT_VALUE, "");
    else
        desk_say(desk, 0, "%s", why);
}

/* "faders", "sends to plate": what is set on several strips. */
static void name_many(const Desk *desk, const FocusValue *focus, char *out, size_t size)
{
    if (desk->view.focus == FOCUS_SEND)
        snprintf(out, size, "sends to %s", focus->label);
    else
        snprintf(out, size, "%ss", focus->label);
}

/* `set` or `reset` of the focused value of all chosen strips, and what several become by it. */
static void for_focused(Desk *desk, const char *command, const char *text)
{
    const int *strips;
    FocusValue focus = {.label = ""};
    char why[256], many[160];
    int count = desk_chosen_strips(desk, &strips), done = 0;
    desk_begin_several(desk, count);
    for (int i = 0; i < count; i++) {
        if (!view_focus_value(&desk->view, desk_model(desk), &desk_model(desk)->strips[strips[i]], &focus, why,
                              sizeof why))
            desk_say(desk, 0, "%s", why);
        else {
            desk_submit(desk, "%s %s%s%s", command, focus.address, *text ? " " : "", text);
            warn_of_automation(desk, &focus);
            done++;
        }
    }
    name_many(desk, &focus, many, sizeof many);
    desk_end_several(desk, count, "%d %s %s", done, many, *text ? text : "at their default");
}

void desk_set_value(Desk *desk, const char *text)
{
    text += strspn(text, " ");
    if (*text && !lane_set_value(desk, text)) {
        if (!desk_set_band(desk, text))
            for_focused(desk, "set", text);
        snprintf(desk->repeat.typed, sizeof desk->repeat.typed, "%s", text);
    }
}

void action_default(Desk *desk, const KeyPress *press)
{
    (void)press;
    for_focused(desk, "reset", "");
}

void action_focus(Desk *desk, const KeyPress *press)
{
    FocusKind kind = (FocusKind)press->binding->argument;
    const Strip *strip = desk_selected_strip(desk);
    View wanted = {
        .edit.cursor = desk->view.edit.cursor, .focus = kind, .send = press->letter ? press->letter - '1' : 0};
    FocusValue focus;
    char why[256];
    if (!strip)
        return;
    if (!view_focus_value(&wanted, desk_model(desk), strip, &focus, why, sizeof why)) {
        desk_say(desk, 0, "%s", why);
        return;
    }
    desk->view.focus = wanted.focus;
    desk->view.send = wanted.send;
}

/* Through fader, pan, width, trim, offset and the strip's sends. */
void action_focus_next(Desk *desk, const KeyPress *press)
{
    const Strip *strip = desk_selected_strip(desk);
    if (desk->view.chain.shown)
        desk_focus_next_row(desk, press->binding->argument * press->count);
    if (!strip || desk->view.chain.shown)
        return;
    int places = FOCUS_SEND + strip->send_count, step = press->binding->argument * press->count % places;
    int at = desk->view.focus == FOCUS_SEND ? FOCUS_SEND + desk->view.send : (int)desk->view.focus;
    if (strip->kind == SECTION_VCA)
        places = 1;
    at = ((at + step) % places + places) % places;
    desk->view.focus = at < FOCUS_SEND ? (FocusKind)at : FOCUS_SEND;
    desk->view.send = at < FOCUS_SEND ? 0 : at - FOCUS_SEND;
}
