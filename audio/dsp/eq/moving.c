/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/dsp/eq/moving.h"

#include <math.h>

EqTurn eq_turn_from_section(const EqSection *section)
{
    double den = 4 - 2 * section->d1 + section->d2, num = 4 - 2 * section->n1 + section->n2;
    double g = sqrt(section->d2 / den);
    return (EqTurn){
        .g = g,
        .k = 2 * (section->d1 - section->d2) / (den * g),
        .high = section->b0 * num / den,
        .band = 2 * section->b0 * (section->n1 - section->n2) / (den * g),
        .low = section->b0 * section->n2 / section->d2,
    };
}

/* One frame, as eq_turns_kernel.c has it. */
static double step(const EqTurn *turn, double in, double *first, double *second)
{
    double scale = 1 / (1 + turn->g * (turn->g + turn->k));
    double band = scale * (*first + turn->g * (in - *second));
    double gained = turn->g * band;
    double low = *second + gained;
    double high = in - turn->k * band - low;
    *first = band + band - *first;
    *second = low + gained;
    return turn->high * high + turn->band * band + turn->low * low;
}

EqRinging eq_turn_ringing(const EqTurn *turn, double first, double second)
{
    EqRinging ringing;
    ringing.now = step(turn, 0, &first, &second);
    ringing.next = step(turn, 0, &first, &second);
    return ringing;
}

void eq_turn_excite(const EqTurn *turn, EqRinging ringing, double *first, double *second)
{
    EqRinging a = eq_turn_ringing(turn, 1, 0), b = eq_turn_ringing(turn, 0, 1);
    double det = a.now * b.next - a.next * b.now;
    double size = (a.now * a.now + a.next * a.next) * (b.now * b.now + b.next * b.next);
    *first = *second = 0;
    if (det * det <= 1e-20 * size || size < 1e-60)
        return;
    *first = (ringing.now * b.next - ringing.next * b.now) / det;
    *second = (a.now * ringing.next - a.next * ringing.now) / det;
}
