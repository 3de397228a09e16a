/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two banks of equalizers at once. */
#define LANES_PAIR
#include "audio/dsp/eq/chain.h"

enum { PAIR_UNITS = 16 }; /* joined on the stack */

static void join_float(EqAnyFloat *to, const EqFloat *a, const EqFloat *b)
{
    to->busy = a->busy | (unsigned)b->busy << BANK_LANES;
    if (!to->busy)
        return;
    FV *vector = &to->b0;
    for (int i = 0; i < EQ_FLOAT_VECTORS; i++)
        vector[i] = fv_join((&a->b0)[i], (&b->b0)[i]);
}

static void join_double(EqAnyVector *to, const EqVector *a, const EqVector *b)
{
    to->in_double = a->in_double | (unsigned)b->in_double << BANK_LANES;
    if (!to->in_double)
        return;
    to->db0 = wv_join(a->db0, b->db0);
    to->db1 = wv_join(a->db1, b->db1);
    to->db2 = wv_join(a->db2, b->db2);
    to->da1 = wv_join(a->da1, b->da1);
    to->da2 = wv_join(a->da2, b->da2);
    to->w1 = wv_join(a->w1, b->w1);
    to->w2 = wv_join(a->w2, b->w2);
}

static void part_float(const EqAnyFloat *from, EqFloat *a, EqFloat *b)
{
    if (!from->busy)
        return;
    fv_part(from->s1, &a->s1, &b->s1);
    fv_part(from->s2, &a->s2, &b->s2);
}

static void part_double(const EqAnyVector *from, EqVector *a, EqVector *b)
{
    if (!from->in_double)
        return;
    a->w1 = d8_from_hv(from->w1.low);
    b->w1 = d8_from_hv(from->w1.high);
    a->w2 = d8_from_hv(from->w2.low);
    b->w2 = d8_from_hv(from->w2.high);
}

static bool is_plain(const EqVector *units, int count)
{
    for (int k = 0; k < count; k++)
        if (units[k].mid_side || units[k].turns[0].lanes || units[k].turns[1].lanes)
            return false;
    return count <= PAIR_UNITS;
}

bool eq_pair_run(EqVector *a, EqVector *b, int count, F16 *x)
{
    if (!is_plain(a, count) || !is_plain(b, count))
        return false;
    EqAnyVector units[PAIR_UNITS];
    Chain chain;
    for (int k = 0; k < count; k++) {
        join_double(&units[k], &a[k], &b[k]);
        join_float(&units[k].main, &a[k].main, &b[k].main);
        join_float(&units[k].correction, &a[k].correction, &b[k].correction);
    }
    chain_begin(&chain, units, count, x, CELL_FRAMES);
    for (int k = 0; k < count; k++) {
        take_double(&chain, &units[k]);
        take_float(&chain, &units[k].main);
        take_float(&chain, &units[k].correction);
    }
    chain_flush(&chain);
    for (int k = 0; k < count; k++) {
        part_double(&units[k], &a[k], &b[k]);
        part_float(&units[k].main, &a[k].main, &b[k].main);
        part_float(&units[k].correction, &a[k].correction, &b[k].correction);
    }
    return true;
}

void eq_pair_out(const F8 *gain_a, const F8 *gain_b, F16 *x)
{
    FV gain = fv_join(*gain_a, *gain_b);
    if (mv_any(fv_differ(gain, fv_set(1.0f))))
        for (int i = 0; i < CELL_FRAMES; i++)
            x[i] = x[i] * gain;
}
