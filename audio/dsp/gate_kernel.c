/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/dsp/gate_kernel.h"

#define QUIET 1e-30f /* -600 dBFS: keeps the logarithm's argument normal */

LANES_INLINE F8 constant(const GateBank *gate, int k, float time, bool moving)
{
    return moving ? glide_at(gate->from, gate->to, k, time) : gate->to[k];
}

LANES_INLINE F8 aim(GateBank *gate, F8 peak, I8 through, float time, bool moving)
{
    F8 zero = f8_set(0.0f), range = constant(gate, GATE_RANGE, time, moving), closed = range;
    if (gate->any_expander) {
        F8 below = constant(gate, GATE_THRESHOLD, time, moving) - f8_log2(f8_max(peak, f8_set(QUIET)));
        F8 expanded = f8_min(constant(gate, GATE_EXPAND, time, moving) * f8_max(below, zero), range);
        closed = f8_select(gate->expander, expanded, range);
    }
    return f8_select(through, zero, closed);
}

/* True when every lane is open and remains so over `count` frames. */
LANES_INLINE bool stays_open(const GateBank *gate, const F8 *peak, int count, I8 open, F8 reduction)
{
    F8 least = peak[0];
    for (int k = 1; k < count; k++)
        least = f8_min(peak[k], least);
    I8 stays = open & f8_greater(least, gate->to[GATE_CLOSE]) & ~f8_greater(reduction, f8_set(0.0f));
    return !i8_any(~stays);
}

/* In groups of frames, so that the exponentials of neighbours overlap in the CPU and open groups need none. */
LANES_INLINE void run(GateBank *gate, F8 *x, const F8 *key, int offset, int frames, bool moving)
{
    enum { GROUP = 8 };
    F8 zero = f8_set(0.0f), reduction = gate->reduction, held = gate->held;
    I8 open = gate->open;
    F8 peak[CELL_FRAMES];
    for (int i = 0; i < frames; i++)
        peak[i] = f8_abs(key[i]);
    for (int i = 0; gate->channels == 2 && i < frames; i++)
        peak[i] = f8_max(peak[i], f8_swap_pairs(peak[i]));
    peak_window_run(&gate->window, offset, peak, frames);
    for (int begin = 0; begin < frames; begin += GROUP) {
        int count = frames - begin < GROUP ? frames - begin : GROUP;
        F8 *walk = peak + begin, greatest = zero;
        if (!moving && stays_open(gate, walk, count, open, reduction)) {
            held = gate->to[GATE_HOLD];
            for (int k = 0; gate->any_listen && k < count; k++)
                x[begin + k] = f8_fade(x[begin + k], key[begin + k], gate->to[GATE_LISTEN]);
            continue;
        }
        for (int k = 0; k < count; k++) {
            float time = moving ? glide_time(offset, begin + k) : 0.0f;
            F8 level = walk[k];
            open = f8_greater(level, constant(gate, GATE_OPEN, time, moving)) |
                   (open & f8_greater(level, constant(gate, GATE_CLOSE, time, moving)));
            held = f8_select(open, constant(gate, GATE_HOLD, time, moving), f8_max(held - 1.0f, zero));
            F8 target = aim(gate, level, open | f8_greater(held, zero), time, moving);
            reduction = f8_max(f8_min(target, reduction + constant(gate, GATE_DOWN, time, moving)),
                               reduction - constant(gate, GATE_UP, time, moving));
            walk[k] = reduction;
            greatest = f8_max(reduction, greatest);
        }
        if (i8_any(f8_greater(greatest, zero))) /* 2^0 is exactly 1 */
            for (int k = 0; k < count; k++)
                x[begin + k] = x[begin + k] * f8_exp2(-walk[k]);
        for (int k = 0; gate->any_listen && k < count; k++) {
            float time = moving ? glide_time(offset, begin + k) : 0.0f;
            x[begin + k] = f8_fade(x[begin + k], key[begin + k], constant(gate, GATE_LISTEN, time, moving));
        }
    }
    gate->reduction = reduction;
    gate->held = held;
    gate->open = open;
}

void LANES_NAME(gate_run_lanes)(GateBank *gate, F8 *x, const F8 *key, int offset, int frames)
{
    F8 heard[CELL_FRAMES];
    const F8 *source = key ? key : x;
    glide_enter(&gate->glide, offset);
    peak_window_enter(&gate->window, offset);
    if (gate->filter.any_on || (!key && (gate->delay.length > 0 || gate->any_listen))) {
        for (int i = 0; i < frames; i++)
            heard[i] = gate->filter.any_on ? key_filter_run(&gate->filter, source[i]) : source[i];
        source = heard;
    }
    lane_delay_run(&gate->delay, x, frames);
    if (gate->glide.moving)
        run(gate, x, source, offset, frames, true);
    else
        run(gate, x, source, offset, frames, false);
    peak_window_leave(&gate->window, offset + frames);
    glide_leave(&gate->glide, offset, frames);
}

void LANES_NAME(gate_run)(GateBank *gate, float *const io[BANK_LANES], const float *const key[BANK_LANES], int offset, int frames)
{
    F8 x[CELL_FRAMES], keys[CELL_FRAMES];
    bool own_key = !lanes_any_key(key);
    lanes_gather(x, (const float *const *)io, frames);
    if (!own_key) {
        const float *from[BANK_LANES];
        for (int lane = 0; lane < BANK_LANES; lane++)
            from[lane] = key[lane] ? key[lane] : io[lane];
        lanes_gather(keys, from, frames);
    }
    LANES_NAME(gate_run_lanes)(gate, x, own_key ? NULL : keys, offset, frames);
    lanes_scatter(io, x, frames);
}

#ifndef LANES_AVX2
GateRunLanes *const gate_run_lanes[LANES_LEVELS] = LANES_TABLE(gate_run_lanes);
GateRun *const gate_run[LANES_LEVELS] = LANES_TABLE(gate_run);
#endif
