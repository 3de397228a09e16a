/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a spec to a plan. */
#include <stdlib.h>
#include <string.h>

#include "audio/engine/plan/compare.h"
#include "audio/engine/plan/paths.h"
#include "audio/engine/plan/plan.h"
#include "audio/engine/plan/route.h"
#include "audio/engine/plan/schedule.h"
#include "audio/engine/plan/strips.h"
#include "audio/engine/plan/tables.h"
#include "audio/engine/plan/tail.h"

/* One block for all buffers; each channel begins on a line of the cache. */
static bool hand_out_buffers(Plan *plan)
{
    size_t one = plan_padded(plan->setup.run_frames) * (size_t)plan->setup.slots, floats = 0, doubles = 0;
    for (int i = 0; i < plan->signal_count; i++)
        floats += one * (size_t)plan->signals[i].channels;
    for (int i = 0; i < plan->part_count; i++)
        doubles += plan->strips[plan->parts[i].strip].part_count > 1 ? 2 * one : 0;
    plan->buffers = aligned_alloc(64, (floats + 16) * sizeof(float) / 64 * 64);
    plan->sums = aligned_alloc(64, (doubles + 8) * sizeof(double) / 64 * 64);
    if (!plan->buffers || !plan->sums)
        return false;
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
        plan->meters = plan_room(plan->meter_slots * plan->strip_count, sizeof *plan->meters);
        if (!plan->meters)
            return false;
    }
    return true;
}

static void drop_states(Plan *plan)
{
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
}

void plan_free(Plan *plan)
{
    if (!plan)
        return;
    drop_states(plan);
    void *tables[] = {plan->strips, plan->voices,   plan->banks,       plan->signals, plan->delays,
                      plan->keys,   plan->edges,    plan->inputs,      plan->parts,   plan->steps,
                      plan->uses,   plan->moves,    plan->tempo,       plan->order,   plan->buffers,
                      plan->sums,   plan->controls, plan->path_strips, plan->meters,  plan->closing};
    for (unsigned i = 0; i < ARRAY_LEN(tables); i++)
        free(tables[i]);
    free(plan);
}

/* Strips and what they are made of, in tables that are long enough. */
static Status add_strips(Plan *plan, const MixSpec *spec, const Plan *old, Error *error)
{
    Status status = plan_count(plan, spec, error);
    if (status != STATUS_OK)
        return status;
    if (!plan_allocate(plan, spec))
        return error_set(error, STATUS_NO_MEMORY, "out of memory");
    plan->strip_count = spec->strip_count;
    plan->tempo_count = spec->tempo_count;
    if (spec->tempo_count > 0)
        memcpy(plan->tempo, spec->tempo, (size_t)spec->tempo_count * sizeof *plan->tempo);
    for (int s = 0; s < spec->strip_count && status == STATUS_OK; s++)
        status = plan_add_strip(plan, spec, s, old, error);
    for (int s = 0; s < spec->strip_count && status == STATUS_OK; s++)
        if (plan->strips[s].input_count > STRIP_PARTS_MAX * MIX_TERMS)
            status = error_set(error, STATUS_FULL, "%s: %d inputs; at most %d are summed", spec->strips[s].name,
                               plan->strips[s].input_count, STRIP_PARTS_MAX * MIX_TERMS);
    return status;
}

/* Order, delays, gains, steps, and what goes on from the plan before. */
static Status work_out(Plan *plan, const MixSpec *spec, const Plan *old, Error *error)
{
    Status status = plan_route(plan, spec, error);
    if (status != STATUS_OK)
        return status;
    for (int s = 0; s < spec->strip_count; s++)
        if (strip_has_sound(&spec->strips[s]))
            plan_make_paths(plan, spec, s);
    if (!plan_find_tail(plan, spec))
        return error_set(error, STATUS_NO_MEMORY, "out of memory");
    status = plan_schedule(plan, spec, old, error);
    if (status == STATUS_OK && !plan_compare(plan, old))
        status = error_set(error, STATUS_NO_MEMORY, "out of memory");
    return status;
}

Status plan_new(Plan **result, const PlanSetup *setup, const MixSpec *spec, const Plan *old, Error *error)
{
    Plan *plan = calloc(1, sizeof *plan);
    if (!plan)
        return error_set(error, STATUS_NO_MEMORY, "out of memory");
    plan->setup = *setup;
    plan->revision = spec->revision;
    plan->master = spec->master;
    Status status = add_strips(plan, spec, old, error);
    if (status == STATUS_OK)
        status = work_out(plan, spec, old, error);
    if (status == STATUS_OK && !hand_out_buffers(plan))
        status = error_set(error, STATUS_NO_MEMORY, "out of memory");
    if (status == STATUS_OK)
        *result = plan;
    else
        plan_free(plan);
    return status;
}
