/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/engine/live/tell.h"

#include <stdlib.h>

#define LEVEL_MAX_DB 200.0 /* also above every pan, width and switch */

static const LaneLaw strip_laws[STRIP_CONTROL_COUNT] = {
    [STRIP_TRIM] = LANE_LAW_GAIN,       [STRIP_FADER] = LANE_LAW_GAIN,       [STRIP_PAN] = LANE_LAW_LINEAR,
    [STRIP_PAN_LEFT] = LANE_LAW_LINEAR, [STRIP_PAN_RIGHT] = LANE_LAW_LINEAR, [STRIP_WIDTH] = LANE_LAW_LINEAR,
    [STRIP_MUTE] = LANE_LAW_SWITCH,
};
static const LaneLaw send_laws[SEND_CONTROL_COUNT] = {
    [SEND_LEVEL] = LANE_LAW_GAIN, [SEND_PAN] = LANE_LAW_LINEAR, [SEND_MUTE] = LANE_LAW_SWITCH};

static const ControlSpec *strip_control(const StripSpec *spec, StripControl which)
{
    const ControlSpec *all[STRIP_CONTROL_COUNT] = {
        [STRIP_TRIM] = &spec->trim_db,      [STRIP_FADER] = &spec->fader_db,      [STRIP_PAN] = &spec->pan,
        [STRIP_PAN_LEFT] = &spec->pan_left, [STRIP_PAN_RIGHT] = &spec->pan_right, [STRIP_WIDTH] = &spec->width,
        [STRIP_MUTE] = &spec->mute};
    return all[which];
}

static const ControlSpec *send_control(const SendSpec *spec, SendControl which)
{
    const ControlSpec *all[SEND_CONTROL_COUNT] = {
        [SEND_LEVEL] = &spec->level_db, [SEND_PAN] = &spec->pan, [SEND_MUTE] = &spec->mute};
    return all[which];
}

/* No document lets a NaN or a gain beyond reason through; if one comes all the same, it stops here. */
static double sane(double value, LaneLaw law, const ParamInfo *param)
{
    if (law == LANE_LAW_PARAM)
        return param_clamp(param, value);
    if (value != value)
        return 0.0;
    return value < LEVEL_MAX_DB ? value : LEVEL_MAX_DB;
}

static Control control_of(const ControlSpec *spec, const Lane *lane, LaneLaw law, const ParamInfo *param)
{
    return (Control){sane(spec->value, law, param), spec->mode, lane};
}

static bool set_first(Told *told, Control *control, const ControlSpec *spec, LaneLaw law, const ParamInfo *param)
{
    told->value = spec->value;
    told->mode = spec->mode;
    if (spec->points && spec->point_count > 0) {
        told->lane = lane_new(spec->points, spec->point_count, law, param);
        if (!told->lane)
            return false;
    }
    *control = control_of(spec, told->lane, law, param);
    return true;
}

static StripSettings settings_of(const StripSpec *spec)
{
    return (StripSettings){spec->pan_mode,
                           spec->pan_law_db,
                           {spec->polarity_left, spec->polarity_right},
                           spec->silenced,
                           spec->output_silenced};
}

bool tell_new_strip(StripState *state, const StripSpec *spec)
{
    bool ok = true;
    for (int i = 0; i < STRIP_CONTROL_COUNT; i++)
        ok &= set_first(&state->told[i], &state->control[i], strip_control(spec, (StripControl)i), strip_laws[i], NULL);
    state->settings_told = state->settings = settings_of(spec);
    return ok;
}

bool tell_new_send(SendState *state, const SendSpec *spec)
{
    bool ok = true;
    for (int i = 0; i < SEND_CONTROL_COUNT; i++)
        ok &= set_first(&state->told[i], &state->control[i], send_control(spec, (SendControl)i), send_laws[i], NULL);
    return ok;
}

static ControlSpec value_spec(const ProcessorSpec *spec, int index)
{
    ControlSpec control = spec->lanes && spec->lanes[index] ? *spec->lanes[index] : (ControlSpec){0};
    control.value = spec->values[index];
    return control;
}

bool tell_new_voice(VoiceState *state, const ProcessorSpec *spec)
{
    bool ok = true;
    for (int i = 0; i < state->count; i++) {
        const ParamInfo *param = processor_value_param(spec->kind, i);
        ControlSpec control = value_spec(spec, i);
        ok &= set_first(&state->told[i], &state->value[i], &control, LANE_LAW_PARAM, param);
        state->moves |= control_moves(&state->value[i]);
    }
    return ok && set_first(&state->bypass_told, &state->bypass, &spec->bypass, LANE_LAW_SWITCH, NULL) &&
           set_first(&state->bypass_db_told, &state->bypass_db, &spec->bypass_db, LANE_LAW_LINEAR, NULL);
}

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

static Change *add_change(Batch *batch, Change change)
{
    if (batch->count == batch->room) {
        int room = batch->room ? batch->room * 2 : 16;
        Change *more = realloc(batch->changes, (size_t)room * sizeof *more);
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
                         Change change)
{
    if (same_as_told(told, spec))
        return true;
    if (spec->points && spec->point_count > 0) {
        change.lane = lane_new(spec->points, spec->point_count, law, param);
        if (!change.lane)
            return false;
    }
    change.next = control_of(spec, change.lane, law, param);
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
        ok = tell_control(batch, &state->told[i], strip_control(spec, (StripControl)i), strip_laws[i], NULL,
                          (Change){.kind = CHANGE_STRIP, .index = i, .strip = state});
    StripSettings settings = settings_of(spec), *old = &state->settings_told;
    bool same = settings.pan_mode == old->pan_mode && settings.pan_law_db == old->pan_law_db &&
                settings.silenced == old->silenced && settings.output_silenced == old->output_silenced &&
                settings.polarity[0] == old->polarity[0] && settings.polarity[1] == old->polarity[1];
    if (ok && !same)
        ok = add_change(batch, (Change){.kind = CHANGE_SETTINGS, .strip = state, .settings = settings}) != NULL;
    return ok;
}

bool tell_send(Batch *batch, SendState *state, const SendSpec *spec)
{
    bool ok = true;
    for (int i = 0; i < SEND_CONTROL_COUNT && ok; i++)
        ok = tell_control(batch, &state->told[i], send_control(spec, (SendControl)i), send_laws[i], NULL,
                          (Change){.kind = CHANGE_SEND, .index = i, .send = state});
    return ok;
}

bool tell_voice(Batch *batch, VoiceState *state, const ProcessorSpec *spec)
{
    bool ok = true;
    for (int i = 0; i < state->count && ok; i++) {
        ControlSpec control = value_spec(spec, i);
        ok = tell_control(batch, &state->told[i], &control, LANE_LAW_PARAM, processor_value_param(spec->kind, i),
                          (Change){.kind = CHANGE_VALUE, .index = i, .voice = state});
    }
    return ok &&
           tell_control(batch, &state->bypass_told, &spec->bypass, LANE_LAW_SWITCH, NULL,
                        (Change){.kind = CHANGE_BYPASS, .voice = state}) &&
           tell_control(batch, &state->bypass_db_told, &spec->bypass_db, LANE_LAW_LINEAR, NULL,
                        (Change){.kind = CHANGE_BYPASS_DB, .voice = state});
}

static Told *told_of(const Change *change)
{
    switch (change->kind) {
    case CHANGE_STRIP: return &change->strip->told[change->index];
    case CHANGE_SEND: return &change->send->told[change->index];
    case CHANGE_VALUE: return &change->voice->told[change->index];
    case CHANGE_BYPASS: return &change->voice->bypass_told;
    case CHANGE_BYPASS_DB: return &change->voice->bypass_db_told;
    case CHANGE_SETTINGS: break;
    }
    return NULL;
}

bool batch_commit(Batch *batch)
{
    batch->retired = calloc((size_t)batch->count + 1, sizeof *batch->retired);
    if (!batch->retired)
        return false;
    for (int i = 0; i < batch->count; i++) {
        Change *change = &batch->changes[i];
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
        const Change *change = &batch->changes[i];
        switch (change->kind) {
        case CHANGE_STRIP: change->strip->control[change->index] = change->next; break;
        case CHANGE_SETTINGS: change->strip->settings = change->settings; break;
        case CHANGE_SEND: change->send->control[change->index] = change->next; break;
        case CHANGE_VALUE: apply_value(change->voice, change->index, &change->next, frame, live); break;
        case CHANGE_BYPASS: change->voice->bypass = change->next; break;
        case CHANGE_BYPASS_DB: change->voice->bypass_db = change->next; break;
        }
    }
}
