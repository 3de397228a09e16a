/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/mix/compile.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "projects/model/solo.h"
#include "src/base/arena.h"
#include "src/song/impulse.h"

static const StripKind kind_of_section[] = {
    [SECTION_TRACK] = STRIP_TRACK, [SECTION_BUS] = STRIP_BUS,     [SECTION_RETURN] = STRIP_RETURN,
    [SECTION_VCA] = STRIP_VCA,     [SECTION_GROUP] = STRIP_GROUP, [SECTION_MASTER] = STRIP_MASTER,
};

/* The writable sides of what a StripSpec points to, for the lanes that come later. */
typedef struct StripParts {
    ProcessorSpec *processors;
    double **values;            /* per processor */
    const ControlSpec ***lanes; /* per processor, NULL or per value */
    SendSpec *sends;
} StripParts;

typedef struct Compiler {
    Mix *mix;
    const Model *model;
    StemTable *stems;
    StripSpec *strips;
    StripParts *parts;
} Compiler;

static ControlSpec control_constant(double value)
{
    return (ControlSpec){.value = value, .mode = LANE_OFF};
}

static int64_t frame_of(const Compiler *compiler, const TimeValue *time)
{
    return model_frame_of_time(compiler->model, time);
}

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
    spec->start = frame_of(compiler, &clip->at);
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

static bool compile_strip(Compiler *compiler, const Strip *strip, StripSpec *spec)
{
    *spec = (StripSpec){.uid = strip->uid, .kind = kind_of_section[strip->kind], .name = strip->name, .channels = 2};
    spec->out = strip->out ? model_strip_index(compiler->model, strip->out) : -1;
    spec->vca = strip->vca ? model_strip_index(compiler->model, strip->vca) : -1;
    compile_facts(compiler, strip, spec);
    return compile_clips(compiler, strip, spec) && compile_processors(compiler, strip, spec) &&
           compile_sends(compiler, strip, spec);
}

/* ---- automation: each lane finds the control it stands for ---- */

typedef struct FactControl {
    const char *key;
    size_t place;
} FactControl;

static const FactControl fact_controls[] = {
    {"fader", offsetof(StripSpec, fader_db)},
    {"trim", offsetof(StripSpec, trim_db)},
    {"pan", offsetof(StripSpec, pan)},
    {"pan-left", offsetof(StripSpec, pan_left)},
    {"pan-right", offsetof(StripSpec, pan_right)},
    {"width", offsetof(StripSpec, width)},
    {"mute", offsetof(StripSpec, mute)},
};

static ControlSpec *control_of_send(const Compiler *compiler, int strip, char *rest)
{
    char *part = strchr(rest, '.');
    if (part)
        *part++ = '\0';
    int to = model_strip_index(compiler->model, rest);
    for (int i = 0; i < compiler->strips[strip].send_count; i++) {
        SendSpec *send = &compiler->parts[strip].sends[i];
        if (send->to != to)
            continue;
        if (!part)
            return &send->level_db;
        return strcmp(part, "pan") == 0 ? &send->pan : strcmp(part, "mute") == 0 ? &send->mute : NULL;
    }
    return NULL;
}

static int slot_of_label(const Processor *processor, int label)
{
    for (int i = 0; processor->band_labels && i < processor->kind->band_max; i++)
        if (processor->band_labels[i] == label)
            return i;
    return -1;
}

static int index_of_parameter(const Processor *processor, const char *words)
{
    char *end;
    long label = strtol(words, &end, 10);
    if (end == words)
        return processor_value_index(processor->kind, -1, words);
    int slot = slot_of_label(processor, (int)label);
    return slot >= 0 && *end == '.' ? processor_value_index(processor->kind, slot, end + 1) : -1;
}

typedef struct Place { /* where a number of the mix stands */
    ControlSpec *control;
    double *value; /* of a processor: read in the place of control->value; NULL otherwise */
} Place;

static ControlSpec *control_of_value(Compiler *compiler, ProcessorSpec *to, const ControlSpec ***lanes, int place)
{
    ControlSpec *control = arena_new(compiler->mix->arena, sizeof *control, 1);
    if (!*lanes)
        *lanes = arena_new(compiler->mix->arena, sizeof **lanes, (size_t)processor_value_count(to->kind));
    if (!control || !*lanes)
        return NULL;
    *control = (*lanes)[place] ? *(*lanes)[place] : control_constant(to->values[place]);
    to->lanes = *lanes;
    (*lanes)[place] = control;
    return control;
}

static Place place_in_processor(Compiler *compiler, int index, char *rest)
{
    const Strip *strip = &compiler->model->strips[index];
    StripParts *parts = &compiler->parts[index];
    char *words = strchr(rest, '.');
    if (!words)
        return (Place){NULL, NULL};
    *words++ = '\0';
    for (int i = 0; i < strip->processor_count; i++) {
        const Processor *processor = &strip->processors[i];
        ProcessorSpec *to = &parts->processors[i];
        if (!processor->kind || strcmp(processor->name ? processor->name : processor->kind_word, rest) != 0)
            continue;
        if (strcmp(words, "bypass") == 0)
            return (Place){&to->bypass, NULL};
        if (strcmp(words, MIX_BYPASS_DB) == 0)
            return (Place){&to->bypass_db, NULL};
        int place = index_of_parameter(processor, words);
        return place < 0 ? (Place){NULL, NULL}
                         : (Place){control_of_value(compiler, to, &parts->lanes[i], place), &parts->values[i][place]};
    }
    return (Place){NULL, NULL};
}

static Place place_of_address(Compiler *compiler, const char *address)
{
    char buffer[512];
    if (snprintf(buffer, sizeof buffer, "%s", address) >= (int)sizeof buffer)
        return (Place){NULL, NULL};
    char *rest = strchr(buffer, '.');
    if (!rest)
        return (Place){NULL, NULL};
    *rest++ = '\0';
    int index = model_strip_index(compiler->model, buffer);
    if (index < 0)
        return (Place){NULL, NULL};
    StripSpec *spec = &compiler->strips[index];
    for (size_t i = 0; i < ARRAY_LEN(fact_controls); i++)
        if (strcmp(fact_controls[i].key, rest) == 0)
            return (Place){(ControlSpec *)(void *)((char *)spec + fact_controls[i].place), NULL};
    if (strncmp(rest, "send.", 5) == 0)
        return (Place){control_of_send(compiler, index, rest + 5), NULL};
    return place_in_processor(compiler, index, rest);
}

/* After the lanes: what is ridden stands alone, or adds to the lane that was there before the ride. */
static bool apply_override(Compiler *compiler, const MixOverride *override)
{
    Place place = place_of_address(compiler, override->address);
    if (!place.control)
        return true;
    place.control->value = override->value;
    if (place.value)
        *place.value = override->value;
    place.control->mode = override->adds ? LANE_TRIM : LANE_OFF;
    if (!override->adds)
        return true;
    LanePoint *points = arena_new(compiler->mix->arena, sizeof *points, (size_t) override->point_count);
    if (points && override->point_count)
        memcpy(points, override->points, (size_t) override->point_count * sizeof *points);
    place.control->points = points;
    place.control->point_count = points ? override->point_count : 0;
    return points != NULL;
}

static bool compile_lane(Compiler *compiler, const Lane *lane)
{
    ControlSpec *control = lane->param && lane->point_count ? place_of_address(compiler, lane->address).control : NULL;
    if (!control)
        return true; /* kept in the text, warned of by the reader, not heard */
    LanePoint *points = arena_new(compiler->mix->arena, sizeof *points, (size_t)lane->point_count);
    if (!points)
        return false;
    for (int i = 0; i < lane->point_count; i++)
        points[i] = (LanePoint){.frame = frame_of(compiler, &lane->points[i].at),
                                .value = lane->points[i].value,
                                .shape = lane->points[i].shape,
                                .curve = lane->points[i].curve};
    control->points = points;
    control->point_count = lane->point_count;
    control->mode = lane->mode;
    return true;
}

static bool compile_tempo(Compiler *compiler)
{
    const Model *model = compiler->model;
    TempoPoint *points = arena_new(compiler->mix->arena, sizeof *points, (size_t)model->tempo_count);
    if (!points)
        return false;
    for (int i = 0; i < model->tempo_count; i++)
        points[i] = (TempoPoint){frame_of(compiler, &model->tempo[i].at), model->tempo[i].bpm};
    compiler->mix->spec.tempo = points;
    compiler->mix->spec.tempo_count = model->tempo_count;
    return true;
}

static int64_t end_of_clips(const MixSpec *spec)
{
    int64_t end = 0;
    for (int i = 0; i < spec->strip_count; i++)
        for (int k = 0; k < spec->strips[i].clip_count; k++) {
            const ClipSpec *clip = &spec->strips[i].clips[k];
            int64_t last = clip->start + clip->length + spec->strips[i].offset_frames;
            if (last > end)
                end = last;
        }
    return end;
}

static bool compile_cues(Compiler *compiler)
{
    int count = 0;
    const MixSpec *spec = &compiler->mix->spec;
    for (int i = 0; i < spec->strip_count; i++)
        count += spec->strips[i].clip_count;
    StoreCue *cues = arena_new(compiler->mix->arena, sizeof *cues, (size_t)count);
    if (!cues)
        return false;
    count = 0;
    for (int i = 0; i < spec->strip_count; i++)
        for (int k = 0; k < spec->strips[i].clip_count; k++) {
            const ClipSpec *clip = &spec->strips[i].clips[k];
            if (clip->stream)
                cues[count++] =
                    (StoreCue){clip->stream, clip->start + spec->strips[i].offset_frames, clip->offset, clip->length};
        }
    compiler->mix->cues = cues;
    compiler->mix->cue_count = count;
    return true;
}

static bool compile_everything(Compiler *compiler, const Document *document, const MixStates *session)
{
    const Model *model = compiler->model;
    MixSpec *spec = &compiler->mix->spec;
    *spec = (MixSpec){.rate_hz = model->rate_hz,
                      .revision = document_revision(document),
                      .strips = compiler->strips,
                      .strip_count = model->strip_count,
                      .master = model_strip_index(model, "master")};
    for (int i = 0; i < model->strip_count; i++)
        if (!compile_strip(compiler, &model->strips[i], &compiler->strips[i]))
            return false;
    for (int i = 0; i < model->lane_count; i++)
        if (!compile_lane(compiler, &model->lanes[i]))
            return false;
    SoloState *states = arena_new(compiler->mix->arena, sizeof *states, (size_t)model->strip_count);
    if (!states || !compile_tempo(compiler) || !compile_cues(compiler))
        return false;
    for (int i = 0; session && i < session->override_count; i++)
        if (!apply_override(compiler, &session->overrides[i]))
            return false;
    if (session && session->soloed)
        solo_find_states(model, session->soloed, states);
    for (int i = 0; i < model->strip_count; i++) {
        compiler->strips[i].silenced = states[i] == SOLO_SILENT;
        compiler->strips[i].output_silenced = states[i] == SOLO_SENDS_ONLY;
    }
    spec->end_frame = model->has_end ? frame_of(compiler, &model->end) : end_of_clips(spec);
    return true;
}

Status mix_compile(Mix *mix, const Document *document, StemTable *stems, const MixStates *states)
{
    const Model *model = document_model(document);
    *mix = (Mix){.arena = arena_open()};
    if (!mix->arena)
        return STATUS_NO_MEMORY;
    Compiler compiler = {.mix = mix, .model = model, .stems = stems};
    compiler.strips = arena_new(mix->arena, sizeof *compiler.strips, (size_t)model->strip_count);
    compiler.parts = arena_new(mix->arena, sizeof *compiler.parts, (size_t)model->strip_count);
    if (compiler.strips && compiler.parts && compile_everything(&compiler, document, states))
        return STATUS_OK;
    mix_clear(mix);
    return STATUS_NO_MEMORY;
}

void mix_clear(Mix *mix)
{
    arena_close(mix->arena);
    *mix = (Mix){0};
}
