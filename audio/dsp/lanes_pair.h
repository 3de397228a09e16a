/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two banks of one shape side by side in 16 lanes, the first one's in the lower half, where the CPU has AVX-512.
 *
 * A pair is a way to compute, not a way to be: each bank keeps its state, in its own layout, and a kernel joins what it
 * needs of both when a cell begins and parts it at its end.  So banks are paired cell by cell, whole cells alone; what
 * is not plain (something moves, an option is in use) is left to the banks one by one.  Each lane sees the same
 * operations in the same order as alone, and gives the same bits.
 */
#ifndef TTYMIX_AUDIO_DSP_LANES_PAIR_H
#define TTYMIX_AUDIO_DSP_LANES_PAIR_H

#include "audio/dsp/lanes.h"

enum { PAIR_LANES = 2 * BANK_LANES };

typedef float F16 __attribute__((vector_size(64)));

/* True where pairs are computed: the build and the CPU have AVX-512. Any thread. */
RT_SAFE bool lanes_have_pairs(void);

/* A whole cell of planar channels, each of its own, into 16 lanes, and back, as lanes_in and lanes_out. */
RT_SAFE void lanes_pair_in(F16 *x, float *const io[PAIR_LANES]);
RT_SAFE void lanes_pair_out(const F16 *x, float *const io[PAIR_LANES]);
/* A cell of two banks' lanes from a pair's, and to one. */
RT_SAFE void lanes_pair_part(const F16 *x, F8 *a, F8 *b);
RT_SAFE void lanes_pair_join(F16 *x, const F8 *a, const F8 *b);

#endif
