/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/engine/pipeline.h"

#include <stdlib.h>
#include <string.h>

#include "audio/engine/private.h"

struct Pipeline {
    Engine *engine;
    const Plan *plan;
    Timeline timeline;
    Workspace space;
    int64_t next;    /* engine frame of the next run */
    float *out[2];   /* of the run computed last */
    int have, taken; /* frames in it, and given away */
};

Status pipeline_new(Pipeline **result, Engine *engine, const Plan *plan, Error *error)
{
    Pipeline *pipeline = calloc(1, sizeof *pipeline);
    size_t frames = (size_t)plan->setup.run_frames;
    if (!pipeline)
        return error_set(error, STATUS_NO_MEMORY, "out of memory");
    pipeline->engine = engine;
    pipeline->plan = plan;
    pipeline->out[0] = calloc(frames, sizeof(float));
    pipeline->out[1] = calloc(frames, sizeof(float));
    if (!pipeline->out[0] || !pipeline->out[1] || workspace_init(&pipeline->space, plan->setup.run_frames) != STATUS_OK) {
        pipeline_free(pipeline);
        return error_set(error, STATUS_NO_MEMORY, "out of memory");
    }
    pipeline->timeline.fade_frames = engine->fade_frames;
    timeline_start(&pipeline->timeline, 0, 0, false, true);
    pipeline->next = -plan->latency;
    *result = pipeline;
    return STATUS_OK;
}

void pipeline_free(Pipeline *pipeline)
{
    if (!pipeline)
        return;
    workspace_clear(&pipeline->space);
    free(pipeline->out[0]);
    free(pipeline->out[1]);
    free(pipeline);
}

static void compute(Pipeline *pipeline, float *const *stems)
{
    const Plan *plan = pipeline->plan;
    Run run = {.kernels = pipeline->engine->kernels, .timeline = &pipeline->timeline, .space = &pipeline->space, .frame = pipeline->next,
               .frames = plan->setup.run_frames, .wait = true, .out = {pipeline->out[0], pipeline->out[1]}, .stems = stems, .listen = -1,
               .underruns = &pipeline->engine->underruns};
    for (int i = 0; i < plan->step_count; i++)
        plan->steps[i].run(plan, plan->steps[i].index, &run);
    pipeline->next += run.frames;
    pipeline->have = run.frames;
    pipeline->taken = pipeline->next <= 0 ? run.frames : (pipeline->next < run.frames ? (int)(run.frames - pipeline->next) : 0);
}

void pipeline_process(Pipeline *pipeline, float *const out[2], float *const *stems, int frames)
{
    for (int at = 0; at < frames;) {
        while (pipeline->taken == pipeline->have)
            compute(pipeline, NULL);
        int left = pipeline->have - pipeline->taken, count = left < frames - at ? left : frames - at;
        for (int c = 0; c < 2; c++)
            memcpy(out[c] + at, pipeline->out[c] + pipeline->taken, (size_t)count * sizeof(float));
        pipeline->taken += count;
        at += count;
    }
    (void)stems;
    engine_publish_state(pipeline->engine, pipeline->next - pipeline->have + pipeline->taken, true, (int)pipeline->plan->latency, frames);
}
