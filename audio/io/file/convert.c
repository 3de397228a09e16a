/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/io/file/convert.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "audio/base/denormals.h"

/* How far the filter reaches to either side, in frames of the lower rate: 200 already give full accuracy
 * (tests/audio/io/test_convert.c).
 */
enum { REACH_FRAMES = 320, CHUNK_FRAMES = 1024, CHANNELS_MAX = 2 };

static int64_t gcd(int64_t a, int64_t b)
{
    while (b) {
        int64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

int64_t convert_length(int64_t frames, int in_hz, int out_hz)
{
    int64_t divisor = gcd(in_hz, out_hz), in = in_hz / divisor, out = out_hz / divisor;
    return (frames / in) * out + ((frames % in) * out + in / 2) / in;
}

static void interleave(const float *const *planar, int channels, int frames, float *out)
{
    for (int channel = 0; channel < channels; channel++)
        for (int i = 0; i < frames; i++)
            out[i * channels + channel] = planar[channel][i];
}

static void deinterleave(const float *in, int channels, int frames, float *const *planar)
{
    for (int channel = 0; channel < channels; channel++)
        for (int i = 0; i < frames; i++)
            planar[channel][i] = in[i * channels + channel];
}

/* One run: what is fed, and where its output is wanted. */
typedef struct PageRun {
    Resampler *resampler;
    ConvertInput *input;
    void *context;
    int channels;
    int64_t in_at, in_end; /* the input still to feed */
    int64_t skip;          /* frames out still to drop */
    int done, frames;      /* frames out kept, wanted */
    float *const *out;
    float planar[CHANNELS_MAX][CHUNK_FRAMES], fed[CHANNELS_MAX * CHUNK_FRAMES], made[CHANNELS_MAX * CHUNK_FRAMES];
} PageRun;

static void keep(PageRun *run, int made)
{
    int dropped = made < run->skip ? made : (int)run->skip;
    int count = made - dropped < run->frames - run->done ? made - dropped : run->frames - run->done;
    float *to[CHANNELS_MAX] = {run->out[0] + run->done, run->channels > 1 ? run->out[1] + run->done : NULL};
    run->skip -= dropped;
    deinterleave(run->made + dropped * run->channels, run->channels, count, to);
    run->done += count;
}

/* Feeds the next chunk, or the end when there is none, and keeps what comes out; false on failure or when nothing is
 * left. */
static bool step(PageRun *run)
{
    int64_t left = run->in_end - run->in_at;
    int chunk = left < CHUNK_FRAMES ? (int)left : CHUNK_FRAMES, fed = 0;
    float *planar[CHANNELS_MAX] = {run->planar[0], run->planar[1]};
    if (chunk > 0) {
        run->input(run->context, run->in_at, chunk, planar);
        interleave((const float *const *)planar, run->channels, chunk, run->fed);
    }
    for (bool more = true; more && run->done < run->frames;) {
        int used = 0;
        const float *next = chunk > 0 ? run->fed + fed * run->channels : NULL;
        int made = resampler_process(run->resampler, next, chunk - fed, &used, run->made, CHUNK_FRAMES);
        if (made < 0)
            return false;
        keep(run, made);
        fed += used;
        more = chunk > 0 ? fed < chunk || made == CHUNK_FRAMES : made > 0;
    }
    run->in_at += chunk;
    return chunk > 0;
}

Status convert_page(ConvertInput *input, void *context, int channels, int in_hz, int out_hz, int64_t from, int frames,
                    float *const *out)
{
    int64_t divisor = gcd(in_hz, out_hz), in = in_hz / divisor, period = out_hz / divisor;
    int64_t reach_in = in_hz > out_hz ? (int64_t)REACH_FRAMES * in_hz / out_hz + 1 : REACH_FRAMES;
    int64_t reach_out = reach_in * out_hz / in_hz + 1;
    int64_t start = from > reach_out ? (from - reach_out) / period * period : 0;
    PageRun run = {.input = input, .context = context, .channels = channels, .out = out, .frames = frames};
    run.in_at = start / period * in;
    run.in_end = (from + frames) / period * in + (from + frames) % period * in / period + 1 + reach_in;
    run.skip = from - start;
    Status status = resampler_new(&run.resampler, in_hz, out_hz, channels, RESAMPLER_BEST, NULL);
    if (status != STATUS_OK)
        return status;
    unsigned before = denormals_off();
    while (run.done < run.frames && step(&run))
        ;
    denormals_restore(before);
    resampler_free(run.resampler);
    for (int channel = 0; channel < channels; channel++)
        memset(out[channel] + run.done, 0, sizeof(float) * (size_t)(frames - run.done));
    return STATUS_OK;
}

struct Converter {
    Resampler *resampler;
    int in_hz, out_hz, channels;
    int64_t pushed, given;
    float fed[CHANNELS_MAX * CONVERTER_FRAMES], made[CHANNELS_MAX * CONVERTER_FRAMES],
        planar[CHANNELS_MAX][CONVERTER_FRAMES];
};

Status converter_new(Converter **converter, int in_hz, int out_hz, int channels, Error *error)
{
    setenv("SOXR_USE_SIMD", "0", 0);
    Converter *made = malloc(sizeof *made);
    if (!made)
        return error_set(error, STATUS_NO_MEMORY, "no memory to convert the sample rate");
    *made = (Converter){.in_hz = in_hz, .out_hz = out_hz, .channels = channels};
    Status status = channels > CHANNELS_MAX
                        ? error_set(error, STATUS_BAD_VALUE, "cannot convert %d channels", channels)
                        : resampler_new(&made->resampler, in_hz, out_hz, channels, RESAMPLER_BEST, error);
    if (status != STATUS_OK) {
        free(made);
        return status;
    }
    *converter = made;
    return STATUS_OK;
}

void converter_free(Converter *converter)
{
    if (!converter)
        return;
    resampler_free(converter->resampler);
    free(converter);
}

static Status give(Converter *converter, int frames, ConverterSink *sink, void *context, Error *error)
{
    float *planar[CHANNELS_MAX] = {converter->planar[0], converter->planar[1]};
    if (frames <= 0)
        return STATUS_OK;
    converter->given += frames;
    return sink(context, planar, frames, error);
}

/* Runs the resampler once and hands on what came out, but no more than `most`; *made is what came out. */
static Status run_once(Converter *converter, const float *in, int frames, int *used, int64_t most, int *made,
                       ConverterSink *sink, void *context, Error *error)
{
    float *planar[CHANNELS_MAX] = {converter->planar[0], converter->planar[1]};
    unsigned before = denormals_off();
    *made = resampler_process(converter->resampler, in, frames, used, converter->made, CONVERTER_FRAMES);
    denormals_restore(before);
    if (*made < 0)
        return error_set(error, STATUS_NO_MEMORY, "the sample rate cannot be converted");
    int count = *made < most ? *made : (int)most;
    deinterleave(converter->made, converter->channels, count, planar);
    return give(converter, count, sink, context, error);
}

Status converter_push(Converter *converter, const float *const *planar, int frames, ConverterSink *sink, void *context,
                      Error *error)
{
    for (int done = 0; done < frames;) {
        int chunk = frames - done < CONVERTER_FRAMES ? frames - done : CONVERTER_FRAMES;
        const float *from[CHANNELS_MAX] = {planar[0] + done, converter->channels > 1 ? planar[1] + done : NULL};
        interleave(from, converter->channels, chunk, converter->fed);
        for (int fed = 0, made = CONVERTER_FRAMES; fed < chunk || made == CONVERTER_FRAMES;) {
            int used = 0;
            const float *in = converter->fed + fed * converter->channels;
            Status status = run_once(converter, in, chunk - fed, &used, INT64_MAX, &made, sink, context, error);
            if (status != STATUS_OK)
                return status;
            fed += used;
        }
        done += chunk;
        converter->pushed += chunk;
    }
    return STATUS_OK;
}

Status converter_finish(Converter *converter, ConverterSink *sink, void *context, Error *error)
{
    int64_t wanted = convert_length(converter->pushed, converter->in_hz, converter->out_hz);
    Status status = STATUS_OK;
    for (int made = 1; made > 0 && converter->given < wanted && status == STATUS_OK;) {
        int used;
        status = run_once(converter, NULL, 0, &used, wanted - converter->given, &made, sink, context, error);
    }
    memset(converter->planar, 0, sizeof converter->planar);
    while (converter->given < wanted && status == STATUS_OK) {
        int64_t left = wanted - converter->given;
        status = give(converter, left < CONVERTER_FRAMES ? (int)left : CONVERTER_FRAMES, sink, context, error);
    }
    return status;
}
