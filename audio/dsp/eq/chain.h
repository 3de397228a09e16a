/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A chain of standing sections, fused as far as their order allows, in 8 or 16 lanes. */
#ifndef TTYMIX_AUDIO_DSP_EQ_CHAIN_H
#define TTYMIX_AUDIO_DSP_EQ_CHAIN_H

#include "audio/dsp/eq/kernel.h"
#include "audio/dsp/lanes_any.h"

#ifdef LANES_PAIR
/* A pair's, joined for a cell. */
typedef struct EqAnyFloat {
    FV b0, b1, b2, a1, a2, s1, s2;
    unsigned busy;
} EqAnyFloat;
typedef struct EqAnyVector {
    EqAnyFloat main, correction;
    WV db0, db1, db2, da1, da2, w1, w2;
    unsigned in_double;
} EqAnyVector;
#else
typedef EqFloat EqAnyFloat;
typedef EqVector EqAnyVector;
#endif

enum { FUSED = 6, FUSED_DOUBLE = 4 };

/* In both runs `n` sections are fused, so that their recursions overlap; n is a constant wherever they are inlined.  A
 * section that passes every bit in all lanes may be left out: the order of what remains in a lane is always the same.
 */
LANES_INLINE void run_floats(EqAnyFloat *const *sections, FV *x, int frames, const int n)
{
    const EqAnyFloat *section[FUSED];
    FV s1[FUSED], s2[FUSED];
    LANES_UNROLL
    for (int k = 0; k < n; k++) {
        section[k] = sections[k];
        s1[k] = sections[k]->s1;
        s2[k] = sections[k]->s2;
    }
    for (int i = 0; i < frames; i++) {
        FV in = x[i];
        LANES_UNROLL
        for (int k = 0; k < n; k++) {
            const EqAnyFloat *u = section[k];
            FV out = u->b0 * in + s1[k];
            s1[k] = (s1[k] + (u->b1 * in + s2[k])) - u->a1 * out;
            s2[k] = (s2[k] + u->b2 * in) - u->a2 * out;
            in = out;
        }
        x[i] = in;
    }
    LANES_UNROLL
    for (int k = 0; k < n; k++) {
        sections[k]->s1 = s1[k];
        sections[k]->s2 = s2[k];
    }
}

LANES_INLINE HV biquad(HV in, HV b0, HV b1, HV b2, HV a1, HV a2, HV *w1, HV *w2)
{
    HV out = b0 * in + *w1;
    *w1 = (b1 * in + *w2) - a1 * out;
    *w2 = b2 * in - a2 * out;
    return out;
}

/* From x to x, or in `wide` where that is given.  The halves' states stand in arrays of their own: a compiler keeps
 * those in registers. */
LANES_INLINE void run_doubles(EqAnyVector *const *units, FV *x, WV *wide, int frames, const int n)
{
    const EqAnyVector *unit[FUSED_DOUBLE];
    HV low1[FUSED_DOUBLE], low2[FUSED_DOUBLE], high1[FUSED_DOUBLE], high2[FUSED_DOUBLE];
    LANES_UNROLL
    for (int k = 0; k < n; k++) {
        unit[k] = units[k];
        low1[k] = units[k]->w1.low;
        low2[k] = units[k]->w2.low;
        high1[k] = units[k]->w1.high;
        high2[k] = units[k]->w2.high;
    }
    for (int i = 0; i < frames; i++) {
        WV in = wide ? wide[i] : wv_from_fv(x[i]);
        HV low = in.low, high = in.high;
        LANES_UNROLL
        for (int k = 0; k < n; k++) {
            const EqAnyVector *u = unit[k];
            low = biquad(low, u->db0.low, u->db1.low, u->db2.low, u->da1.low, u->da2.low, &low1[k], &low2[k]);
            high = biquad(high, u->db0.high, u->db1.high, u->db2.high, u->da1.high, u->da2.high, &high1[k], &high2[k]);
        }
        if (wide)
            wide[i] = (WV){low, high};
        else
            x[i] = fv_from_wv((WV){low, high});
    }
    LANES_UNROLL
    for (int k = 0; k < n; k++) {
        units[k]->w1 = (WV){low1[k], high1[k]};
        units[k]->w2 = (WV){low2[k], high2[k]};
    }
}

/* The constants for which the runs are made. */
static void run_some_floats(EqAnyFloat *const *list, FV *x, int frames, int count)
{
    switch (count) {
    case 6: run_floats(list, x, frames, 6); break;
    case 5: run_floats(list, x, frames, 5); break;
    case 4: run_floats(list, x, frames, 4); break;
    case 3: run_floats(list, x, frames, 3); break;
    case 2: run_floats(list, x, frames, 2); break;
    case 1: run_floats(list, x, frames, 1); break;
    default: break;
    }
}

LANES_INLINE void run_some_doubles(EqAnyVector *const *list, FV *x, WV *wide, int frames, int count)
{
    switch (count) {
    case 4: run_doubles(list, x, wide, frames, 4); break;
    case 3: run_doubles(list, x, wide, frames, 3); break;
    case 2: run_doubles(list, x, wide, frames, 2); break;
    case 1: run_doubles(list, x, wide, frames, 1); break;
    default: break;
    }
}

/* Sections that wait to be fused: doubles first, then floats.  A lane's sections are in both only in that order. */
typedef struct Chain {
    FV *x;
    int frames;
    EqAnyFloat *floats[FUSED];
    EqAnyVector *doubles[FUSED_DOUBLE];
    int float_count, double_count;
    int doubles_left; /* still to come */
    unsigned float_lanes, double_lanes;
    unsigned
        kept; /* lanes whose x is `wide` rounded: what two doubles hand on is not rounded, however they are fused */
    WV wide[CELL_FRAMES];
} Chain;

static void flush_floats(Chain *chain)
{
    run_some_floats(chain->floats, chain->x, chain->frames, chain->float_count);
    chain->kept &= ~chain->float_lanes;
    chain->float_count = 0;
    chain->float_lanes = 0;
}

/* x where it has changed since, what was kept elsewhere. */
static void widen(Chain *chain)
{
    for (int i = 0; i < chain->frames; i++) {
        WV now = wv_from_fv(chain->x[i]);
        if (chain->kept == 0) {
            chain->wide[i] = now;
            continue;
        }
        for (int lane = 0; lane < ANY_LANES; lane++)
            if (!(chain->kept >> lane & 1))
                ((double *)&chain->wide[i])[lane] = ((double *)&now)[lane];
    }
}

static void flush_doubles(Chain *chain)
{
    if (chain->double_count == 0)
        return;
    if (chain->kept == 0 && chain->doubles_left == 0) {
        run_some_doubles(chain->doubles, chain->x, NULL, chain->frames, chain->double_count);
    } else {
        widen(chain);
        run_some_doubles(chain->doubles, NULL, chain->wide, chain->frames, chain->double_count);
        for (int i = 0; i < chain->frames; i++)
            chain->x[i] = fv_from_wv(chain->wide[i]);
        chain->kept = (1u << ANY_LANES) - 1;
    }
    chain->double_count = 0;
    chain->double_lanes = 0;
}

static void take_float(Chain *chain, EqAnyFloat *section)
{
    if (!section->busy)
        return;
    chain->floats[chain->float_count++] = section;
    chain->float_lanes |= section->busy;
    if (chain->float_count == FUSED) {
        flush_doubles(chain);
        flush_floats(chain);
    }
}

static void take_double(Chain *chain, EqAnyVector *unit)
{
    if (!unit->in_double)
        return;
    bool behind_floats = unit->in_double & chain->float_lanes;
    if (chain->double_count == FUSED_DOUBLE || behind_floats)
        flush_doubles(chain);
    if (behind_floats)
        flush_floats(chain);
    chain->doubles[chain->double_count++] = unit;
    chain->double_lanes |= unit->in_double;
    chain->doubles_left--;
}

/* For `count` units. */
LANES_INLINE void chain_begin(Chain *chain, const EqAnyVector *units, int count, FV *x, int frames)
{
    chain->x = x;
    chain->frames = frames;
    chain->float_count = chain->double_count = chain->doubles_left = 0;
    chain->float_lanes = chain->double_lanes = chain->kept = 0;
    for (int k = 0; k < count; k++)
        chain->doubles_left += units[k].in_double != 0;
}

LANES_INLINE void chain_flush(Chain *chain)
{
    flush_doubles(chain);
    flush_floats(chain);
}

#endif
