/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The choices that a project says in a word and the engine acts on.  Their order is that of the words in the tables of
 * projects/model/facts.c. */
#ifndef TTYMIX_AUDIO_DSP_WORDS_H
#define TTYMIX_AUDIO_DSP_WORDS_H

/* Where in a strip a send or a key listens: before its chain, between chain and fader, behind pan. */
typedef enum Tap { TAP_INPUT, TAP_PRE, TAP_POST } Tap;

/* How a stereo source is placed (pan.h). */
typedef enum PanMode { PAN_BALANCE, PAN_DUAL, PAN_IMAGE } PanMode;

/* How a fade rises (fade.h). */
typedef enum FadeShape {
    FADE_LINEAR,
    FADE_EQUAL_POWER,
    FADE_S_CURVE,
    FADE_EXPONENTIAL,
    FADE_LOGARITHMIC,
    FADE_SHAPE_COUNT
} FadeShape;

/* What a lane of automation does to the static value: takes its place, is added to it, nothing. */
typedef enum LaneMode { LANE_READ, LANE_TRIM, LANE_OFF } LaneMode;

/* How a segment of automation goes (segment.h). */
typedef enum LaneShape { SHAPE_HOLD, SHAPE_LINEAR, SHAPE_CURVE } LaneShape;

#endif
