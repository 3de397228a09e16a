/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/engine/live/tell.h"

#include <stdlib.h>

#include "audio/engine/step/first.h"

Batch *batch_new(void)
{
    return calloc(1, sizeof(Batch));
}

void batch_free(Batch *batch)
{
    if (!batch)
        return;
    for (int i = 0; i < batch->retired_count; i++)
        lane_free(batch->retired[i]);
    free(batch->retired);
    free(batch->changes);
    free(batch);
}

void batch_drop(Batch *batch)
{
    for (int i = 0; batch && i < batch->count; i++)
        lane_free(batch->changes[i].lane);
    batch_free(batch);
}

static ValueChange *add_change(Batch *batch, ValueChange change)
{
    if (batch->count == batch->room) {
        int room = batch->room ? batch->room * 2 : 16;
        ValueChange *more = realloc(batch->changes, (size_t)room * sizeof *more);
        if (!more)
            return NULL;
        batch->changes = more;
        batch->room = room;
    }
    batch->changes[batch->count] = change;
    return &batch->changes[batch->count++];
}

static bool same_as_told(const Told *told, const ControlSpec *spec)
{
    bool points = spec->points && spec->point_count > 0;
    bool same_value = told->value == spec->value || (told->value != told->value && spec->value != spec->value);
    return same_value && told->mode == spec->mode && (told->lane != NULL) == points &&
           (!points || lane_is_made_of(told->lane, spec->points, spec->point_count));
}

/* Adds `change` with the control's next state, unless that is what was told. */
static bool tell_control(Batch *batch, const Told *told, const ControlSpec *spec, LaneLaw law, const ParamInfo *param,
                         ValueChange change)
{
    if (same_as_told(told, spec))
        return true;
    if (spec->points && spec->point_count > 0) {
        change.lane = lane_new(spec->points, spec->point_count, law, param);
        if (!change.lane)
            return false;
    }
    change.next = control_first(spec, change.lane, law, param);
    change.told_value = spec->value;
    if (add_change(batch, change))
        return true;
    lane_free(change.lane);
    return false;
}

bool tell_strip(Batch *batch, StripState *state, const StripSpec *spec)
{
    bool ok = true;
    for (int i = 0; i < STRIP_CONTROL_COUNT && ok; i++)
        ok = tell_control(batch, &state->told[i], spec_strip_control(spec, (StripControl)i), strip_lane_laws[i], NULL,
                          (ValueChange){.kind = VALUE_OF_STRIP, .index = i, .strip = state});
    StripSettings settings = spec_settings(spec), *old = &state->settings_told;
    bool same = settings.pan_mode == old->pan_mode && settings.pan_law_db == old->pan_law_db &&
                settings.silenced == old->silenced && settings.output_silenced == old->output_silenced &&
                settings.polarity[0] == old->polarity[0] && settings.polarity[1] == old->polarity[1];
    if (ok && !same)
        ok = add_change(batch, (ValueChange){.kind = VALUE_OF_SETTINGS, .strip = state, .settings = settings}) != NULL;
    return ok;
}

bool tell_send(Batch *batch, SendState *state, const SendSpec *spec)
{
    bool ok = true;
    for (int i = 0; i < SEND_CONTROL_COUNT && ok; i++)
        ok = tell_control(batch, &state->told[i], spec_send_control(spec, (SendControl)i), send_lane_laws[i], NULL,
                          (ValueChange){.kind = VALUE_OF_SEND, .index = i, .send = state});
    return ok;
}

bool tell_voice(Batch *batch, VoiceState *state, const ProcessorSpec *spec)
{
    bool ok = true;
    for (int i = 0; i < state->count && ok; i++) {
        ControlSpec control = spec_value_control(spec, i);
        ok = tell_control(batch, &state->told[i], &control, LANE_LAW_PARAM, processor_value_param(spec->kind, i),
                          (ValueChange){.kind = VALUE_OF_PROCESSOR, .index = i, .voice = state});
    }
    return ok &&
           tell_control(batch, &state->bypass_told, &spec->bypass, LANE_LAW_SWITCH, NULL,
                        (ValueChange){.kind = VALUE_OF_BYPASS, .voice = state}) &&
           tell_control(batch, &state->bypass_db_told, &spec->bypass_db, LANE_LAW_LINEAR, NULL,
                        (ValueChange){.kind = VALUE_OF_BYPASS_DB, .voice = state});
}

static Told *told_of(const ValueChange *change)
{
    switch (change->kind) {
    case VALUE_OF_STRIP: return &change->strip->told[change->index];
    case VALUE_OF_SEND: return &change->send->told[change->index];
    case VALUE_OF_PROCESSOR: return &change->voice->told[change->index];
    case VALUE_OF_BYPASS: return &change->voice->bypass_told;
    case VALUE_OF_BYPASS_DB: return &change->voice->bypass_db_told;
    case VALUE_OF_SETTINGS: break;
    }
    return NULL;
}

bool batch_commit(Batch *batch)
{
    batch->retired = calloc((size_t)batch->count + 1, sizeof *batch->retired);
    if (!batch->retired)
        return false;
    for (int i = 0; i < batch->count; i++) {
        ValueChange *change = &batch->changes[i];
        Told *told = told_of(change);
        if (!told) {
            change->strip->settings_told = change->settings;
            continue;
        }
        if (told->lane)
            batch->retired[batch->retired_count++] = told->lane;
        *told = (Told){change->told_value, change->next.mode, change->lane};
    }
    return true;
}

static void apply_value(VoiceState *state, int index, const Control *next, int64_t frame, bool live)
{
    if (live && !state->fresh) {
        state->from[index] = state->now[index];
        state->moved[index] = frame;
    }
    state->value[index] = *next;
    state->gliding = true; /* looked at again at the next cell */
    state->moves = false;
    for (int i = 0; i < state->count; i++)
        state->moves |= control_moves(&state->value[i]);
}

void batch_apply(const Batch *batch, int64_t frame, bool live)
{
    for (int i = 0; i < batch->count; i++) {
        const ValueChange *change = &batch->changes[i];
        switch (change->kind) {
        case VALUE_OF_STRIP: change->strip->control[change->index] = change->next; break;
        case VALUE_OF_SETTINGS: change->strip->settings = change->settings; break;
        case VALUE_OF_SEND: change->send->control[change->index] = change->next; break;
        case VALUE_OF_PROCESSOR: apply_value(change->voice, change->index, &change->next, frame, live); break;
        case VALUE_OF_BYPASS: change->voice->bypass = change->next; break;
        case VALUE_OF_BYPASS_DB: change->voice->bypass_db = change->next; break;
        }
    }
}
