/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Float samples on their way into a file: dithered, rounded to nearest (ties to even), clipped, laid out little-endian.
 *
 * The same bits at every SIMD level and for any cut of the frames. NaN becomes 0. Any thread but audio.
 */
#ifndef TTYMIX_AUDIO_IO_FILE_PACK_H
#define TTYMIX_AUDIO_IO_FILE_PACK_H

#include <stdbool.h>
#include <stdint.h>

#include "audio/io/file/dither.h"

/* Bytes behind the last one that a fast kernel may write: output buffers are that much longer. */
enum { PACK_PADDING_BYTES = 32 };

/* Rounds one channel to integers of `bits` (16, 24, 32), with the dither of `key` (NULL: none) for frames `frame`,
 * frame + 1, ...; `frame` is the low word, and the run must not pass 2^32. Returns how many samples met full scale and
 * were clipped. */
int pack_quantise(const float *in, int frames, int bits, const DitherKey *key, uint32_t frame, int32_t *out);

/* Interleaves one or two channels of such integers into bytes of `bits`. */
void pack_integers(const int32_t *const *in, int channels, int frames, int bits, unsigned char *out);
/* Interleaves one or two channels of floats into bytes. */
void pack_floats(const float *const *in, int channels, int frames, unsigned char *out);

#endif
