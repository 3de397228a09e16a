/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/command/offer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audio/base/buffer.h"
#include "audio/dsp/catalogue.h"
#include "projects/document/inside.h"
#include "projects/lint/rule.h"

/* Each of some words with | between them. */
static void offer_words(CommandOffers *offers, const char *words)
{
    char word[40];
    for (const char *at = words; *at;) {
        size_t length = strcspn(at, "|");
        snprintf(word, sizeof word, "%.*s", (int)length, at);
        command_offer(offers, word);
        at += length + (at[length] == '|');
    }
}

static void offer_patterns(CommandOffers *offers)
{
    offer_strips(offers, ~0u);
    command_offer(offers, "all");
}

static void offer_kinds(CommandOffers *offers)
{
    for (int i = 0; catalogue_at(i); i++)
        if (!(catalogue_at(i)->flags & PROCESSOR_TEST))
            command_offer(offers, catalogue_at(i)->kind);
}

/* Of the project: from the folder of its file on. */
static void offer_rules(CommandOffers *offers)
{
    for (int i = 0; i < rule_count(); i++)
        command_offer(offers, rule_at(i)->id);
}

static void offer_stems(CommandOffers *offers)
{
    const char *path = offers->document->source.files[0].name, *slash = path ? strrchr(path, '/') : NULL;
    char *folder = slash ? bytes_copy(path, slash == path ? 1 : (size_t)(slash - path)) : NULL;
    offer_files(offers, folder);
    free(folder);
}

void offer_arg(CommandOffers *offers, const Expected *next)
{
    const unsigned buses = 1u << SECTION_BUS | 1u << SECTION_RETURN | 1u << SECTION_MASTER;
    const CommandPlace *place = offers->place;
    switch (next->arg->kind) {
    case ARG_WORDS: offer_words(offers, next->arg->name); break;
    case ARG_SWITCH: offer_words(offers, "on|off|toggle"); break;
    case ARG_STRIPS: offer_patterns(offers); break;
    case ARG_STRIP: offer_strips(offers, ~0u); break;
    case ARG_BUS: offer_strips(offers, buses); break;
    case ARG_VCA: offer_strips(offers, 1u << SECTION_VCA); break;
    case ARG_PROCESSOR: offer_processors(offers, false); break;
    case ARG_BAND: offer_processors(offers, true); break;
    case ARG_CLIP: offer_clips(offers); break;
    case ARG_ADDRESS: offer_addresses(offers); break;
    case ARG_LANE: offer_lanes(offers); break;
    case ARG_NEIGHBOUR: offer_neighbours(offers, next); break;
    case ARG_KIND: offer_kinds(offers); break;
    case ARG_PARAMETER: offer_parameters(offers, next, false); break;
    case ARG_BAND_PARAMETER: offer_parameters(offers, next, true); break;
    case ARG_BAND_TYPE: offer_band_types(offers, next); break;
    case ARG_VALUE: offer_value(offers, next); break;
    case ARG_TIME: offer_times(offers, next); break;
    case ARG_LENGTH: offer_length_units(offers, next); break;
    case ARG_MARKER:
        offer_markers(offers);
        offer_words(offers, "start|end");
        break;
    case ARG_FILE: offer_files(offers, NULL); break;
    case ARG_STEM: offer_stems(offers); break;
    case ARG_RULE: offer_rules(offers); break;
    case ARG_SCREEN:
    case ARG_PRESET:
    case ARG_DEVICE:
        if (place->list)
            place->list(place->context, next->arg->kind, offers);
        break;
    default: break;
    }
}
