/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The gain matrix of one way through the desk, at every frame: faders, VCAs, mutes, pans and sends multiplied, and live
 * moves smoothed.
 *
 * In dB what adds in dB: the levels of an edge are summed in dB in a fixed order and go through one exponential.  While
 * nothing moves the four gains are numbers that were worked out once.
 */
#ifndef TTYMIX_AUDIO_ENGINE_STEP_GAINS_H
#define TTYMIX_AUDIO_ENGINE_STEP_GAINS_H

#include "audio/dsp/kernels.h"
#include "audio/engine/step/state.h"
#include "audio/engine/step/timeline.h"

typedef struct GainPath {
    const Control *const *level; /* dB */
    int level_count;
    const Control *const *mute;
    int mute_count;
    StripState *const *strip; /* the strip and its VCAs: `touched` of any of them concerns this path */
    int strip_count;
    SendState *send; /* or NULL */
    bool strip_pan;  /* the strip's own pan comes first */
    int channels;    /* of the source */
    bool plain;      /* no pan at all: the same gain in [PAN_LL] and [PAN_RR] */
    bool polarity;   /* the strip's polarity turns their signs */
    bool unsilenced; /* a solo elsewhere does not concern it */
} GainPath;

typedef struct GainClock { /* when */
    const Timeline *timeline;
    const Kernels *kernels;
    int64_t frame; /* engine frame of the first */
    int64_t ahead; /* the path's clock is frame + ahead */
    int frames;
    double *scratch; /* frames long */
} GainClock;

typedef enum GainKind { GAIN_STEADY, GAIN_VARYING } GainKind;

/* Works out the gains of a run: `steady` for GAIN_STEADY, else row[PAN_*][frame] (rows as long as the run). `edge`
 * carries the glide and the numbers at rest. */
RT_SAFE GainKind gains_of_run(const GainPath *path, EdgeState *edge, const GainClock *clock, double steady[PAN_GAINS],
                              double *const row[PAN_GAINS]);
/* The gains at one engine frame, glide included: where a live move begins. */
RT_SAFE void gains_now(const GainPath *path, const EdgeState *edge, const Timeline *timeline, const Kernels *kernels,
                       int64_t frame, int64_t ahead, double gain[PAN_GAINS]);
/* A value of the path changed at engine frame `frame`: from there glide over `frames` frames (0: jump). `before` is
 * what gains_now said. */
RT_SAFE void gains_touch(EdgeState *edge, const double before[PAN_GAINS], int64_t frame, int frames);
/* From `frame` on fade to silence (`closing`), or from silence to what it shall be. */
RT_SAFE void gains_fade(EdgeState *edge, bool closing, const double before[PAN_GAINS], int64_t frame, int frames);
/* No glide, and forgets what was worked out. */
RT_SAFE void gains_forget(EdgeState *edge);

#endif
