/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sample rates of files: a stem at another rate read page by page, and a finished master written at another rate.
 *
 * libsoxr at its best quality (resampler.h): linear phase, pass band to 0.91 of the lower Nyquist frequency.  Frame n
 * out is the moment n * in / out of the input. Deterministic for a given libsoxr with SOXR_USE_SIMD=0, which store_new
 * and converter_new set before a first use.
 */
#ifndef TTYMIX_AUDIO_IO_FILE_CONVERT_H
#define TTYMIX_AUDIO_IO_FILE_CONVERT_H

#include <stdint.h>

#include "audio/base/status.h"
#include "audio/io/file/resampler.h"

/* Length at `out_hz` of what has `frames` frames at `in_hz`: to the nearest frame. */
int64_t convert_length(int64_t frames, int in_hz, int out_hz);

/* Fills planar[channel][0..frames) with the input's frames from `from` on; silence outside of it. */
typedef void ConvertInput(void *context, int64_t from, int frames, float *const *planar);

/* Makes out[channel][0..frames) from frame `from` on, by a run of its own that begins at a place given by `from` alone
 * (a multiple of the reduced output rate, so that it falls on a whole input frame, and earlier than the filter
 * reaches): the same pages give the same bits in any order. 1 or 2 channels. Not the audio thread. */
NODISCARD Status convert_page(ConvertInput *input, void *context, int channels, int in_hz, int out_hz, int64_t from,
                              int frames, float *const *out);

/* The streaming kind, for a master. One thread at a time. */
typedef struct Converter Converter;
NODISCARD Status converter_new(Converter **converter, int in_hz, int out_hz, int channels, Error *error);
void converter_free(Converter *converter);
/* Where the converted frames go: planar, at most CONVERTER_FRAMES at a time. */
enum { CONVERTER_FRAMES = 2048 };
typedef Status ConverterSink(void *context, float *const *planar, int frames, Error *error);
/* Converts `frames` frames and gives what comes out to `sink`; a failure of the sink is returned at once. */
NODISCARD Status converter_push(Converter *converter, const float *const *planar, int frames, ConverterSink *sink,
                                void *context, Error *error);
/* The end: gives the rest, so that in all exactly convert_length of what was pushed has come out. */
NODISCARD Status converter_finish(Converter *converter, ConverterSink *sink, void *context, Error *error);

#endif
