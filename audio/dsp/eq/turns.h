/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What of the equalizer moves, in lanes of double: sections on their way over a cell, as eq_moving.h has them, and the
 * ears of dynamic bands.
 */
#ifndef TTYMIX_AUDIO_DSP_EQ_TURNS_H
#define TTYMIX_AUDIO_DSP_EQ_TURNS_H

#include "audio/dsp/lanes.h"

/* Rows of a section as state variables, in the order of EqTurn. */
enum { EQ_TURN_G, EQ_TURN_K, EQ_TURN_HIGH, EQ_TURN_BAND, EQ_TURN_LOW, EQ_TURN_ROWS };

typedef struct EqTurns {
    D8 from[EQ_TURN_ROWS], way[EQ_TURN_ROWS]; /* at the part x of the cell: from + way x */
    D8 first, second;                         /* states */
    unsigned char lanes;                      /* a bit a lane: where it moves; zeros elsewhere */
} EqTurns;

/* Runs the lanes that move and leaves the others as they are. */
typedef void EqTurnRun(EqTurns *turns, F8 *x, int offset, int frames);
RT_SAFE EqTurnRun eq_turn_run_base, eq_turn_run_avx2, eq_turn_run_avx512;

typedef struct EqEars { /* of one band */
    D8 own, other;      /* what is heard: own x + other x of the pair's other lane */
    D8 g, scale, k;     /* state variables; scale = 1/(1 + g (g + k)) */
    D8 high, band, low;
    D8 first, second;
    D8 peak;             /* mean square that has lasted, of each lane */
    unsigned char lanes; /* a bit a lane: where a band listens; zeros elsewhere */
} EqEars;

/* Follows the level of x in every lane; peaks fall by the factor `fall` a frame. */
typedef void EqListen(EqEars *ears, const F8 *x, double fall, int frames);
extern EqListen *const eq_listen[LANES_LEVELS];
RT_SAFE EqListen eq_listen_base, eq_listen_avx2, eq_listen_avx512;

#endif
