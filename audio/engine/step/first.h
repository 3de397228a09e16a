/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a spec says of states: the first values of new ones, and where in a spec each control stands.  Control thread.
 */
#ifndef TTYMIX_AUDIO_ENGINE_STEP_FIRST_H
#define TTYMIX_AUDIO_ENGINE_STEP_FIRST_H

#include "audio/engine/step/state.h"

/* Sets a state that nobody else has seen yet, with what was told of it. False without memory. */
NODISCARD bool strip_state_set(StripState *state, const StripSpec *spec);
NODISCARD bool send_state_set(SendState *state, const SendSpec *spec);
NODISCARD bool voice_state_set(VoiceState *state, const ProcessorSpec *spec);

/* How the controls' lanes go. */
extern const LaneLaw strip_lane_laws[STRIP_CONTROL_COUNT], send_lane_laws[SEND_CONTROL_COUNT];
const ControlSpec *spec_strip_control(const StripSpec *spec, StripControl which);
const ControlSpec *spec_send_control(const SendSpec *spec, SendControl which);
/* Of a processor's value, by index. */
ControlSpec spec_value_control(const ProcessorSpec *spec, int index);
StripSettings spec_settings(const StripSpec *spec);
/* As the audio thread gets it: no NaN, and no gain beyond reason. */
Control control_first(const ControlSpec *spec, const Lane *lane, LaneLaw law, const ParamInfo *param);

#endif
