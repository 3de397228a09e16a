/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A memoryless curve on eight channels without audible aliasing: what `saturate` and `clipper` have in common.
 *
 * The signal is brought to 8 times the rate below 64 kHz, 4 times below 128 kHz, twice above, and for a curve with
 * corners to twice that where it would not come to 380 kHz (16 times at 44.1 kHz, 8 at 48 and 88.2, 4 at 96 and 176.4,
 * twice at 192).  There the curve is not sampled but averaged between neighbours (J. Parker, V. Zavalishin, E. Le
 * Bivic, "Reducing the aliasing of nonlinear waveshaping using continuous-time convolution", DAFx-16).  The curve is
 * f(u) = c1 u + c3 u^3 + c5 u^5 + c7 u^7 inside [-1, 1] and stands still outside, so its average has a closed form in
 * parts that never cancel, and floats do.
 *
 * Half-band filters of linear phase (flat and clean to 0.4535 of the rate, 20 kHz at 44.1 kHz) bring it up and down: 4p
 * - 1 taps 0.5 sinc(t / 2) under a Kaiser window (beta 10) of 2p to either side, p = 35, 7, 5, 5 from the lowest
 * doubling to the highest, the taps beside the centre scaled to sum to one half.  The last one down has an even length
 * (4p taps between two samples, sum one), which with a wait of one sample of the high rate makes the whole delay a
 * whole number of frames: shaper_latency.  The average costs 0.14 dB at 20 kHz and 44.1 kHz.
 *
 *     u = in * drive + bias
 *     out = dry * delayed in + down(wet * (average f(u) - linear * average u)) - what of it is constant
 *
 * Each number stands in a straight line over its cell and is read once a frame, at the frame that is computed: those of
 * the curve are ahead of what they act on by the way down, and an average has both its ends on the curve of its frame.
 * After that a first-order low pass at 700 Hz tilts: out + tone (out - 2 low).
 */
#ifndef TTYMIX_AUDIO_DSP_SHAPE_SHAPER_H
#define TTYMIX_AUDIO_DSP_SHAPE_SHAPER_H

#include "audio/dsp/glide.h"

enum {
    SHAPER_DRIVE,
    SHAPER_BIAS,
    SHAPER_C1,
    SHAPER_C3,
    SHAPER_C5,
    SHAPER_C7,
    SHAPER_LINEAR,
    SHAPER_WET, /* of ShaperBank.reciprocal: times 1/drive */
    SHAPER_DRY,
    SHAPER_OFFSET, /* the curve's value in silence, taken off */
    SHAPER_BLOCK,  /* how fast the constant part that is taken off follows, a frame; */
    SHAPER_LEARN,  /* 1: the result's, 0: none, so that what was learned is forgotten */
    SHAPER_TONE,   /* -0.5..0.5: tilt of the result */
    SHAPER_GLIDES
};

enum {
    SHAPER_STAGES = 4,
    SHAPER_PAIRS_MAX = 70, /* of symmetric taps */
    SHAPER_HISTORY = 160,  /* vectors that a filter remembers, at most */
    SHAPER_LATENCY_MAX = 80
};

typedef struct ShaperFilter { /* taps that are not zero come in symmetric pairs; the centre of a half-band is 1/2 */
    float pairs[SHAPER_PAIRS_MAX];
    int count;
} ShaperFilter;

typedef struct ShaperBank {
    F8 from[SHAPER_GLIDES], to[SHAPER_GLIDES];
    F8 up_history[SHAPER_STAGES][SHAPER_HISTORY], down_history[SHAPER_STAGES][SHAPER_HISTORY];
    F8 dry[SHAPER_LATENCY_MAX];
    F8 last, held;    /* the last sample before the curve; the result that waits a frame of the high rate */
    F8 constant, low; /* learned constant part, low-passed result */
    Glide glide;
    ShaperFilter half[SHAPER_STAGES], top; /* up and down; the last one down */
    float tone_pole;
    int stages, latency, channels;
    bool reciprocal;
} ShaperBank;

/* How often the rate is doubled; `corners`: the curve has some. */
int shaper_stages(double rate_hz, bool corners);
/* Frames. */
int shaper_latency(double rate_hz, bool corners);
/* A bank with all lanes reset and all glides at zero, or NULL. Main thread. */
ShaperBank *shaper_new(double rate_hz, bool corners, int channels);
RT_SAFE void shaper_reset(ShaperBank *bank, int lane);
RT_SAFE void shaper_move(ShaperBank *to, int to_lane, const ShaperBank *from, int from_lane);
RT_SAFE void shaper_process(ShaperBank *bank, float *const io[BANK_LANES], int offset, int frames);

typedef void ShaperRun(ShaperBank *bank, float *const io[BANK_LANES], int offset, int frames);
extern ShaperRun *const shaper_run[LANES_LEVELS];
RT_SAFE ShaperRun shaper_run_base, shaper_run_avx2, shaper_run_avx512;

#endif
