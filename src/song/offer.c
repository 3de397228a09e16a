/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/song/offer.h"

#include <stdlib.h>

#include "src/song/preset.h"

void offer_of_machine(void *context, ArgKind kind, CommandOffers *offers)
{
    PresetInfo *infos = NULL;
    (void)context;
    int count = kind == ARG_PRESET ? preset_list(&infos) : 0;
    for (int i = 0; i < count; i++)
        command_offer(offers, infos[i].name);
    free(infos);
    if (kind == ARG_DEVICE) {
        command_offer(offers, "default");
        command_offer(offers, "null");
    }
}
