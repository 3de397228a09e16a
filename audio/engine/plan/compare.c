/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/engine/plan/compare.h"

#include <stdlib.h>
#include <string.h>

#include "audio/engine/plan/plan.h"

bool voice_fits(const VoiceState *state, const ProcessorSpec *spec, int channels, double rate_hz)
{
    if (state->uid != spec->uid || state->kind != spec->kind || state->channels != channels ||
        state->latency != voice_latency(spec, rate_hz) || state->file != spec->file)
        return false;
    for (int i = 0; i < state->count; i++) {
        const ParamInfo *param = processor_value_param(spec->kind, i);
        if (param->flags & PARAM_STRUCTURAL &&
            param_clamp(param, state->told[i].value) != param_clamp(param, spec->values[i]))
            return false;
    }
    return true;
}

static bool processors_fit(const Plan *plan, const PlanStrip *strip, const StripSpec *spec)
{
    int v = strip->first_voice, end = strip->first_voice + strip->voice_count;
    for (int i = 0; i < spec->processor_count; i++) {
        const ProcessorSpec *processor = &spec->processors[i];
        if (!processor->kind)
            continue;
        if (v == end)
            return false;
        const PlanVoice *voice = &plan->voices[v++];
        if (!voice_fits(voice->state, processor, strip->channels, plan->setup.rate_hz) ||
            voice->after_fader != processor->after_fader || (voice->key >= 0) != (processor->key >= 0))
            return false;
        if (voice->key >= 0 &&
            (plan->keys[voice->key].from != processor->key || plan->keys[voice->key].tap != processor->key_tap))
            return false;
        if (voice_shape(processor, strip->channels, plan->setup.rate_hz) != voice->shape)
            return false;
    }
    return v == end;
}

static bool sends_fit(const Plan *plan, const PlanStrip *strip, const StripSpec *spec)
{
    int first = strip->first_edge + (strip->out >= 0);
    if (strip->edge_count - (strip->out >= 0) != spec->send_count)
        return false;
    for (int i = 0; i < spec->send_count; i++)
        if (plan->edges[first + i].to != spec->sends[i].to || plan->edges[first + i].tap != spec->sends[i].tap)
            return false;
    return true;
}

static bool strip_fits(const Plan *plan, const PlanStrip *strip, const StripSpec *spec)
{
    int channels = spec->kind == STRIP_TRACK && spec->channels == 1 ? 1 : 2;
    if (strip->uid != spec->uid || strip->kind != spec->kind || strip->channels != channels ||
        strip->out != spec->out || strip->vca != spec->vca || strip->offset_frames != spec->offset_frames)
        return false;
    if (strip->clips && !clips_are_made_of(strip->clips, spec->clips, spec->clip_count))
        return false;
    if (strip->kind == STRIP_VCA || strip->kind == STRIP_GROUP)
        return true;
    return processors_fit(plan, strip, spec) && sends_fit(plan, strip, spec);
}

bool plan_fits(const Plan *plan, const MixSpec *spec)
{
    if (plan->strip_count != spec->strip_count || plan->master != spec->master ||
        plan->tempo_count != spec->tempo_count)
        return false;
    for (int i = 0; i < plan->tempo_count; i++)
        if (plan->tempo[i].frame != spec->tempo[i].frame || plan->tempo[i].bpm != spec->tempo[i].bpm)
            return false;
    for (int s = 0; s < plan->strip_count; s++)
        if (!strip_fits(plan, &plan->strips[s], &spec->strips[s]))
            return false;
    return true;
}

static bool same_key(const Plan *plan, const PlanVoice *voice, const Plan *old, const PlanVoice *before)
{
    if (voice->key < 0 || before->key < 0)
        return voice->key < 0 && before->key < 0;
    const PlanKey *a = &plan->keys[voice->key], *b = &old->keys[before->key];
    return plan->strips[a->from].uid == old->strips[b->from].uid && a->tap == b->tap && a->delay == b->delay;
}

/* The chain goes on: the same processors in the same order, and nothing new but what adds no latency and so can fade in
 * by itself. */
static bool same_chain(const Plan *plan, const PlanStrip *strip, const Plan *old, const PlanStrip *before)
{
    int v = strip->first_voice, end = v + strip->voice_count;
    for (int w = before->first_voice; w < before->first_voice + before->voice_count; w++, v++) {
        while (v < end && plan->voices[v].state != old->voices[w].state && plan->voices[v].state->refs == 1 &&
               plan->voices[v].state->latency == 0)
            v++;
        if (v == end || plan->voices[v].state != old->voices[w].state ||
            plan->voices[v].after_fader != old->voices[w].after_fader ||
            plan->voices[v].shape != old->voices[w].shape || !same_key(plan, &plan->voices[v], old, &old->voices[w]))
            return false;
    }
    for (; v < end; v++)
        if (plan->voices[v].state->refs != 1 || plan->voices[v].state->latency != 0)
            return false;
    bool split = strip->pre_count < strip->voice_count, was_split = before->pre_count < before->voice_count;
    return split == was_split;
}

static bool same_strip(const Plan *plan, const PlanStrip *strip, const Plan *old, const PlanStrip *before)
{
    return strip->kind == before->kind && strip->channels == before->channels && strip->clips == before->clips &&
           strip->offset_frames == before->offset_frames && strip->ahead_in == before->ahead_in &&
           same_chain(plan, strip, old, before);
}

static bool same_vcas(const Plan *plan, const PlanStrip *strip, const Plan *old, const PlanStrip *before)
{
    int a = strip->vca, b = before->vca;
    while (a >= 0 && b >= 0 && plan->strips[a].uid == old->strips[b].uid) {
        a = plan->strips[a].vca;
        b = old->strips[b].vca;
    }
    return a < 0 && b < 0;
}

/* Index of the edge in `old` that goes on as `edge`, or -1. */
static int find_edge(const Plan *plan, const PlanEdge *edge, const Plan *old, const PlanStrip *before)
{
    for (int e = before->first_edge; e < before->first_edge + before->edge_count; e++)
        if (old->edges[e].state == edge->state && old->edges[e].delay == edge->delay &&
            old->edges[e].ahead == edge->ahead && old->strips[old->edges[e].to].uid == plan->strips[edge->to].uid)
            return e;
    return -1;
}

/* Marks the edges of the plan before that go on, and those that open. */
static void compare_strip(Plan *plan, int s, const Plan *old, bool *goes_on)
{
    PlanStrip *strip = &plan->strips[s];
    int at = plan_find_strip(old, strip->uid, s);
    const PlanStrip *before = at >= 0 ? &old->strips[at] : NULL;
    strip->steady = before && strip->signal >= 0 && same_strip(plan, strip, old, before);
    bool edges_go_on = strip->steady && same_vcas(plan, strip, old, before);
    for (int e = strip->first_edge; e < strip->first_edge + strip->edge_count; e++) {
        int same = edges_go_on ? find_edge(plan, &plan->edges[e], old, before) : -1;
        plan->edges[e].opens = same < 0;
        if (same >= 0)
            goes_on[same] = true;
    }
    if (s == plan->master)
        plan->master_opens = !edges_go_on || at != old->master;
}

bool plan_compare(Plan *plan, const Plan *old)
{
    if (!old)
        return true;
    bool *goes_on = calloc((size_t)old->edge_count + 1, sizeof *goes_on);
    plan->closing = calloc((size_t)old->edge_count + 1, sizeof *plan->closing);
    if (!goes_on || !plan->closing) {
        free(goes_on);
        return false;
    }
    for (int s = 0; s < plan->strip_count; s++)
        compare_strip(plan, s, old, goes_on);
    for (int e = 0; e < old->edge_count; e++)
        if (!goes_on[e])
            plan->closing[plan->closing_count++] = e;
    free(goes_on);
    return true;
}
