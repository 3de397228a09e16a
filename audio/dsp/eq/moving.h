/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The equalizer while it moves: sections as trapezoidal state variables in double, whose coefficients run in straight
 * lines over a cell (eq_turns.h runs them).  That structure stays bounded however fast it is turned (Wishnick,
 * "Time-varying filters for musical applications", DAFx 2014), which direct forms do not.  A standing filter's state
 * passes into it and back: both forms then put out the same two next frames in silence, which fixes the state of a
 * second-order section.
 */
#ifndef TTYMIX_AUDIO_DSP_EQ_MOVING_H
#define TTYMIX_AUDIO_DSP_EQ_MOVING_H

#include "audio/dsp/eq/design.h"

typedef struct EqTurn { /* a section as state variables: out = high * hp + band * bp + low * lp */
    double g, k, high, band, low;
} EqTurn;

/* What a section puts out in the next two frames of silence. */
typedef struct EqRinging {
    double now, next;
} EqRinging;

RT_SAFE EqTurn eq_turn_from_section(const EqSection *section);
RT_SAFE EqRinging eq_turn_ringing(const EqTurn *turn, double first, double second);
/* States that ring like that; at rest where the section cannot tell them (it passes everything). */
RT_SAFE void eq_turn_excite(const EqTurn *turn, EqRinging ringing, double *first, double *second);

#endif
