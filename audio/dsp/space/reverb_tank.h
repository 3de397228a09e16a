/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The room behind `reverb`: pre-delay, early reflections, diffusers and a feedback delay network of 16 lines.
 *
 * The network: J.-M. Jot and A. Chaigne, "Digital delay networks for designing artificial reverberators", AES 90th
 * Convention (1991): an orthogonal (Hadamard) matrix, and in each line a filter that takes off what the line's length
 * costs at the wanted decay.  Pairs of lines are turned against each other by slowly growing angles (S. Schlecht and
 * E. Habets, "Time-varying feedback matrices in feedback delay networks", JASA 138, 2015): modes wander, energy does
 * not.  Left and right are two rows of the matrix's output, orthogonal, so that the late sound is uncorrelated.
 *
 * Lengths.  At scale 1 the lines are 23.3 26.9 30.1 33.7 36.1 40.3 43.7 47.9 51.1 55.9 59.3 63.7 67.1 71.3 76.7 82.1
 * ms, the all-passes 3.1 4.7 7.9 11.3 (left) and 3.5 4.3 8.3 10.7 ms (right), the reflections as in `reverb_tap_ms`.
 * The scale is the room's size times the decay in seconds, if that is below one: short decays come down in steps unless
 * lines are short.  In frames a line or all-pass is the first odd prime from its length, rounded down and made odd
 * (11 below 8 frames), a reflection is rounded to the next frame (at least 8) and counts from the end of the pre-delay,
 * which is rounded to the next frame too.
 *
 * Loss.  A line of n frames loses 60 n/(rate decay) dB at 1 kHz; that divided by low_decay at 63 Hz, by high_decay
 * at 8 kHz (0.4 rate if that is less).  Its filter is a gain, a low and a high shelf of first order (bilinear, with
 * tangents t of pi f/rate): |low|^2 = (t^2 + L b^2)/(t^2 + b^2) with b that of 200 Hz, |high|^2 = (b^2 + H t^2)/(b^2 +
 * t^2) with b that of 4 kHz (0.3 rate if that is less); L and H >= 1e-6 and the squared gain <= 1.05 are found in four
 * rounds of setting L for 63 Hz, H for 8 kHz, then the gain for 1 kHz, from no shelves and the loss at 1 kHz.  Where a
 * long line and a short dial ask for more in one pass than such a shelf has, 7 dB between 1 and 8 kHz or 10 dB between
 * 1 kHz and 63 Hz, that end lasts longer than it should.  Between the dials the decay follows the shelves: the network
 * loses at a frequency the sum of its lines' losses in the sum of their lengths.
 *
 * A frame.  The input is written into the pre-delay.  early = the sum of eight reflections by `reverb_tap_gains`, the
 * first five from the own channel, the others from the other one.  The pre-delayed input passes four all-passes of gain
 * g = diffusion each: w = x + g z, y = z - g w, with z = w that many frames before.  Lines are read, damped, multiplied
 * by the normalised Hadamard matrix (Sylvester's order): v.  The late sound is v[5] on the left, v[10] on the right, or
 * v[5] alone in mono.  Then lines 2p, 2p + 1 turn by angle a_p: (c v[2p] - s v[2p+1], s v[2p] + c v[2p+1]), the left
 * input is added to 2p, the right one (mono: the same) to 2p + 1, times sqrt 1/8 (mono 1/4), negative for odd p, and
 * all is written.  a_p grows by 2 pi turn_hz (0.4 + 0.09 p) (-1)^p per second; cosine and sine are exact at every 64th
 * frame since the reset and straight lines between.  The output is early_lin early + late_lin q late, q = sqrt(6 ln 10
 * sum of lines/(channels decay rate)), so that noise comes out as strong as it went in; then the side (L - R)/2 times
 * `side`.
 *
 * A change.  Coefficients of the filters, diffusion and the last gains move in straight lines over the cell; every
 * length is crossfaded, from the tap as it was to the tap as it will be.
 *
 * All of it runs on blocks (a line at a time along the frames, or the lines side by side in lanes) no longer than the
 * shortest line.
 */
#ifndef TTYMIX_AUDIO_DSP_SPACE_REVERB_TANK_H
#define TTYMIX_AUDIO_DSP_SPACE_REVERB_TANK_H

#include <stdbool.h>
#include <stdint.h>

#include "audio/dsp/cell.h"
#include "audio/dsp/lanes.h"
#include "audio/dsp/space/reverb_layout.h"

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

/* Seconds in which the lines of middle length fall by 60 dB at a frequency. */
double reverb_tank_decay_s(const ReverbRoom *room, double rate_hz, double hz);
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
RT_SAFE ReverbRun reverb_run_base, reverb_run_avx2, reverb_run_avx512;

#endif
