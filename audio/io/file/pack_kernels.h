/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The kernels that exist more than once, and what they share. Private to pack*.c. */
#ifndef TTYMIX_AUDIO_IO_FILE_PACK_KERNELS_H
#define TTYMIX_AUDIO_IO_FILE_PACK_KERNELS_H

#include "audio/io/file/pack.h"

/* Beyond it nothing differs: every integer format has clipped long before. Times 2^31 it stays below PACK_ROUNDER's
 * reach. */
#define PACK_LIMIT 1e6f
/* 1.5 * 2^52: adding and subtracting it rounds |x| < 2^51 to the nearest integer, ties to even. */
#define PACK_ROUNDER 6755399441055744.0

/* Each takes whole groups of 8 from the front and returns how many frames that were; the plain loops do the rest. */
int pack_quantise_avx2(const float *in, int frames, int bits, const DitherKey *key, uint32_t frame, int32_t *out,
                       int *clipped);
int pack_s16_stereo_avx2(const int32_t *left, const int32_t *right, int frames, unsigned char *out);
int pack_s24_stereo_avx2(const int32_t *left, const int32_t *right, int frames, unsigned char *out);

#endif
