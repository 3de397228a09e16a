/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/mix/match.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audio/dsp/catalogue.h"
#include "audio/engine/engine.h"
#include "audio/measure/loudness.h"
#include "src/mix/compile.h"

enum { BLOCK_FRAMES = 4096, ROUNDS_MAX = 12 };

int match_param(const ProcessorKind *kind)
{
    return kind->makeup ? processor_value_index(kind, -1, kind->makeup) : -1;
}

char *match_kinds(char *out, size_t size)
{
    int left = 0;
    size_t used = 0;
    for (int i = 0; catalogue_at(i); i++)
        left += match_param(catalogue_at(i)) >= 0;
    out[0] = '\0';
    for (int i = 0; catalogue_at(i) && used < size; i++)
        if (match_param(catalogue_at(i)) >= 0) {
            left--;
            used += (size_t)snprintf(out + used, size - used, "%s%s", catalogue_at(i)->kind,
                                     left > 1    ? ", "
                                     : left == 1 ? " and "
                                                 : "");
        }
    return out;
}

/* A mix in which one strip is heard alone. */
typedef struct Bench {
    MixSpec spec;
    StripSpec *strips;
    ProcessorSpec *chain;
    double *values;              /* of the processor that is being matched */
    int strip, processor, whole; /* `whole`: processors of the strip */
    float *buffer;
    float **stem_out;
    const atomic_bool *cancelled;
} Bench;

static ControlSpec constant(double value)
{
    return (ControlSpec){.value = value, .mode = LANE_OFF};
}

static bool strip_feeds(const MixSpec *spec, int from, const bool *needed)
{
    const StripSpec *strip = &spec->strips[from];
    if (strip->out >= 0 && needed[strip->out])
        return true;
    for (int i = 0; i < strip->send_count; i++)
        if (strip->sends[i].to >= 0 && needed[strip->sends[i].to])
            return true;
    return false;
}

/* What a strip's sound hangs on: what is routed or sent into it, its keys, and all their VCAs. */
static void mark_needed(const MixSpec *spec, int strip, bool *needed)
{
    bool more = true;
    needed[strip] = true;
    while (more) {
        more = false;
        for (int i = 0; i < spec->strip_count; i++) {
            bool was = needed[i];
            needed[i] = was || strip_feeds(spec, i, needed);
            more |= !was && needed[i];
            const StripSpec *row = &spec->strips[i];
            for (int k = 0; needed[i] && k < row->processor_count; k++)
                if (row->processors[k].key >= 0 && !needed[row->processors[k].key])
                    more = needed[row->processors[k].key] = true;
            if (needed[i] && row->vca >= 0 && !needed[row->vca])
                more = needed[row->vca] = true;
        }
    }
}

/* Everything else stays in place, empty, so that indices are the same. */
static void strip_the_mix(Bench *bench, const bool *needed)
{
    for (int i = 0; i < bench->spec.strip_count; i++)
        if (!needed[i]) {
            bench->strips[i].clip_count = bench->strips[i].processor_count = bench->strips[i].send_count = 0;
            bench->strips[i].vca = -1;
        }
    StripSpec *strip = &bench->strips[bench->strip];
    int last = bench->processor >= 0 ? bench->processor : bench->whole - 1;
    bool after_fader = last >= 0 && bench->chain[last].after_fader;
    if (!after_fader) {
        strip->fader_db = constant(0);
        strip->vca = -1;
    }
    strip->pan = constant(0);
    strip->width = constant(100);
    strip->mute = constant(0);
    strip->pan_mode = PAN_BALANCE;
    strip->silenced = false;
    strip->send_count = 0;
    if (bench->strip != bench->spec.master)
        strip->out = bench->spec.master;
}

static Status bench_init(Bench *bench, const Mix *mix, int strip, int processor, const atomic_bool *cancelled)
{
    const StripSpec *from = &mix->spec.strips[strip];
    size_t count = (size_t)mix->spec.strip_count;
    *bench = (Bench){.spec = mix->spec,
                     .strip = strip,
                     .processor = processor,
                     .whole = from->processor_count,
                     .cancelled = cancelled};
    bool *needed = calloc(count, sizeof *needed);
    bench->strips = calloc(count, sizeof *bench->strips);
    bench->chain = calloc((size_t)from->processor_count + 1, sizeof *bench->chain);
    bench->buffer = calloc(4 * (size_t)BLOCK_FRAMES, sizeof *bench->buffer);
    bench->stem_out = calloc(2 * count, sizeof *bench->stem_out);
    Status status =
        needed && bench->strips && bench->chain && bench->buffer && bench->stem_out ? STATUS_OK : STATUS_NO_MEMORY;
    if (status == STATUS_OK) {
        memcpy(bench->strips, mix->spec.strips, count * sizeof *bench->strips);
        if (from->processor_count)
            memcpy(bench->chain, from->processors, (size_t)from->processor_count * sizeof *bench->chain);
        bench->spec.strips = bench->strips;
        bench->strips[strip].processors = bench->chain;
        mark_needed(&mix->spec, strip, needed);
        strip_the_mix(bench, needed);
    }
    if (status == STATUS_OK && processor >= 0) {
        ProcessorSpec *at = &bench->chain[processor];
        size_t values = (size_t)processor_value_count(at->kind);
        bench->values = calloc(values + 1, sizeof *bench->values);
        status = bench->values ? STATUS_OK : STATUS_NO_MEMORY;
        if (bench->values)
            memcpy(bench->values, at->values, values * sizeof *bench->values);
        at->values = bench->values;
        at->bypass = constant(0);
    }
    free(needed);
    return status;
}

static void bench_clear(Bench *bench)
{
    free(bench->strips);
    free(bench->chain);
    free(bench->values);
    free(bench->buffer);
    free(bench->stem_out);
}

/* LUFS-I of the strip behind its first `processors` processors. */
static Status bench_run(Bench *bench, int processors, double *lufs, Error *error)
{
    Engine *engine = NULL;
    Loudness *loudness = NULL;
    bool master = bench->strip == bench->spec.master;
    float *out[2] = {bench->buffer, bench->buffer + BLOCK_FRAMES},
          *own[2] = {out[1] + BLOCK_FRAMES, out[1] + 2 * BLOCK_FRAMES};
    const float *const in[2] = {master ? out[0] : own[0], master ? out[1] : own[1]};
    EngineSetup setup = {.rate_hz = bench->spec.rate_hz, .offline = true, .jobs = 1};
    bench->strips[bench->strip].processor_count = processors;
    if (!master) {
        bench->stem_out[2 * bench->strip] = own[0];
        bench->stem_out[2 * bench->strip + 1] = own[1];
    }
    Status status = engine_new(&engine, &setup, &bench->spec, error);
    if (status == STATUS_OK)
        status = loudness_new(&loudness, bench->spec.rate_hz, 2);
    for (int64_t at = 0; at < bench->spec.end_frame && status == STATUS_OK; at += BLOCK_FRAMES) {
        int frames = bench->spec.end_frame - at < BLOCK_FRAMES ? (int)(bench->spec.end_frame - at) : BLOCK_FRAMES;
        engine_process_stems(engine, out, bench->stem_out, frames);
        loudness_add(loudness, in, frames);
        if (atomic_load(bench->cancelled))
            status = error_set(error, STATUS_INTERRUPTED, "given up");
    }
    if (status == STATUS_OK)
        *lufs = loudness_integrated(loudness);
    loudness_free(loudness);
    engine_free(engine);
    return status;
}

static double hundredths(double value)
{
    return floor(value * 100 + 0.5) / 100;
}

/* The make-up is not always added to the whole sound (mix), so it is approached, by the secant of the last two tries.
 */
static Status approach(Bench *bench, int param, MatchResult *result, Error *error)
{
    const ParamInfo *row = &bench->chain[bench->processor].kind->params[param];
    double last_value = result->makeup_before, last_lufs = result->after_lufs, slope = 1;
    double best = fabs(result->before_lufs - result->after_lufs);
    result->makeup = last_value;
    result->matched_lufs = last_lufs;
    for (int round = 0; round < ROUNDS_MAX && best > MATCH_WITHIN_LU; round++) {
        double value = hundredths(last_value + (result->before_lufs - last_lufs) / slope), lufs;
        value = value > row->max ? row->max : value < row->min ? row->min : value;
        if (value == last_value)
            break;
        bench->values[param] = value;
        Status status = bench_run(bench, bench->processor + 1, &lufs, error);
        if (status != STATUS_OK)
            return status;
        slope = (lufs - last_lufs) / (value - last_value);
        slope = slope > 0.05 && slope < 4 ? slope : 1;
        last_value = value;
        last_lufs = lufs;
        if (fabs(result->before_lufs - lufs) < best) {
            best = fabs(result->before_lufs - lufs);
            result->makeup = value;
            result->matched_lufs = lufs;
        }
    }
    if (best > 0.1)
        return error_set(error, STATUS_REFUSED, "no %s from %g to %g dB makes both equally loud", row->key, row->min,
                         row->max);
    return STATUS_OK;
}

static Status need_sound(const MatchResult *result, Error *error)
{
    if (isfinite(result->before_lufs) && isfinite(result->after_lufs))
        return STATUS_OK;
    return error_set(error, STATUS_NOT_FOUND, "there is no sound %s it",
                     isfinite(result->before_lufs) ? "behind" : "before");
}

static Status measure_both(Bench *bench, MatchResult *result, Error *error)
{
    int first = bench->processor < 0 ? 0 : bench->processor,
        behind = bench->processor < 0 ? bench->whole : bench->processor + 1;
    Status status = bench_run(bench, first, &result->before_lufs, error);
    return status == STATUS_OK ? bench_run(bench, behind, &result->after_lufs, error) : status;
}

static Status compare_on(Bench *bench, MatchResult *result, Error *error)
{
    Status status = measure_both(bench, result, error);
    return status == STATUS_OK ? need_sound(result, error) : status;
}

static Status measure_on(Bench *bench, MatchResult *result, Error *error)
{
    if (bench->processor < 0)
        return measure_both(bench, result, error);
    const ProcessorKind *kind = bench->chain[bench->processor].kind;
    int param = match_param(kind);
    const ParamInfo *row = &kind->params[param];
    bool special = row->special && !(bench->values[param] >= row->min && bench->values[param] <= row->max);
    if (row->special && bench->values[param] == row->special_value)
        special = true; /* `auto`: a number takes its place */
    if (special)
        bench->values[param] = 0;
    result->makeup_before = bench->values[param];
    Status status = measure_both(bench, result, error);
    if (status == STATUS_OK)
        status = need_sound(result, error);
    return status == STATUS_OK ? approach(bench, param, result, error) : status;
}

typedef Status (*Measurement)(Bench *bench, MatchResult *result, Error *error);

static Status with_bench(Measurement measure, Project *project, int strip, int processor, const atomic_bool *cancelled,
                         MatchResult *result, Error *error)
{
    Mix mix;
    Bench bench;
    *result = (MatchResult){0};
    if (mix_compile(&mix, project->document, &project->stems, NULL) != STATUS_OK)
        return error_set(error, STATUS_NO_MEMORY, "out of memory");
    Status status = bench_init(&bench, &mix, strip, processor, cancelled);
    if (status == STATUS_OK)
        status = measure(&bench, result, error);
    else
        status = error_set(error, status, "out of memory");
    bench_clear(&bench);
    mix_clear(&mix);
    return status;
}

Status match_measure(Project *project, int strip, int processor, const atomic_bool *cancelled, MatchResult *result,
                     Error *error)
{
    return with_bench(measure_on, project, strip, processor, cancelled, result, error);
}

Status match_compare(Project *project, int strip, int processor, const atomic_bool *cancelled, MatchResult *result,
                     Error *error)
{
    return with_bench(compare_on, project, strip, processor, cancelled, result, error);
}
