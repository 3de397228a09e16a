/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/dsp/eq_kernel.h"

#include "audio/dsp/glide.h"

enum { FUSED = 6, FUSED_DOUBLE = 3, CHUNK = 32 }; /* CHUNK: units whose pointers are listed at a time */

/* In all three runs `n` units are fused, so that the recursions of different sections overlap; n is a constant wherever they are
 * inlined.  A unit whose main section passes every bit in all lanes may be left out: the order of what remains is always the same. */
LANES_INLINE void run_mains(EqVector *const *units, F8 *x, int frames, const int n)
{
    F8 s1[FUSED], s2[FUSED];
    LANES_UNROLL
    for (int k = 0; k < n; k++) {
        s1[k] = units[k]->s1;
        s2[k] = units[k]->s2;
    }
    for (int i = 0; i < frames; i++) {
        F8 in = x[i];
        LANES_UNROLL
        for (int k = 0; k < n; k++) {
            const EqVector *u = units[k];
            F8 out = u->b0 * in + s1[k];
            s1[k] = s1[k] + ((u->b1 * in + s2[k]) - u->a1 * out);
            s2[k] = (s2[k] + u->b2 * in) - u->a2 * out;
            in = out;
        }
        x[i] = in;
    }
    LANES_UNROLL
    for (int k = 0; k < n; k++) {
        units[k]->s1 = s1[k];
        units[k]->s2 = s2[k];
    }
}

LANES_INLINE void run_corrections(EqVector *units, F8 *x, int frames, const int n)
{
    F8 z1[FUSED], z2[FUSED];
    LANES_UNROLL
    for (int k = 0; k < n; k++) {
        z1[k] = units[k].z1;
        z2[k] = units[k].z2;
    }
    for (int i = 0; i < frames; i++) {
        F8 in = x[i];
        LANES_UNROLL
        for (int k = 0; k < n; k++) {
            const EqVector *u = &units[k];
            F8 out = in + z1[k];
            z1[k] = (u->c1 * in + z2[k]) - u->e1 * out;
            z2[k] = u->c2 * in - u->e2 * out;
            in = out;
        }
        x[i] = in;
    }
    LANES_UNROLL
    for (int k = 0; k < n; k++) {
        units[k].z1 = z1[k];
        units[k].z2 = z2[k];
    }
}

LANES_INLINE D4 biquad(D4 in, D4 b0, D4 b1, D4 b2, D4 a1, D4 a2, D4 *w1, D4 *w2)
{
    D4 out = b0 * in + *w1;
    *w1 = (b1 * in + *w2) - a1 * out;
    *w2 = b2 * in - a2 * out;
    return out;
}

/* The halves' states stand in arrays of their own: a compiler keeps those in registers. */
LANES_INLINE void run_doubles(EqVector *const *units, D8 *x, int frames, const int n)
{
    D4 low1[FUSED_DOUBLE], low2[FUSED_DOUBLE], high1[FUSED_DOUBLE], high2[FUSED_DOUBLE];
    LANES_UNROLL
    for (int k = 0; k < n; k++) {
        low1[k] = units[k]->w1.low;
        low2[k] = units[k]->w2.low;
        high1[k] = units[k]->w1.high;
        high2[k] = units[k]->w2.high;
    }
    for (int i = 0; i < frames; i++) {
        D4 low = x[i].low, high = x[i].high;
        LANES_UNROLL
        for (int k = 0; k < n; k++) {
            const EqVector *u = units[k];
            low = biquad(low, u->db0.low, u->db1.low, u->db2.low, u->da1.low, u->da2.low, &low1[k], &low2[k]);
            high = biquad(high, u->db0.high, u->db1.high, u->db2.high, u->da1.high, u->da2.high, &high1[k], &high2[k]);
        }
        x[i].low = low;
        x[i].high = high;
    }
    LANES_UNROLL
    for (int k = 0; k < n; k++) {
        units[k]->w1 = (D8){low1[k], high1[k]};
        units[k]->w2 = (D8){low2[k], high2[k]};
    }
}

/* The constants for which the runs are made. */
static void run_some_mains(EqVector *const *units, F8 *x, int frames, int count)
{
    switch (count) {
    case 6:
        run_mains(units, x, frames, 6);
        break;
    case 5:
        run_mains(units, x, frames, 5);
        break;
    case 4:
        run_mains(units, x, frames, 4);
        break;
    case 3:
        run_mains(units, x, frames, 3);
        break;
    case 2:
        run_mains(units, x, frames, 2);
        break;
    case 1:
        run_mains(units, x, frames, 1);
        break;
    default:
        break;
    }
}

static void run_some_corrections(EqVector *units, F8 *x, int frames, int count)
{
    switch (count) {
    case 6:
        run_corrections(units, x, frames, 6);
        break;
    case 5:
        run_corrections(units, x, frames, 5);
        break;
    case 4:
        run_corrections(units, x, frames, 4);
        break;
    case 3:
        run_corrections(units, x, frames, 3);
        break;
    case 2:
        run_corrections(units, x, frames, 2);
        break;
    case 1:
        run_corrections(units, x, frames, 1);
        break;
    default:
        break;
    }
}

static void run_some_doubles(EqVector *const *units, D8 *x, int frames, int count)
{
    switch (count) {
    case 3:
        run_doubles(units, x, frames, 3);
        break;
    case 2:
        run_doubles(units, x, frames, 2);
        break;
    case 1:
        run_doubles(units, x, frames, 1);
        break;
    default:
        break;
    }
}

static int at_most(int count, int limit)
{
    return count < limit ? count : limit;
}

static void run_main_chunk(EqVector *units, int count, F8 *x, int frames)
{
    EqVector *list[CHUNK];
    int n = 0;
    for (int i = 0; i < count; i++)
        if (units[i].in_float)
            list[n++] = &units[i];
    for (int k = 0; k < n; k += FUSED)
        run_some_mains(list + k, x, frames, at_most(n - k, FUSED));
}

static void run_double_chunk(EqVector *units, int count, D8 *x, int frames)
{
    EqVector *list[CHUNK];
    int n = 0;
    for (int i = 0; i < count; i++)
        if (units[i].in_double)
            list[n++] = &units[i];
    for (int k = 0; k < n; k += FUSED_DOUBLE)
        run_some_doubles(list + k, x, frames, at_most(n - k, FUSED_DOUBLE));
}

/* Units that all act on left and right, or all on mid and side: mains in float, corrections, mains in double. */
static void run_alike(EqVector *units, int count, F8 *x, int frames)
{
    bool any_double = false;
    for (int k = 0; k < count; k++)
        any_double = any_double || units[k].in_double;
    for (int k = 0; k < count; k += CHUNK)
        run_main_chunk(units + k, at_most(count - k, CHUNK), x, frames);
    for (int k = 0; k < count; k += FUSED)
        run_some_corrections(units + k, x, frames, at_most(count - k, FUSED));
    if (!any_double)
        return;
    D8 wide[CELL_FRAMES];
    for (int i = 0; i < frames; i++)
        wide[i] = d8_from_f8(x[i]);
    for (int k = 0; k < count; k += CHUNK)
        run_double_chunk(units + k, at_most(count - k, CHUNK), wide, frames);
    for (int i = 0; i < frames; i++)
        x[i] = f8_from_d8(wide[i]);
}

/* (l, r) -> scale (l + r), scale (l - r) */
LANES_INLINE void turn_pairs(F8 *x, int frames, float scale)
{
    const F8 sign = {scale, -scale, scale, -scale, scale, -scale, scale, -scale};
    for (int i = 0; i < frames; i++)
        x[i] = sign * x[i] + scale * f8_swap_pairs(x[i]);
}

void LANES_NAME(eq_run)(EqVector *units, int count, F8 *x, int frames)
{
    for (int begin = 0, end; begin < count; begin = end) {
        for (end = begin; end < count && units[end].mid_side == units[begin].mid_side;)
            end++;
        if (units[begin].mid_side)
            turn_pairs(x, frames, 0.5f);
        run_alike(units + begin, end - begin, x, frames);
        if (units[begin].mid_side)
            turn_pairs(x, frames, 1.0f);
    }
}

void LANES_NAME(eq_in)(F8 *x, float *const io[BANK_LANES], int frames)
{
    lanes_gather(x, (const float *const *)io, frames);
}

void LANES_NAME(eq_out)(F8 *x, float *const io[BANK_LANES], const F8 *from, const F8 *to, int offset, int frames)
{
    for (int i = 0; i < frames; i++)
        x[i] = x[i] * glide_at(from, to, 0, glide_time(offset, i));
    lanes_scatter(io, x, frames);
}

#ifndef LANES_AVX2
EqRun *const eq_run[LANES_LEVELS] = LANES_TABLE(eq_run);
EqIo *const eq_in[LANES_LEVELS] = LANES_TABLE(eq_in);
EqOut *const eq_out[LANES_LEVELS] = LANES_TABLE(eq_out);
#endif
