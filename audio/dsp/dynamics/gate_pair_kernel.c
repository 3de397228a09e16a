/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two banks of gates at once. */
#define LANES_PAIR
#include "audio/dsp/dynamics/gate_walk.h"
#include "audio/dsp/dynamics/peak_window_pair.h"

static bool is_plain(const GateBank *gate)
{
    return !gate->glide.moving && !gate->filter.any_on && gate->delay.length == 0 && !gate->any_listen;
}

LANES_INLINE void run_peaks(const GateBank *a, const GateBank *b, const GateDials *dials, GateWalk *walk, FV *x,
                            const FV *level)
{
    FV peak[CELL_FRAMES];
    MV apart = fv_differ(walk->reduction, fv_swap_pairs(walk->reduction));
    peak_window_pair_run(&a->window, &b->window, level, peak);
    for (int begin = 0; begin < CELL_FRAMES; begin += GATE_GROUP)
        if (a->channels == 2 && !mv_any(apart))
            gate_run_peaks(dials, walk, x + begin, peak + begin, NULL, false, true, GATE_GROUP);
        else
            gate_run_peaks(dials, walk, x + begin, peak + begin, NULL, false, false, GATE_GROUP);
}

static void run(GateBank *a, GateBank *b, F16 *x)
{
    FV to[GATE_GLIDES], level[CELL_FRAMES], greatest = fv_set(0.0f), middle;
    for (int k = 0; k < GATE_GLIDES; k++)
        to[k] = fv_join(a->to[k], b->to[k]);
    const GateDials dials = {to, to, mv_join(a->expander, b->expander), a->any_expander || b->any_expander};
    GateWalk walk = {fv_join(a->reduction, b->reduction), fv_join(a->held, b->held), mv_join(a->open, b->open)};
    for (int i = 0; i < CELL_FRAMES; i++) {
        FV own = fv_abs(x[i]);
        level[i] = a->channels == 2 ? fv_max(own, fv_swap_pairs(own)) : own;
        greatest = fv_max(greatest, level[i]);
    }
    middle = fv_join(a->window.middle, b->window.middle);
    greatest = fv_max(greatest, fv_max(fv_join(a->window.past[0], b->window.past[0]), middle));
    if (gate_stays(&dials, &walk, middle, greatest))
        gate_run_still(&dials, &walk, x, CELL_FRAMES);
    else
        run_peaks(a, b, &dials, &walk, x, level);
    peak_window_pair_leave(&a->window, &b->window, level);
    fv_part(walk.reduction, &a->reduction, &b->reduction);
    fv_part(walk.held, &a->held, &b->held);
    mv_part(walk.open, &a->open, &b->open);
}

bool gate_pair_run(GateBank *a, GateBank *b, F16 *x)
{
    glide_enter(&a->glide, 0);
    glide_enter(&b->glide, 0);
    if (!is_plain(a) || !is_plain(b) || a->channels != b->channels)
        return false;
    peak_window_enter_cell(&a->window);
    peak_window_enter_cell(&b->window);
    run(a, b, x);
    glide_leave(&a->glide, 0, CELL_FRAMES);
    glide_leave(&b->glide, 0, CELL_FRAMES);
    return true;
}
