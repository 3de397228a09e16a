/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Completion of names and addresses. */
#include <stdio.h>
#include <string.h>

#include "projects/command/offer.h"
#include "projects/model/facts.h"
#include "projects/text/timevalue.h"

/* The strip that is typed with a dot behind it, or NULL. */
static const Strip *typed_strip(const CommandOffers *offers)
{
    const char *dot = memchr(offers->word, '.', offers->length);
    for (int i = 0; dot && i < offers->model->strip_count; i++) {
        const Strip *strip = &offers->model->strips[i];
        if (strlen(strip->name) == (size_t)(dot - offers->word) &&
            strncmp(offers->word, strip->name, (size_t)(dot - offers->word)) == 0)
            return strip;
    }
    return NULL;
}

void offer_strips(CommandOffers *offers, unsigned kinds)
{
    for (int i = 0; i < offers->model->strip_count; i++)
        if (kinds & 1u << offers->model->strips[i].kind)
            command_offer(offers, offers->model->strips[i].name);
}

static void offer_inner(CommandOffers *offers, const char *prefix, const char *word)
{
    char text[300];
    snprintf(text, sizeof text, "%.180s.%.100s", prefix, word);
    command_offer(offers, text);
}

static void offer_processor(CommandOffers *offers, const char *prefix, const Processor *processor)
{
    char inner[240];
    offer_inner(offers, prefix, "bypass");
    if (!processor->kind)
        return;
    for (int i = 0; i < processor->kind->param_count; i++)
        offer_inner(offers, prefix, processor->kind->params[i].key);
    if (processor->kind->flags & PROCESSOR_KEYED)
        offer_inner(offers, prefix, "key");
    for (int slot = 0; slot < processor->kind->band_max; slot++) {
        if (!processor->band_labels[slot])
            continue;
        snprintf(inner, sizeof inner, "%.180s.%d", prefix, processor->band_labels[slot]);
        command_offer(offers, inner);
        if (offers->length >= strlen(inner) && strncmp(offers->word, inner, strlen(inner)) == 0)
            for (int i = 0; i < processor->kind->band_param_count; i++)
                offer_inner(offers, inner, processor->kind->band_params[i].key);
    }
}

static void offer_clips_of(CommandOffers *offers, const Strip *strip)
{
    Address address = {ADDRESS_CLIP, (int)(strip - offers->model->strips), -1, -1, 0, -1, -1, 0, -1, NULL};
    char exact[256];
    for (int i = 0; i < strip->clip_count; i++) {
        address.clip = i;
        address_format(offers->model, &address, exact, sizeof exact);
        command_offer(offers, exact);
        if (strncmp(offers->word, exact, strlen(exact)) == 0)
            for (int row = 0; row < CLIP_ROW_COUNT; row++)
                offer_inner(offers, exact, clip_row_words[row]);
    }
}

static void offer_marker_addresses(CommandOffers *offers)
{
    char time[TIME_TEXT_MAX], text[TIME_TEXT_MAX + 8];
    for (int i = 0; i < offers->model->marker_count; i++) {
        time_format(&offers->model->markers[i].at, offers->model->rate_hz, time);
        snprintf(text, sizeof text, "marker@%s", time);
        command_offer(offers, text);
    }
}

/* What stands in a strip, and one level below what is typed already. */
static void offer_strip_inside(CommandOffers *offers, const Strip *strip)
{
    char prefix[240];
    for (const StripKey *key = strip_keys; key->word; key++)
        if ((key->kinds & 1u << strip->kind) && key->id != KEY_CLIP && key->id != KEY_SEND && key->id != KEY_WAIVE)
            offer_inner(offers, strip->name, key->word);
    for (int i = 0; i < strip->processor_count; i++) {
        snprintf(prefix, sizeof prefix, "%s.%s", strip->name, processor_address(&strip->processors[i]));
        command_offer(offers, prefix);
        if (strncmp(offers->word, prefix, strlen(prefix)) == 0 && offers->word[strlen(prefix)] == '.')
            offer_processor(offers, prefix, &strip->processors[i]);
    }
    for (int i = 0; i < strip->send_count; i++) {
        snprintf(prefix, sizeof prefix, "%s.send.%s", strip->name, strip->sends[i].to);
        command_offer(offers, prefix);
        for (int row = SEND_TAP; row < SEND_ROW_COUNT; row++)
            offer_inner(offers, prefix, send_rows[row].key);
    }
    offer_clips_of(offers, strip);
}

void offer_addresses(CommandOffers *offers)
{
    const Strip *strip = typed_strip(offers);
    if (strip) {
        offer_strip_inside(offers, strip);
        return;
    }
    offer_strips(offers, ~0u);
    for (int i = 0; i < HEAD_ROW_COUNT; i++)
        command_offer(offers, head_rows[i].key);
    command_offer(offers, "title");
    command_offer(offers, "artist");
    if (strncmp(offers->word, "marker@", offers->length < 7 ? offers->length : 7) == 0 && offers->length)
        offer_marker_addresses(offers);
}

static void offer_bands(CommandOffers *offers, const char *prefix, const Processor *processor)
{
    char text[240];
    for (int slot = 0; processor->kind && slot < processor->kind->band_max; slot++)
        if (processor->band_labels[slot]) {
            snprintf(text, sizeof text, "%.200s.%d", prefix, processor->band_labels[slot]);
            command_offer(offers, text);
        }
}

void offer_processors(CommandOffers *offers, bool bands)
{
    char prefix[240];
    const Strip *strip = typed_strip(offers);
    for (int i = 0; !strip && i < offers->model->strip_count; i++)
        if (offers->model->strips[i].processor_count)
            command_offer(offers, offers->model->strips[i].name);
    for (int i = 0; strip && i < strip->processor_count; i++) {
        snprintf(prefix, sizeof prefix, "%s.%s", strip->name, processor_address(&strip->processors[i]));
        if (bands)
            offer_bands(offers, prefix, &strip->processors[i]);
        else
            command_offer(offers, prefix);
    }
}

void offer_clips(CommandOffers *offers)
{
    const Strip *strip = typed_strip(offers);
    for (int i = 0; !strip && i < offers->model->strip_count; i++)
        if (offers->model->strips[i].clip_count)
            command_offer(offers, offers->model->strips[i].name);
    if (strip)
        offer_clips_of(offers, strip);
}

void offer_lanes(CommandOffers *offers)
{
    for (int i = 0; i < offers->model->lane_count; i++)
        command_offer(offers, offers->model->lanes[i].address);
}

bool offer_find_subject(const CommandOffers *offers, const Expected *next, Address *address)
{
    return next->subject >= 0 &&
           address_resolve(offers->model, offers->line->word[next->subject], address, NULL) == STATUS_OK;
}

/* `add comp vox before`, `move vox.comp after`: what stands in the strip; `move vox before`: another strip. */
void offer_neighbours(CommandOffers *offers, const Expected *next)
{
    Address address;
    bool found = offer_find_subject(offers, next, &address) && address.strip >= 0;
    if (!found || (next->kind < 0 && address.kind == ADDRESS_STRIP)) {
        offer_strips(offers, ~0u);
        return;
    }
    const Strip *strip = &offers->model->strips[address.strip];
    for (int i = 0; i < strip->processor_count; i++)
        command_offer(offers, processor_address(&strip->processors[i]));
    command_offer(offers, "fader");
}
