/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long runs are, and how many may be under way. */
#include "audio/engine/plan/plan.h"
#include "audio/engine/step/run.h"

/* Long enough that a step is worth its bookkeeping, short enough that the strips' buffers stay in the second-level
 * cache. */
static int offline_run_frames(const MixSpec *spec)
{
    int frames = 2048;
    while (frames > 256 && (int64_t)frames * spec->strip_count * 2 * (int64_t)sizeof(float) > 512 * 1024)
        frames /= 2;
    return frames;
}

PlanSetup plan_setup_for(const EngineSetup *setup, const MixSpec *spec)
{
    return (PlanSetup){.rate_hz = setup->rate_hz,
                       .live = !setup->offline,
                       .meters = setup->meters,
                       .work = setup->meters && setup->work && setup->offline,
                       .run_frames = setup->offline ? offline_run_frames(spec) : LIVE_RUN_FRAMES,
                       .slots = setup->offline && setup->jobs > 1 ? 2 : 1};
}
