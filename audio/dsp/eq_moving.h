/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The equalizer while it moves: sections of one channel as trapezoidal state variables in double, whose coefficients run in straight
 * lines over a cell.  That structure stays bounded however fast it is turned (Wishnick, "Time-varying filters for musical
 * applications", DAFx 2014), which direct forms do not.  A standing filter's state passes into it and back: both forms then put out the
 * same two next frames in silence, which fixes the state of a second-order section.
 */
#ifndef TTYMIX_AUDIO_DSP_EQ_MOVING_H
#define TTYMIX_AUDIO_DSP_EQ_MOVING_H

#include "audio/dsp/eq_design.h"

typedef struct EqTurn { /* a section as state variables: out = high * hp + band * bp + low * lp */
    double g, k, high, band, low;
} EqTurn;

typedef struct EqMoving {
    EqTurn from, to;
    double first, second; /* states */
} EqMoving;

/* What a section puts out in the next two frames of silence. */
typedef struct EqRinging {
    double now, next;
} EqRinging;

RT_SAFE EqTurn eq_turn_from_section(const EqSection *section);
/* The part x (0..1) of the way. */
RT_SAFE EqTurn eq_turn_between(const EqTurn *from, const EqTurn *to, double x);
RT_SAFE EqRinging eq_moving_ringing(const EqTurn *turn, double first, double second);
/* States that ring like that; at rest where the section cannot tell them (it passes everything). */
RT_SAFE void eq_moving_excite(EqMoving *moving, const EqTurn *turn, EqRinging ringing);
/* One frame at the part x of the way. */
RT_SAFE double eq_moving_run(EqMoving *moving, double in, double x);

#endif
