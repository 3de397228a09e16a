/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/engine/step/run.h"

#include <stdlib.h>

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
