/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A track's clips as one signal: gains, fades, cross-fades and clips that replace others.
 *
 * Where two clips overlap, each end in the overlap that carries no fade of its own fades over the overlap with equal
 * power.  A clip that lies inside another replaces it: both cross-fade over CLIP_SHORT_MS (or the inner clip's own
 * fades) at its ends. A fade of N frames has gain shape(k / N) at its k-th frame; a fade-out runs the shape backwards.
 *
 * What goes on where another clip ends (the next frame of the same stream, with the same gain and no fade between) is
 * one clip with it: so what is split anywhere, inside a fade, too, sounds as it did.  A fade that is longer than its
 * clip goes on in the clip that is one with it. */
#ifndef TTYMIX_AUDIO_ENGINE_STEP_CLIPS_H
#define TTYMIX_AUDIO_ENGINE_STEP_CLIPS_H

#include <stdbool.h>
#include <stdint.h>

#include "audio/base/status.h"
#include "audio/dsp/kernels.h"
#include "audio/engine/spec.h"

#define CLIP_SHORT_MS 5.0

typedef struct ClipTable ClipTable;

/* Copies the specs; the streams must live as long as the table. Control thread. */
NODISCARD Status clips_new(ClipTable **table, const ClipSpec *clips, int count, double rate_hz);
/* One holder more, or fewer: the table is freed with the last. NULL is safe. */
ClipTable *clips_ref(ClipTable *table);
void clips_unref(ClipTable *table);
/* The same sound by the same clips, but for what was split or joined. */
bool clips_are_made_of(const ClipTable *table, const ClipSpec *clips, int count);
/* First frame after the last clip; 0 without clips. */
int64_t clips_end(const ClipTable *table);

typedef struct ClipReader { /* what a run brings along */
    const Kernels *kernels;
    float *scratch[2]; /* each `frames` long */
    double *gain;      /* likewise */
    bool wait;         /* streams are waited for */
} ClipReader;

/* Project frames position .. position + frames into out (1 or 2 channels; a stereo stem on a mono track is (L + R) /
 * 2). False when a stream had to play silence. RT_SAFE unless reader->wait. */
RT_SAFE bool clips_read(const ClipTable *table, const ClipReader *reader, int64_t position, int frames,
                        float *const *out, int channels);

#endif
