/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files that compile a mix share; for them alone. */
#ifndef TTYMIX_SRC_MIX_COMPILE_PARTS_H
#define TTYMIX_SRC_MIX_COMPILE_PARTS_H

#include "src/base/arena.h"
#include "src/mix/compile.h"

/* The writable sides of what a StripSpec points to, for the lanes that come later. */
typedef struct StripParts {
    ProcessorSpec *processors;
    double **values;            /* per processor */
    const ControlSpec ***lanes; /* per processor, NULL or per value */
    SendSpec *sends;
} StripParts;

typedef struct Compiler {
    Mix *mix;
    const Model *model;
    StemTable *stems;
    StripSpec *strips;
    StripParts *parts;
} Compiler;

static inline ControlSpec control_constant(double value)
{
    return (ControlSpec){.value = value, .mode = LANE_OFF};
}

static inline int64_t compiler_frame(const Compiler *compiler, const TimeValue *time)
{
    return model_frame_of_time(compiler->model, time);
}

/* All of a strip but its lanes: clips, facts, processors, sends. False without memory, as the next two. */
bool compile_strip(Compiler *compiler, const Strip *strip, StripSpec *spec);
/* A lane finds the control that it stands for; one that stands for nothing here is passed over. All strips are there.
 */
bool compile_lane(Compiler *compiler, const Lane *lane);
/* After the lanes: what is ridden stands alone, or adds to the lane that was there before the ride. */
bool compile_override(Compiler *compiler, const MixOverride *override);

#endif
