/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Another sample rate, by libsoxr: a stream of interleaved float frames in, one out.  The only place that knows soxr.h.
 *
 * Linear phase, the filter's delay already taken off: output frame n is the moment n / out_rate of the input, and a
 * flushed run gives as many frames as the input lasted.  One thread at a time.  The audio thread may call
 * resampler_process once resampler_warm has run.
 */
#ifndef TTYMIX_AUDIO_IO_FILE_RESAMPLER_H
#define TTYMIX_AUDIO_IO_FILE_RESAMPLER_H

#include "audio/base/status.h"

typedef enum ResamplerQuality {
    RESAMPLER_HIGH, /* 20 bit: what is heard */
    RESAMPLER_BEST  /* 28 bit: what is written */
} ResamplerQuality;

typedef struct Resampler Resampler;

/* "libsoxr-0.1.3": bounces that convert are the same only with the same version. Static. */
const char *resampler_library_version(void);

/* channels >= 1; rates > 0. */
NODISCARD Status resampler_new(Resampler **resampler, double in_rate_hz, double out_rate_hz, int channels,
                               ResamplerQuality quality, Error *error);
void resampler_free(Resampler *resampler);
/* Feeds up to `in_frames` frames of `in` (NULL: the input ends here; call until 0 come out) and takes up to `room`
 * frames to `out`. *used has how many were fed; returns how many came out, -1 on failure. */
int resampler_process(Resampler *resampler, const float *in, int in_frames, int *used, float *out, int room);
/* Runs a second of silence through and drops what comes out, so that every buffer has its final size and later calls
 * allocate nothing. */
NODISCARD Status resampler_warm(Resampler *resampler);

#endif
