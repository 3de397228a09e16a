/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The buffers of a plan, and its delay lines. */
#ifndef TTYMIX_AUDIO_ENGINE_PLAN_SIGNALS_H
#define TTYMIX_AUDIO_ENGINE_PLAN_SIGNALS_H

#include "audio/engine/plan/work.h"

/* A buffer for every strip, tap, key and delay. */
void signals_make(Work *work, const MixSpec *spec, const Plan *old);
/* The delay lines that stand for themselves: behind the master, and of buses with an offset. */
NODISCARD bool signals_make_lines(Plan *plan, const Plan *old);

#endif
