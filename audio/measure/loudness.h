/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Loudness of a mono or stereo signal after ITU-R BS.1770-5 and EBU Tech 3341/3342.
 *
 * Integrated loudness is libebur128's.  Momentary (0.4 s) and short-term (3 s) loudness and their maxima are taken
 * every 10 ms, which EBU 3341 cases 13 and 14 need, from our own K-weighting: libebur128 sums the whole window anew at
 * each question, which at 100 Hz costs ten times the rest of the measurement.  The range takes every tenth of these
 * short-term values; libebur128's takes one a second, too few for short pieces.  The tests hold ours and libebur128's
 * equal. One channel is measured as BS.1770 has it, as one channel: a mono signal heard at pan centre (-3 dB law) reads
 * the same.
 *
 * A loudness in silence is -INFINITY.  Heap object, one thread at a time.  With LOUDNESS_BOUNDED loudness_add never
 * allocates (libebur128's histogram of 0.1 LU steps: I within 0.05 LU of exact); with LOUDNESS_EXACT it keeps every
 * gating block, some 160 bytes a second, and allocates in between.
 */
#ifndef TTYMIX_AUDIO_MEASURE_LOUDNESS_H
#define TTYMIX_AUDIO_MEASURE_LOUDNESS_H

#include "audio/base/attributes.h"
#include "audio/base/status.h"

typedef struct Loudness Loudness;
typedef enum LoudnessMode { LOUDNESS_BOUNDED, LOUDNESS_EXACT } LoudnessMode;

/* `channels` 1 or 2, `rate_hz` 4000 to 2822400 in whole hertz (STATUS_BAD_VALUE otherwise). The caller frees it. */
NODISCARD Status loudness_new(Loudness **loudness, double rate_hz, int channels, LoudnessMode mode);
void loudness_free(Loudness *loudness); /* NULL is safe */

/* Takes planar frames; channels[1] is not read of one channel. Finite samples. */
void loudness_add(Loudness *loudness, const float *const channels[2], int frames);

/* All in LUFS. The windows count what came before the start as silence. */
double loudness_momentary(const Loudness *loudness);
double loudness_short_term(const Loudness *loudness);
double loudness_momentary_max(const Loudness *loudness);
double loudness_short_term_max(const Loudness *loudness);
/* Gated at -70 LUFS and 10 LU below the mean. */
double loudness_integrated(const Loudness *loudness);
/* Loudness range in LU, EBU Tech 3342; 0 below 3 s. */
double loudness_range(const Loudness *loudness);

#endif
