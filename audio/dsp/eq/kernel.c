/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/dsp/eq/kernel.h"

#include "audio/dsp/glide.h"

enum { FUSED = 6, FUSED_DOUBLE = 4 };

/* In both runs `n` sections are fused, so that their recursions overlap; n is a constant wherever they are inlined.  A
 * section that passes every bit in all lanes may be left out: the order of what remains in a lane is always the same.
 */
LANES_INLINE void run_floats(EqFloat *const *sections, F8 *x, int frames, const int n)
{
    const EqFloat *section[FUSED];
    F8 s1[FUSED], s2[FUSED];
    LANES_UNROLL
    for (int k = 0; k < n; k++) {
        section[k] = sections[k];
        s1[k] = sections[k]->s1;
        s2[k] = sections[k]->s2;
    }
    for (int i = 0; i < frames; i++) {
        F8 in = x[i];
        LANES_UNROLL
        for (int k = 0; k < n; k++) {
            const EqFloat *u = section[k];
            F8 out = u->b0 * in + s1[k];
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

LANES_INLINE D4 biquad(D4 in, D4 b0, D4 b1, D4 b2, D4 a1, D4 a2, D4 *w1, D4 *w2)
{
    D4 out = b0 * in + *w1;
    *w1 = (b1 * in + *w2) - a1 * out;
    *w2 = b2 * in - a2 * out;
    return out;
}

/* From x to x, or in `wide` where that is given.  The halves' states stand in arrays of their own: a compiler keeps
 * those in registers. */
LANES_INLINE void run_doubles(EqVector *const *units, F8 *x, D8 *wide, int frames, const int n)
{
    const EqVector *unit[FUSED_DOUBLE];
    D4 low1[FUSED_DOUBLE], low2[FUSED_DOUBLE], high1[FUSED_DOUBLE], high2[FUSED_DOUBLE];
    LANES_UNROLL
    for (int k = 0; k < n; k++) {
        unit[k] = units[k];
        low1[k] = units[k]->w1.low;
        low2[k] = units[k]->w2.low;
        high1[k] = units[k]->w1.high;
        high2[k] = units[k]->w2.high;
    }
    for (int i = 0; i < frames; i++) {
        D8 in = wide ? wide[i] : d8_from_f8(x[i]);
        D4 low = in.low, high = in.high;
        LANES_UNROLL
        for (int k = 0; k < n; k++) {
            const EqVector *u = unit[k];
            low = biquad(low, u->db0.low, u->db1.low, u->db2.low, u->da1.low, u->da2.low, &low1[k], &low2[k]);
            high = biquad(high, u->db0.high, u->db1.high, u->db2.high, u->da1.high, u->da2.high, &high1[k], &high2[k]);
        }
        if (wide)
            wide[i] = (D8){low, high};
        else
            x[i] = f8_from_d8((D8){low, high});
    }
    LANES_UNROLL
    for (int k = 0; k < n; k++) {
        units[k]->w1 = (D8){low1[k], high1[k]};
        units[k]->w2 = (D8){low2[k], high2[k]};
    }
}

/* The constants for which the runs are made. */
static void run_some_floats(EqFloat *const *list, F8 *x, int frames, int count)
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

LANES_INLINE void run_some_doubles(EqVector *const *list, F8 *x, D8 *wide, int frames, int count)
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
    F8 *x;
    int frames;
    EqFloat *floats[FUSED];
    EqVector *doubles[FUSED_DOUBLE];
    int float_count, double_count;
    int doubles_left; /* still to come */
    unsigned float_lanes, double_lanes;
    unsigned
        kept; /* lanes whose x is `wide` rounded: what two doubles hand on is not rounded, however they are fused */
    D8 wide[CELL_FRAMES];
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
        D8 now = d8_from_f8(chain->x[i]);
        if (chain->kept == 0) {
            chain->wide[i] = now;
            continue;
        }
        for (int lane = 0; lane < BANK_LANES; lane++)
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
            chain->x[i] = f8_from_d8(chain->wide[i]);
        chain->kept = (1u << BANK_LANES) - 1;
    }
    chain->double_count = 0;
    chain->double_lanes = 0;
}

static void take_float(Chain *chain, EqFloat *section)
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

static void take_double(Chain *chain, EqVector *unit)
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

static void take_turns(Chain *chain, EqTurns *turns, int offset)
{
    if (!turns->lanes)
        return;
    if (turns->lanes & (chain->float_lanes | chain->double_lanes)) {
        flush_doubles(chain);
        flush_floats(chain);
    }
    LANES_NAME(eq_turn_run)(turns, chain->x, offset, chain->frames);
    chain->kept &= ~(unsigned)turns->lanes;
}

/* Units that all act on left and right, or all on mid and side. */
static void run_alike(EqVector *units, int count, F8 *x, int offset, int frames)
{
    Chain chain;
    chain.x = x;
    chain.frames = frames;
    chain.float_count = chain.double_count = chain.doubles_left = 0;
    chain.float_lanes = chain.double_lanes = chain.kept = 0;
    for (int k = 0; k < count; k++)
        chain.doubles_left += units[k].in_double != 0;
    for (int k = 0; k < count; k++) {
        take_double(&chain, &units[k]);
        take_float(&chain, &units[k].main);
        take_turns(&chain, &units[k].turns[0], offset);
        take_float(&chain, &units[k].correction);
        take_turns(&chain, &units[k].turns[1], offset);
    }
    flush_doubles(&chain);
    flush_floats(&chain);
}

/* (l, r) -> scale (l + r), scale (l - r) */
LANES_INLINE void turn_pairs(F8 *x, int frames, float scale)
{
    const F8 sign = {scale, -scale, scale, -scale, scale, -scale, scale, -scale};
    for (int i = 0; i < frames; i++)
        x[i] = sign * x[i] + scale * f8_swap_pairs(x[i]);
}

void LANES_NAME(eq_run)(EqVector *units, int count, F8 *x, int offset, int frames)
{
    for (int begin = 0, end; begin < count; begin = end) {
        for (end = begin; end < count && units[end].mid_side == units[begin].mid_side;)
            end++;
        if (units[begin].mid_side)
            turn_pairs(x, frames, 0.5f);
        run_alike(units + begin, end - begin, x, offset, frames);
        if (units[begin].mid_side)
            turn_pairs(x, frames, 1.0f);
    }
}

void LANES_NAME(eq_out)(F8 *x, const F8 *from, const F8 *to, int offset, int frames)
{
    I8 differ = (I8)*from ^ (I8)*to, louder = (I8)*to ^ (I8)f8_set(1.0f);
    if (i8_any(differ))
        for (int i = 0; i < frames; i++)
            x[i] = x[i] * glide_at(from, to, 0, glide_time(offset, i));
    else if (i8_any(louder))
        for (int i = 0; i < frames; i++)
            x[i] = x[i] * *to;
}

#ifndef LANES_AVX2
EqRun *const eq_run[LANES_LEVELS] = LANES_TABLE(eq_run);
EqOut *const eq_out[LANES_LEVELS] = LANES_TABLE(eq_out);
#endif
