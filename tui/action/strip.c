/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The selected strips: switches, chains, order, names. */
#include <stdio.h>
#include <string.h>

#include "audio/base/buffer.h"
#include "projects/text/escape.h"
#include "projects/text/token.h"
#include "tui/action/action.h"
#include "tui/state/desk_state.h"

const Strip *desk_selected_strip(Desk *desk)
{
    const Strip *strip = view_strip(&desk->view, desk_model(desk));
    if (!strip)
        desk_say(desk, 0, "There is no strip here yet. :add track NAME \"FILE\" makes one.");
    return strip;
}

int desk_chosen_strips(Desk *desk, const int **strips)
{
    const Model *model = desk_model(desk);
    int count = 0;
    *strips = desk->chosen;
    if (!desk_selected_strip(desk))
        return 0;
    int first, last;
    view_chosen_range(&desk->view, model, &first, &last);
    for (int i = first; i <= last; i++)
        desk->chosen[count++] = desk->view.list[i];
    return count;
}

static void submit_switch(Desk *desk, const Strip *strip, FactId fact, bool on)
{
    if (fact == FACT_MUTE)
        desk_submit(desk, "mute %s %s", strip->name, on ? "on" : "off");
    else if (fact == FACT_POLARITY)
        desk_submit(desk, "set %s.polarity %s", strip->name, on ? "invert" : "normal");
    else
        desk_submit(desk, "set %s.%s %s", strip->name, strip_facts[fact].key, on ? "on" : "off");
}

static const char *word_of_switch(FactId fact, bool on)
{
    return fact == FACT_MUTE       ? on ? "muted" : "unmuted"
           : fact == FACT_POLARITY ? on ? "inverted" : "not inverted"
           : on                    ? "solo safe"
                                   : "not solo safe";
}

/* All chosen strips go where the selected one goes. */
void action_toggle_fact(Desk *desk, const KeyPress *press)
{
    FactId fact = (FactId)press->binding->argument;
    const int *strips;
    int count = desk_chosen_strips(desk, &strips);
    if (count == 0)
        return;
    const Model *model = desk_model(desk);
    bool on = view_strip(&desk->view, model)->fact[fact] == 0;
    desk_begin_several(desk, count);
    for (int i = 0; i < count; i++)
        submit_switch(desk, &model->strips[strips[i]], fact, on);
    desk_end_several(desk, count, "%d strips %s", count, word_of_switch(fact, on));
}

void action_solo(Desk *desk, const KeyPress *press)
{
    (void)press;
    const int *strips;
    int count = desk_chosen_strips(desk, &strips);
    if (count == 0)
        return;
    const Model *model = desk_model(desk);
    bool on = !solo_names_strip(host_state(desk->host)->solo, view_strip(&desk->view, model)->name);
    int soloed = 0;
    desk_begin_several(desk, count);
    for (int i = 0; i < count; i++)
        if (count == 1 || model->strips[strips[i]].kind != SECTION_MASTER) {
            desk_submit(desk, "solo %s %s", model->strips[strips[i]].name, on ? "on" : "off");
            soloed++;
        }
    desk_end_several(desk, count, "%d strip%s %s", soloed, soloed == 1 ? "" : "s", on ? "soloed" : "unsoloed");
}

void action_bypass(Desk *desk, const KeyPress *press)
{
    (void)press;
    const Strip *strip = desk_selected_strip(desk);
    if (!strip)
        return;
    if (strip->processor_count == 0) {
        desk_say(desk, 0, "%s has no processors to bypass", strip_title(strip));
        return;
    }
    bool active = false;
    for (int i = 0; i < strip->processor_count; i++)
        active |= !strip->processors[i].bypass;
    desk_begin_several(desk, strip->processor_count);
    for (int i = 0; i < strip->processor_count; i++) {
        desk_submit(desk, "bypass %s.%s %s", strip->name, processor_address(&strip->processors[i]),
                    active ? "on" : "off");
    }
    desk_end_several(desk, strip->processor_count, "%d processors %s", strip->processor_count,
                     active ? "bypassed" : "on");
}

void action_compare(Desk *desk, const KeyPress *press)
{
    (void)press;
    const Strip *strip = desk_selected_strip(desk);
    if (strip && strip->processor_count == 0)
        desk_say(desk, 0, "%s has no processors to compare", strip_title(strip));
    else if (strip)
        desk_submit(desk, "compare %s", strip->name);
}

void action_listen(Desk *desk, const KeyPress *press)
{
    const Strip *strip = desk_selected_strip(desk);
    if (strip && strip->kind == SECTION_MASTER)
        desk_say(desk, 0, "The master is what is heard");
    else if (strip)
        desk_submit(desk, "%s %s toggle", press->binding->argument ? "afl" : "pfl", strip->name);
}

void action_copy_chain(Desk *desk, const KeyPress *press)
{
    (void)press;
    const Strip *strip = desk_selected_strip(desk);
    if (strip)
        desk_submit(desk, "yank-chain %s", strip->name);
}

void action_paste_chain(Desk *desk, const KeyPress *press)
{
    (void)press;
    const int *strips;
    int count = desk_chosen_strips(desk, &strips);
    desk_begin_several(desk, count);
    for (int i = 0; i < count; i++)
        desk_submit(desk, "paste-chain %s", desk_model(desk)->strips[strips[i]].name);
    desk_end_several(desk, count, "The chain was pasted onto %d strips", count);
    desk->view.marking = false;
}

void action_delete(Desk *desk, const KeyPress *press)
{
    (void)press;
    const int *strips;
    int count = desk_chosen_strips(desk, &strips);
    desk_begin_several(desk, count);
    for (int i = 0; i < count; i++)
        desk_submit(desk, "delete %s", desk_model(desk)->strips[strips[i]].name);
    desk_end_several(desk, count, "%d strips deleted", count);
    desk->view.marking = false;
}

void action_add(Desk *desk, const KeyPress *press)
{
    (void)press;
    prompt_open(&desk->prompt, PROMPT_COMMAND, "add track ");
}

void action_rename(Desk *desk, const KeyPress *press)
{
    (void)press;
    const Strip *strip = desk_selected_strip(desk);
    if (!strip)
        return;
    if (strip->kind == SECTION_MASTER)
        desk_say(desk, 0, "The master keeps its name");
    else
        prompt_open(&desk->prompt, PROMPT_NAME, "");
}

void desk_rename(Desk *desk, const char *text)
{
    const Strip *strip = desk_selected_strip(desk);
    Buffer quoted = {0};
    if (!strip || !text[strspn(text, " ")])
        return;
    text_append_quoted(&quoted, text, strlen(text));
    if (name_is_valid(text, strlen(text)) && !(strip->label && strip->label[0])) /* a label would go on hiding it */
        desk_submit(desk, "rename %s %s", strip->name, text);
    else if (quoted.bytes)
        desk_submit(desk, "label %s %s", strip->name, quoted.bytes);
    buffer_clear(&quoted);
}

void action_move(Desk *desk, const KeyPress *press)
{
    const Strip *strip = desk_selected_strip(desk);
    const Model *model = desk_model(desk);
    if (!strip)
        return;
    int step = press->binding->argument, at = view_position(&desk->view) + step * press->count,
        last = desk->view.list_count - 2;
    at = at < 0 ? 0 : at > last ? last : at;
    if (strip->kind == SECTION_MASTER || last < 0 || desk->view.list[at] == desk->view.strip) {
        desk_say(desk, 0, "%s cannot move further %s", strip_title(strip), step < 0 ? "left" : "right");
        return;
    }
    desk_submit(desk, "move %s %s %s", strip->name, step < 0 ? "before" : "after",
                model->strips[desk->view.list[at]].name);
}
