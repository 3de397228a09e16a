/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What may stand for an argument, by its kind.  For the files of this room. */
#ifndef TTYMIX_PROJECTS_COMMAND_OFFER_H
#define TTYMIX_PROJECTS_COMMAND_OFFER_H

#include "projects/command/match.h"
#include "projects/command/offers.h"
#include "projects/model/address.h"

/* Whatever `next` may be, but for ARG_COMMAND. */
void offer_arg(CommandOffers *offers, const Expected *next);

/* offer_address.c: names, and one level below what is typed. */
void offer_strips(CommandOffers *offers, unsigned kinds); /* bits 1 << SectionKind */
void offer_addresses(CommandOffers *offers);
void offer_processors(CommandOffers *offers, bool bands);
void offer_clips(CommandOffers *offers);
void offer_lanes(CommandOffers *offers);
void offer_neighbours(CommandOffers *offers, const Expected *next);
/* What the words of the line named: an address; false if it is none. */
bool offer_find_subject(const CommandOffers *offers, const Expected *next, Address *address);

/* offer_value.c: values, with units, words and what holds now; and the keys of parameters. */
void offer_value(CommandOffers *offers, const Expected *next);
void offer_parameters(CommandOffers *offers, const Expected *next, bool of_bands);
void offer_band_types(CommandOffers *offers, const Expected *next);

/* True if the value before is a number, which may glide. */
bool offer_glides(const CommandOffers *offers, const Expected *next);
/* False for a word of the line that is no value, kind, key or type of band in its place. */
bool offer_accepts(const CommandOffers *offers, const Expected *at);

/* offer_time.c */
void offer_times(CommandOffers *offers, const Expected *next);
void offer_length_units(CommandOffers *offers, const Expected *next);
void offer_markers(CommandOffers *offers);

/* offer_file.c: files beside `folder`, or below the working folder for NULL. */
void offer_files(CommandOffers *offers, const char *folder);

#endif
