/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/engine/step/first.h"

#define LEVEL_MAX_DB 200.0 /* also above every pan, width and switch */

const LaneLaw strip_lane_laws[STRIP_CONTROL_COUNT] = {
    [STRIP_TRIM] = LANE_LAW_GAIN,       [STRIP_FADER] = LANE_LAW_GAIN,       [STRIP_PAN] = LANE_LAW_LINEAR,
    [STRIP_PAN_LEFT] = LANE_LAW_LINEAR, [STRIP_PAN_RIGHT] = LANE_LAW_LINEAR, [STRIP_WIDTH] = LANE_LAW_LINEAR,
    [STRIP_MUTE] = LANE_LAW_SWITCH,
};
const LaneLaw send_lane_laws[SEND_CONTROL_COUNT] = {
    [SEND_LEVEL] = LANE_LAW_GAIN, [SEND_PAN] = LANE_LAW_LINEAR, [SEND_MUTE] = LANE_LAW_SWITCH};

const ControlSpec *spec_strip_control(const StripSpec *spec, StripControl which)
{
    const ControlSpec *all[STRIP_CONTROL_COUNT] = {
        [STRIP_TRIM] = &spec->trim_db,      [STRIP_FADER] = &spec->fader_db,      [STRIP_PAN] = &spec->pan,
        [STRIP_PAN_LEFT] = &spec->pan_left, [STRIP_PAN_RIGHT] = &spec->pan_right, [STRIP_WIDTH] = &spec->width,
        [STRIP_MUTE] = &spec->mute};
    return all[which];
}

const ControlSpec *spec_send_control(const SendSpec *spec, SendControl which)
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

Control control_first(const ControlSpec *spec, const Lane *lane, LaneLaw law, const ParamInfo *param)
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
    *control = control_first(spec, told->lane, law, param);
    return true;
}

StripSettings spec_settings(const StripSpec *spec)
{
    return (StripSettings){spec->pan_mode,
                           spec->pan_law_db,
                           {spec->polarity_left, spec->polarity_right},
                           spec->silenced,
                           spec->output_silenced};
}

bool strip_state_set(StripState *state, const StripSpec *spec)
{
    bool ok = true;
    for (int i = 0; i < STRIP_CONTROL_COUNT; i++)
        ok &= set_first(&state->told[i], &state->control[i], spec_strip_control(spec, (StripControl)i),
                        strip_lane_laws[i], NULL);
    state->settings_told = state->settings = spec_settings(spec);
    return ok;
}

bool send_state_set(SendState *state, const SendSpec *spec)
{
    bool ok = true;
    for (int i = 0; i < SEND_CONTROL_COUNT; i++)
        ok &= set_first(&state->told[i], &state->control[i], spec_send_control(spec, (SendControl)i), send_lane_laws[i],
                        NULL);
    return ok;
}

ControlSpec spec_value_control(const ProcessorSpec *spec, int index)
{
    ControlSpec control = spec->lanes && spec->lanes[index] ? *spec->lanes[index] : (ControlSpec){0};
    control.value = spec->values[index];
    return control;
}

bool voice_state_set(VoiceState *state, const ProcessorSpec *spec)
{
    bool ok = true;
    for (int i = 0; i < state->count; i++) {
        const ParamInfo *param = processor_value_param(spec->kind, i);
        ControlSpec control = spec_value_control(spec, i);
        ok &= set_first(&state->told[i], &state->value[i], &control, LANE_LAW_PARAM, param);
        state->moves |= control_moves(&state->value[i]);
    }
    return ok && set_first(&state->bypass_told, &state->bypass, &spec->bypass, LANE_LAW_SWITCH, NULL) &&
           set_first(&state->bypass_db_told, &state->bypass_db, &spec->bypass_db, LANE_LAW_LINEAR, NULL);
}
