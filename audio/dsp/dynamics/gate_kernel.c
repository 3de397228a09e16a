/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/dsp/dynamics/gate_kernel.h"

#include "audio/dsp/dynamics/gate_walk.h"

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

LANES_INLINE void run_peaks(GateBank *gate, const GateDials *dials, GateWalk *walk, F8 *x, int offset, int frames,
                            bool moving)
{
    F8 peak[CELL_FRAMES];
    float time[GATE_GROUP];
    bool linked = gate->channels == 2 && !i8_any((I8)walk->reduction ^ (I8)f8_swap_pairs(walk->reduction));
    peak_window_run(&gate->window, offset, peak, frames);
    for (int begin = 0, count; begin < frames; begin += count) {
        count = frames - begin < GATE_GROUP ? 1 : GATE_GROUP;
        for (int k = 0; moving && k < count; k++)
            time[k] = glide_time(offset, begin + k);
        if (count == GATE_GROUP)
            gate_run_peaks(dials, walk, x + begin, peak + begin, time, moving, linked, GATE_GROUP);
        else
            gate_run_peaks(dials, walk, x + begin, peak + begin, time, moving, false, 1);
    }
}

/* A whole cell in which nothing moves, whatever its peaks are exactly, needs none. */
LANES_INLINE void run(GateBank *gate, F8 *x, const F8 *key, int offset, int frames, bool moving)
{
    const PeakWindow *window = &gate->window;
    const GateDials dials = {gate->from, gate->to, gate->expander, gate->any_expander};
    GateWalk walk = {gate->reduction, gate->held, gate->open};
    F8 greatest = note_levels(gate, key, offset, frames);
    greatest = f8_max(greatest, f8_max(window->past[0], window->middle));
    if (!moving && offset == 0 && frames == CELL_FRAMES && gate_stays(&dials, &walk, window->middle, greatest))
        gate_run_still(&dials, &walk, x, frames);
    else
        run_peaks(gate, &dials, &walk, x, offset, frames, moving);
    if (gate->any_listen)
        for (int i = 0; i < frames; i++) {
            float time = moving ? glide_time(offset, i) : 0.0f;
            x[i] = f8_fade(x[i], key[i], gate_dial(&dials, GATE_LISTEN, time, moving));
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
        if (gate->filter.any_on)
            key_filter_run(&gate->filter, source, heard, frames);
        else
            memcpy(heard, source, (size_t)frames * sizeof *source);
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
