/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/engine/plan/plan.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "audio/engine/live/tell.h"

static Status no_memory(Error *error)
{
    return error_set(error, STATUS_NO_MEMORY, "out of memory");
}

/* calloc that never asks for nothing. */
static void *room_for(int count, size_t size)
{
    return calloc(count > 0 ? (size_t)count : 1, size);
}

static bool routes(const StripSpec *spec)
{
    return spec->kind != STRIP_VCA && spec->kind != STRIP_GROUP;
}

static bool is_target(const MixSpec *spec, int from, int index)
{
    return index >= 0 && index < spec->strip_count && index != from && routes(&spec->strips[index]) &&
           spec->strips[index].kind != STRIP_TRACK;
}

/* Counts what will be made, and refuses indexes that point nowhere. */
static Status check_strip(Plan *plan, const MixSpec *spec, int s, Error *error)
{
    const StripSpec *strip = &spec->strips[s];
    if (strip->vca >= spec->strip_count || (strip->vca >= 0 && spec->strips[strip->vca].kind != STRIP_VCA))
        return error_set(error, STATUS_BAD_VALUE, "%s: its VCA is not a VCA", strip->name);
    if (!routes(strip))
        return STATUS_OK;
    if (strip->out >= 0 && strip->out == s)
        return error_set(error, STATUS_REFUSED, "the routing runs in a circle: %s > %s", strip->name, strip->name);
    if (strip->out >= 0 && !is_target(spec, s, strip->out))
        return error_set(error, STATUS_BAD_VALUE, "%s: its output is not a bus", strip->name);
    plan->edge_count += strip->out >= 0;
    for (int i = 0; i < strip->send_count; i++) {
        int to = strip->sends[i].to;
        if (to == s)
            return error_set(error, STATUS_REFUSED, "the routing runs in a circle: %s > %s", strip->name, strip->name);
        if (!is_target(spec, s, to))
            return error_set(error, STATUS_BAD_VALUE, "%s: a send goes to no bus", strip->name);
        plan->edge_count++;
    }
    for (int i = 0; i < strip->processor_count; i++) {
        const ProcessorSpec *processor = &strip->processors[i];
        if (processor->key >= spec->strip_count || (processor->key >= 0 && !routes(&spec->strips[processor->key])))
            return error_set(error, STATUS_BAD_VALUE, "%s: a key comes from no strip with sound", strip->name);
        if (i > 0 && strip->processors[i - 1].after_fader && !processor->after_fader)
            return error_set(error, STATUS_BAD_VALUE, "%s: a processor before the fader is listed behind one after it",
                             strip->name);
        plan->voice_count += processor->kind != NULL;
        plan->key_count += processor->kind && processor->key >= 0;
    }
    return STATUS_OK;
}

static Status check(Plan *plan, const MixSpec *spec, Error *error)
{
    if (spec->strip_count > STRIP_LIMIT)
        return error_set(error, STATUS_FULL, "%d strips; at most %d are mixed", spec->strip_count, STRIP_LIMIT);
    if (spec->master >= spec->strip_count)
        return error_set(error, STATUS_BAD_VALUE, "the master is no strip");
    Status status = STATUS_OK;
    for (int s = 0; s < spec->strip_count && status == STATUS_OK; s++) {
        int depth = 0;
        status = check_strip(plan, spec, s, error);
        for (int v = spec->strips[s].vca; v >= 0 && status == STATUS_OK; v = spec->strips[v].vca)
            if (++depth > spec->strip_count)
                status = error_set(error, STATUS_REFUSED, "the VCAs run in a circle: %s", spec->strips[s].name);
        plan->control_count += depth;
    }
    return status;
}

static bool allocate_tables(Plan *plan, const MixSpec *spec)
{
    int strips = spec->strip_count;
    int paths = plan->edge_count + 4 * strips;
    int deepest = 0; /* a path holds its strip and all VCAs above, at most */
    for (int s = 0; s < strips; s++) {
        int depth = 2;
        for (int v = spec->strips[s].vca; v >= 0; v = spec->strips[v].vca)
            depth++;
        deepest = depth > deepest ? depth : deepest;
    }
    plan->strips = room_for(strips, sizeof *plan->strips);
    plan->voices = room_for(plan->voice_count, sizeof *plan->voices);
    plan->banks = room_for(plan->voice_count, sizeof *plan->banks);
    plan->keys = room_for(plan->key_count, sizeof *plan->keys);
    plan->edges = room_for(plan->edge_count, sizeof *plan->edges);
    plan->inputs = room_for(plan->edge_count, sizeof *plan->inputs);
    plan->parts = room_for(plan->edge_count + strips, sizeof *plan->parts);
    plan->moves = room_for(plan->voice_count, sizeof *plan->moves);
    plan->order = room_for(strips, sizeof *plan->order);
    plan->tempo = room_for(spec->tempo_count, sizeof *plan->tempo);
    plan->controls = room_for(2 * paths * (deepest + 1), sizeof *plan->controls);
    plan->path_strips = room_for(paths * deepest, sizeof *plan->path_strips);
    plan->control_count = 0;
    return plan->strips && plan->voices && plan->banks && plan->keys && plan->edges && plan->inputs && plan->parts &&
           plan->moves && plan->order && plan->tempo && plan->controls && plan->path_strips;
}

/* Index in `old` of the strip with that uid, tried first at the same place. */
static const PlanStrip *find_strip(const Plan *old, uint32_t uid, int hint)
{
    if (!old)
        return NULL;
    if (hint < old->strip_count && old->strips[hint].uid == uid)
        return &old->strips[hint];
    for (int s = 0; s < old->strip_count; s++)
        if (old->strips[s].uid == uid)
            return &old->strips[s];
    return NULL;
}

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

static Status add_voice(Plan *plan, int s, const StripSpec *strip, const ProcessorSpec *spec, const Plan *old,
                        Error *error)
{
    int channels = strip->kind == STRIP_TRACK && strip->channels == 1 ? 1 : 2;
    int index = plan->voice_count++;
    PlanVoice *voice = &plan->voices[index];
    *voice = (PlanVoice){.strip = s,
                         .key = -1,
                         .mix_index = -1,
                         .listen_index = -1,
                         .after_fader = spec->after_fader,
                         .parked = spec->bypass.value >= 0.5 && !spec->bypass.points};
    voice->state = find_voice(old, spec, channels, plan->setup.rate_hz, index);
    if (voice->state) {
        voice->state->refs++;
    } else {
        voice->state = voice_state_new(spec, channels, plan->setup.rate_hz);
        if (!voice->state || !tell_new_voice(voice->state, spec))
            return no_memory(error);
        /* in a desk that plays, a new processor fades in: without latency its coming is no click */
        voice->state->bypassed = old && plan->setup.live && voice->state->latency == 0 ? 1.0 : -1.0;
    }
    voice->shape = voice_shape(spec, channels, plan->setup.rate_hz);
    if ((spec->kind->flags & PROCESSOR_HAS_MIX) && !(spec->kind->flags & PROCESSOR_OWN_MIX))
        voice->mix_index = processor_value_index(spec->kind, -1, "mix");
    voice->listen_index = processor_value_index(spec->kind, -1, "listen");
    if (spec->key >= 0) {
        voice->key = plan->key_count++;
        plan->keys[voice->key] = (PlanKey){.from = spec->key, .voice = index, .tap = spec->key_tap, .signal = -1};
    }
    return STATUS_OK;
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
    uint32_t to_uid = spec->strips[edge->to].uid;
    for (int e = 0; before && e < before->edge_count; e++) {
        const PlanEdge *same = &old->edges[before->first_edge + e];
        if (old->strips[same->to].uid == to_uid && (same->send < 0) == (send < 0) && same->tap == edge->tap) {
            edge->state = same->state;
            edge->send_state = same->send_state;
            edge->state->refs++;
            if (edge->send_state)
                edge->send_state->refs++;
            return STATUS_OK;
        }
    }
    edge->state = edge_state_new();
    edge->send_state = send < 0 ? NULL : send_state_new();
    if (!edge->state || (send >= 0 && (!edge->send_state || !tell_new_send(edge->send_state, &strip->sends[send]))))
        return no_memory(error);
    return STATUS_OK;
}

static Status add_strip(Plan *plan, const MixSpec *spec, int s, const Plan *old, Error *error)
{
    const StripSpec *from = &spec->strips[s];
    PlanStrip *strip = &plan->strips[s];
    const PlanStrip *before = find_strip(old, from->uid, s);
    if (before && before->kind != from->kind)
        before = NULL;
    strip->uid = from->uid;
    strip->kind = from->kind;
    strip->channels = from->kind == STRIP_TRACK && from->channels == 1 ? 1 : 2;
    strip->out = from->out;
    strip->vca = from->vca;
    strip->signal = strip->post_key = -1;
    strip->feeds_master = from->out >= 0 && from->out == spec->master;
    memcpy(strip->tap_signal, (int[]){-1, -1, -1}, sizeof strip->tap_signal);
    strip->offset_frames = from->offset_frames;
    strip->state = before ? before->state : strip_state_new(from->uid);
    strip->source_state = before ? before->source_state : edge_state_new();
    strip->fader_state = before ? before->fader_state : edge_state_new();
    strip->post_state = before ? before->post_state : edge_state_new();
    strip->out_state = before ? before->out_state : edge_state_new();
    if (!strip->state || !strip->source_state || !strip->fader_state || !strip->post_state || !strip->out_state)
        return no_memory(error);
    if (before) {
        strip->state->refs++;
        strip->source_state->refs++;
        strip->fader_state->refs++;
        strip->post_state->refs++;
        strip->out_state->refs++;
    } else if (!tell_new_strip(strip->state, from)) {
        return no_memory(error);
    }
    if (!routes(from))
        return STATUS_OK;
    Status status = STATUS_OK;
    if (from->kind == STRIP_TRACK) {
        if (before && before->clips && clips_are_made_of(before->clips, from->clips, from->clip_count))
            strip->clips = clips_ref(before->clips);
        else
            status = clips_new(&strip->clips, from->clips, from->clip_count, plan->setup.rate_hz);
        if (status != STATUS_OK)
            return error_set(error, status,
                             status == STATUS_FULL ? "%s: too many clips lie over one another" : "%s: out of memory",
                             from->name);
    }
    strip->first_voice = plan->voice_count;
    for (int i = 0; i < from->processor_count && status == STATUS_OK; i++) {
        if (!from->processors[i].kind)
            continue;
        strip->voice_count++;
        strip->pre_count += !from->processors[i].after_fader;
        status = add_voice(plan, s, from, &from->processors[i], old, error);
    }
    strip->first_edge = plan->edge_count;
    for (int i = from->out >= 0 ? -1 : 0; i < from->send_count && status == STATUS_OK; i++) {
        status = add_edge(plan, spec, s, i, before, old, error);
        strip->edge_count++;
    }
    return status;
}

/* Lists the controls that multiply along a path: the strip's, then those of its VCAs upwards, then the send's. */
static void make_path(Plan *plan, const MixSpec *spec, GainPath *path, int s, bool fader, bool mute, SendState *send)
{
    StripState **strips = plan->path_strips + plan->path_strip_count;
    const Control **level = plan->controls + plan->control_count;
    int depth = 0, levels = 0, mutes = 0;
    for (int v = s; v >= 0; v = spec->strips[v].vca) {
        strips[depth++] = plan->strips[v].state;
        if (fader)
            level[levels++] = &plan->strips[v].state->control[STRIP_FADER];
    }
    if (send)
        level[levels++] = &send->control[SEND_LEVEL];
    const Control **mutes_at = level + levels;
    for (int v = 0; v < depth && mute; v++)
        mutes_at[mutes++] = &strips[v]->control[STRIP_MUTE];
    if (send)
        mutes_at[mutes++] = &send->control[SEND_MUTE];
    plan->path_strip_count += depth;
    plan->control_count += levels + mutes;
    *path = (GainPath){.level = level,
                       .level_count = levels,
                       .mute = mutes_at,
                       .mute_count = mutes,
                       .strip = strips,
                       .strip_count = depth,
                       .send = send,
                       .unsilenced = !mute};
    path->channels = plan->strips[s].kind == STRIP_TRACK && spec->strips[s].channels == 1 ? 1 : 2;
}

static void make_strip_paths(Plan *plan, const MixSpec *spec, int s)
{
    PlanStrip *strip = &plan->strips[s];
    bool split = strip->pre_count < strip->voice_count; /* the fader is not the last thing before the pan */
    make_path(plan, spec, &strip->source, s, false, false, NULL);
    plan->controls[plan->control_count++] = &strip->state->control[STRIP_TRIM];
    strip->source.level = plan->controls + plan->control_count - 1;
    strip->source.level_count = 1;
    strip->source.strip_count = 1;
    strip->source.plain = strip->source.polarity = true;
    make_path(plan, spec, &strip->fader, s, true, false, NULL);
    strip->fader.plain = true;
    make_path(plan, spec, &strip->post, s, !split, false, NULL);
    strip->post.strip_pan = true;
    make_path(plan, spec, &strip->leaving, s, !split, true, NULL);
    strip->leaving.strip_pan = true;
    for (int e = strip->first_edge; e < strip->first_edge + strip->edge_count; e++) {
        PlanEdge *edge = &plan->edges[e];
        make_path(plan, spec, &edge->path, s, edge->tap == TAP_POST && !split, true, edge->send_state);
        edge->path.strip_pan = edge->tap == TAP_POST;
    }
}

int plan_add_signal(Plan *plan, int channels)
{
    if (plan->signal_count == plan->signal_room) {
        int room = plan->signal_room ? plan->signal_room * 2 : 64;
        Signal *more = realloc(plan->signals, (size_t)room * sizeof *more);
        if (!more)
            return -1;
        plan->signals = more;
        plan->signal_room = room;
    }
    plan->signals[plan->signal_count] = (Signal){.channels = channels};
    return plan->signal_count++;
}

/* One block for all buffers; each channel begins on a line of the cache. */
static Status hand_out_buffers(Plan *plan, Error *error)
{
    size_t one = plan_padded(plan->setup.run_frames) * (size_t)plan->setup.slots, floats = 0, doubles = 0;
    for (int i = 0; i < plan->signal_count; i++)
        floats += one * (size_t)plan->signals[i].channels;
    for (int i = 0; i < plan->part_count; i++)
        doubles += plan->strips[plan->parts[i].strip].part_count > 1 ? 2 * one : 0;
    plan->buffers = aligned_alloc(64, (floats + 16) * sizeof(float) / 64 * 64);
    plan->sums = aligned_alloc(64, (doubles + 8) * sizeof(double) / 64 * 64);
    if (!plan->buffers || !plan->sums)
        return no_memory(error);
    memset(plan->buffers, 0, floats * sizeof(float));
    floats = doubles = 0;
    for (int i = 0; i < plan->signal_count; i++) {
        plan->signals[i].data = plan->buffers + floats;
        floats += one * (size_t)plan->signals[i].channels;
    }
    for (int i = 0; i < plan->part_count; i++)
        if (plan->strips[plan->parts[i].strip].part_count > 1) {
            plan->parts[i].sum = plan->sums + doubles;
            doubles += 2 * one;
        }
    if (plan->setup.meters) {
        plan->meter_slots = plan->setup.live ? 1 : PIPELINE_RUNS;
        plan->meters = room_for(plan->meter_slots * plan->strip_count, sizeof *plan->meters);
        if (!plan->meters)
            return no_memory(error);
    }
    return STATUS_OK;
}

Status plan_new(Plan **result, const PlanSetup *setup, const MixSpec *spec, const Plan *old, Error *error)
{
    Plan *plan = calloc(1, sizeof *plan);
    if (!plan)
        return no_memory(error);
    plan->setup = *setup;
    plan->revision = spec->revision;
    plan->master = spec->master;
    Status status = check(plan, spec, error);
    if (status == STATUS_OK && !allocate_tables(plan, spec))
        status = no_memory(error);
    if (status == STATUS_OK) {
        plan->voice_count = plan->edge_count = plan->key_count = 0;
        plan->strip_count = spec->strip_count;
        plan->tempo_count = spec->tempo_count;
        if (spec->tempo_count > 0)
            memcpy(plan->tempo, spec->tempo, (size_t)spec->tempo_count * sizeof *plan->tempo);
        for (int s = 0; s < spec->strip_count && status == STATUS_OK; s++)
            status = add_strip(plan, spec, s, old, error);
    }
    for (int s = 0; s < spec->strip_count && status == STATUS_OK; s++)
        if (plan->strips[s].input_count > STRIP_PARTS_MAX * MIX_TERMS)
            status = error_set(error, STATUS_FULL, "%s: %d inputs; at most %d are summed", spec->strips[s].name,
                               plan->strips[s].input_count, STRIP_PARTS_MAX * MIX_TERMS);
    if (status == STATUS_OK)
        status = plan_route(plan, spec, error);
    if (status == STATUS_OK) {
        for (int s = 0; s < spec->strip_count; s++)
            if (routes(&spec->strips[s]))
                make_strip_paths(plan, spec, s);
        status = plan_find_tail(plan, spec) ? plan_schedule(plan, spec, old, error) : no_memory(error);
    }
    if (status == STATUS_OK) {
        if (!plan_compare(plan, old))
            status = no_memory(error);
    }
    if (status == STATUS_OK)
        status = hand_out_buffers(plan, error);
    if (status == STATUS_OK)
        *result = plan;
    else
        plan_free(plan);
    return status;
}

void plan_free(Plan *plan)
{
    if (!plan)
        return;
    for (int s = 0; plan->strips && s < plan->strip_count; s++) {
        strip_state_unref(plan->strips[s].state);
        edge_state_unref(plan->strips[s].source_state);
        edge_state_unref(plan->strips[s].fader_state);
        edge_state_unref(plan->strips[s].post_state);
        edge_state_unref(plan->strips[s].out_state);
        clips_unref(plan->strips[s].clips);
        delay_line_unref(plan->strips[s].offset);
    }
    for (int v = 0; plan->voices && v < plan->voice_count; v++)
        voice_state_unref(plan->voices[v].state);
    for (int b = 0; plan->banks && b < plan->bank_count; b++)
        bank_state_unref(plan->banks[b].state);
    for (int e = 0; plan->edges && e < plan->edge_count; e++) {
        edge_state_unref(plan->edges[e].state);
        send_state_unref(plan->edges[e].send_state);
    }
    for (int d = 0; d < plan->delay_count; d++)
        delay_line_unref(plan->delays[d].line);
    delay_line_unref(plan->output_pad);
    void *tables[] = {plan->strips, plan->voices,   plan->banks,       plan->signals, plan->delays,
                      plan->keys,   plan->edges,    plan->inputs,      plan->parts,   plan->steps,
                      plan->uses,   plan->moves,    plan->tempo,       plan->order,   plan->buffers,
                      plan->sums,   plan->controls, plan->path_strips, plan->meters,  plan->closing};
    for (unsigned i = 0; i < ARRAY_LEN(tables); i++)
        free(tables[i]);
    free(plan);
}
