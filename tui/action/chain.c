/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The processors of the selected strip: which one the keys are about, its parameters, its place. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/action/action.h"
#include "tui/state/desk_state.h"
#include "tui/view/chain.h"
#include "tui/widget/reading.h"

const Processor *desk_selected_processor(Desk *desk)
{
    const Strip *strip = desk_selected_strip(desk);
    const Processor *processor = strip ? chain_processor(&desk->view, strip) : NULL;
    if (strip && !processor)
        desk_say(desk, 0, "%s has no processor here; A adds one", strip_title(strip));
    else if (processor && !processor->kind)
        desk_say(desk, 0, "This version knows no `%.60s`", processor->kind_word);
    return processor && processor->kind ? processor : NULL;
}

void action_focus_processor(Desk *desk, const KeyPress *press)
{
    const Strip *strip = desk_selected_strip(desk);
    int last = strip ? strip->processor_count - 1 : -1, here = strip ? chain_index(&desk->view, strip) : -1;
    int at = here + press->binding->argument * press->count;
    at = at < 0 ? 0 : at > last ? last : at;
    desk_end_gesture(desk);
    if (last >= 0 && at == here)
        desk_say(desk, 0, "%s is the %s of the chain", processor_address(&strip->processors[here]),
                 press->binding->argument < 0 ? "first" : "last");
    else if (last >= 0)
        chain_select(&desk->view, strip, at);
    else
        desk_selected_processor(desk);
}

static int row_of_letter(const ProcessorKind *kind, int letter)
{
    char letters[CHAIN_ROWS_MAX];
    chain_letters_fill(kind, letters);
    for (int row = 0; row < chain_row_count(kind); row++)
        if (letters[row] == letter)
            return row;
    return -1;
}

/* A parameter by its letter; a choice or a switch that is focused already goes on to its next word. */
void action_focus_letter(Desk *desk, const KeyPress *press)
{
    const Processor *processor = desk_selected_processor(desk);
    int row = processor ? row_of_letter(processor->kind, press->letter) : -1;
    if (!processor)
        return;
    if (row < 0) {
        desk_say(desk, 0, "%s has no parameter at f%c", processor_address(processor), press->letter);
        return;
    }
    ChainRow at = chain_row(processor->kind, row);
    bool again = desk->view.chain.row == row && (at.param->law == LAW_CHOICE || at.param->law == LAW_SWITCH);
    desk_end_gesture(desk);
    desk->view.chain.row = row;
    if (again)
        desk_step_word(desk, 1, true);
}

void desk_focus_next_row(Desk *desk, int step)
{
    const Processor *processor = desk_selected_processor(desk);
    if (!processor)
        return;
    desk_end_gesture(desk);
    if (processor->kind->band_max) {
        int label = chain_band_after(&desk->view, processor, step);
        if (label)
            chain_select_band(&desk->view, label);
        else
            desk_say(desk, 0, "%s has no band yet; a and a letter add one", processor_address(processor));
        return;
    }
    int count = chain_row_count(processor->kind);
    if (count == 0) {
        desk_say(desk, 0, "%s has no parameters", processor_address(processor));
        return;
    }
    int at = chain_focused_row(&desk->view, processor) + step;
    desk->view.chain.row = (at % count + count) % count;
}

/* ---- words and switches ---- */

static void switch_for_ears(Desk *desk, const FocusValue *focus)
{
    char place[ADDRESS_MAX];
    snprintf(place, sizeof place, "%.*s", (int)(strrchr(focus->address, '.') - focus->address), focus->address);
    bool on = solo_names_strip(host_state(desk->host)->heard, focus->address);
    desk_submit(desk, "%s %s %s", focus->param->key, place, on ? "off" : "on");
}

void desk_step_word(Desk *desk, int step, bool round)
{
    const Strip *strip = desk_selected_strip(desk);
    FocusValue focus;
    char why[256], word[READING_MAX];
    if (!strip || !view_focus_value(&desk->view, desk_model(desk), strip, &focus, why, sizeof why)) {
        desk_say(desk, 0, "%s", strip ? why : "");
        return;
    }
    if (focus.param->flags & PARAM_LISTENING) {
        switch_for_ears(desk, &focus);
        return;
    }
    /* The first word of a band's first row is a free slot, not a band. */
    const Processor *processor = chain_processor(&desk->view, strip);
    bool is_type = processor && processor->kind->band_max && focus.param == &processor->kind->band_params[0];
    int least = is_type ? 1 : 0, most = (int)focus.param->max, count = most - least + 1;
    int at = (int)focus.value - least + step;
    at = round ? (at % count + count) % count : at < 0 ? 0 : at >= count ? count - 1 : at;
    reading_value(focus.param, at + least, word);
    if (at + least == (int)focus.value)
        desk_say(desk, 0, "%s is %s, the %s", focus.label, word, step < 0 ? "first" : "last");
    else
        desk_submit(desk, "set %s %s", focus.address, word);
}

/* ---- the chain ---- */

void action_bypass_processor(Desk *desk, const KeyPress *press)
{
    const Processor *processor = desk_selected_processor(desk);
    (void)press;
    if (processor)
        desk_submit(desk, "bypass %s.%s %s", desk_selected_strip(desk)->name, processor_address(processor),
                    processor->bypass ? "off" : "on");
}

void action_compare_processor(Desk *desk, const KeyPress *press)
{
    const Processor *processor = desk_selected_processor(desk);
    (void)press;
    if (processor)
        desk_submit(desk, "compare %s.%s", desk_selected_strip(desk)->name, processor_address(processor));
}

void action_delete_processor(Desk *desk, const KeyPress *press)
{
    const Strip *strip = desk_selected_strip(desk);
    const Processor *processor = strip ? chain_processor(&desk->view, strip) : NULL;
    (void)press;
    if (processor)
        desk_submit(desk, "delete %s.%s", strip->name, processor_address(processor));
    else
        desk_selected_processor(desk);
}

void action_move_processor(Desk *desk, const KeyPress *press)
{
    const Strip *strip = desk_selected_strip(desk);
    const Processor *processor = strip ? chain_processor(&desk->view, strip) : NULL;
    int step = press->binding->argument, here = strip ? chain_index(&desk->view, strip) : -1;
    if (!processor) {
        desk_selected_processor(desk);
        return;
    }
    int at = here + step * press->count, last = strip->processor_count - 1;
    at = at < 0 ? 0 : at > last ? last : at;
    if (at == here)
        desk_say(desk, 0, "%s is the %s of the chain", processor_address(processor), step < 0 ? "first" : "last");
    else
        desk_submit(desk, "move %s.%s %s %s", strip->name, processor_address(processor), step < 0 ? "before" : "after",
                    processor_address(&strip->processors[at]));
}

void action_add_processor(Desk *desk, const KeyPress *press)
{
    const Strip *strip = desk_selected_strip(desk);
    (void)press;
    if (strip && strip->kind == SECTION_VCA)
        desk_say(desk, 0, "%s is a VCA: no sound passes it", strip_title(strip));
    else if (strip)
        prompt_open(&desk->prompt, PROMPT_PROCESSOR, "");
}

void desk_add_processor(Desk *desk, const char *text)
{
    const Strip *strip = desk_selected_strip(desk);
    text += strspn(text, " ");
    int length = (int)strcspn(text, " ");
    if (!strip || !length)
        return;
    chain_await(&desk->view, strip);
    desk_submit(desk, "add %.*s %s%s", length, text, strip->name, text + length);
}

void action_presets(Desk *desk, const KeyPress *press)
{
    const Strip *strip = desk_selected_strip(desk);
    char line[PROMPT_MAX];
    (void)press;
    if (!strip)
        return;
    snprintf(line, sizeof line, "preset load %s ", strip->name);
    prompt_open(&desk->prompt, PROMPT_COMMAND, line);
}

/* `e`: the strip's first equalizer, on the screen of the strip. */
void action_equalizer(Desk *desk, const KeyPress *press)
{
    const Strip *strip = desk_selected_strip(desk);
    (void)press;
    if (!strip)
        return;
    desk_go_to_screen(desk, SCREEN_STRIP);
    for (int i = 0; i < strip->processor_count; i++)
        if (strip->processors[i].kind && strip->processors[i].kind->response_db &&
            strip->processors[i].kind->band_max) {
            chain_select(&desk->view, strip, i);
            return;
        }
    desk_say(desk, 0, "%s has no equalizer; ab al ah ac aC an at add one with its first band", strip_title(strip));
}
