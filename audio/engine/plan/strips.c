/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/engine/plan/strips.h"

#include <string.h>

#include "audio/engine/plan/compare.h"
#include "audio/engine/plan/tables.h"
#include "audio/engine/step/first.h"

static VoiceState *find_voice(const Plan *old, const ProcessorSpec *spec, int channels, double rate_hz, int hint)
{
    VoiceState *found = NULL;
    if (old && hint < old->voice_count && old->voices[hint].state->uid == spec->uid)
        found = old->voices[hint].state;
    for (int v = 0; old && !found && v < old->voice_count; v++)
        if (old->voices[v].state->uid == spec->uid)
            found = old->voices[v].state;
    return found && voice_fits(found, spec, channels, rate_hz) ? found : NULL;
}

static bool set_voice_state(Plan *plan, PlanVoice *voice, int index, const ProcessorSpec *spec, const Plan *old)
{
    int channels = plan->strips[voice->strip].channels;
    voice->state = find_voice(old, spec, channels, plan->setup.rate_hz, index);
    if (voice->state) {
        voice->state->refs++;
        return true;
    }
    voice->state = voice_state_new(spec, channels, plan->setup.rate_hz);
    if (!voice->state || !voice_state_set(voice->state, spec))
        return false;
    /* in a desk that plays, a new processor fades in: without latency its coming is no click */
    voice->state->bypassed = old && plan->setup.live && voice->state->latency == 0 ? 1.0 : -1.0;
    return true;
}

static Status add_voice(Plan *plan, int s, const ProcessorSpec *spec, const Plan *old, Error *error)
{
    int index = plan->voice_count++;
    PlanVoice *voice = &plan->voices[index];
    *voice = (PlanVoice){.strip = s,
                         .key = -1,
                         .mix_index = -1,
                         .listen_index = -1,
                         .after_fader = spec->after_fader,
                         .parked = spec->bypass.value >= 0.5 && !spec->bypass.points};
    if (!set_voice_state(plan, voice, index, spec, old))
        return error_set(error, STATUS_NO_MEMORY, "out of memory");
    voice->shape = voice_shape(spec, plan->strips[s].channels, plan->setup.rate_hz);
    if ((spec->kind->flags & PROCESSOR_HAS_MIX) && !(spec->kind->flags & PROCESSOR_OWN_MIX))
        voice->mix_index = processor_value_index(spec->kind, -1, "mix");
    voice->listen_index = processor_value_index(spec->kind, -1, "listen");
    if (spec->key >= 0) {
        voice->key = plan->key_count++;
        plan->keys[voice->key] = (PlanKey){.from = spec->key, .voice = index, .tap = spec->key_tap, .signal = -1};
    }
    return STATUS_OK;
}

/* The edge of the plan before that goes the same way; NULL without. */
static const PlanEdge *find_edge(const Plan *old, const PlanStrip *before, const PlanEdge *edge, uint32_t to_uid)
{
    for (int e = 0; before && e < before->edge_count; e++) {
        const PlanEdge *same = &old->edges[before->first_edge + e];
        if (old->strips[same->to].uid == to_uid && (same->send < 0) == (edge->send < 0) && same->tap == edge->tap)
            return same;
    }
    return NULL;
}

static Status add_edge(Plan *plan, const MixSpec *spec, int s, int send, const PlanStrip *before, const Plan *old,
                       Error *error)
{
    const StripSpec *strip = &spec->strips[s];
    PlanEdge *edge = &plan->edges[plan->edge_count++];
    *edge = (PlanEdge){.from = s,
                       .to = send < 0 ? strip->out : strip->sends[send].to,
                       .send = send,
                       .tap = send < 0 ? TAP_POST : strip->sends[send].tap};
    plan->strips[edge->to].input_count++;
    const PlanEdge *same = find_edge(old, before, edge, spec->strips[edge->to].uid);
    if (same) {
        edge->state = same->state;
        edge->send_state = same->send_state;
        edge->state->refs++;
        if (edge->send_state)
            edge->send_state->refs++;
        return STATUS_OK;
    }
    edge->state = edge_state_new();
    edge->send_state = send < 0 ? NULL : send_state_new();
    if (!edge->state || (send >= 0 && (!edge->send_state || !send_state_set(edge->send_state, &strip->sends[send]))))
        return error_set(error, STATUS_NO_MEMORY, "out of memory");
    return STATUS_OK;
}

/* The states of a strip's own paths go on with the strip. */
static bool take_states(PlanStrip *strip, const StripSpec *from, const PlanStrip *before)
{
    EdgeState **states[] = {&strip->source_state, &strip->fader_state, &strip->post_state, &strip->out_state};
    if (before) {
        EdgeState *const old[] = {before->source_state, before->fader_state, before->post_state, before->out_state};
        strip->state = before->state;
        strip->state->refs++;
        for (unsigned i = 0; i < ARRAY_LEN(states); i++) {
            *states[i] = old[i];
            old[i]->refs++;
        }
        return true;
    }
    strip->state = strip_state_new(from->uid);
    bool made = strip->state != NULL;
    for (unsigned i = 0; i < ARRAY_LEN(states); i++) {
        *states[i] = edge_state_new();
        made = made && *states[i];
    }
    return made && strip_state_set(strip->state, from);
}

static Status take_clips(const Plan *plan, PlanStrip *strip, const StripSpec *from, const PlanStrip *before,
                         Error *error)
{
    if (from->kind != STRIP_TRACK)
        return STATUS_OK;
    if (before && before->clips && clips_are_made_of(before->clips, from->clips, from->clip_count)) {
        strip->clips = clips_ref(before->clips);
        return STATUS_OK;
    }
    Status status = clips_new(&strip->clips, from->clips, from->clip_count, plan->setup.rate_hz);
    if (status == STATUS_FULL)
        return error_set(error, status, "%s: too many clips lie over one another", from->name);
    return status == STATUS_OK ? status : error_set(error, status, "%s: out of memory", from->name);
}

static Status add_chain(Plan *plan, const MixSpec *spec, int s, const Plan *old, Error *error)
{
    const StripSpec *from = &spec->strips[s];
    PlanStrip *strip = &plan->strips[s];
    Status status = STATUS_OK;
    strip->first_voice = plan->voice_count;
    for (int i = 0; i < from->processor_count && status == STATUS_OK; i++) {
        if (!from->processors[i].kind)
            continue;
        strip->voice_count++;
        strip->pre_count += !from->processors[i].after_fader;
        status = add_voice(plan, s, &from->processors[i], old, error);
    }
    return status;
}

static Status add_edges(Plan *plan, const MixSpec *spec, int s, const PlanStrip *before, const Plan *old, Error *error)
{
    const StripSpec *from = &spec->strips[s];
    PlanStrip *strip = &plan->strips[s];
    Status status = STATUS_OK;
    strip->first_edge = plan->edge_count;
    for (int i = from->out >= 0 ? -1 : 0; i < from->send_count && status == STATUS_OK; i++) {
        status = add_edge(plan, spec, s, i, before, old, error);
        strip->edge_count++;
    }
    return status;
}

/* The strip of that uid and kind in the plan before; NULL without. */
static const PlanStrip *find_before(const Plan *old, const StripSpec *from, int s)
{
    int at = old ? plan_find_strip(old, from->uid, s) : -1;
    return at >= 0 && old->strips[at].kind == from->kind ? &old->strips[at] : NULL;
}

Status plan_add_strip(Plan *plan, const MixSpec *spec, int s, const Plan *old, Error *error)
{
    const StripSpec *from = &spec->strips[s];
    const PlanStrip *before = find_before(old, from, s);
    PlanStrip *strip = &plan->strips[s];
    strip->uid = from->uid;
    strip->kind = from->kind;
    strip->channels = from->kind == STRIP_TRACK && from->channels == 1 ? 1 : 2;
    strip->out = from->out;
    strip->vca = from->vca;
    strip->signal = strip->post_key = -1;
    strip->feeds_master = from->out >= 0 && from->out == spec->master;
    memcpy(strip->tap_signal, (int[]){-1, -1, -1}, sizeof strip->tap_signal);
    strip->offset_frames = from->offset_frames;
    if (!take_states(strip, from, before))
        return error_set(error, STATUS_NO_MEMORY, "out of memory");
    if (!strip_has_sound(from))
        return STATUS_OK;
    Status status = take_clips(plan, strip, from, before, error);
    if (status == STATUS_OK)
        status = add_chain(plan, spec, s, old, error);
    return status == STATUS_OK ? add_edges(plan, spec, s, before, old, error) : status;
}
