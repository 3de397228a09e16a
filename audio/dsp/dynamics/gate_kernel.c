/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/dsp/dynamics/gate_kernel.h"

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

enum { GROUP = 8 };

typedef struct Walk { /* what goes from frame to frame */
    F8 reduction, held;
    I8 open;
} Walk;

/* True when every lane remains open, or closed all the way, over frames whose peaks lie between two bounds. */
LANES_INLINE bool stays(const GateBank *gate, const Walk *walk, F8 least, F8 greatest)
{
    F8 zero = f8_set(0.0f), range = gate->to[GATE_RANGE], reduction = walk->reduction;
    I8 opened = walk->open & f8_greater(least, gate->to[GATE_CLOSE]) & ~f8_greater(reduction, zero);
    I8 shut = ~(walk->open | f8_greater(walk->held, zero) | f8_greater(greatest, gate->to[GATE_OPEN]) | gate->expander);
    I8 at_range = f8_at_least(reduction, range) & f8_at_least(range, reduction);
    return !i8_any(~(opened | (shut & at_range)));
}

/* Frames over which nothing moves. */
LANES_INLINE void run_still(const GateBank *gate, Walk *walk, F8 *x, int frames)
{
    F8 zero = f8_set(0.0f);
    walk->held = f8_select(walk->open, gate->to[GATE_HOLD], zero);
    if (i8_any(f8_greater(walk->reduction, zero))) { /* 2^0 is exactly 1 */
        F8 gain = f8_exp2(-walk->reduction);
        for (int i = 0; i < frames; i++)
            x[i] = x[i] * gain;
    }
}

/* A few frames: the recursion alone, then the exponentials, which overlap in the CPU; of linked pairs those of two
 * frames at once. */
LANES_INLINE void run_group(GateBank *gate, Walk *walk, F8 *x, F8 *peak, const float *time, bool moving, bool linked,
                            const int count)
{
    F8 zero = f8_set(0.0f);
    for (int k = 0; k < count; k++) {
        float at = moving ? time[k] : 0.0f;
        walk->open = f8_greater(peak[k], constant(gate, GATE_OPEN, at, moving)) |
                     (walk->open & f8_greater(peak[k], constant(gate, GATE_CLOSE, at, moving)));
        walk->held = f8_select(walk->open, constant(gate, GATE_HOLD, at, moving), f8_max(walk->held - 1.0f, zero));
        F8 target = aim(gate, peak[k], walk->open | f8_greater(walk->held, zero), at, moving);
        walk->reduction = f8_max(f8_min(target, walk->reduction + constant(gate, GATE_DOWN, at, moving)),
                                 walk->reduction - constant(gate, GATE_UP, at, moving));
        peak[k] = walk->reduction;
    }
    if (linked && count % 2 == 0) {
        LANES_UNROLL
        for (int k = 0; k < count; k += 2) {
            F8 gain = f8_exp2(-f8_pick_pairs(peak[k], peak[k + 1]));
            x[k] = x[k] * f8_even_pairs(gain);
            x[k + 1] = x[k + 1] * f8_odd_pairs(gain);
        }
    } else {
        LANES_UNROLL
        for (int k = 0; k < count; k++)
            x[k] = x[k] * f8_exp2(-peak[k]);
    }
}

/* Levels into the window; returns the greatest. */
LANES_INLINE F8 note_levels(GateBank *gate, const F8 *key, int offset, int frames)
{
    F8 *level = gate->window.level + offset, greatest = f8_set(0.0f);
    for (int i = 0; i < frames; i++) {
        F8 own = f8_abs(key[i]);
        level[i] = gate->channels == 2 ? f8_max(own, f8_swap_pairs(own)) : own;
        greatest = f8_max(greatest, level[i]);
    }
    return greatest;
}

LANES_INLINE void run_peaks(GateBank *gate, Walk *walk, F8 *x, int offset, int frames, bool moving)
{
    F8 peak[CELL_FRAMES];
    float time[GROUP];
    bool linked = gate->channels == 2 && !i8_any((I8)walk->reduction ^ (I8)f8_swap_pairs(walk->reduction));
    peak_window_run(&gate->window, offset, peak, frames);
    for (int begin = 0, count; begin < frames; begin += count) {
        count = frames - begin < GROUP ? 1 : GROUP;
        F8 least = peak[begin], greatest = peak[begin];
        for (int k = 1; k < count; k++) {
            least = f8_min(peak[begin + k], least);
            greatest = f8_max(peak[begin + k], greatest);
        }
        for (int k = 0; moving && k < count; k++)
            time[k] = glide_time(offset, begin + k);
        if (!moving && stays(gate, walk, least, greatest))
            run_still(gate, walk, x + begin, count);
        else if (count == GROUP)
            run_group(gate, walk, x + begin, peak + begin, time, moving, linked, GROUP);
        else
            run_group(gate, walk, x + begin, peak + begin, time, moving, false, 1);
    }
}

/* A whole cell in which nothing moves, whatever its peaks are exactly, needs none. */
LANES_INLINE void run(GateBank *gate, F8 *x, const F8 *key, int offset, int frames, bool moving)
{
    const PeakWindow *window = &gate->window;
    Walk walk = {gate->reduction, gate->held, gate->open};
    F8 greatest = note_levels(gate, key, offset, frames);
    greatest = f8_max(greatest, f8_max(window->past[0], window->middle));
    if (!moving && offset == 0 && frames == CELL_FRAMES && stays(gate, &walk, window->middle, greatest))
        run_still(gate, &walk, x, frames);
    else
        run_peaks(gate, &walk, x, offset, frames, moving);
    if (gate->any_listen)
        for (int i = 0; i < frames; i++) {
            float time = moving ? glide_time(offset, i) : 0.0f;
            x[i] = f8_fade(x[i], key[i], constant(gate, GATE_LISTEN, time, moving));
        }
    gate->reduction = walk.reduction;
    gate->held = walk.held;
    gate->open = walk.open;
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

void LANES_NAME(gate_run)(GateBank *gate, float *const io[BANK_LANES], const float *const key[BANK_LANES], int offset,
                          int frames)
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
