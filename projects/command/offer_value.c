/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Completion of values: their words, units, what holds now; and of the keys of parameters. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "audio/dsp/catalogue.h"
#include "projects/command/offer.h"
#include "projects/model/facts.h"
#include "projects/text/value.h"

/* The kind of the processor that the line is about: a word of its own, or what it or one of its bands is named by. */
static const ProcessorKind *find_kind(const CommandOffers *offers, const Expected *next)
{
    Address address;
    char word[80];
    if (next->kind >= 0) {
        snprintf(word, sizeof word, "%s", offers->line->word[next->kind]);
        word[strcspn(word, ":")] = '\0';
        return catalogue_find(word);
    }
    if (!offer_find_subject(offers, next, &address) ||
        (address.kind != ADDRESS_PROCESSOR && address.kind != ADDRESS_BAND))
        return NULL;
    return offers->model->strips[address.strip].processors[address.processor].kind;
}

static bool is_band(const CommandOffers *offers, const Expected *next)
{
    Address address;
    return next->kind < 0 && offer_find_subject(offers, next, &address) && address.kind == ADDRESS_BAND;
}

void offer_parameters(CommandOffers *offers, const Expected *next, bool of_bands)
{
    const ProcessorKind *kind = find_kind(offers, next);
    bool band = of_bands || is_band(offers, next);
    int count = !kind ? 0 : band ? kind->band_param_count : kind->param_count;
    for (int i = 0; i < count; i++) {
        const ParamInfo *param = band ? &kind->band_params[i] : &kind->params[i];
        if (!(param->flags & PARAM_LISTENING))
            command_offer(offers, param->key);
    }
    if (kind && !band)
        command_offer(offers, "bypass");
    if (kind && !band && (kind->flags & PROCESSOR_KEYED))
        command_offer(offers, "key");
}

void offer_band_types(CommandOffers *offers, const Expected *next)
{
    const ProcessorKind *kind = find_kind(offers, next);
    if (kind && kind->band_params && kind->band_params[0].law == LAW_CHOICE)
        for (int i = 0; kind->band_params[0].choices[i]; i++)
            command_offer(offers, kind->band_params[0].choices[i]);
}

/* --- values --- */

/* What a value is for. `address` is what it belongs to now, of which present_value is true. */
typedef struct ValueOf {
    const ParamInfo *param;
    Address address;
    bool is_address;
} ValueOf;

static const ParamInfo *param_of_key(const CommandOffers *offers, const Expected *next, const char *key, bool of_band)
{
    const ProcessorKind *kind = find_kind(offers, next);
    if (!kind)
        return NULL;
    return of_band || is_band(offers, next) ? param_find(kind->band_params, kind->band_param_count, key)
                                            : param_find(kind->params, kind->param_count, key);
}

static ValueOf find_value(const CommandOffers *offers, const Expected *next)
{
    char text[400];
    ValueOf of = {.param = next->arg->param};
    if (of.param)
        return of;
    if (next->parameter < 0) {
        of.is_address = offer_find_subject(offers, next, &of.address);
    } else if (next->kind < 0 && !next->of_band && next->subject >= 0) {
        snprintf(text, sizeof text, "%.250s.%.100s", offers->line->word[next->subject],
                 offers->line->word[next->parameter]);
        of.is_address = address_resolve(offers->model, text, &of.address, NULL) == STATUS_OK;
    }
    if (of.is_address)
        of.param = of.address.param;
    else if (next->parameter >= 0)
        of.param = param_of_key(offers, next, offers->line->word[next->parameter], next->of_band);
    return of;
}

static void offer_units(CommandOffers *offers, Unit unit)
{
    command_offer(offers, unit_table[unit].word);
    if (unit_table[unit].big_word)
        command_offer(offers, unit_table[unit].big_word);
}

static bool is_after_step(const CommandOffers *offers)
{
    const char *last = offers->line->word[offers->line->count - 1];
    return strcmp(last, "+=") == 0 || strcmp(last, "-=") == 0;
}

/* What holds now, or the default; behind += and -= a step of the keys. */
static void offer_number(CommandOffers *offers, const ValueOf *of)
{
    char text[VALUE_TEXT_MAX];
    double value = of->param->def;
    if (of->is_address)
        address_value(offers->model, &of->address, &value);
    if (is_after_step(offers))
        value = of->param->law == LAW_LOG ? NAN : of->param->step;
    if (isnan(value))
        return;
    value_format(of->param, value, text);
    command_offer(offers, text);
}

static void offer_of_param(CommandOffers *offers, const ValueOf *of)
{
    const ParamInfo *param = of->param;
    for (int i = 0; param->law == LAW_CHOICE && param->choices[i]; i++)
        command_offer(offers, param->choices[i]);
    if (param->law == LAW_SWITCH) {
        command_offer(offers, "on");
        command_offer(offers, "off");
    }
    if (param->law == LAW_CHOICE || param->law == LAW_SWITCH)
        return;
    if (param->special && !is_after_step(offers))
        command_offer(offers, param->special);
    offer_number(offers, of);
}

/* Values that are no numbers. */
static void offer_of_address(CommandOffers *offers, const Address *address)
{
    const unsigned buses = 1u << SECTION_BUS | 1u << SECTION_RETURN | 1u << SECTION_MASTER;
    char text[1100];
    bool has_text = address_format_text(offers->model, address, text, sizeof text);
    switch (address->kind) {
    case ADDRESS_OUT: offer_strips(offers, buses); break;
    case ADDRESS_VCA:
        offer_strips(offers, 1u << SECTION_VCA);
        command_offer(offers, "none");
        break;
    case ADDRESS_KEY:
        command_offer(offers, "none");
        offer_strips(offers, ~0u);
        break;
    case ADDRESS_MEMBERS: offer_strips(offers, ~0u); break;
    case ADDRESS_KEY_TAP:
        for (int i = 0; key_tap_row.choices[i]; i++)
            command_offer(offers, key_tap_row.choices[i]);
        break;
    default:
        if (has_text && text[0])
            command_offer(offers, text);
    }
}

void offer_value(CommandOffers *offers, const Expected *next)
{
    ValueOf of = find_value(offers, next);
    if (of.param && next->first < offers->line->count)
        offer_units(offers, of.param->unit);
    else if (of.param)
        offer_of_param(offers, &of);
    else if (of.is_address && next->first == offers->line->count)
        offer_of_address(offers, &of.address);
}

static bool is_band_type(const ProcessorKind *kind, const char *word)
{
    return kind && kind->band_params && kind->band_params[0].law == LAW_CHOICE &&
           param_choice_index(&kind->band_params[0], word) >= 0;
}

bool offer_glides(const CommandOffers *offers, const Expected *next)
{
    ValueOf of = find_value(offers, next);
    return of.param && of.param->law != LAW_CHOICE && of.param->law != LAW_SWITCH;
}

/* A sign stands before a value, and processors and bands have none of their own. */
static bool is_value(const CommandOffers *offers, const Expected *at, const char *word)
{
    Address address;
    if (strcmp(word, "=") == 0 || strcmp(word, "+=") == 0 || strcmp(word, "-=") == 0)
        return false;
    return at->parameter >= 0 || at->kind >= 0 || !offer_find_subject(offers, at, &address) ||
           (address.kind != ADDRESS_PROCESSOR && address.kind != ADDRESS_BAND);
}

bool offer_accepts(const CommandOffers *offers, const Expected *at)
{
    char kind[80];
    const char *word = offers->line->word[at->first];
    switch (at->arg->kind) {
    case ARG_KIND:
        snprintf(kind, sizeof kind, "%.*s", (int)strcspn(word, ":"), word);
        return catalogue_find(kind) != NULL;
    case ARG_PARAMETER:
        return strcmp(word, "bypass") == 0 || strcmp(word, "key") == 0 || param_of_key(offers, at, word, false);
    case ARG_BAND_PARAMETER: return param_of_key(offers, at, word, true) != NULL;
    case ARG_VALUE: return is_value(offers, at, word);
    case ARG_BAND_TYPE: return is_band_type(find_kind(offers, at), word);
    default: return true;
    }
}
