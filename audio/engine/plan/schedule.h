/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a routed plan to its steps. */
#ifndef TTYMIX_AUDIO_ENGINE_PLAN_SCHEDULE_H
#define TTYMIX_AUDIO_ENGINE_PLAN_SCHEDULE_H

#include "audio/engine/step/plan.h"

/* Makes the buffers, banks and steps. */
NODISCARD Status plan_schedule(Plan *plan, const MixSpec *spec, const Plan *old, Error *error);

#endif
