/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What those who compute a plan, in playback or in a bounce, have around them, and where they show how far they are. */
#ifndef TTYMIX_AUDIO_ENGINE_STEP_LINK_H
#define TTYMIX_AUDIO_ENGINE_STEP_LINK_H

#include "audio/engine/step/meters.h"
#include "audio/engine/step/snapshot.h"

typedef struct EngineLink {
    EngineSetup setup;
    const Kernels *kernels;
    int fade_frames;  /* of an edge that comes or goes, of a start and a jump: 5 ms */
    int glide_frames; /* of a live move: 20 ms */
    StateBoard state;
    MeterBoard *meters; /* NULL without */
} EngineLink;

#endif
