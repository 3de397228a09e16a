/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which processors go side by side. */
#ifndef TTYMIX_AUDIO_ENGINE_PLAN_BANKS_H
#define TTYMIX_AUDIO_ENGINE_PLAN_BANKS_H

#include "audio/engine/plan/work.h"

/* Gives voices that may share a bank the same number. */
void banks_sort_voices(Work *work);
/* Gives the bank that is to come next its step; false when no processor is ready. */
bool banks_add_next(Work *work, const MixSpec *spec, const Plan *old);

#endif
