/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/session/part.h"

void *part_of(const PartPlace *place, const PartKind *kind)
{
    int i = 0;
    while (place->kinds[i] && place->kinds[i] != kind)
        i++;
    return place->kinds[i] ? place->parts[i] : NULL;
}

const Model *part_model(const PartPlace *place)
{
    return document_model(place->song->document);
}

void part_refresh(const PartPlace *place)
{
    Error error = {0};
    if (player_refresh(place->player, &error) != STATUS_OK)
        board_notice(place->board, NOTICE_ERROR, "%s", error.text);
}
