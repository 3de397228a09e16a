/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Loudness of a mono or stereo signal after ITU-R BS.1770-5 and EBU Tech 3341/3342.
 *
 * One K-weighting feeds all of it.  Momentary (0.4 s) and short-term (3 s) loudness and their maxima are taken every
 * 10 ms, which EBU 3341 cases 13 and 14 need; every tenth momentary value is a gating block of integrated loudness,
 * every tenth short-term value counts for the range.  libebur128 would filter everything a second time, sum a window
 * anew at each question, and take the range once a second: it is the oracle of the tests, which hold both equal.  One
 * channel is measured as BS.1770 has it, as one channel: a mono signal heard at pan centre (-3 dB law) reads the same.
 *
 * A loudness in silence is -INFINITY.  Heap object of a fixed size, one thread at a time; loudness_add never allocates.
 * Gating blocks are kept as sums in bins of 0.01 LU: what lies in the bin of the relative gate itself counts or does
 * not as one, everything else is exact.
 */
#ifndef TTYMIX_AUDIO_MEASURE_LOUDNESS_H
#define TTYMIX_AUDIO_MEASURE_LOUDNESS_H

#include "audio/base/attributes.h"
#include "audio/base/status.h"

typedef struct Loudness Loudness;

/* `channels` 1 or 2, `rate_hz` 4000 to 2822400 in whole hertz (STATUS_BAD_VALUE otherwise). The caller frees it. */
NODISCARD Status loudness_new(Loudness **loudness, double rate_hz, int channels);
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
