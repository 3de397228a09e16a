/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/dsp/eq/chain.h"
#include "audio/dsp/glide.h"

static void take_turns(Chain *chain, EqTurns *turns, int offset)
{
    if (!turns->lanes)
        return;
    if (turns->lanes & (chain->float_lanes | chain->double_lanes)) {
        chain_flush(chain);
    }
    LANES_NAME(eq_turn_run)(turns, chain->x, offset, chain->frames);
    chain->kept &= ~(unsigned)turns->lanes;
}

/* Units that all act on left and right, or all on mid and side. */
static void run_alike(EqVector *units, int count, F8 *x, int offset, int frames)
{
    Chain chain;
    chain_begin(&chain, units, count, x, frames);
    for (int k = 0; k < count; k++) {
        take_double(&chain, &units[k]);
        take_float(&chain, &units[k].main);
        take_turns(&chain, &units[k].turns[0], offset);
        take_float(&chain, &units[k].correction);
        take_turns(&chain, &units[k].turns[1], offset);
    }
    chain_flush(&chain);
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
