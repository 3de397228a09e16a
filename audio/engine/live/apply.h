/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TTYMIX_AUDIO_ENGINE_LIVE_APPLY_H
#define TTYMIX_AUDIO_ENGINE_LIVE_APPLY_H

#include "audio/engine/engine.h"

/* Frees what waits in the messages when nobody will take them any more. Control thread. */
void apply_discard_messages(Engine *engine);

#endif
