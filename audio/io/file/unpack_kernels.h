/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The kernels that exist more than once. Private to unpack*.c. */
#ifndef TTYMIX_AUDIO_IO_FILE_UNPACK_KERNELS_H
#define TTYMIX_AUDIO_IO_FILE_UNPACK_KERNELS_H

#include <stdint.h>

/* Each takes whole groups of 8 frames from the front and returns how many frames that were; the plain loops do the
 * rest. */
int unpack_s16_mono_avx2(const unsigned char *bytes, int frames, float *out);
int unpack_s16_stereo_avx2(const unsigned char *bytes, int frames, float *left, float *right);
int unpack_s24_mono_avx2(const unsigned char *bytes, int frames, float *out);
int unpack_s24_stereo_avx2(const unsigned char *bytes, int frames, float *left, float *right);
/* As unpack_make_finite over the samples taken, with the count of NaN and Inf added to *bad. */
int unpack_f32_mono_avx2(const unsigned char *bytes, int frames, float *out, int *bad);
int unpack_f32_stereo_avx2(const unsigned char *bytes, int frames, float *left, float *right, int *bad);

#endif
