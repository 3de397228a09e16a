/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dither, and the shaping of its noise.
 *
 * TPDF dither is a function of position: the sum of two independent uniform numbers from a hash of (seed, frame,
 * channel).
 *
 * Not a running generator: any cut of the frames, any order and any SIMD level give the same numbers. Each lies on a
 * grid of 2^-16 LSB in
 * (-1, 1) LSB, has mean 0 and variance 1/6 LSB^2, so that the error of the rounding that follows has mean and variance
 * independent of the signal (Lipshitz, Wannamaker, Vanderkooy, Quantization and Dither: A Theoretical Survey, J. AES 40
 * (1992), section 4).
 */
#ifndef TTYMIX_AUDIO_IO_FILE_DITHER_H
#define TTYMIX_AUDIO_IO_FILE_DITHER_H

#include <stdint.h>

#include "audio/base/attributes.h"

typedef enum DitherKind { DITHER_NONE, DITHER_TPDF, DITHER_SHAPED, DITHER_SHAPED_9, DITHER_KIND_COUNT } DitherKind;

enum {
    DITHER_ORDER_MAX = 9,
    DITHER_GRID_FRAMES = 1 << 16 /* shaping forgets what was before at each multiple of it: see dither_shape */
};

/* Shaping feeds the error of the samples before back: the noise of TPDF dither and rounding, white with a variance of
 * 1/4 LSB^2, gets the spectrum of H(z) = 1 - sum of c[k] z^-(k+1). */
typedef struct DitherInfo {
    const char *word; /* "shaped" */
    const char *help;
    int order;                  /* 0 = not shaped */
    double c[DITHER_ORDER_MAX]; /* made for 44.1 and 48 kHz */
} DitherInfo;
extern const DitherInfo dither_table[DITHER_KIND_COUNT];

/* The part of the hash that is constant over 2^32 frames. */
typedef struct DitherKey {
    uint32_t first, second;
} DitherKey;

DitherKey dither_key(uint64_t seed, uint64_t frame, int channel);

/* 32 hashed bits for the low word of a frame number; a bijection of it, so that no value is favoured. */
static inline uint32_t dither_hash(DitherKey key, uint32_t frame)
{
    uint32_t x = frame ^ key.first;
    x ^= x >> 16;
    x *= 0x7feb352du;
    x ^= x >> 15;
    x += key.second;
    x *= 0x846ca68bu;
    x ^= x >> 16;
    x *= 0x9e3779b1u;
    x ^= x >> 15;
    return x;
}

/* The dither of a hash, in units of 2^-16 LSB: -65535..65535. */
static inline int32_t dither_value(uint32_t hash)
{
    return (int32_t)(hash >> 16) + (int32_t)(hash & 0xffff) - 65535;
}

/* What shaping remembers of one channel. Begins zeroed. */
typedef struct DitherShaper {
    double error[DITHER_ORDER_MAX]; /* in LSB, the last one first */
} DitherShaper;

/* Rounds a channel as pack_quantise does (pack.h), with dither and a shaped kind's feedback.  The shaper must have had
 * the frames from the last multiple of DITHER_GRID_FRAMES on: then it gives the same whatever came before them.  An
 * error is that of rounding, never that of clipping, so that what clips leaves no trace. Any thread but audio. */
int dither_shape(DitherShaper *shaper, DitherKind kind, const float *in, int frames, int bits, const DitherKey *key,
                 uint32_t frame, int32_t *out);

#endif
