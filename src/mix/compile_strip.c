/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A strip of the document becomes one of the engine: sound, facts, processors, sends. */
#include <math.h>
#include <string.h>

#include "src/mix/compile_parts.h"
#include "src/song/impulse.h"

static const StripKind kind_of_section[] = {
    [SECTION_TRACK] = STRIP_TRACK, [SECTION_BUS] = STRIP_BUS,     [SECTION_RETURN] = STRIP_RETURN,
    [SECTION_VCA] = STRIP_VCA,     [SECTION_GROUP] = STRIP_GROUP, [SECTION_MASTER] = STRIP_MASTER,
};

/* Fades and lengths are durations: bars do not occur in them. */
static int64_t duration_of(const Compiler *compiler, const TimeValue *time)
{
    if (time->unit == TIME_FRAMES)
        return time->frames;
    return (int64_t)floor(time->seconds * compiler->model->rate_hz + 0.5);
}

static bool compile_clip(Compiler *compiler, const Clip *clip, ClipSpec *spec)
{
    Stem *stem = stems_find(compiler->stems, clip->path);
    if (!stem)
        return false;
    compiler->mix->missing_clips += stem->stream == NULL;
    spec->stream = stem->stream;
    spec->start = compiler_frame(compiler, &clip->at);
    spec->offset = duration_of(compiler, &clip->offset);
    int64_t there = stem->stream ? stem->stream->frames - spec->offset : 0;
    spec->length = clip->has_length ? duration_of(compiler, &clip->length) : (there > 0 ? there : 0);
    spec->gain_db = clip->gain_db;
    spec->fade_in = duration_of(compiler, &clip->fade_in.length);
    spec->fade_out = duration_of(compiler, &clip->fade_out.length);
    spec->fade_in_shape = clip->fade_in.shape;
    spec->fade_out_shape = clip->fade_out.shape;
    return true;
}

/* A track is mono when every stem of it is. */
static int channels_of_track(const ClipSpec *clips, int count)
{
    int channels = 1;
    for (int i = 0; i < count; i++)
        if (clips[i].stream && clips[i].stream->channels > 1)
            channels = 2;
    return count ? channels : 2;
}

static bool compile_clips(Compiler *compiler, const Strip *strip, StripSpec *spec)
{
    ClipSpec *clips = arena_new(compiler->mix->arena, sizeof *clips, (size_t)strip->clip_count);
    if (!clips)
        return false;
    for (int i = 0; i < strip->clip_count; i++)
        if (!compile_clip(compiler, &strip->clips[i], &clips[i]))
            return false;
    spec->clips = clips;
    spec->clip_count = strip->clip_count;
    spec->channels = spec->kind == STRIP_TRACK ? channels_of_track(clips, strip->clip_count) : 2;
    return true;
}

static bool compile_processors(Compiler *compiler, const Strip *strip, StripSpec *spec)
{
    ProcessorSpec *processors = arena_new(compiler->mix->arena, sizeof *processors, (size_t)strip->processor_count);
    StripParts *parts = &compiler->parts[spec - compiler->strips];
    parts->values = arena_new(compiler->mix->arena, sizeof *parts->values, (size_t)strip->processor_count);
    if (!processors || !parts->values)
        return false;
    for (int i = 0; i < strip->processor_count; i++) {
        const Processor *from = &strip->processors[i];
        ProcessorSpec *to = &processors[i];
        to->uid = from->uid;
        to->kind = from->kind;
        compiler->mix->unknown_processors += from->kind == NULL;
        if (from->kind) {
            size_t count = (size_t)processor_value_count(from->kind);
            double *values = arena_new(compiler->mix->arena, sizeof *values, count);
            if (!values)
                return false;
            memcpy(values, from->values, count * sizeof *values);
            to->values = parts->values[i] = values;
        }
        to->bypass = control_constant(from->bypass);
        to->key = from->key ? model_strip_index(compiler->model, from->key) : -1;
        to->key_tap = from->key_tap;
        to->after_fader = from->after_fader;
        if (from->file_path && !impulse_load(compiler->stems, from->file_path, &to->file))
            return false;
    }
    spec->processors = processors;
    spec->processor_count = strip->processor_count;
    parts->processors = processors;
    parts->lanes = arena_new(compiler->mix->arena, sizeof *parts->lanes, (size_t)strip->processor_count);
    return parts->lanes != NULL;
}

static bool compile_sends(Compiler *compiler, const Strip *strip, StripSpec *spec)
{
    SendSpec *sends = arena_new(compiler->mix->arena, sizeof *sends, (size_t)strip->send_count);
    if (!sends)
        return false;
    for (int i = 0; i < strip->send_count; i++) {
        const Send *from = &strip->sends[i];
        sends[i] = (SendSpec){.to = model_strip_index(compiler->model, from->to),
                              .tap = from->tap,
                              .level_db = control_constant(from->level_db),
                              .pan = control_constant(from->pan),
                              .mute = control_constant(from->mute)};
    }
    compiler->parts[spec - compiler->strips].sends = sends;
    spec->sends = sends;
    spec->send_count = strip->send_count;
    return true;
}

static void compile_facts(Compiler *compiler, const Strip *strip, StripSpec *spec)
{
    const double *fact = strip->fact;
    int polarity = (int)fact[FACT_POLARITY]; /* normal, invert, left, right */
    spec->polarity_left = polarity == 1 || polarity == 2;
    spec->polarity_right = polarity == 1 || polarity == 3;
    spec->trim_db = control_constant(fact[FACT_TRIM]);
    spec->fader_db = control_constant(fact[FACT_FADER]);
    spec->pan = control_constant(fact[FACT_PAN]);
    spec->pan_left = control_constant(fact[FACT_PAN_LEFT]);
    spec->pan_right = control_constant(fact[FACT_PAN_RIGHT]);
    spec->width = control_constant(fact[FACT_WIDTH]);
    spec->mute = control_constant(fact[FACT_MUTE]);
    spec->pan_mode = (PanMode)(int)fact[FACT_PAN_MODE];
    spec->pan_law_db = model_pan_law_db(compiler->model, strip);
    spec->offset_frames = (int64_t)floor(fact[FACT_OFFSET] * compiler->model->rate_hz / 1000.0 + 0.5);
}

bool compile_strip(Compiler *compiler, const Strip *strip, StripSpec *spec)
{
    *spec = (StripSpec){.uid = strip->uid, .kind = kind_of_section[strip->kind], .name = strip->name, .channels = 2};
    spec->out = strip->out ? model_strip_index(compiler->model, strip->out) : -1;
    spec->vca = strip->vca ? model_strip_index(compiler->model, strip->vca) : -1;
    compile_facts(compiler, strip, spec);
    return compile_clips(compiler, strip, spec) && compile_processors(compiler, strip, spec) &&
           compile_sends(compiler, strip, spec);
}
