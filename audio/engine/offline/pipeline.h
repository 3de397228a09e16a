/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bounce: a plan computed in long runs, by several threads where asked. */
#ifndef TTYMIX_AUDIO_ENGINE_OFFLINE_PIPELINE_H
#define TTYMIX_AUDIO_ENGINE_OFFLINE_PIPELINE_H

#include "audio/engine/step/link.h"

typedef struct Pipeline Pipeline;

/* Link and plan live longer. */
NODISCARD Status pipeline_new(Pipeline **pipeline, EngineLink *link, const Plan *plan, Error *error);
void pipeline_free(Pipeline *pipeline);
/* The next frames; `stems` as engine_process_stems takes them, or NULL. */
void pipeline_process(Pipeline *pipeline, float *const out[2], float *const *stems, int frames);

#endif
