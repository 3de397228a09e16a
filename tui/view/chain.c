/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tui/view/chain.h"

#include <stdio.h>
#include <string.h>

#include "audio/dsp/catalogue.h"

/* ---- rows of a kind ---- */

int chain_row_count(const ProcessorKind *kind)
{
    int count = kind->band_param_count + kind->param_count;
    return count < CHAIN_ROWS_MAX ? count : CHAIN_ROWS_MAX;
}

ChainRow chain_row(const ProcessorKind *kind, int row)
{
    bool of_band = row < kind->band_param_count;
    int index = of_band ? row : row - kind->band_param_count;
    return (ChainRow){of_band ? &kind->band_params[index] : &kind->params[index], of_band, index};
}

int chain_row_of_key(const ProcessorKind *kind, const char *key)
{
    for (int row = 0; row < chain_row_count(kind); row++)
        if (strcmp(chain_row(kind, row).param->key, key) == 0)
            return row;
    return -1;
}

/* The first letter of a key that nobody has; else the first of the alphabet. */
static char free_letter(const char *key, const bool *taken)
{
    for (; *key; key++)
        if (*key >= 'a' && *key <= 'z' && !taken[*key - 'a'])
            return *key;
    for (char letter = 'a'; letter <= 'z'; letter++)
        if (!taken[letter - 'a'])
            return letter;
    return 0;
}

/* First letters first, so that `threshold` is t whatever stands above it. */
void chain_letters_fill(const ProcessorKind *kind, char letters[CHAIN_ROWS_MAX])
{
    bool taken[26] = {false};
    for (int round = 0; round < 2; round++)
        for (int row = 0; row < chain_row_count(kind); row++) {
            const char *key = chain_row(kind, row).param->key;
            char letter = round == 0 ? key[0] : free_letter(key, taken);
            if (round == 0)
                letters[row] = 0;
            else if (letters[row])
                continue;
            if (letter < 'a' || letter > 'z' || taken[letter - 'a'])
                continue;
            letters[row] = letter;
            taken[letter - 'a'] = true;
        }
}

int chain_offer_kinds(const char *begin, char **words, int limit)
{
    int count = 0;
    for (int i = 0; catalogue_at(i) && count < limit; i++)
        if (strncmp(catalogue_at(i)->kind, begin, strlen(begin)) == 0 && (words[count] = strdup(catalogue_at(i)->kind)))
            count++;
    return count;
}

/* ---- what is selected ---- */

static int first_label(const Processor *processor, int after)
{
    for (int slot = 0; processor && processor->kind && slot < processor->kind->band_max; slot++)
        if (processor->band_labels[slot] > after)
            return processor->band_labels[slot];
    return 0;
}

int chain_index(const View *view, const Strip *strip)
{
    for (int i = 0; strip && i < strip->processor_count; i++)
        if (strip->processors[i].uid == view->chain.uid)
            return i;
    return -1;
}

const Processor *chain_processor(const View *view, const Strip *strip)
{
    int index = chain_index(view, strip);
    return index >= 0 ? &strip->processors[index] : NULL;
}

void chain_select(View *view, const Strip *strip, int index)
{
    ChainView *chain = &view->chain;
    bool there = strip && index >= 0 && index < strip->processor_count;
    const Processor *processor = there ? &strip->processors[index] : NULL;
    bool same_kind = there && processor->kind == chain->kind;
    chain->uid = there ? processor->uid : 0;
    chain->index = there ? index : 0;
    chain->kind = there ? processor->kind : chain->kind;
    chain->strip_uid = strip ? strip->uid : 0;
    chain->label = first_label(processor, 0);
    chain->awaited_label = 0;
    chain->row = same_kind ? chain->row : CHAIN_USUAL;
}

void chain_await(View *view, const Strip *strip)
{
    ChainView *chain = &view->chain;
    chain->awaits = true;
    chain->before_count = strip->processor_count < VIEW_CHAIN_MAX ? strip->processor_count : VIEW_CHAIN_MAX;
    for (int i = 0; i < chain->before_count; i++)
        chain->before[i] = strip->processors[i].uid;
}

static bool was_there(const ChainView *chain, uint32_t uid)
{
    for (int i = 0; i < chain->before_count; i++)
        if (chain->before[i] == uid)
            return true;
    return false;
}

/* The processor that was waited for, if it has come. */
static int awaited_index(const ChainView *chain, const Strip *strip)
{
    for (int i = 0; chain->awaits && i < strip->processor_count; i++)
        if (!was_there(chain, strip->processors[i].uid))
            return i;
    return -1;
}

static int index_of_kind(const Strip *strip, const ProcessorKind *kind)
{
    for (int i = 0; i < strip->processor_count; i++)
        if (strip->processors[i].kind == kind)
            return i;
    return 0;
}

static void follow_band(ChainView *chain, const Processor *processor)
{
    bool there = chain->label && processor_band_slot(processor, chain->label) >= 0;
    if (there && chain->label == chain->awaited_label)
        chain->awaited_label = 0;
    if (there || (chain->label && chain->label == chain->awaited_label))
        return;
    int next = first_label(processor, chain->label), label = next;
    for (int slot = 0; !next && processor->kind && slot < processor->kind->band_max; slot++)
        label = processor->band_labels[slot] ? processor->band_labels[slot] : label; /* the last one */
    chain->label = label;
}

void chain_follow(View *view, const Model *model)
{
    ChainView *chain = &view->chain;
    const Strip *strip = view_strip(view, model);
    if (!strip)
        return;
    bool other = strip->uid != chain->strip_uid;
    int awaited = other ? -1 : awaited_index(chain, strip), here = chain_index(view, strip),
        label = chain->awaited_label;
    if (awaited >= 0) {
        chain_select(view, strip, awaited);
        if (label)
            chain_select_band(view, label);
    } else if (here < 0 || other) {
        int last = strip->processor_count - 1;
        chain_select(view, strip,
                     other                 ? index_of_kind(strip, chain->kind)
                     : chain->index > last ? last
                                           : chain->index);
    }
    chain->awaits &= !other && awaited < 0;
    here = chain_index(view, strip);
    chain->index = here >= 0 ? here : 0;
    if (here >= 0 && !chain->awaits)
        follow_band(chain, &strip->processors[here]);
}

void chain_select_band(View *view, int label)
{
    view->chain.label = view->chain.awaited_label = label;
    view->chain.row = CHAIN_USUAL;
}

int chain_band_slot(const View *view, const Processor *processor)
{
    return processor->kind && processor->kind->band_max ? processor_band_slot(processor, view->chain.label) : -1;
}

int chain_band_after(const View *view, const Processor *processor, int step)
{
    int at = chain_band_slot(view, processor), label = at >= 0 ? processor->band_labels[at] : 0;
    int direction = step < 0 ? -1 : 1;
    for (int slot = at + direction; step != 0 && slot >= 0 && processor->kind && slot < processor->kind->band_max;
         slot += direction)
        if (processor->band_labels[slot]) {
            label = processor->band_labels[slot];
            step -= direction;
        }
    return label;
}

bool chain_has_band(const View *view, const Processor *processor)
{
    bool awaited = view->chain.label && view->chain.label == view->chain.awaited_label;
    return chain_band_slot(view, processor) >= 0 || (processor->kind->band_max && awaited);
}

/* ---- the focused value ---- */

static int usual_row(const View *view, const Processor *processor)
{
    static const char *const keys[] = {"gain", "slope", "q"};
    const ProcessorKind *kind = processor->kind;
    int slot = chain_band_slot(view, processor);
    if (!chain_has_band(view, processor))
        return kind->band_param_count < chain_row_count(kind) ? kind->band_param_count : 0;
    for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
        int row = chain_row_of_key(kind, keys[i]);
        const double *band = processor->values + kind->param_count + slot * kind->band_param_count;
        if (row >= 0 && row < kind->band_param_count &&
            (slot < 0 || !kind->band_row_counts || kind->band_row_counts(band, row)))
            return row;
    }
    return kind->band_param_count > 2 ? 2 : 0; /* behind what says that it is there, and where it ends */
}

int chain_focused_row(const View *view, const Processor *processor)
{
    int row = view->chain.row, count = chain_row_count(processor->kind);
    bool none = row >= 0 && row < processor->kind->band_param_count && !chain_has_band(view, processor);
    return row < 0 || row >= count || none ? usual_row(view, processor) : row;
}

int chain_value_index(const View *view, const Processor *processor, int row)
{
    const ProcessorKind *kind = processor->kind;
    ChainRow at = chain_row(kind, row);
    int slot = at.of_band ? chain_band_slot(view, processor) : 0;
    return slot < 0 ? -1 : at.of_band ? kind->param_count + slot * kind->band_param_count + at.index : at.index;
}

/* On another strip than the selected one: the processor of the same name. */
static const Processor *counterpart(const View *view, const Strip *strip)
{
    const Processor *processor = chain_processor(view, strip);
    for (int i = 0; !processor && i < strip->processor_count; i++)
        if (strip->uid != view->chain.strip_uid && strip->processors[i].kind == view->chain.kind)
            processor = &strip->processors[i];
    return processor;
}

bool chain_row_value(const View *view, const Strip *strip, int row, FocusValue *focus, char *why, size_t size)
{
    const Processor *processor = counterpart(view, strip);
    if (!processor || !processor->kind) {
        snprintf(why, size,
                 processor ? "%s has a processor here that this version does not know"
                           : "%s has no processor here; A adds one",
                 strip_title(strip));
        return false;
    }
    row = row < 0 ? chain_focused_row(view, processor) : row;
    int index = chain_row_count(processor->kind) ? chain_value_index(view, processor, row) : -1;
    bool awaited = row < processor->kind->band_param_count && chain_has_band(view, processor);
    if (index < 0 && !awaited) {
        snprintf(why, size, "%s %s has no %s", strip_title(strip), processor_address(processor),
                 processor->kind->band_max ? "band here; a and a letter add one" : "parameters");
        return false;
    }
    ChainRow at = chain_row(processor->kind, row);
    char band[16] = "";
    if (at.of_band)
        snprintf(band, sizeof band, ".%d", view->chain.label);
    snprintf(focus->address, sizeof focus->address, "%s.%s%s.%s", strip->name, processor_address(processor), band,
             at.param->key);
    focus->label = at.param->key;
    focus->param = at.param;
    focus->value = index >= 0 ? processor->values[index] : at.param->def;
    focus->def = at.param->def;
    return true;
}
