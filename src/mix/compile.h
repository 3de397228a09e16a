/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the document's facts to what the engine is told: a Model and its stems become a MixSpec. Control thread. */
#ifndef TTYMIX_SRC_MIX_COMPILE_H
#define TTYMIX_SRC_MIX_COMPILE_H

#include <stdbool.h>

#include "audio/engine/spec.h"
#include "audio/io/stream/store.h"
#include "projects/command/ride.h"
#include "projects/document/document.h"
#include "src/song/stems.h"

typedef struct Arena Arena;

typedef struct Mix {
    MixSpec spec;   /* strips in the order of the model, so that indices are the same */
    StoreCue *cues; /* what will be heard where */
    int cue_count;
    int unknown_processors; /* kinds that this program does not know: passed through */
    int missing_clips;      /* clips whose stem has no stream */
    Arena *arena;           /* owns everything above */
} Mix;

#define MIX_BYPASS_DB "bypass-db" /* of a processor: the level of what passes its bypass, in overrides only */

typedef struct MixOverride { /* what the session puts in the place of a document's value */
    const char *address;     /* exact; one that names nothing in the mix is passed over */
    double value;
    bool adds;               /* to `points`, which go on; otherwise it stands alone */
    const LanePoint *points; /* the automation without what has been recorded of the ride; copied */
    int point_count;
} MixOverride;

typedef struct MixStates { /* of the session: a bounce knows none of them */
    const bool *soloed;    /* [i]: strip i of the model is soloed; NULL = nothing is */
    const MixOverride *overrides;
    int override_count;
} MixStates;

/* `states` may be NULL: the document alone. Stems are opened as they are met. Fails only without memory. */
NODISCARD Status mix_compile(Mix *mix, const Document *document, StemTable *stems, const MixStates *states);
void mix_clear(Mix *mix);

#endif
