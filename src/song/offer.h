/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What completion offers of this machine: presets, and devices that need no search. */
#ifndef TTYMIX_SRC_SONG_OFFER_H
#define TTYMIX_SRC_SONG_OFFER_H

#include "projects/command/command.h"

/* CommandPlace.list; needs no context. Any thread. */
void offer_of_machine(void *context, ArgKind kind, CommandOffers *offers);

#endif
