/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/engine/plan/tables.h"

#include <stdlib.h>

void *plan_room(int count, size_t size)
{
    return calloc(count > 0 ? (size_t)count : 1, size);
}

bool strip_has_sound(const StripSpec *spec)
{
    return spec->kind != STRIP_VCA && spec->kind != STRIP_GROUP;
}

static bool is_target(const MixSpec *spec, int from, int index)
{
    return index >= 0 && index < spec->strip_count && index != from && strip_has_sound(&spec->strips[index]) &&
           spec->strips[index].kind != STRIP_TRACK;
}

static Status refuse_circle(const StripSpec *strip, Error *error)
{
    return error_set(error, STATUS_REFUSED, "the routing runs in a circle: %s > %s", strip->name, strip->name);
}

static Status count_edges(Plan *plan, const MixSpec *spec, int s, Error *error)
{
    const StripSpec *strip = &spec->strips[s];
    if (strip->out >= 0 && strip->out == s)
        return refuse_circle(strip, error);
    if (strip->out >= 0 && !is_target(spec, s, strip->out))
        return error_set(error, STATUS_BAD_VALUE, "%s: its output is not a bus", strip->name);
    plan->edge_count += strip->out >= 0;
    for (int i = 0; i < strip->send_count; i++) {
        if (strip->sends[i].to == s)
            return refuse_circle(strip, error);
        if (!is_target(spec, s, strip->sends[i].to))
            return error_set(error, STATUS_BAD_VALUE, "%s: a send goes to no bus", strip->name);
        plan->edge_count++;
    }
    return STATUS_OK;
}

static Status count_voices(Plan *plan, const MixSpec *spec, const StripSpec *strip, Error *error)
{
    for (int i = 0; i < strip->processor_count; i++) {
        const ProcessorSpec *processor = &strip->processors[i];
        int key = processor->key;
        if (key >= spec->strip_count || (key >= 0 && !strip_has_sound(&spec->strips[key])))
            return error_set(error, STATUS_BAD_VALUE, "%s: a key comes from no strip with sound", strip->name);
        if (i > 0 && strip->processors[i - 1].after_fader && !processor->after_fader)
            return error_set(error, STATUS_BAD_VALUE, "%s: a processor before the fader is listed behind one after it",
                             strip->name);
        plan->voice_count += processor->kind != NULL;
        plan->key_count += processor->kind && key >= 0;
    }
    return STATUS_OK;
}

static Status count_strip(Plan *plan, const MixSpec *spec, int s, Error *error)
{
    const StripSpec *strip = &spec->strips[s];
    if (strip->vca >= spec->strip_count || (strip->vca >= 0 && spec->strips[strip->vca].kind != STRIP_VCA))
        return error_set(error, STATUS_BAD_VALUE, "%s: its VCA is not a VCA", strip->name);
    if (!strip_has_sound(strip))
        return STATUS_OK;
    Status status = count_edges(plan, spec, s, error);
    return status == STATUS_OK ? count_voices(plan, spec, strip, error) : status;
}

Status plan_count(Plan *plan, const MixSpec *spec, Error *error)
{
    if (spec->strip_count > STRIP_LIMIT)
        return error_set(error, STATUS_FULL, "%d strips; at most %d are mixed", spec->strip_count, STRIP_LIMIT);
    if (spec->master >= spec->strip_count)
        return error_set(error, STATUS_BAD_VALUE, "the master is no strip");
    Status status = STATUS_OK;
    for (int s = 0; s < spec->strip_count && status == STATUS_OK; s++) {
        int depth = 0;
        status = count_strip(plan, spec, s, error);
        for (int v = spec->strips[s].vca; v >= 0 && status == STATUS_OK; v = spec->strips[v].vca)
            if (++depth > spec->strip_count)
                status = error_set(error, STATUS_REFUSED, "the VCAs run in a circle: %s", spec->strips[s].name);
        plan->control_count += depth;
    }
    return status;
}

/* A path holds its strip, a send and all VCAs above, at most. */
static int deepest_path(const MixSpec *spec)
{
    int deepest = 0;
    for (int s = 0; s < spec->strip_count; s++) {
        int depth = 2;
        for (int v = spec->strips[s].vca; v >= 0; v = spec->strips[v].vca)
            depth++;
        deepest = depth > deepest ? depth : deepest;
    }
    return deepest;
}

bool plan_allocate(Plan *plan, const MixSpec *spec)
{
    int strips = spec->strip_count;
    int paths = plan->edge_count + 4 * strips;
    int deepest = deepest_path(spec);
    plan->strips = plan_room(strips, sizeof *plan->strips);
    plan->voices = plan_room(plan->voice_count, sizeof *plan->voices);
    plan->banks = plan_room(plan->voice_count, sizeof *plan->banks);
    plan->keys = plan_room(plan->key_count, sizeof *plan->keys);
    plan->edges = plan_room(plan->edge_count, sizeof *plan->edges);
    plan->inputs = plan_room(plan->edge_count, sizeof *plan->inputs);
    plan->parts = plan_room(plan->edge_count + strips, sizeof *plan->parts);
    plan->moves = plan_room(plan->voice_count, sizeof *plan->moves);
    plan->order = plan_room(strips, sizeof *plan->order);
    plan->tempo = plan_room(spec->tempo_count, sizeof *plan->tempo);
    plan->controls = plan_room(2 * paths * (deepest + 1), sizeof *plan->controls);
    plan->path_strips = plan_room(paths * deepest, sizeof *plan->path_strips);
    plan->control_count = plan->voice_count = plan->edge_count = plan->key_count = 0;
    return plan->strips && plan->voices && plan->banks && plan->keys && plan->edges && plan->inputs && plan->parts &&
           plan->moves && plan->order && plan->tempo && plan->controls && plan->path_strips;
}
