/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/render/sink.h"

#include <pthread.h>
#include <stdlib.h>

#include "audio/io/file/convert.h"

enum { BLOCK_COUNT = 4 };

struct Sink {
    SinkSetup setup;
    SinkBlock block[BLOCK_COUNT];
    float *memory;
    unsigned filled, drained; /* blocks handed over and done, counting up */
    bool closing, running;
    Status status;
    Error error;
    Converter *converter;
    int64_t made; /* frames of the output so far */
    pthread_t thread;
    pthread_mutex_t mutex;
    pthread_cond_t changed;
};

static Status pass_on(Sink *sink, float *const *planar, int frames, Error *error)
{
    const float *const read_only[2] = {planar[0], planar[1]};
    if (frames == 0)
        return STATUS_OK;
    if (sink->setup.meter)
        mastermeter_add(sink->setup.meter, read_only, frames);
    if (sink->setup.watch && sink->setup.watch->sound)
        sink->setup.watch->sound(sink->setup.watch->context, read_only, frames);
    return sink->setup.writer ? writer_write(sink->setup.writer, planar, frames, error) : STATUS_OK;
}

/* A stretch of the output within what has just been made. */
typedef struct Part {
    int first, frames;
} Part;

static int within(int64_t place, int64_t low, int high)
{
    return place < low ? (int)low : place > high ? high : (int)place;
}

static Part part_of(const Sink *sink, int frames, int64_t from, int64_t to)
{
    int first = within(from - sink->made, 0, frames);
    return (Part){first, within(to - sink->made, first, frames) - first};
}

/* More is made than the range, so that filters and the dither see the whole: the range alone is kept. */
static Status keep(Sink *sink, float *const *planar, int frames, Error *error)
{
    const SinkSetup *setup = &sink->setup;
    int before_frames = setup->writer ? writer_lead_frames(setup->writer) : 0;
    Part lead = part_of(sink, frames, setup->from - before_frames, setup->from);
    Part kept = part_of(sink, frames, setup->from, setup->to);
    float *before[2] = {planar[0] + lead.first, planar[1] + lead.first};
    float *range[2] = {planar[0] + kept.first, planar[1] + kept.first};
    sink->made += frames;
    if (setup->writer)
        writer_lead(setup->writer, before, lead.frames);
    return pass_on(sink, range, kept.frames, error);
}

static Status take_converted(void *context, float *const *planar, int frames, Error *error)
{
    Sink *sink = context;
    int first = sink->setup.guard ? guard_run(sink->setup.guard, planar, frames) : 0;
    float *made[2] = {planar[0] + first, planar[1] + first};
    return keep(sink, made, frames - first, error);
}

/* What the guard still holds. */
static Status take_rest(Sink *sink, Error *error)
{
    int frames = guard_latency(sink->setup.guard);
    float *memory = calloc(2 * (size_t)frames, sizeof *memory);
    if (!memory)
        return error_set(error, STATUS_NO_MEMORY, "out of memory");
    float *planar[2] = {memory, memory + frames};
    int first = guard_rest(sink->setup.guard, planar);
    float *made[2] = {planar[0] + first, planar[1] + first};
    Status status = keep(sink, made, frames - first, error);
    free(memory);
    return status;
}

static Status take_block(Sink *sink, const SinkBlock *block, Error *error)
{
    const float *const read_only[2] = {block->planar[0], block->planar[1]};
    if (!sink->converter)
        return keep(sink, block->planar, block->frames, error);
    return converter_push(sink->converter, read_only, block->frames, take_converted, sink, error);
}

static void *sink_main(void *argument)
{
    Sink *sink = argument;
    pthread_mutex_lock(&sink->mutex);
    for (;;) {
        while (sink->drained == sink->filled && !sink->closing)
            pthread_cond_wait(&sink->changed, &sink->mutex);
        if (sink->drained == sink->filled)
            break;
        SinkBlock *block = &sink->block[sink->drained % BLOCK_COUNT];
        Status status = sink->status;
        Error error = {0};
        pthread_mutex_unlock(&sink->mutex);
        if (status == STATUS_OK)
            status = take_block(sink, block, &error);
        pthread_mutex_lock(&sink->mutex);
        if (sink->status == STATUS_OK && status != STATUS_OK) {
            sink->status = status;
            sink->error = error;
        }
        sink->drained++;
        pthread_cond_broadcast(&sink->changed);
    }
    pthread_mutex_unlock(&sink->mutex);
    return NULL;
}

static Status start(Sink *sink, Error *error)
{
    if (sink->setup.output_rate_hz != sink->setup.rate_hz) {
        Status status = converter_new(&sink->converter, sink->setup.rate_hz, sink->setup.output_rate_hz, 2, error);
        if (status != STATUS_OK)
            return status;
    }
    if (!sink->setup.threaded)
        return STATUS_OK;
    sink->running = pthread_create(&sink->thread, NULL, sink_main, sink) == 0;
    return sink->running ? STATUS_OK : error_set(error, STATUS_NO_MEMORY, "no thread could be started");
}

Status sink_new(Sink **result, const SinkSetup *setup, Error *error)
{
    Sink *sink = calloc(1, sizeof *sink);
    size_t block = (size_t)setup->block_frames;
    if (!sink || !(sink->memory = calloc(2 * BLOCK_COUNT * block, sizeof(float)))) {
        free(sink);
        return error_set(error, STATUS_NO_MEMORY, "out of memory");
    }
    sink->setup = *setup;
    for (size_t i = 0; i < BLOCK_COUNT; i++) {
        sink->block[i].planar[0] = sink->memory + 2 * i * block;
        sink->block[i].planar[1] = sink->memory + (2 * i + 1) * block;
    }
    pthread_mutex_init(&sink->mutex, NULL);
    pthread_cond_init(&sink->changed, NULL);
    Status status = start(sink, error);
    if (status != STATUS_OK) {
        Status ignored = sink_finish(sink, false, NULL);
        (void)ignored;
        return status;
    }
    *result = sink;
    return STATUS_OK;
}

SinkBlock *sink_begin(Sink *sink, Error *error)
{
    SinkBlock *block = NULL;
    pthread_mutex_lock(&sink->mutex);
    while (sink->filled - sink->drained == BLOCK_COUNT)
        pthread_cond_wait(&sink->changed, &sink->mutex);
    if (sink->status == STATUS_OK)
        block = &sink->block[sink->filled % BLOCK_COUNT];
    else if (error)
        *error = sink->error;
    pthread_mutex_unlock(&sink->mutex);
    return block;
}

void sink_commit(Sink *sink)
{
    if (!sink->running) {
        sink->status = take_block(sink, &sink->block[sink->filled % BLOCK_COUNT], &sink->error);
        sink->filled++;
        sink->drained++;
        return;
    }
    pthread_mutex_lock(&sink->mutex);
    sink->filled++;
    pthread_cond_broadcast(&sink->changed);
    pthread_mutex_unlock(&sink->mutex);
}

Status sink_finish(Sink *sink, bool whole, Error *error)
{
    if (sink->running) {
        pthread_mutex_lock(&sink->mutex);
        sink->closing = true;
        pthread_cond_broadcast(&sink->changed);
        pthread_mutex_unlock(&sink->mutex);
        pthread_join(sink->thread, NULL);
    }
    if (whole && sink->converter && sink->status == STATUS_OK) {
        sink->status = converter_finish(sink->converter, take_converted, sink, &sink->error);
        if (sink->status == STATUS_OK && sink->setup.guard)
            sink->status = take_rest(sink, &sink->error);
    }
    Status status = sink->status;
    if (error && status != STATUS_OK)
        *error = sink->error;
    converter_free(sink->converter);
    pthread_mutex_destroy(&sink->mutex);
    pthread_cond_destroy(&sink->changed);
    free(sink->memory);
    free(sink);
    return status;
}
