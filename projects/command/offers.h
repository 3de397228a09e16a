/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words on offer for the word that is being completed, and what they are judged by.  For the files of this room. */
#ifndef TTYMIX_PROJECTS_COMMAND_OFFERS_H
#define TTYMIX_PROJECTS_COMMAND_OFFERS_H

#include "projects/command/rows.h"

struct CommandOffers {
    const CommandTable *table;
    const Document *document;
    const Model *model;
    const CommandPlace *place;
    const CommandWords *line; /* before the word that is completed */
    const char *word;         /* what is typed of it */
    size_t length;
    const char *before;            /* what stands before it without a blank: "mute a;" */
    size_t before_length, dropped; /* `dropped` of its bytes stand before the last blank: of a text in quotes */
    char **words;
    int count, limit;
};

/* Offers a text, in quotes where it needs them. */
void offer_text(CommandOffers *offers, const char *text);

#endif
