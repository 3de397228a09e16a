/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The gain paths of a plan: which controls multiply along which way out of a strip. */
#ifndef TTYMIX_AUDIO_ENGINE_PLAN_PATHS_H
#define TTYMIX_AUDIO_ENGINE_PLAN_PATHS_H

#include "audio/engine/step/plan.h"

/* Of a strip with sound, and of its edges. */
void plan_make_paths(Plan *plan, const MixSpec *spec, int s);

#endif
