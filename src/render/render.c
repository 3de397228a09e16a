/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/render/render.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "audio/base/maths.h"
#include "audio/io/file/convert.h"
#include "src/render/sink.h"

enum {
    BLOCK_FRAMES = 4096, /* part of the meaning: the tail is looked at once a block */
    OVERLAP_FRAMES =
        1 << 16, /* behind a range that is converted: more than the filters' blocks and the guard look ahead */
    TAIL_SECONDS_MAX = 30
};
#define QUIET_LIN 1e-6f /* -120 dBFS */

typedef struct Renderer {
    const RenderJob *job;
    RenderResult *result;
    Sink *sink;
    float *stems; /* 2 * strip_count * BLOCK_FRAMES, or NULL */
    float **stem_out;
    int64_t position;     /* project frame of the next block */
    int64_t quiet_frames; /* how long the output has been below QUIET_LIN */
    float late_peak;      /* in the last time before the longest tail's end that an echo may take */
    double null_peak;
} Renderer;

static float block_peak(float *const out[2], int frames)
{
    float peak = 0;
    for (int channel = 0; channel < 2; channel++)
        for (int i = 0; i < frames; i++) {
            float level = fabsf(out[channel][i]);
            peak = level > peak ? level : peak;
        }
    return peak;
}

static int64_t longest_tail(const RenderJob *job)
{
    return (int64_t)TAIL_SECONDS_MAX * job->rate_hz;
}

static void note_level(Renderer *renderer, float *const out[2], int frames)
{
    const RenderJob *job = renderer->job;
    float peak = block_peak(out, frames);
    renderer->quiet_frames = peak > QUIET_LIN ? 0 : renderer->quiet_frames + frames;
    if (renderer->position + frames > job->end_frame + longest_tail(job) - engine_gap_frames(job->engine))
        renderer->late_peak = peak > renderer->late_peak ? peak : renderer->late_peak;
}

static bool prepare_stems(Renderer *renderer)
{
    size_t channels = 2 * (size_t)renderer->job->strip_count;
    renderer->stems = calloc(channels * BLOCK_FRAMES, sizeof(float));
    renderer->stem_out = calloc(channels, sizeof(float *));
    if (!renderer->stems || !renderer->stem_out)
        return false;
    for (size_t i = 0; i < channels; i++)
        if (renderer->job->stem_writers[i / 2] || (int)(i / 2) == renderer->job->master)
            renderer->stem_out[i] = renderer->stems + i * BLOCK_FRAMES;
    return true;
}

/* The largest sample of (sum of stems - master's input), the sum taken in double in the order of the strips. */
static void compare_stems(Renderer *renderer, int first, int frames)
{
    const RenderJob *job = renderer->job;
    for (int channel = 0; channel < 2; channel++)
        for (int i = first; i < first + frames; i++) {
            double sum = 0;
            for (int strip = 0; strip < job->strip_count; strip++)
                if (job->stem_writers[strip])
                    sum += renderer->stem_out[2 * strip + channel][i];
            double error = fabs((double)(float)sum - renderer->stem_out[2 * job->master + channel][i]);
            if (error > renderer->null_peak)
                renderer->null_peak = error;
        }
}

static Status write_stems(Renderer *renderer, int first, int frames, Error *error)
{
    const RenderJob *job = renderer->job;
    for (int strip = 0; strip < job->strip_count; strip++) {
        if (!job->stem_writers[strip])
            continue;
        float *planar[2] = {renderer->stem_out[2 * strip] + first, renderer->stem_out[2 * strip + 1] + first};
        Status status = writer_write(job->stem_writers[strip], planar, frames, error);
        if (status != STATUS_OK)
            return status;
    }
    compare_stems(renderer, first, frames);
    return STATUS_OK;
}

static bool is_converted(const RenderJob *job)
{
    return job->output_rate_hz != job->rate_hz;
}

/* The end of what is rendered for a range: the bytes of a converted one depend on what follows it. */
static int64_t range_end(const RenderJob *job)
{
    return job->range_to + (is_converted(job) ? OVERLAP_FRAMES : 0);
}

/* How many frames the next block has: blocks end at the end of the music and of the range. */
static int next_block(const Renderer *renderer)
{
    const RenderJob *job = renderer->job;
    int64_t position = renderer->position, stop = position < job->end_frame ? job->end_frame : INT64_MAX;
    if (job->has_range)
        stop = position < job->range_to ? job->range_to : range_end(job);
    int64_t left = stop - position;
    return left < BLOCK_FRAMES ? (int)left : BLOCK_FRAMES;
}

/* How far the song has got, up to the end of the range. */
static int64_t heard(const Renderer *renderer)
{
    const RenderJob *job = renderer->job;
    return job->has_range && renderer->position > job->range_to ? job->range_to : renderer->position;
}

static bool is_finished(Renderer *renderer)
{
    const RenderJob *job = renderer->job;
    int64_t tail = heard(renderer) - job->end_frame;
    renderer->result->tail_frames = tail > 0 ? tail : 0;
    if (job->has_range) {
        renderer->result->tail_end = TAIL_RANGE;
        return renderer->position >= range_end(job);
    }
    if (tail < 0)
        return false;
    if (engine_is_silent(job->engine))
        renderer->result->tail_end = tail == 0 ? TAIL_NONE : TAIL_SILENT;
    else if (tail > 0 && engine_is_over(job->engine, renderer->quiet_frames))
        renderer->result->tail_end = TAIL_QUIET;
    else if (tail >= longest_tail(job))
        renderer->result->tail_end = TAIL_LIMIT;
    else
        return false;
    renderer->result->quiet_frames = engine_gap_frames(job->engine);
    renderer->result->cut_db = maths_db_from_lin(renderer->late_peak);
    return true;
}

/* The engine's meters since the last look. */
static void take_levels(Renderer *renderer)
{
    const MeterFrame *frame;
    RenderLevel *levels = renderer->result->levels;
    const RenderWatch *watch = renderer->job->watch;
    bool wanted = levels || (watch && watch->meters);
    if (!wanted || !engine_meters(renderer->job->engine, &frame))
        return;
    if (watch && watch->meters)
        watch->meters(watch->context, frame);
    if (!levels)
        return;
    for (int i = 0; i < frame->strip_count && i < renderer->job->strip_count; i++) {
        const float *peak = frame->strips[i].peak[METER_OUTPUT];
        float louder = peak[0] > peak[1] ? peak[0] : peak[1];
        if (louder > levels[i].peak)
            levels[i].peak = louder;
        levels[i].overs += frame->strips[i].overs[0] + frame->strips[i].overs[1];
    }
}

static Status render_block(Renderer *renderer, Error *error)
{
    const RenderJob *job = renderer->job;
    int frames = next_block(renderer), first = 0;
    SinkBlock *block = sink_begin(renderer->sink, error);
    if (!block)
        return error->status;
    if (renderer->stems)
        engine_process_stems(job->engine, block->planar, renderer->stem_out, frames);
    else
        engine_process(job->engine, block->planar, frames);
    note_level(renderer, block->planar, frames);
    bool kept = !job->has_range || renderer->position < job->range_to;
    if (job->has_range && renderer->position < job->range_from) {
        int64_t skip = job->range_from - renderer->position;
        first = skip < frames ? (int)skip : frames;
    }
    renderer->position += frames;
    if (kept)
        take_levels(renderer);
    block->frames = frames;
    sink_commit(renderer->sink);
    if (renderer->stems && kept && frames > first)
        return write_stems(renderer, first, frames - first, error);
    return STATUS_OK;
}

static Status render_all(Renderer *renderer, Error *error)
{
    const RenderJob *job = renderer->job;
    while (!is_finished(renderer)) {
        Status status = render_block(renderer, error);
        if (status != STATUS_OK)
            return status;
        if (job->progress &&
            job->progress(job->context, heard(renderer), job->has_range ? job->range_to : job->end_frame))
            return error_set(error, STATUS_INTERRUPTED, "interrupted");
    }
    return STATUS_OK;
}

Status render_run(const RenderJob *job, RenderResult *result, Error *error)
{
    Renderer renderer = {.job = job, .result = result};
    SinkSetup setup = {.writer = job->writer,
                       .watch = job->watch,
                       .meter = job->meter,
                       .guard = job->guard,
                       .rate_hz = job->rate_hz,
                       .output_rate_hz = job->output_rate_hz,
                       .from = job->has_range ? convert_length(job->range_from, job->rate_hz, job->output_rate_hz) : 0,
                       .to = job->has_range ? convert_length(job->range_to, job->rate_hz, job->output_rate_hz)
                                            : INT64_MAX,
                       .threaded = job->jobs > 1,
                       .block_frames = BLOCK_FRAMES};
    *result = (RenderResult){.from = job->has_range ? job->range_from : 0};
    if (job->meter)
        result->levels = calloc((size_t)job->strip_count + 1, sizeof *result->levels);
    Status status = sink_new(&renderer.sink, &setup, error);
    if (status != STATUS_OK)
        return status;
    if (job->stem_writers && !prepare_stems(&renderer))
        status = error_set(error, STATUS_NO_MEMORY, "out of memory");
    if (status == STATUS_OK)
        status = render_all(&renderer, error);
    Status sunk = sink_finish(renderer.sink, status == STATUS_OK, status == STATUS_OK ? error : NULL);
    result->to = heard(&renderer);
    result->null_db = maths_db_from_lin(renderer.null_peak);
    free(renderer.stems);
    free(renderer.stem_out);
    return status == STATUS_OK ? sunk : status;
}
