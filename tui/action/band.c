/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bands of the selected processor: frequency, Q, type, slope; added, deleted, heard alone. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "projects/text/value.h"
#include "tui/action/action.h"
#include "tui/state/desk_state.h"
#include "tui/view/chain.h"
#include "tui/widget/reading.h"

#define TWELFTH_OF_OCTAVE 1.0594630943592953 /* 2^(1/12) */

/* The row of a key, or of the first frequency where there is none such; -1: it was said that there is none. */
static int find_row(Desk *desk, const Processor *processor, const char *key, Unit unit)
{
    const ProcessorKind *kind = processor->kind;
    int row = chain_row_of_key(kind, key);
    for (int i = 0; row < 0 && unit != UNIT_NONE && i < chain_row_count(kind); i++)
        if (chain_row(kind, i).param->unit == unit && chain_row(kind, i).param->law == LAW_LOG)
            row = i;
    if (row < 0)
        desk_say(desk, 0, "%s has no %s", processor_address(processor), key);
    return row;
}

static void nudge_row(Desk *desk, const char *key, Unit unit, double factor)
{
    const Processor *processor = desk_selected_processor(desk);
    int row = processor ? find_row(desk, processor, key, unit) : -1;
    FocusValue focus;
    char why[256];
    if (row < 0)
        return;
    if (!chain_row_value(&desk->view, desk_selected_strip(desk), row, &focus, why, sizeof why)) {
        desk_say(desk, 0, "%s", why);
        return;
    }
    desk_gesture(desk, focus.address);
    desk_nudge(desk, &focus, factor);
}

void action_frequency(Desk *desk, const KeyPress *press)
{
    nudge_row(desk, "freq", UNIT_HZ, pow(TWELFTH_OF_OCTAVE, press->binding->argument * press->count));
}

void action_q(Desk *desk, const KeyPress *press)
{
    nudge_row(desk, "q", UNIT_NONE, pow(TWELFTH_OF_OCTAVE, 2 * press->binding->argument * press->count));
}

/* ---- types and slopes ---- */

/* Focuses a row of the selected band; false: it was said why not. */
static bool focus_row(Desk *desk, const char *key, FocusValue *focus)
{
    const Processor *processor = desk_selected_processor(desk);
    int row = processor ? find_row(desk, processor, key, UNIT_NONE) : -1;
    char why[256];
    if (row < 0)
        return false;
    if (chain_row_value(&desk->view, desk_selected_strip(desk), row, focus, why, sizeof why))
        return true;
    desk_say(desk, 0, "%s", why);
    return false;
}

void action_band_type(Desk *desk, const KeyPress *press)
{
    FocusValue focus;
    int row = desk->view.chain.row;
    if (!focus_row(desk, "type", &focus))
        return;
    desk->view.chain.row = chain_row_of_key(desk_selected_processor(desk)->kind, "type");
    desk_step_word(desk, press->binding->argument * press->count, true);
    desk->view.chain.row = row;
}

/* The next steeper one, and from the steepest to the first. */
void action_band_slope(Desk *desk, const KeyPress *press)
{
    static const int slopes[] = {6, 12, 18, 24, 36, 48, 72, 96};
    FocusValue focus;
    size_t at = 0;
    (void)press;
    if (!focus_row(desk, "slope", &focus))
        return;
    while (at < ARRAY_LEN(slopes) && slopes[at] <= focus.value)
        at++;
    desk_submit(desk, "set %s %d dB/oct", focus.address, slopes[at % ARRAY_LEN(slopes)]);
}

/* ---- added and deleted ---- */

typedef struct NewBand {
    char letter;
    const char *type;
    double hz;
} NewBand;

static const NewBand new_bands[] = {{'b', "bell", 1000}, {'l', "lowshelf", 120},  {'h', "highshelf", 8000},
                                    {'c', "lowcut", 80}, {'C', "highcut", 16000}, {'n', "notch", 1000},
                                    {'t', "tilt", 1000}};

static int highest_label(const Processor *processor)
{
    int highest = 0;
    for (int slot = 0; processor && slot < processor->kind->band_max; slot++)
        highest = processor->band_labels[slot] > highest ? processor->band_labels[slot] : highest;
    return highest;
}

static const NewBand *band_of_letter(int letter)
{
    for (size_t i = 0; i < ARRAY_LEN(new_bands); i++)
        if (new_bands[i].letter == letter)
            return &new_bands[i];
    return NULL;
}

static void submit_band(Desk *desk, const Strip *strip, const char *processor, int label, const NewBand *band)
{
    char hz[READING_MAX];
    reading_value(&(ParamInfo){.unit = UNIT_HZ, .law = LAW_LOG, .max = 30000}, band->hz, hz);
    desk_submit(desk, "add band %s.%s %d %s freq %s", strip->name, processor, label, band->type, hz);
}

/* Into the selected processor if bands have types there, else into the strip's first such, else into a new equalizer:
 * both then are one entry of the history. */
void action_add_band(Desk *desk, const KeyPress *press)
{
    const Strip *strip = desk_selected_strip(desk);
    const NewBand *band = band_of_letter(press->binding->argument);
    int at = strip ? chain_index(&desk->view, strip) : -1, found = -1;
    for (int i = 0; strip && i < strip->processor_count; i++) {
        const ProcessorKind *kind = strip->processors[i].kind;
        bool fits = kind && kind->band_max && strcmp(kind->band_params[0].key, "type") == 0;
        found = fits && (found < 0 || i == at) ? i : found;
    }
    if (!strip || !band)
        return;
    if (strip->kind == SECTION_VCA) {
        desk_say(desk, 0, "%s is a VCA: no sound passes it", strip_title(strip));
        return;
    }
    if (found < 0) {
        desk_begin_several(desk, 2);
        desk_submit(desk, "add eq %s", strip->name);
        submit_band(desk, strip, "eq", 1, band);
        desk_end_several(desk, 2, "%s has an equalizer with a %s", strip_title(strip), band->type);
        chain_await(&desk->view, strip);
        chain_select_band(&desk->view, 1);
        return;
    }
    int label = highest_label(&strip->processors[found]) + 1;
    if (found != at)
        chain_select(&desk->view, strip, found);
    submit_band(desk, strip, processor_address(&strip->processors[found]), label, band);
    chain_select_band(&desk->view, label);
}

/* x: the band; where there are none, the processor. */
void action_delete_band(Desk *desk, const KeyPress *press)
{
    const Processor *processor = desk_selected_processor(desk);
    if (!processor)
        return;
    if (chain_band_slot(&desk->view, processor) >= 0)
        desk_submit(desk, "delete %s.%s.%d", desk_selected_strip(desk)->name, processor_address(processor),
                    desk->view.chain.label);
    else if (processor->kind->band_max)
        desk_say(desk, 0, "%s has no band to delete; dd deletes it whole", processor_address(processor));
    else
        action_delete_processor(desk, press);
}

/* A band that can be heard alone. */
void action_solo_band(Desk *desk, const KeyPress *press)
{
    FocusValue focus;
    (void)press;
    int row = desk->view.chain.row;
    if (!focus_row(desk, "solo", &focus))
        return;
    desk->view.chain.row = chain_row_of_key(desk_selected_processor(desk)->kind, "solo");
    desk_step_word(desk, 1, true);
    desk->view.chain.row = row;
}

void action_focus_band(Desk *desk, const KeyPress *press)
{
    const Processor *processor = desk_selected_processor(desk);
    if (!processor)
        return;
    if (processor_band_slot(processor, press->letter - '0') >= 0)
        chain_select_band(&desk->view, press->letter - '0');
    else
        desk_say(desk, 0, "%s has no band %c", processor_address(processor), press->letter);
}

/* ---- several values at once ---- */

typedef struct TypedValue {
    char address[ADDRESS_MAX];
    char text[READING_MAX];
} TypedValue;

/* `350 -3 1.4` or `2 kHz +1 dB`: frequency, gain and Q in their order, each with or without its unit.  How many, or -1
 * if the text is something else. */
static int read_typed(Desk *desk, const char *text, TypedValue typed[3])
{
    static const char *const keys[] = {"freq", "gain", "q"};
    const Strip *strip = desk_selected_strip(desk);
    const Processor *processor = desk_selected_processor(desk);
    TokenLine line = {0};
    int count = 0, next = 0;
    token_line_cut(&line, text, strlen(text));
    for (int i = 0; i < 3 && next < line.count; i++) {
        FocusValue focus;
        Trouble trouble;
        double value;
        char why[256];
        int row = chain_row_of_key(processor->kind, keys[i]), from = next;
        bool fine = row >= 0 && chain_row_value(&desk->view, strip, row, &focus, why, sizeof why) &&
                    value_read(focus.param, &line, &next, &value, &trouble) == STATUS_OK;
        if (!fine) { /* what does not fit a frequency is a gain, as in `=-3` */
            next = from;
            continue;
        }
        int start = line.tokens[from].start, length = line.tokens[next - 1].end - start;
        snprintf(typed[count].address, sizeof typed[count].address, "%s", focus.address);
        snprintf(typed[count++].text, sizeof typed[0].text, "%.*s", length, text + start);
    }
    count = next < line.count ? -1 : count;
    token_line_clear(&line);
    return count;
}

bool desk_set_band(Desk *desk, const char *text)
{
    const Strip *strip = view_strip(&desk->view, desk_model(desk));
    const Processor *processor = strip ? chain_processor(&desk->view, strip) : NULL;
    TypedValue typed[3];
    bool whole = desk->view.chain.shown && desk->view.chain.row == CHAIN_USUAL && processor && processor->kind &&
                 chain_has_band(&desk->view, processor) && chain_row_of_key(processor->kind, "freq") >= 0;
    int count = whole ? read_typed(desk, text, typed) : -1;
    if (count <= 0)
        return false;
    desk_begin_several(desk, count);
    for (int i = 0; i < count; i++)
        desk_submit(desk, "set %s %s", typed[i].address, typed[i].text);
    desk_end_several(desk, count, "Band %d is at %s", desk->view.chain.label, text);
    return true;
}
