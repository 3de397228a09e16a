/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/engine/engine.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "audio/engine/live/private.h"
#include "audio/engine/step/denormals.h"

/* Long enough that a step is worth its bookkeeping, short enough that the strips' buffers stay in the second-level
 * cache. */
static int offline_run_frames(const MixSpec *spec)
{
    int frames = 2048;
    while (frames > 256 && (int64_t)frames * spec->strip_count * 2 * (int64_t)sizeof(float) > 512 * 1024)
        frames /= 2;
    return frames;
}

PlanSetup engine_plan_setup(const Engine *engine, const MixSpec *spec)
{
    bool offline = engine->setup.offline;
    return (PlanSetup){.rate_hz = engine->setup.rate_hz,
                       .live = !offline,
                       .meters = engine->setup.meters,
                       .run_frames = offline ? offline_run_frames(spec) : LIVE_RUN_FRAMES,
                       .slots = offline && engine->setup.jobs > 1 ? 2 : 1};
}

static Status start(Engine *engine, const MixSpec *spec, Error *error)
{
    PlanSetup setup = engine_plan_setup(engine, spec);
    Plan *plan = NULL;
    Status status = plan_new(&plan, &setup, spec, NULL, error);
    if (status != STATUS_OK)
        return status;
    engine->told = plan;
    if (ring_init(&engine->messages, sizeof(Message), MESSAGE_ROOM) != STATUS_OK ||
        ring_init(&engine->returned, sizeof(Returned), 2 * MESSAGE_ROOM) != STATUS_OK ||
        ring_init(&engine->tap, 2 * sizeof(float), engine->setup.offline ? 1 : TAP_FRAMES) != STATUS_OK ||
        (engine->setup.meters && meter_board_init(&engine->board, STRIP_LIMIT) != STATUS_OK))
        return error_set(error, STATUS_NO_MEMORY, "out of memory");
    engine->board_ready = engine->setup.meters;
    if (engine->setup.offline)
        return pipeline_new(&engine->pipeline, engine, plan, error);
    return player_init(engine, plan);
}

Status engine_new(Engine **result, const EngineSetup *setup, const MixSpec *spec, Error *error)
{
    if (!(setup->rate_hz >= 1000 && setup->rate_hz <= 1e6))
        return error_set(error, STATUS_BAD_VALUE, "a rate of %g Hz cannot be mixed", setup->rate_hz);
    Engine *engine = aligned_alloc(64, (sizeof *engine + 63) / 64 * 64);
    if (!engine)
        return error_set(error, STATUS_NO_MEMORY, "out of memory");
    memset(engine, 0, sizeof *engine);
    engine->setup = *setup;
    engine->kernels = kernels_best();
    engine->fade_frames = (int)floor(FADE_MS * setup->rate_hz / 1000.0 + 0.5);
    engine->glide_frames = (int)floor(GLIDE_MS * setup->rate_hz / 1000.0 + 0.5);
    Status status = start(engine, spec, error);
    if (status == STATUS_OK)
        *result = engine;
    else
        engine_free(engine);
    return status;
}

void engine_free(Engine *engine)
{
    if (!engine)
        return;
    pipeline_free(engine->pipeline);
    engine_poll(engine);
    apply_discard_messages(engine);
    player_clear(engine);
    if (!engine->player.plan)
        plan_free(engine->told);
    ring_clear(&engine->messages);
    ring_clear(&engine->returned);
    ring_clear(&engine->tap);
    if (engine->board_ready)
        meter_board_clear(&engine->board);
    free(engine);
}

void engine_process(Engine *engine, float *const out[2], int frames)
{
    unsigned before = denormals_off();
    if (engine->setup.offline)
        pipeline_process(engine->pipeline, out, NULL, frames);
    else
        player_process(engine, out, frames);
    denormals_restore(before);
}

void engine_process_stems(Engine *engine, float *const out[2], float *const *strip_out, int frames)
{
    unsigned before = denormals_off();
    pipeline_process(engine->pipeline, out, strip_out, frames);
    denormals_restore(before);
}

bool engine_is_silent(const Engine *engine)
{
    EngineState state;
    engine_state(engine, &state);
    return state.position >= engine->told->clips_end + engine->told->tail_frames;
}

bool engine_is_over(const Engine *engine, int64_t quiet_frames)
{
    EngineState state;
    engine_state(engine, &state);
    return engine_is_silent(engine) ||
           (quiet_frames >= engine->told->gap_frames && state.position >= engine->told->moves_until);
}

int64_t engine_gap_frames(const Engine *engine)
{
    return engine->told->gap_frames;
}

void engine_publish_state(Engine *engine, int64_t position, bool playing, int latency, int frames)
{
    unsigned sequence = atomic_load_explicit(&engine->state_sequence, memory_order_relaxed);
    uint64_t processed = atomic_load_explicit(&engine->state_processed, memory_order_relaxed);
    atomic_store_explicit(&engine->state_sequence, sequence + 1, memory_order_relaxed);
    atomic_thread_fence(memory_order_release);
    atomic_store_explicit(&engine->state_position, position, memory_order_relaxed);
    atomic_store_explicit(&engine->state_playing, playing, memory_order_relaxed);
    atomic_store_explicit(&engine->state_latency, latency, memory_order_relaxed);
    atomic_store_explicit(&engine->state_processed, processed + (uint64_t)frames, memory_order_relaxed);
    atomic_store_explicit(&engine->state_sequence, sequence + 2, memory_order_release);
}

void engine_state(const Engine *engine, EngineState *state)
{
    unsigned before, after;
    do {
        before = atomic_load_explicit(&engine->state_sequence, memory_order_acquire);
        state->position = atomic_load_explicit(&engine->state_position, memory_order_relaxed);
        state->playing = atomic_load_explicit(&engine->state_playing, memory_order_relaxed);
        state->latency_frames = atomic_load_explicit(&engine->state_latency, memory_order_relaxed);
        state->processed = atomic_load_explicit(&engine->state_processed, memory_order_relaxed);
        atomic_thread_fence(memory_order_acquire);
        after = atomic_load_explicit(&engine->state_sequence, memory_order_relaxed);
    } while (before != after || before % 2 != 0);
    state->underruns = atomic_load_explicit(&engine->underruns, memory_order_relaxed);
}

bool engine_is_running(const Engine *engine)
{
    return atomic_load_explicit(&engine->running, memory_order_acquire);
}

bool engine_meters(Engine *engine, const MeterFrame **frame)
{
    const MeterFrame *newest = engine->board_ready ? meters_take(&engine->board) : NULL;
    if (newest)
        *frame = newest;
    return newest != NULL;
}

int engine_tap_read(Engine *engine, float *interleaved, int frames)
{
    int got = 0;
    while (got < frames && ring_pop(&engine->tap, interleaved + 2 * got))
        got++;
    return got;
}

int engine_strip_latency(const Engine *engine, uint32_t uid)
{
    for (int s = 0; s < engine->told->strip_count; s++)
        if (engine->told->strips[s].uid == uid)
            return (int)engine->told->strips[s].total;
    return -1;
}
