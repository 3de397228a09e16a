/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Completion of times: markers, the loop, points of the automation that is meant. */
#include <string.h>

#include "projects/command/offer.h"
#include "projects/text/timevalue.h"

static void offer_time(CommandOffers *offers, const TimeValue *time)
{
    char text[TIME_TEXT_MAX];
    time_format(time, offers->model->rate_hz, text);
    command_offer(offers, text);
}

void offer_markers(CommandOffers *offers)
{
    for (int i = 0; i < offers->model->marker_count; i++)
        if (offers->model->markers[i].label)
            offer_text(offers, offers->model->markers[i].label);
}

/* Where the automation or the clips of what was named have their ends. */
static void offer_times_of_subject(CommandOffers *offers, const Address *address)
{
    char exact[256];
    const Lane *lane = model_lane(offers->model, address_format(offers->model, address, exact, sizeof exact));
    for (int i = 0; lane && i < lane->point_count; i++)
        offer_time(offers, &lane->points[i].at);
    const Strip *strip = address->strip >= 0 ? &offers->model->strips[address->strip] : NULL;
    for (int i = 0; strip && address->kind == ADDRESS_CLIP && i < strip->clip_count; i++)
        offer_time(offers, &strip->clips[i].at);
}

void offer_length_units(CommandOffers *offers, const Expected *next)
{
    static const char *const units[] = {"ms", "s", "frames"};
    for (unsigned i = 0; next->first < offers->line->count && i < ARRAY_LEN(units); i++)
        command_offer(offers, units[i]);
}

void offer_times(CommandOffers *offers, const Expected *next)
{
    Address address;
    const Model *model = offers->model;
    if (next->first < offers->line->count) {
        offer_length_units(offers, next);
        return;
    }
    offer_markers(offers);
    for (int i = 0; i < model->marker_count; i++)
        offer_time(offers, &model->markers[i].at);
    if (model->has_loop) {
        offer_time(offers, &model->loop_from);
        offer_time(offers, &model->loop_to);
    }
    if (model->has_end)
        offer_time(offers, &model->end);
    if (offer_find_subject(offers, next, &address))
        offer_times_of_subject(offers, &address);
}
