/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One plan beside the next: what goes on, and what has to fade. */
#ifndef TTYMIX_AUDIO_ENGINE_PLAN_COMPARE_H
#define TTYMIX_AUDIO_ENGINE_PLAN_COMPARE_H

#include "audio/engine/step/plan.h"

/* Finds which strips and edges go on unchanged from `old`, and which have to fade. False without memory. */
NODISCARD bool plan_compare(Plan *plan, const Plan *old);
/* True when a processor may go on with this state. */
bool voice_fits(const VoiceState *state, const ProcessorSpec *spec, int channels, double rate_hz);

#endif
