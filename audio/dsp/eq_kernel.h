/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The standing equalizer: units in lanes.
 *
 * A unit's correcting section runs in float (transposed direct form).  Its main section runs in float, in delta form (Middleton and
 * Goodwin, 1986: with z - 1 in place of z rounding errors near DC stay small), or in double where its frequency is below fs/200.
 * Which of the two is each lane's own matter: the other one is then set to pass every bit.
 */
#ifndef TTYMIX_AUDIO_DSP_EQ_KERNEL_H
#define TTYMIX_AUDIO_DSP_EQ_KERNEL_H

#include "audio/dsp/eq_design.h"
#include "audio/dsp/lanes.h"

typedef struct EqVector {
    F8 b0, b1, b2, a1, a2;     /* main in delta form: y = b0 x + s1 */
    F8 c1, c2, e1, e2;         /* correction: y = x + z1, z1 = c1 x - e1 y + z2, z2 = c2 x - e2 y */
    F8 s1, s2, z1, z2;
    D8 db0, db1, db2, da1, da2; /* main in double, transposed direct form */
    D8 w1, w2;
    unsigned char in_float, in_double; /* a bit a lane: where the main section does not merely pass */
    bool mid_side;              /* acts on (l + r)/2 and (l - r)/2 */
} EqVector;

/* Runs `count` units over x in place; `stereo`: lanes are pairs. */
typedef void EqRun(EqVector *units, int count, F8 *x, int frames);
extern EqRun *const eq_run[LANES_LEVELS];
RT_SAFE EqRun eq_run_base, eq_run_avx2;

/* Planar to vectors and back, with `gain` from[0] + (to[0] - from[0]) t applied on the way back. */
typedef void EqIo(F8 *x, float *const io[BANK_LANES], int frames);
typedef void EqOut(F8 *x, float *const io[BANK_LANES], const F8 *from, const F8 *to, int offset, int frames);
extern EqIo *const eq_in[LANES_LEVELS];
extern EqOut *const eq_out[LANES_LEVELS];
RT_SAFE EqIo eq_in_base, eq_in_avx2;
RT_SAFE EqOut eq_out_base, eq_out_avx2;

#endif
