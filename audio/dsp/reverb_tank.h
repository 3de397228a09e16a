/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The room behind `reverb`: pre-delay, early reflections, diffusers and a feedback delay network of 16 lines.
 *
 * The network: J.-M. Jot and A. Chaigne, "Digital delay networks for designing artificial reverberators", AES 90th
 * Convention (1991): an orthogonal (Hadamard) matrix, and in each line a filter that takes off what the line's length
 * costs at the wanted decay.  The filter is a low and a high shelf of first order, made exact at 0 Hz, 1 kHz and half
 * the rate.  Pairs of lines are turned against each other by slowly growing angles (S. Schlecht and E. Habets,
 * "Time-varying feedback matrices in feedback delay networks", JASA 138, 2015): modes wander, energy does not.  Left
 * and right are two rows of the matrix's output, orthogonal, so that the late sound is uncorrelated.
 *
 * All of it runs on blocks (a line at a time along the frames, or the lines side by side in lanes) no longer than the
 * shortest line.
 */
#ifndef TTYMIX_AUDIO_DSP_REVERB_TANK_H
#define TTYMIX_AUDIO_DSP_REVERB_TANK_H

#include <stdbool.h>
#include <stdint.h>

#include "audio/dsp/cell.h"
#include "audio/dsp/lanes.h"

enum {
    REVERB_LINES = 16,
    REVERB_STAGES = 4, /* all-passes a channel */
    REVERB_TAPS = 8,   /* early reflections a channel */
    REVERB_PAIRS = REVERB_LINES / 2,
    REVERB_SPAN = 64, /* longest block */
    REVERB_PAD = REVERB_SPAN + 16
};

/* Floats from one ring to the next: the ring, the mirror of its first REVERB_SPAN places, and a cache line more, or the
 * rings, all written at the same place, would push one another out of the cache. */
static inline size_t reverb_ring_stride(uint32_t mask)
{
    return (size_t)mask + 1 + REVERB_PAD;
}

/* Rows of the lines' filters: y = b0 x + z, z = b1 x - a1 y, twice. */
enum { LOW_B0, LOW_B1, LOW_A1, HIGH_B0, HIGH_B1, HIGH_A1, REVERB_COEFS };

enum { REVERB_EARLY, REVERB_LATE, REVERB_DIFFUSION, REVERB_SIDE, REVERB_RAMPS };

/* Lengths in frames; they move from [0] to [1] by a crossfade over the cell. */
typedef struct ReverbLengths {
    int line[REVERB_LINES];
    int stage[2][REVERB_STAGES];
    int tap[2][REVERB_TAPS]; /* pre-delay included */
    int pre;
} ReverbLengths;

typedef struct ReverbTank {
    F8 coefs[2][REVERB_COEFS][2]; /* before the cell and at its end; lines 0-7, 8-15 */
    F8 low_state[2], high_state[2];
    int channels;
    double rate_hz, scale; /* of the lengths set last */
    uint32_t line_mask, pre_mask, stage_mask;
    int64_t position; /* frames since the reset */
    float *lines;     /* 16 rings */
    float *pre[2];
    float *stages; /* channels * 4 rings */
    ReverbLengths lengths[2];
    Cell cell;
    Ramp ramps[REVERB_RAMPS];
    double turn_cos[REVERB_PAIRS], turn_sin[REVERB_PAIRS]; /* at the end of the present 64 frames */
    double step_cos[REVERB_PAIRS], step_sin[REVERB_PAIRS]; /* the angle of 64 frames */
    float cos_from[REVERB_PAIRS], cos_to[REVERB_PAIRS], sin_from[REVERB_PAIRS], sin_to[REVERB_PAIRS];
} ReverbTank;

typedef struct ReverbRoom {                /* what the dials say */
    double decay_s, low_decay, high_decay; /* the latter as parts of the first */
    double size;                           /* 1 = lines of 23 to 82 ms */
    double predelay_s, diffusion, early_lin, late_lin, side, turn_hz;
} ReverbRoom;

/* Longest pre-delay and size that the memory serves. */
#define REVERB_PREDELAY_MAX_S 0.5
#define REVERB_SIZE_MAX 1.8

/* False without memory; then clear it. Main thread. */
bool reverb_tank_init(ReverbTank *tank, int channels, double rate_hz);
void reverb_tank_clear(ReverbTank *tank);
RT_SAFE void reverb_tank_reset(ReverbTank *tank);
RT_SAFE void reverb_tank_set(ReverbTank *tank, const ReverbRoom *room, bool jump);
/* In place: io[c] goes in, the wet sound comes out. Any number of frames within a cell. */
RT_SAFE void reverb_tank_process(ReverbTank *tank, float *const io[2], int offset, int frames);
RT_SAFE void reverb_tank_copy(ReverbTank *to, const ReverbTank *from);

/* The block loop by SIMD level; frames <= 64 and no line shorter. */
typedef void ReverbRun(ReverbTank *tank, float *const io[2], int offset, int frames);
extern ReverbRun *const reverb_run[LANES_LEVELS];
RT_SAFE ReverbRun reverb_run_base, reverb_run_avx2;

/* Gains of the early reflections. */
extern const float reverb_tap_gains[2][REVERB_TAPS];

#endif
