/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When it is over: how long what processors hold can go on sounding, and how long it may be silent in between. */
#ifndef TTYMIX_AUDIO_ENGINE_PLAN_TAIL_H
#define TTYMIX_AUDIO_ENGINE_PLAN_TAIL_H

#include "audio/engine/step/plan.h"

/* Fills clips_end, tail_frames, gap_frames and moves_until of a plan that is routed; false without memory. */
NODISCARD bool plan_find_tail(Plan *plan, const MixSpec *spec);

#endif
