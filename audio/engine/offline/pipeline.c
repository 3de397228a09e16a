/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE
#include "audio/engine/offline/pipeline.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "audio/base/denormals.h"
#include "audio/engine/offline/dataflow.h"

enum { JOBS_MAX = 64, SPINS = 200 };

typedef struct Output { /* of one run */
    float *out[2];
    float **stems; /* 2 * strip + channel; NULL without */
} Output;

struct Pipeline {
    EngineLink *link;
    const Plan *plan;
    Timeline timeline;
    Workspace space[JOBS_MAX]; /* [0] is the caller's */
    pthread_t thread[JOBS_MAX];
    int jobs, threads; /* threads: started, besides the caller */
    Output output[PIPELINE_RUNS];
    float *memory, *stem_memory;
    DelayLine **stem_delay; /* 2 * strip + channel: stems lie before the master's delay, and are given away after it */
    int64_t first;          /* engine frame of run 0 */
    int64_t run;            /* that is being given away */
    int taken;              /* frames of it */
    bool run_is_done, started;
    int meter_frames;

    pthread_mutex_t lock; /* guards the dataflow, quits and sleepers */
    pthread_cond_t more;
    Dataflow flow;
    bool quits;
    int sleepers;
    atomic_uint changes; /* counts completions, for those who spin */
};

/* Tells the CPU that this thread spins. */
static void relax(void)
{
#if defined(__x86_64__)
    __builtin_ia32_pause();
#endif
}

/* It is held for a fraction of a microsecond, so that waiting awake costs less than a sleep. */
static void init_lock(pthread_mutex_t *lock)
{
    pthread_mutexattr_t attributes;
    pthread_mutexattr_init(&attributes);
#ifdef __GLIBC__
    pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_ADAPTIVE_NP);
#endif
    pthread_mutex_init(lock, &attributes);
    pthread_mutexattr_destroy(&attributes);
}

static Status set_up(Pipeline *pipeline)
{
    const Plan *plan = pipeline->plan;
    size_t frames = (size_t)plan->setup.run_frames;
    pipeline->memory = calloc(frames * 2 * PIPELINE_RUNS, sizeof(float));
    if (!pipeline->memory || dataflow_init(&pipeline->flow, plan) != STATUS_OK)
        return STATUS_NO_MEMORY;
    for (size_t r = 0; r < PIPELINE_RUNS; r++)
        for (size_t c = 0; c < 2; c++)
            pipeline->output[r].out[c] = pipeline->memory + (2 * r + c) * frames;
    for (int j = 0; j < pipeline->jobs; j++)
        if (workspace_init(&pipeline->space[j], plan->setup.run_frames) != STATUS_OK)
            return STATUS_NO_MEMORY;
    return STATUS_OK;
}

Status pipeline_new(Pipeline **result, EngineLink *link, const Plan *plan, Error *error)
{
    Pipeline *pipeline = calloc(1, sizeof *pipeline);
    if (!pipeline)
        return error_set(error, STATUS_NO_MEMORY, "out of memory");
    pipeline->link = link;
    pipeline->plan = plan;
    pipeline->jobs = link->setup.jobs < 1 ? 1 : (link->setup.jobs < JOBS_MAX ? link->setup.jobs : JOBS_MAX);
    init_lock(&pipeline->lock);
    pthread_cond_init(&pipeline->more, NULL);
    if (set_up(pipeline) != STATUS_OK) {
        pipeline_free(pipeline);
        return error_set(error, STATUS_NO_MEMORY, "out of memory");
    }
    pipeline->timeline.fade_frames = link->fade_frames;
    timeline_start(&pipeline->timeline, 0, 0, false, true);
    pipeline->first = -plan->latency;
    *result = pipeline;
    return STATUS_OK;
}

void pipeline_free(Pipeline *pipeline)
{
    if (!pipeline)
        return;
    pthread_mutex_lock(&pipeline->lock);
    pipeline->quits = true;
    pthread_cond_broadcast(&pipeline->more);
    pthread_mutex_unlock(&pipeline->lock);
    for (int j = 0; j < pipeline->threads; j++)
        pthread_join(pipeline->thread[j], NULL);
    for (int j = 0; j < pipeline->jobs; j++)
        workspace_clear(&pipeline->space[j]);
    for (int r = 0; r < PIPELINE_RUNS; r++)
        free(pipeline->output[r].stems);
    for (int i = 0; pipeline->stem_delay && i < 2 * pipeline->plan->strip_count; i++)
        delay_line_unref(pipeline->stem_delay[i]);
    free(pipeline->stem_delay);
    dataflow_clear(&pipeline->flow);
    pthread_cond_destroy(&pipeline->more);
    pthread_mutex_destroy(&pipeline->lock);
    free(pipeline->memory);
    free(pipeline->stem_memory);
    free(pipeline);
}

static void compute(Pipeline *pipeline, int task, int64_t number, Workspace *space)
{
    const Plan *plan = pipeline->plan;
    const FlowTask *steps = &pipeline->flow.tasks[task];
    const Output *output = &pipeline->output[number % PIPELINE_RUNS];
    Run run = {.kernels = pipeline->link->kernels,
               .timeline = &pipeline->timeline,
               .space = space,
               .frame = pipeline->first + number * plan->setup.run_frames,
               .frames = plan->setup.run_frames,
               .slot = (int)(number % plan->setup.slots),
               .meter_slot = (int)(number % PIPELINE_RUNS),
               .wait = true,
               .out = {output->out[0], output->out[1]},
               .stems = output->stems,
               .underruns = &pipeline->link->state.underruns};
    for (int i = steps->first_step; i < steps->first_step + steps->step_count; i++)
        plan->steps[i].run(plan, plan->steps[i].index, &run);
}

/* Waits until something was completed: a little awake, then asleep. Called and left with the lock held. */
static void wait_for_more(Pipeline *pipeline)
{
    unsigned seen = atomic_load_explicit(&pipeline->changes, memory_order_relaxed);
    pthread_mutex_unlock(&pipeline->lock);
    for (int i = 0; i < SPINS && atomic_load_explicit(&pipeline->changes, memory_order_relaxed) == seen; i++)
        relax();
    pthread_mutex_lock(&pipeline->lock);
    if (atomic_load_explicit(&pipeline->changes, memory_order_relaxed) != seen || pipeline->quits)
        return;
    pipeline->sleepers++;
    pthread_cond_wait(&pipeline->more, &pipeline->lock);
    pipeline->sleepers--;
}

/* Something became possible. The caller takes one task itself; sleepers are woken for the rest, and all where a run is
 * whole. */
static void tell_others(Pipeline *pipeline, bool all)
{
    atomic_fetch_add_explicit(&pipeline->changes, 1, memory_order_relaxed);
    if (pipeline->sleepers == 0)
        return;
    if (all)
        pthread_cond_broadcast(&pipeline->more);
    else if (pipeline->flow.ready_count > 1)
        pthread_cond_signal(&pipeline->more);
}

/* One task, if there is one; else waits. With the lock held before and after. */
static void work(Pipeline *pipeline, int worker)
{
    int64_t run;
    int task = dataflow_claim(&pipeline->flow, worker, &run);
    if (task < 0) {
        wait_for_more(pipeline);
        return;
    }
    pthread_mutex_unlock(&pipeline->lock);
    compute(pipeline, task, run, &pipeline->space[worker]);
    pthread_mutex_lock(&pipeline->lock);
    dataflow_complete(&pipeline->flow, task, run);
    tell_others(pipeline, dataflow_is_done(&pipeline->flow, run));
}

typedef struct Worker {
    Pipeline *pipeline;
    int index;
} Worker;

static void *run_worker(void *context)
{
    Worker worker = *(Worker *)context;
    Pipeline *pipeline = worker.pipeline;
    free(context);
    denormals_off();
    pthread_mutex_lock(&pipeline->lock);
    while (!pipeline->quits)
        work(pipeline, worker.index);
    pthread_mutex_unlock(&pipeline->lock);
    return NULL;
}

/* Threads that cannot be had are done without: the bytes are the same. */
static void start(Pipeline *pipeline)
{
    pipeline->started = true;
    for (int j = 1; j < pipeline->jobs; j++) {
        Worker *worker = malloc(sizeof *worker);
        if (!worker)
            return;
        *worker = (Worker){pipeline, j};
        if (pthread_create(&pipeline->thread[pipeline->threads], NULL, run_worker, worker) != 0) {
            free(worker);
            return;
        }
        pipeline->threads++;
    }
}

static bool make_stem_delays(Pipeline *pipeline, float *const *stems)
{
    const Plan *plan = pipeline->plan;
    int64_t delay = plan->master >= 0 ? plan->strips[plan->master].ahead_in : 0;
    for (int i = 0; i < 2 * plan->strip_count && delay > 0; i++) {
        if (!stems[i])
            continue;
        pipeline->stem_delay[i] = delay_line_new(1, delay, plan->setup.run_frames);
        if (!pipeline->stem_delay[i])
            return false;
    }
    return true;
}

/* Room for the stems that are wanted, in every run that may be under way. */
static bool make_stem_room(Pipeline *pipeline, float *const *stems)
{
    size_t frames = (size_t)pipeline->plan->setup.run_frames, wanted = 0, at = 0;
    int places = 2 * pipeline->plan->strip_count;
    for (int i = 0; i < places; i++)
        wanted += stems[i] != NULL;
    pipeline->stem_memory = calloc(wanted * PIPELINE_RUNS * frames + 1, sizeof(float));
    pipeline->stem_delay = calloc((size_t)places, sizeof *pipeline->stem_delay);
    if (!pipeline->stem_memory || !pipeline->stem_delay || !make_stem_delays(pipeline, stems))
        return false;
    for (int r = 0; r < PIPELINE_RUNS; r++) {
        pipeline->output[r].stems = calloc((size_t)places, sizeof(float *));
        if (!pipeline->output[r].stems)
            return false;
        for (int i = 0; i < places; i++)
            if (stems[i])
                pipeline->output[r].stems[i] = pipeline->stem_memory + at++ * frames;
    }
    return true;
}

static void meter(Pipeline *pipeline)
{
    MeterBoard *board = pipeline->link->meters;
    const Plan *plan = pipeline->plan;
    if (!board)
        return;
    int64_t end = pipeline->first + (pipeline->run + 1) * plan->setup.run_frames;
    meters_collect(board, plan, (int)(pipeline->run % PIPELINE_RUNS), plan->setup.run_frames);
    pipeline->meter_frames += plan->setup.run_frames;
    if (pipeline->meter_frames < METER_FRAMES)
        return;
    pipeline->meter_frames = 0;
    meters_publish(board, plan, end, true);
}

/* Works, or waits, until the present run is whole. */
static void finish_run(Pipeline *pipeline)
{
    pthread_mutex_lock(&pipeline->lock);
    while (!dataflow_is_done(&pipeline->flow, pipeline->run))
        work(pipeline, 0);
    pthread_mutex_unlock(&pipeline->lock);
    pipeline->run_is_done = true;
    meter(pipeline);
    float **stems = pipeline->output[pipeline->run % PIPELINE_RUNS].stems;
    for (int i = 0; stems && i < 2 * pipeline->plan->strip_count; i++)
        if (stems[i] && pipeline->stem_delay[i])
            delay_line_run(pipeline->stem_delay[i], &stems[i], &stems[i], pipeline->plan->setup.run_frames);
    int64_t frame = pipeline->first + pipeline->run * pipeline->plan->setup.run_frames;
    int64_t early = -frame; /* frames before project frame 0 are the plan's delay: thrown away */
    pipeline->taken =
        early <= 0 ? 0 : (early < pipeline->plan->setup.run_frames ? (int)early : pipeline->plan->setup.run_frames);
}

static void leave_run(Pipeline *pipeline)
{
    pthread_mutex_lock(&pipeline->lock);
    dataflow_take(&pipeline->flow, pipeline->run);
    tell_others(pipeline, true);
    pthread_mutex_unlock(&pipeline->lock);
    pipeline->run++;
    pipeline->run_is_done = false;
}

static void give(Pipeline *pipeline, float *const out[2], float *const *stems, int at, int count)
{
    const Output *output = &pipeline->output[pipeline->run % PIPELINE_RUNS];
    size_t bytes = (size_t)count * sizeof(float);
    for (int c = 0; c < 2; c++)
        memcpy(out[c] + at, output->out[c] + pipeline->taken, bytes);
    for (int i = 0; i < 2 * pipeline->plan->strip_count && stems; i++) {
        if (!stems[i])
            continue;
        bool has = pipeline->plan->strips[i / 2].feeds_master || i / 2 == pipeline->plan->master;
        if (output->stems && output->stems[i] && has)
            memcpy(stems[i] + at, output->stems[i] + pipeline->taken, bytes);
        else
            memset(stems[i] + at, 0, bytes);
    }
}

void pipeline_process(Pipeline *pipeline, float *const out[2], float *const *stems, int frames)
{
    if (!pipeline->started && (!stems || make_stem_room(pipeline, stems)))
        start(pipeline);
    for (int at = 0; at < frames;) {
        if (!pipeline->run_is_done)
            finish_run(pipeline);
        int left = pipeline->plan->setup.run_frames - pipeline->taken, count = left < frames - at ? left : frames - at;
        give(pipeline, out, stems, at, count);
        pipeline->taken += count;
        at += count;
        if (pipeline->taken == pipeline->plan->setup.run_frames)
            leave_run(pipeline);
    }
    EngineState state = {.playing = true, .latency_frames = (int)pipeline->plan->latency};
    state.position = pipeline->first + pipeline->run * pipeline->plan->setup.run_frames +
                     (pipeline->run_is_done ? pipeline->taken : 0);
    state_board_publish(&pipeline->link->state, &state, true, frames);
}
