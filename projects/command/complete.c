/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Completion of command lines. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audio/dsp/catalogue.h"
#include "projects/command/command.h"
#include "projects/model/address.h"
#include "projects/model/facts.h"
#include "projects/text/buffer.h"
#include "projects/text/token.h"
#include "projects/text/value.h"

typedef struct Completion {
    const Model *model;
    const char *word; /* what is typed of it */
    size_t length;
    char **words;
    int count, limit;
} Completion;

static void offer(Completion *completion, const char *text)
{
    if (completion->count >= completion->limit || strncmp(text, completion->word, completion->length) != 0)
        return;
    for (int i = 0; i < completion->count; i++)
        if (strcmp(completion->words[i], text) == 0)
            return;
    char *copy = text_copy(text);
    if (copy)
        completion->words[completion->count++] = copy;
}

static int compare_words(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void offer_strips(Completion *completion, unsigned kinds)
{
    for (int i = 0; i < completion->model->strip_count; i++)
        if (kinds & 1u << completion->model->strips[i].kind)
            offer(completion, completion->model->strips[i].name);
}

static void offer_inner(Completion *completion, const char *prefix, const char *word)
{
    char text[300];
    snprintf(text, sizeof text, "%.180s.%.100s", prefix, word);
    offer(completion, text);
}

static void offer_processor(Completion *completion, const char *prefix, const Processor *processor)
{
    char inner[240];
    offer_inner(completion, prefix, "bypass");
    if (!processor->kind)
        return;
    for (int i = 0; i < processor->kind->param_count; i++)
        offer_inner(completion, prefix, processor->kind->params[i].key);
    if (processor->kind->flags & PROCESSOR_KEYED)
        offer_inner(completion, prefix, "key");
    for (int slot = 0; slot < processor->kind->band_max; slot++) {
        if (!processor->band_labels[slot])
            continue;
        snprintf(inner, sizeof inner, "%.180s.%d", prefix, processor->band_labels[slot]);
        offer(completion, inner);
        if (completion->length >= strlen(inner) && strncmp(completion->word, inner, strlen(inner)) == 0)
            for (int i = 0; i < processor->kind->band_param_count; i++)
                offer_inner(completion, inner, processor->kind->band_params[i].key);
    }
}

static void offer_clips(Completion *completion, const Strip *strip)
{
    Address address = {ADDRESS_CLIP, (int)(strip - completion->model->strips), -1, -1, 0, -1, -1, 0, -1, NULL};
    char exact[256];
    for (int i = 0; i < strip->clip_count; i++) {
        address.clip = i;
        address_format(completion->model, &address, exact, sizeof exact);
        offer(completion, exact);
        if (strncmp(completion->word, exact, strlen(exact)) == 0)
            for (int row = 0; row < CLIP_ROW_COUNT; row++)
                offer_inner(completion, exact, clip_row_words[row]);
    }
}

/* What stands in a strip, and one level below what is typed already. */
static void offer_strip_inside(Completion *completion, const Strip *strip)
{
    char prefix[240];
    for (const StripKey *key = strip_keys; key->word; key++)
        if ((key->kinds & 1u << strip->kind) && key->id != KEY_CLIP && key->id != KEY_SEND)
            offer_inner(completion, strip->name, key->word);
    for (int i = 0; i < strip->processor_count; i++) {
        snprintf(prefix, sizeof prefix, "%s.%s", strip->name, processor_address(&strip->processors[i]));
        offer(completion, prefix);
        if (strncmp(completion->word, prefix, strlen(prefix)) == 0 && completion->word[strlen(prefix)] == '.')
            offer_processor(completion, prefix, &strip->processors[i]);
    }
    for (int i = 0; i < strip->send_count; i++) {
        snprintf(prefix, sizeof prefix, "%s.send.%s", strip->name, strip->sends[i].to);
        offer(completion, prefix);
        for (int row = SEND_TAP; row < SEND_ROW_COUNT; row++)
            offer_inner(completion, prefix, send_rows[row].key);
    }
    offer_clips(completion, strip);
}

static void offer_addresses(Completion *completion, const char *word)
{
    const Model *model = completion->model;
    const char *dot = memchr(word, '.', completion->length);
    if (!dot) {
        offer_strips(completion, ~0u);
        for (int i = 0; i < HEAD_ROW_COUNT; i++)
            offer(completion, head_rows[i].key);
        offer(completion, "title");
        offer(completion, "artist");
        return;
    }
    for (int i = 0; i < model->strip_count; i++)
        if (strlen(model->strips[i].name) == (size_t)(dot - word) &&
            strncmp(word, model->strips[i].name, (size_t)(dot - word)) == 0)
            offer_strip_inside(completion, &model->strips[i]);
}

/* The words that a value can be: choices, units, special words. */
static void offer_values(Completion *completion, const TokenLine *line, const ParamInfo *param)
{
    char text[VALUE_TEXT_MAX];
    (void)line;
    if (!param)
        return;
    for (int i = 0; param->law == LAW_CHOICE && param->choices[i]; i++)
        offer(completion, param->choices[i]);
    if (param->law == LAW_SWITCH) {
        offer(completion, "on");
        offer(completion, "off");
    }
    if (param->special)
        offer(completion, param->special);
    if (unit_table[param->unit].word[0])
        offer(completion, unit_table[param->unit].word);
    if (unit_table[param->unit].big_word)
        offer(completion, unit_table[param->unit].big_word);
    if (completion->length == 0 && param->law != LAW_CHOICE && param->law != LAW_SWITCH) {
        value_format(param, param->def, text);
        offer(completion, text);
    }
}

static void offer_add(Completion *completion, const TokenLine *line, int position)
{
    static const char *const kinds[] = {"track", "bus", "return", "vca", "group", "clip", "send", "marker", "band"};
    if (position == 1) {
        for (unsigned i = 0; i < ARRAY_LEN(kinds); i++)
            offer(completion, kinds[i]);
        for (int i = 0; catalogue_at(i); i++)
            offer(completion, catalogue_at(i)->kind);
        return;
    }
    if (token_is(line, 1, "band")) {
        Address address;
        char *word = position > 2 ? token_value(line, 2, NULL) : NULL;
        if (position == 2)
            offer_addresses(completion, completion->word);
        else if (word && address_resolve(completion->model, word, &address, NULL) == STATUS_OK &&
                 address.kind == ADDRESS_PROCESSOR) {
            const ProcessorKind *kind = completion->model->strips[address.strip].processors[address.processor].kind;
            for (int i = 0; kind && i < kind->band_param_count; i++) {
                for (int k = 0; i == 0 && kind->band_params[0].law == LAW_CHOICE && kind->band_params[0].choices[k];
                     k++)
                    offer(completion, kind->band_params[0].choices[k]);
                offer(completion, kind->band_params[i].key);
            }
        }
        free(word);
        return;
    }
    offer(completion, "before");
    offer(completion, "after");
    offer_strips(completion, ~0u);
    if (position > 2 && token_is(line, 1, "clip"))
        for (int row = 0; row < CLIP_ROW_PATH; row++)
            offer(completion, clip_row_words[row]);
}

static void offer_of_session(Completion *completion, const TokenLine *line, int position)
{
    bool is_preset = token_is(line, 0, "preset");
    if (position == 1 && is_preset) {
        offer(completion, "list");
        offer(completion, "load");
        offer(completion, "save");
    } else if (position == 1)
        offer(completion, "band");
    else if (position == 2 && is_preset)
        offer_strips(completion, ~0u);
    else if (position == 2)
        offer(completion, "apply");
}

static void offer_argument(Completion *completion, const TokenLine *line, int position)
{
    const unsigned buses = 1u << SECTION_BUS | 1u << SECTION_RETURN | 1u << SECTION_MASTER;
    static const char *const strips_first[] = {
        "mute",  "unmute", "solo-safe", "polarity", "send",  "out",    "route",    "vca",   "label",     "note",
        "split", "solo",   "unsolo",    "pfl",      "chain", "select", "describe", "watch", "gainstage", "copy-chain"};
    if (token_is(line, 0, "add")) {
        offer_add(completion, line, position);
        return;
    }
    if (token_is(line, 0, "help") && position == 1) {
        for (const CommandInfo *row = command_table; row->name; row++)
            offer(completion, row->name);
        return;
    }
    if (token_is(line, 0, "preset") || token_is(line, 0, "template")) {
        offer_of_session(completion, line, position);
        return;
    }
    if (token_is(line, 0, "copy-chain"))
        offer_strips(completion, ~0u);
    bool strip_first = false;
    for (unsigned i = 0; i < ARRAY_LEN(strips_first); i++)
        strip_first |= token_is(line, 0, strips_first[i]);
    if (position == 1) {
        if (strip_first) {
            offer_strips(completion, ~0u);
            offer(completion, "all");
        } else {
            offer_addresses(completion, completion->word);
        }
        return;
    }
    if (token_is(line, 0, "send") || token_is(line, 0, "out") || token_is(line, 0, "route")) {
        if (position == 2)
            offer_strips(completion, buses);
        for (int row = SEND_TAP; position > 2 && row < SEND_ROW_COUNT; row++)
            offer(completion, send_rows[row].key);
        for (int i = 0; position > 2 && send_rows[SEND_TAP].choices[i]; i++)
            offer(completion, send_rows[SEND_TAP].choices[i]);
        return;
    }
    if (token_is(line, 0, "vca"))
        offer_strips(completion, 1u << SECTION_VCA);
    static const char *const states[] = {"read", "touch", "latch", "write", "trim", "preview", "punch", "off"};
    for (size_t i = 0; token_is(line, 0, "auto") && i < ARRAY_LEN(states); i++)
        offer(completion, states[i]);
    for (int i = 0; token_is(line, 0, "mode") && lane_mode_row.choices[i]; i++)
        offer(completion, lane_mode_row.choices[i]);
    if (token_is(line, 0, "move")) {
        offer(completion, "before");
        offer(completion, "after");
        offer_strips(completion, ~0u);
    }
    for (int i = 1; token_is(line, 0, "point") && position > 3 && lane_shape_row.choices[i]; i++)
        offer(completion, lane_shape_row.choices[i]);
    if (token_is(line, 0, "set") || token_is(line, 0, "point")) {
        Address address;
        char *word = token_value(line, 1, NULL);
        if (word && address_resolve(completion->model, word, &address, NULL) == STATUS_OK) {
            offer_values(completion, line, address.param);
            if (address.kind == ADDRESS_OUT)
                offer_strips(completion, buses);
            if (address.kind == ADDRESS_VCA)
                offer_strips(completion, 1u << SECTION_VCA);
            if (address.kind == ADDRESS_KEY)
                offer_strips(completion, ~0u);
        }
        free(word);
    } else if (strip_first || token_is(line, 0, "bypass") || token_is(line, 0, "listen") ||
               token_is(line, 0, "delta") || token_is(line, 0, "unity")) {
        offer(completion, "on");
        offer(completion, "off");
    }
}

int command_complete(const Document *document, const char *line, size_t cursor, char **words, int limit)
{
    size_t length = strlen(line);
    cursor = cursor > length ? length : cursor;
    size_t begin = cursor;
    while (begin > 0 && !strchr(" \t;\"", line[begin - 1]))
        begin--;
    size_t command = begin;
    while (command > 0 && line[command - 1] != ';')
        command--;
    char *word = bytes_copy(line + begin, cursor - begin);
    if (!word)
        return 0;
    Completion completion = {document_model(document), word, cursor - begin, words, 0, limit};
    TokenLine tokens = {0};
    token_line_cut(&tokens, line + command, begin - command);
    if (tokens.count == 0)
        for (const CommandInfo *row = command_table; row->name; row++)
            offer(&completion, row->name);
    else
        offer_argument(&completion, &tokens, tokens.count);
    token_line_clear(&tokens);
    free(word);
    if (completion.count > 1)
        qsort(words, (size_t)completion.count, sizeof *words, compare_words);
    return completion.count;
}
