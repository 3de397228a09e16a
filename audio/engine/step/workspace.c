/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a run finds its buffers. */
#include <stdlib.h>

#include "audio/engine/plan/plan.h"

size_t plan_padded(int frames)
{
    return ((size_t)frames + 15) / 16 * 16;
}

float *signal_channel(const Plan *plan, int signal, const Run *run, int channel)
{
    const Signal *s = &plan->signals[signal];
    return s->data + ((size_t)run->slot * (size_t)s->channels + (size_t)channel) * plan_padded(plan->setup.run_frames);
}

double *part_channel(const Plan *plan, int part, const Run *run, int channel)
{
    return plan->parts[part].sum + ((size_t)run->slot * 2 + (size_t)channel) * plan_padded(plan->setup.run_frames);
}

double plan_tempo_at(const Plan *plan, int64_t position)
{
    int at = 0;
    if (plan->tempo_count == 0)
        return 120.0;
    while (at + 1 < plan->tempo_count && plan->tempo[at + 1].frame <= position)
        at++;
    return plan->tempo[at].bpm;
}

Status workspace_init(Workspace *space, int run_frames)
{
    size_t frames = plan_padded(run_frames);
    double *memory = aligned_alloc(64, frames * (9 * sizeof(double) + 2 * sizeof(float)));
    if (!memory)
        return STATUS_NO_MEMORY;
    space->memory = memory;
    for (int i = 0; i < PAN_GAINS; i++)
        space->row[i] = memory + (size_t)i * frames;
    space->scratch = memory + 4 * frames;
    space->sum[0] = memory + 5 * frames;
    space->sum[1] = memory + 6 * frames;
    space->stem[0] = memory + 7 * frames;
    space->stem[1] = memory + 8 * frames;
    space->clip[0] = (float *)(memory + 9 * frames);
    space->clip[1] = space->clip[0] + frames;
    return STATUS_OK;
}

void workspace_clear(Workspace *space)
{
    free(space->memory);
    space->memory = NULL;
}
