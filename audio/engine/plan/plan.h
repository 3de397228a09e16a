/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Making a plan of a spec: the door of this room.  Control thread. */
#ifndef TTYMIX_AUDIO_ENGINE_PLAN_PLAN_H
#define TTYMIX_AUDIO_ENGINE_PLAN_PLAN_H

#include "audio/engine/engine.h"
#include "audio/engine/step/plan.h"

/* How a spec is best cut for an engine. */
PlanSetup plan_setup_for(const EngineSetup *setup, const MixSpec *spec);
/* `old` is the plan in use (or the one last handed over), whose states are taken over by uid; or NULL. */
NODISCARD Status plan_new(Plan **plan, const PlanSetup *setup, const MixSpec *spec, const Plan *old, Error *error);
/* NULL is safe. */
void plan_free(Plan *plan);
/* True when a spec differs from what the plan was made of in values only. */
bool plan_fits(const Plan *plan, const MixSpec *spec);

#endif
