/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A bank of compressors as `comp` and each band of `multiband` run it.
 *
 * The reduction is computed and smoothed in octaves of gain (1 = 6.02 dB), after Giannoulis, Massberg and Reiss,
 * "Digital dynamic range compressor design" (JAES 60/6, 2012): static curve of the level, then one pole whose
 * coefficient depends on the direction.  Peak: the level is the highest of the last 5 ms (less where the release is
 * shorter than 10 ms), so that a tone above 100 Hz has a level without ripple; the release counts this hold, so that
 * 63 % of a step in dB are reached at the dial's time.  RMS: one pole of the window's time constant on the square,
 * times 2 (AES17).
 *
 * Feedback: the curve acts on the level of the output, that is of the input less the reduction.  A loop over frames
 * would hear its own ripple, and its times would depend on the ratio; so the loop is solved: the reduction that the
 * curve would ask for at the level which it leaves is what the pole moves to.  The dial tells the resulting ratio, the
 * times are those of the dials, and the knee, being on the output's level, spreads by half the ratio's part more on the
 * input's.  The signal itself is heard, whatever is keyed; ratios above 100 count as 100.
 *
 * In full.  The key passes its cuts (key_filter.h); its magnitude is linked, (1 - link) own + link (the greater or the
 * mean of the pair); the window has 64 frames for every 64 in half the release, at most those in 5 ms, rounded up to
 * cells (peak_window.h), and below 64 is the frame alone; nothing is lower than 1e-30.  Over the threshold less half
 * the knee by x, the curve asks for slope (b^2/(2 knee) + x - b), b = the lesser of x and the knee, and no more than
 * the range; slope is 1 - 1/ratio, or 0 at a threshold of 0 dB.  In feedback slope is ratio - 1, and the same curve
 * holds for the output's y in place of x, with x - y the reduction: y = 2 x/(1 + sqrt(1 + 2 slope x/knee)) up to the
 * knee, (x + slope (knee - knee^2/(2 knee)))/(1 + slope) behind it.  A pole moves by 1 - exp(-1/frames), frames of the
 * release less those of a peak window.  Auto release is one of 60 ms towards the greater of what is asked and a
 * follower of the reduction (500 ms up, 1200 ms down, from 0 when it is chosen).  The hold, in whole frames, begins
 * anew where no less is asked than there is; until it is over nothing is released.  Auto make-up is half of -threshold
 * (1 - 1/ratio).  All of threshold, half knee, knee, 1/(2 knee), slope, range (60 octaves for inf), make-up, steps of
 * the poles, link and listen move in straight lines over the cell, the rest at once.
 */
#ifndef TTYMIX_AUDIO_DSP_DYNAMICS_COMP_CORE_H
#define TTYMIX_AUDIO_DSP_DYNAMICS_COMP_CORE_H

#include "audio/dsp/dynamics/peak_window.h"
#include "audio/dsp/glide.h"
#include "audio/dsp/lanes_pair.h"
#include "audio/dsp/math/key_filter.h"
#include "audio/dsp/math/lane_delay.h"

/* Settings of one compressor in the units of its table; the words are those of dsp.md. */
typedef struct CompSettings {
    double threshold_db, ratio, knee_db;
    double attack_ms, release_ms;                   /* release 0 = auto */
    double window_ms, hold_ms, range_db, makeup_db; /* makeup +inf = auto */
    double link_percent;
    bool link_average, feedback;
    double key_lowcut_hz, key_highcut_hz; /* 0 = off */
    double listen;                        /* 0..1 */
} CompSettings;

enum {
    COMP_THRESHOLD,
    COMP_HALF_KNEE,
    COMP_KNEE,
    COMP_KNEE_CURVE,
    COMP_SLOPE,
    COMP_RANGE,
    COMP_MAKEUP,
    COMP_ATTACK,
    COMP_RELEASE,
    COMP_HOLD,
    COMP_WINDOW,
    COMP_LINK_OWN,
    COMP_LINK_PAIR,
    COMP_LISTEN,
    COMP_GLIDES
};

typedef struct CompCore {
    F8 from[COMP_GLIDES], to[COMP_GLIDES];
    F8 reduction; /* octaves >= 0 */
    F8 slow;      /* auto release: the reduction that has lasted */
    F8 held;      /* frames that the hold still lasts */
    F8 mean;      /* RMS: mean square */
    I8 auto_release, link_average;
    KeyFilter filter;
    PeakWindow window;
    Glide glide;
    float slow_up, slow_down;
    double rate_hz;
    int channels;
    bool rms, feedback, any_hold, any_auto, any_average, any_listen;
    unsigned char lane_flags[BANK_LANES];
} CompCore;

/* Cells of the longest peak window at a rate: 5 ms, rounded up, at least one. */
int comp_window_cells(double rate_hz);

/* Makes a zeroed core whose window ends lie in `ends` (peak_window_bytes(comp_window_cells(rate))). */
void comp_core_init(CompCore *core, F8 *ends, double rate_hz, int channels, bool rms, bool feedback);
RT_SAFE void comp_core_reset(CompCore *core, int lane); /* one lane */
RT_SAFE void comp_core_set(CompCore *core, int lane, const CompSettings *settings,
                           bool jump); /* one lane; glide_begin first */
RT_SAFE void comp_core_move(CompCore *to, int to_lane, const CompCore *from, int from_lane);
RT_SAFE float comp_core_reduction_db(const CompCore *core, int lane);

/* Output level for an input level, make-up included. Main thread. */
double comp_transfer_db(const CompSettings *settings, double in_db);

/* x in place, driven by `key` (may be x); the look-ahead lies between reading the key and applying the gain. */
typedef void CompRun(CompCore *core, LaneDelay *delay, F8 *x, const F8 *key, int offset, int frames);
extern CompRun *const comp_run[LANES_LEVELS];
RT_SAFE CompRun comp_run_base, comp_run_avx2, comp_run_avx512;

/* A whole cell of a bank as CompRun, or of two banks keyed by themselves; false where more than plain feed-forward peak
 * detection is in use, or something moves: then nothing is done. */
RT_SAFE bool comp_cell_run(CompCore *core, LaneDelay *delay, F8 *x, const F8 *key);
RT_SAFE bool comp_pair_run(CompCore *a, const LaneDelay *delay_a, CompCore *b, const LaneDelay *delay_b, F16 *x);

/* The whole of `comp`: from planar channels to planar channels. */
typedef void CompBankRun(CompCore *core, LaneDelay *delay, float *const io[BANK_LANES],
                         const float *const key[BANK_LANES], int offset, int frames);
extern CompBankRun *const comp_bank_run[LANES_LEVELS];
RT_SAFE CompBankRun comp_bank_run_base, comp_bank_run_avx2, comp_bank_run_avx512;

#endif
