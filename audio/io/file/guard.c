/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/io/file/guard.h"

#include <stdlib.h>
#include <string.h>

#include "audio/base/denormals.h"
#include "audio/dsp/kinds.h"

enum { STEP = 8 }; /* frames between two looks at the reduction: no shorter one is missed */

struct Guard {
    const ProcessorKind *kind;
    void *bank;
    int latency, to_drop;
    int offset;                             /* in the cell */
    int64_t position, count_from, count_to; /* frames that came out, and those that count */
    GuardResult result;
};

Status guard_new(Guard **result, const GuardSetup *setup, Error *error)
{
    Guard *guard = calloc(1, sizeof *guard);
    const ProcessorKind *kind = &limiter_kind;
    double *values = calloc((size_t)processor_value_count(kind), sizeof *values);
    if (!guard || !values) {
        free(guard);
        free(values);
        return error_set(error, STATUS_NO_MEMORY, "out of memory");
    }
    processor_values_init(kind, values);
    values[processor_value_index(kind, -1, kind->ceiling)] = setup->ceiling_db;
    values[processor_value_index(kind, -1, kind->ceiling_switch)] = setup->true_peak;
    ProcessorSetup bank = {.rate_hz = setup->rate_hz, .tempo_bpm = 120, .channels = 2, .values = values};
    guard->kind = kind;
    guard->count_from = setup->count_from;
    guard->count_to = setup->count_to ? setup->count_to : INT64_MAX;
    guard->bank = kind->bank_new(&bank);
    guard->latency = guard->to_drop = kind->latency_frames(values, setup->rate_hz);
    guard->position = -guard->latency;
    if (guard->bank)
        kind->update(guard->bank, 0, values, 120, true);
    free(values);
    if (guard->bank) {
        *result = guard;
        return STATUS_OK;
    }
    free(guard);
    return error_set(error, STATUS_NO_MEMORY, "out of memory");
}

void guard_free(Guard *guard)
{
    if (!guard)
        return;
    guard->kind->bank_free(guard->bank);
    free(guard);
}

int guard_latency(const Guard *guard)
{
    return guard->latency;
}

static void note_reduction(Guard *guard, int frames)
{
    double reduction_db = (double)guard->kind->gain_reduction_db(guard->bank, 0);
    if (reduction_db <= 0 || guard->position <= guard->count_from || guard->position - frames >= guard->count_to)
        return;
    guard->result.reduced_frames += frames;
    if (reduction_db > guard->result.reduction_db)
        guard->result.reduction_db = reduction_db;
}

int guard_run(Guard *guard, float *const planar[2], int frames)
{
    unsigned before = denormals_off();
    const float *const key[BANK_LANES] = {NULL};
    for (int at = 0; at < frames;) {
        int count = STEP - guard->offset % STEP;
        count = count < frames - at ? count : frames - at;
        float *io[BANK_LANES] = {planar[0] + at, planar[1] + at};
        guard->kind->process(guard->bank, io, key, guard->offset, count);
        guard->offset = (guard->offset + count) % CELL_FRAMES;
        guard->position += count;
        if (guard->offset % STEP == 0)
            note_reduction(guard, STEP);
        at += count;
    }
    denormals_restore(before);
    int dropped = guard->to_drop < frames ? guard->to_drop : frames;
    guard->to_drop -= dropped;
    return dropped;
}

int guard_rest(Guard *guard, float *const planar[2])
{
    for (int c = 0; c < 2; c++)
        memset(planar[c], 0, (size_t)guard->latency * sizeof(float));
    return guard_run(guard, planar, guard->latency);
}

GuardResult guard_result(const Guard *guard)
{
    return guard->result;
}
