/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The strips of a plan, with their clips, processors, edges and states: taken over from the plan before where they
 * go on, new else. */
#ifndef TTYMIX_AUDIO_ENGINE_PLAN_STRIPS_H
#define TTYMIX_AUDIO_ENGINE_PLAN_STRIPS_H

#include "audio/engine/step/plan.h"

/* Fills the place of strip `s` of the spec. */
NODISCARD Status plan_add_strip(Plan *plan, const MixSpec *spec, int s, const Plan *old, Error *error);

#endif
