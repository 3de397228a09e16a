/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether the tracks of a group stand in one polarity: correlation of every two of them, before their processors. */
#ifndef TTYMIX_SRC_QC_PAIRS_H
#define TTYMIX_SRC_QC_PAIRS_H

#include "audio/base/status.h"
#include "audio/engine/spec.h"

enum { PAIRS_TRACKS_MAX = 64 };

/* Reads the clips of `count` tracks of the mix, given by index, side by side: both channels together, with clip gains,
 * polarity and offset, in means of 8 frames (which keeps what lies below some 3 kHz).  correlation[i * count + j] for i
 * < j: -1 to 1, 0 where either is silent.  The streams must be free to read. */
NODISCARD Status pairs_correlate(const MixSpec *spec, const int *tracks, int count, double *correlation);

#endif
