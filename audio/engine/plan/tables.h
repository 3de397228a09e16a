/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables of a plan: how long they must be, and room for them. */
#ifndef TTYMIX_AUDIO_ENGINE_PLAN_TABLES_H
#define TTYMIX_AUDIO_ENGINE_PLAN_TABLES_H

#include "audio/engine/step/plan.h"

/* True for strips that sound passes: all but VCAs and groups. */
bool strip_has_sound(const StripSpec *spec);
/* calloc that never asks for nothing. */
void *plan_room(int count, size_t size);
/* Counts what will be made, and refuses indexes that point nowhere and VCAs in a circle. */
NODISCARD Status plan_count(Plan *plan, const MixSpec *spec, Error *error);
/* Makes the tables for what was counted; the counts begin anew. False without memory. */
NODISCARD bool plan_allocate(Plan *plan, const MixSpec *spec);

#endif
