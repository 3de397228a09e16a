/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The loops of turns.h. */
#include "audio/dsp/eq/turns.h"

typedef int64_t L4 __attribute__((vector_size(32)));

LANES_INLINE D4 d4_set(double x)
{
    return (D4){x, x, x, x};
}

LANES_INLINE D4 d4_swap_pairs(D4 x)
{
    return __builtin_shufflevector(x, x, 1, 0, 3, 2);
}

/* a > b ? a : b */
LANES_INLINE D4 d4_max(D4 a, D4 b)
{
    L4 mask = a > b;
    return (D4)(((L4)a & mask) | ((L4)b & ~mask));
}

LANES_INLINE I8 lanes_mask(unsigned lanes)
{
    const I8 bit = {1, 2, 4, 8, 16, 32, 64, 128};
    return (i8_set((int32_t)lanes) & bit) == bit;
}

/* Simper's form of the trapezoidal state variable filter: one division, then the states step by twice what they gain.
 */
LANES_INLINE D4 turn(const D4 row[EQ_TURN_ROWS], D4 in, D4 *first, D4 *second)
{
    D4 g = row[EQ_TURN_G], k = row[EQ_TURN_K];
    D4 scale = d4_set(1.0) / (d4_set(1.0) + g * (g + k));
    D4 band = scale * (*first + g * (in - *second));
    D4 gained = g * band;
    D4 low = *second + gained;
    D4 high = in - k * band - low;
    *first = band + band - *first;
    *second = low + gained;
    return row[EQ_TURN_HIGH] * high + row[EQ_TURN_BAND] * band + row[EQ_TURN_LOW] * low;
}

void LANES_NAME(eq_turn_run)(EqTurns *turns, F8 *x, int offset, int frames)
{
    I8 mask = lanes_mask(turns->lanes);
    D8 first = turns->first, second = turns->second;
    for (int i = 0; i < frames; i++) {
        D4 part = d4_set((offset + i + 1) * (1.0 / CELL_FRAMES)), low[EQ_TURN_ROWS], high[EQ_TURN_ROWS];
        LANES_UNROLL
        for (int r = 0; r < EQ_TURN_ROWS; r++) {
            low[r] = turns->from[r].low + turns->way[r].low * part;
            high[r] = turns->from[r].high + turns->way[r].high * part;
        }
        D8 in = d8_from_f8(x[i]);
        in.low = turn(low, in.low, &first.low, &second.low);
        in.high = turn(high, in.high, &first.high, &second.high);
        x[i] = f8_select(mask, f8_from_d8(in), x[i]);
    }
    turns->first = first;
    turns->second = second;
}

/* Half 0 or 1 of the lanes: what the ear makes of `wide`, squared. */
LANES_INLINE D4 hear(const EqEars *ears, const int half, D4 wide, D4 *first, D4 *second)
{
    D4 g = (&ears->g.low)[half];
    D4 in = (&ears->own.low)[half] * wide + (&ears->other.low)[half] * d4_swap_pairs(wide);
    D4 band = (&ears->scale.low)[half] * (*first + g * (in - *second));
    D4 gained = g * band;
    D4 low = *second + gained;
    D4 high = in - (&ears->k.low)[half] * band - low;
    *first = band + band - *first;
    *second = low + gained;
    D4 heard = (&ears->high.low)[half] * high + (&ears->band.low)[half] * band + (&ears->low.low)[half] * low;
    return heard * heard;
}

void LANES_NAME(eq_listen)(EqEars *ears, const F8 *x, double fall, int frames)
{
    D8 first = ears->first, second = ears->second, peak = ears->peak;
    D4 keep = d4_set(fall);
    for (int i = 0; i < frames; i++) {
        D8 wide = d8_from_f8(x[i]);
        peak.low = d4_max(hear(ears, 0, wide.low, &first.low, &second.low), peak.low * keep);
        peak.high = d4_max(hear(ears, 1, wide.high, &first.high, &second.high), peak.high * keep);
    }
    ears->first = first;
    ears->second = second;
    ears->peak = peak;
}

#ifndef LANES_AVX2
EqListen *const eq_listen[LANES_LEVELS] = LANES_TABLE(eq_listen);
#endif
