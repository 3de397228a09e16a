/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A bank of gates and its inner loop.
 *
 * The level is the highest of the last 5 ms (rounded up to cells) of the louder channel's key.  A lane opens above one
 * threshold and closes below another, after the hold (whole frames, which count the 5 ms); its reduction, in octaves of
 * gain, then walks to its aim in straight lines: 0 while open or held, else the range, or with a ratio the lesser of
 * that and (ratio - 1) times what is missing to the threshold.  A step is the range less 1 dB (a range below that
 * whole) over the frames of attack or release, at least one.  It begins closed; at its lowest threshold it is idle:
 * both thresholds stand at -1.  Thresholds (linear), slope, range, steps, hold and listen move in straight lines over
 * the cell.
 */
#ifndef TTYMIX_AUDIO_DSP_DYNAMICS_GATE_KERNEL_H
#define TTYMIX_AUDIO_DSP_DYNAMICS_GATE_KERNEL_H

#include "audio/dsp/dynamics/peak_window.h"
#include "audio/dsp/glide.h"
#include "audio/dsp/lanes_pair.h"
#include "audio/dsp/math/key_filter.h"
#include "audio/dsp/math/lane_delay.h"

enum {
    GATE_OPEN,      /* linear level above which it opens */
    GATE_CLOSE,     /* linear level below which it closes */
    GATE_THRESHOLD, /* octaves: where the expander's slope begins */
    GATE_EXPAND,    /* ratio - 1 */
    GATE_RANGE,     /* octaves */
    GATE_UP,        /* octaves a frame towards open */
    GATE_DOWN,      /* octaves a frame towards closed */
    GATE_HOLD,      /* frames */
    GATE_LISTEN,
    GATE_GLIDES
};

typedef struct GateBank {
    F8 from[GATE_GLIDES], to[GATE_GLIDES];
    F8 reduction; /* octaves >= 0 */
    F8 held;      /* frames that the hold still lasts */
    I8 open;
    I8 expander; /* lanes with a finite ratio */
    KeyFilter filter;
    PeakWindow window;
    LaneDelay delay;
    Glide glide;
    double rate_hz;
    int channels;
    bool any_expander, any_listen;
    unsigned char lane_flags[BANK_LANES];
} GateBank;

typedef void GateRun(GateBank *gate, float *const io[BANK_LANES], const float *const key[BANK_LANES], int offset,
                     int frames);
extern GateRun *const gate_run[LANES_LEVELS];
RT_SAFE GateRun gate_run_base, gate_run_avx2, gate_run_avx512;

/* On vectors; `key` NULL: keyed by itself. */
typedef void GateRunLanes(GateBank *gate, F8 *x, const F8 *key, int offset, int frames);
extern GateRunLanes *const gate_run_lanes[LANES_LEVELS];
RT_SAFE GateRunLanes gate_run_lanes_base, gate_run_lanes_avx2, gate_run_lanes_avx512;

/* A whole cell of two banks keyed by themselves; false where an option is in use, or something moves: then nothing is
 * done. */
RT_SAFE bool gate_pair_run(GateBank *a, GateBank *b, F16 *x);

#endif
