/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/dsp/eq_kernel.h"

#include "audio/dsp/glide.h"

/* `n` units fused, so that the recursions of different sections overlap; n is a constant wherever this is inlined. */
LANES_INLINE void run_float(EqVector *units, F8 *x, int frames, const int n)
{
    F8 s1[4], s2[4], z1[4], z2[4];
    LANES_UNROLL
    for (int k = 0; k < n; k++) {
        s1[k] = units[k].s1;
        s2[k] = units[k].s2;
        z1[k] = units[k].z1;
        z2[k] = units[k].z2;
    }
    for (int i = 0; i < frames; i++) {
        F8 in = x[i];
        LANES_UNROLL
        for (int k = 0; k < n; k++) {
            const EqVector *u = &units[k];
            F8 main = u->b0 * in + s1[k];
            s1[k] = s1[k] + ((u->b1 * in + s2[k]) - u->a1 * main);
            s2[k] = (s2[k] + u->b2 * in) - u->a2 * main;
            F8 out = main + z1[k];
            z1[k] = (u->c1 * main + z2[k]) - u->e1 * out;
            z2[k] = u->c2 * main - u->e2 * out;
            in = out;
        }
        x[i] = in;
    }
    LANES_UNROLL
    for (int k = 0; k < n; k++) {
        units[k].s1 = s1[k];
        units[k].s2 = s2[k];
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

/* Both halves of one or two units; b is a where there is but one. */
LANES_INLINE void run_double(EqVector *a, EqVector *b, F8 *x, int frames, const bool two)
{
    D8 aw1 = a->w1, aw2 = a->w2, bw1 = b->w1, bw2 = b->w2;
    for (int i = 0; i < frames; i++) {
        D8 v = d8_from_f8(x[i]);
        v.low = biquad(v.low, a->db0.low, a->db1.low, a->db2.low, a->da1.low, a->da2.low, &aw1.low, &aw2.low);
        v.high = biquad(v.high, a->db0.high, a->db1.high, a->db2.high, a->da1.high, a->da2.high, &aw1.high, &aw2.high);
        if (two) {
            F8 between = f8_from_d8(v); /* rounds as if they were run one by one */
            v = d8_from_f8(between);
            v.low = biquad(v.low, b->db0.low, b->db1.low, b->db2.low, b->da1.low, b->da2.low, &bw1.low, &bw2.low);
            v.high = biquad(v.high, b->db0.high, b->db1.high, b->db2.high, b->da1.high, b->da2.high, &bw1.high, &bw2.high);
        }
        x[i] = f8_from_d8(v);
    }
    a->w1 = aw1;
    a->w2 = aw2;
    if (two) {
        b->w1 = bw1;
        b->w2 = bw2;
    }
}

static void run_doubles(EqVector *units, int count, F8 *x, int frames)
{
    EqVector *waiting = NULL;
    for (int k = 0; k < count; k++) {
        if (!units[k].in_double)
            continue;
        if (waiting) {
            run_double(waiting, &units[k], x, frames, true);
            waiting = NULL;
        } else {
            waiting = &units[k];
        }
    }
    if (waiting)
        run_double(waiting, waiting, x, frames, false);
}

static void run_alike(EqVector *units, int count, F8 *x, int frames)
{
    int k = 0;
    for (; k + 3 <= count; k += 3)
        run_float(units + k, x, frames, 3);
    if (count - k == 2)
        run_float(units + k, x, frames, 2);
    if (count - k == 1)
        run_float(units + k, x, frames, 1);
    run_doubles(units, count, x, frames);
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
