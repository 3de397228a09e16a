/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The equalizer in lanes: a chain of units, each a main section and its correction, in that order in every lane.
 *
 * Standing sections run in float, in delta form (Middleton and Goodwin, 1986: with z - 1 in place of z rounding errors
 * near DC stay small); main sections whose frequency is below fs/200 run in double; sections that move (eq_turns.h)
 * too.  Which of them is each lane's own matter: the others are then set to pass every bit, and so is a correcting
 * section that has nothing to correct.  The order of a lane's sections never depends on which they are, so that a
 * section's input is the same before, during and after a move.
 */
#ifndef TTYMIX_AUDIO_DSP_EQ_KERNEL_H
#define TTYMIX_AUDIO_DSP_EQ_KERNEL_H

#include "audio/dsp/eq/design.h"
#include "audio/dsp/eq/turns.h"
#include "audio/dsp/lanes_pair.h"

enum { EQ_FLOAT_VECTORS = 7 };

typedef struct EqFloat {   /* y = b0 x + s1, s1 += b1 x + s2 - a1 y, s2 += b2 x - a2 y */
    F8 b0, b1, b2, a1, a2; /* in this order: EQ_FLOAT_VECTORS with the states */
    F8 s1, s2;
    unsigned char busy; /* a bit a lane: where it does not merely pass */
} EqFloat;

typedef struct EqVector {
    EqFloat main, correction;
    D8 db0, db1, db2, da1, da2; /* main in double, transposed direct form */
    D8 w1, w2;
    unsigned char in_double; /* a bit a lane, as `busy` */
    bool mid_side;           /* acts on (l + r)/2 and (l - r)/2 */
    EqTurns *turns;          /* two: how main and correction move */
} EqVector;

/* Runs `count` units over x in place, from `offset` in the cell. */
typedef void EqRun(EqVector *units, int count, F8 *x, int offset, int frames);
extern EqRun *const eq_run[LANES_LEVELS];
RT_SAFE EqRun eq_run_base, eq_run_avx2, eq_run_avx512;

/* Applies the gain from[0] + (to[0] - from[0]) t. */
typedef void EqOut(F8 *x, const F8 *from, const F8 *to, int offset, int frames);
extern EqOut *const eq_out[LANES_LEVELS];
RT_SAFE EqOut eq_out_base, eq_out_avx2, eq_out_avx512;

/* A whole cell of two banks of one layout; false where sections move or act on mid and side: then nothing is done. */
RT_SAFE bool eq_pair_run(EqVector *a, EqVector *b, int count, F16 *x);
/* Applies their standing gains. */
RT_SAFE void eq_pair_out(const F8 *gain_a, const F8 *gain_b, F16 *x);

#endif
