/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Curves of processors for the display: gain over frequency, level out over level in.  Main thread. */
#ifndef TTYMIX_AUDIO_DSP_RESPONSE_H
#define TTYMIX_AUDIO_DSP_RESPONSE_H

#include "audio/dsp/processor.h"

/* Fills `db` with the gain at `points` frequencies in equal steps of log f, from and to included; false (db untouched)
 * where the kind has no curve, or below 2 points. */
bool response_curve(const ProcessorKind *kind, const double *values, double rate_hz, double from_hz, double to_hz,
                    int points, double *db);
/* Fills `out_db` with the level out for `points` levels in, in equal steps, from and to included; false likewise. */
bool response_transfer(const ProcessorKind *kind, const double *values, double from_db, double to_db, int points,
                       double *out_db);

/* Runs an instance of the kind (one that takes no file) on a made-up sound of `frames` frames, for its picture, and
 * fills what comes out; `mix` is left to who mixes: the wet sound comes out.  False without memory, or where the kind
 * takes a file. */
bool response_run(const ProcessorKind *kind, const double *values, double rate_hz, double tempo_bpm, float *const io[2],
                  int frames);

#endif
