/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sums that levels are made of: peak, RMS, DC, overs, correlation.
 *
 * A block's sums are eight partial sums by position in the stream, folded in one order when a figure is asked for, so
 * the figures do not depend on how the signal was cut.  RMS is AES17's: a full-scale sine reads 0 dBFS.  Struct of the
 * caller's, one thread at a time, RT_SAFE; zeroed memory is a fresh meter.
 */
#ifndef TTYMIX_AUDIO_MEASURE_LEVELS_H
#define TTYMIX_AUDIO_MEASURE_LEVELS_H

#include <stdint.h>

#include "audio/base/attributes.h"

enum { LEVEL_LANES = 8, LEVEL_WINDOW_STEPS = 60 };

/* One channel since the start. */
typedef struct ChannelLevel {
    double square_sum[LEVEL_LANES]; /* by frame modulo 8 */
    double sum[LEVEL_LANES];
    float peak;               /* highest absolute sample */
    int64_t overs;            /* samples above 1.0, either sign: beyond full scale */
    int64_t clip_runs;        /* runs of three samples or more at full scale (16 bit's 32767/32768) or above */
    int64_t clip_run_longest; /* frames */
    int64_t clip_first;       /* frame where the first such run begins; -1 before the first */
    int64_t run;              /* length of the run that goes on */
    int64_t frames;
} ChannelLevel;

void channel_level_init(ChannelLevel *level);
RT_SAFE void channel_level_add(ChannelLevel *level, const float *samples, int frames);
/* RMS over everything, dBFS as in AES17; -INFINITY in silence. */
RT_SAFE double channel_level_rms_db(const ChannelLevel *level);
/* Mean value, linear. */
RT_SAFE double channel_level_dc(const ChannelLevel *level);

/* Products of two channels since the start. */
typedef struct Correlation {
    double left_left[LEVEL_LANES], right_right[LEVEL_LANES], left_right[LEVEL_LANES];
    int64_t frames;
} Correlation;

RT_SAFE void correlation_add(Correlation *correlation, const float *left, const float *right, int frames);
/* -1 to 1; 1 for equal channels, 0 where either is silent. */
RT_SAFE double correlation_value(const Correlation *correlation);

/* Sliding windows for the desk, in steps of 10 ms: RMS over 300 ms (K meters 600 ms), correlation over 600 ms. */
typedef struct LevelWindow {
    double rate_hz;
    double squares[2][LEVEL_WINDOW_STEPS], products[LEVEL_WINDOW_STEPS]; /* by step modulo 60 */
    double square[2], product;                                           /* of the present step */
    int64_t frames, step;
} LevelWindow;

void level_window_init(LevelWindow *window, double rate_hz);
/* `right` may equal `left`. */
RT_SAFE void level_window_add(LevelWindow *window, const float *left, const float *right, int frames);
/* RMS of a channel (0, 1) over the last `ms` (10 to 600, whole tens), dBFS as in AES17. */
RT_SAFE double level_window_rms_db(const LevelWindow *window, int channel, int ms);
RT_SAFE double level_window_correlation(const LevelWindow *window);

/* dBFS of a mean square as AES17 has it; -INFINITY for 0. */
RT_SAFE double level_rms_db(double mean_square);

#endif
