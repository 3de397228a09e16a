/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/mix/compile.h"

#include "projects/model/solo.h"
#include "src/mix/compile_parts.h"

static bool compile_tempo(Compiler *compiler)
{
    const Model *model = compiler->model;
    TempoPoint *points = arena_new(compiler->mix->arena, sizeof *points, (size_t)model->tempo_count);
    if (!points)
        return false;
    for (int i = 0; i < model->tempo_count; i++)
        points[i] = (TempoPoint){compiler_frame(compiler, &model->tempo[i].at), model->tempo[i].bpm};
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

static bool compile_solos(Compiler *compiler, const MixStates *session)
{
    const Model *model = compiler->model;
    if (!session || !session->soloed)
        return true;
    SoloState *states = arena_new(compiler->mix->arena, sizeof *states, (size_t)model->strip_count);
    if (!states)
        return false;
    solo_find_states(model, session->soloed, states);
    for (int i = 0; i < model->strip_count; i++) {
        compiler->strips[i].silenced = states[i] == SOLO_SILENT;
        compiler->strips[i].output_silenced = states[i] == SOLO_SENDS_ONLY;
    }
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
    if (!compile_tempo(compiler) || !compile_cues(compiler) || !compile_solos(compiler, session))
        return false;
    for (int i = 0; session && i < session->override_count; i++)
        if (!compile_override(compiler, &session->overrides[i]))
            return false;
    spec->end_frame = model->has_end ? compiler_frame(compiler, &model->end) : end_of_clips(spec);
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
