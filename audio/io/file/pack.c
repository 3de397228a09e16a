/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/io/file/pack.h"

#include <string.h>

#include "audio/base/cpu.h"
#include "audio/io/file/pack_kernels.h"

static bool has_avx2(void)
{
#ifdef HAVE_AVX2_KERNELS
    return cpu_has_avx2();
#else
    return false;
#endif
}

int pack_quantise(const float *in, int frames, int bits, const DitherKey *key, uint32_t frame, int32_t *out)
{
    const double scale = (double)(1u << (bits - 1)), most = scale - 1, least = -scale;
    int clipped = 0, i = 0;
#ifdef HAVE_AVX2_KERNELS
    if (has_avx2())
        i = pack_quantise_avx2(in, frames, bits, key, frame, out, &clipped);
#else
    (void)has_avx2;
#endif
    for (; i < frames; i++) {
        float x = in[i] == in[i] ? in[i] : 0;
        x = x > PACK_LIMIT ? PACK_LIMIT : x < -PACK_LIMIT ? -PACK_LIMIT : x;
        double value = x * scale;
        if (key)
            value += dither_value(dither_hash(*key, frame + (uint32_t)i)) * (1.0 / 65536);
        value = (value + PACK_ROUNDER) - PACK_ROUNDER;
        clipped += value > most || value < least;
        out[i] = (int32_t)(value > most ? most : value < least ? least : value);
    }
    return clipped;
}

static int pack_by_simd(const int32_t *const *in, int channels, int frames, int bits, unsigned char *out)
{
#ifdef HAVE_AVX2_KERNELS
    if (channels == 2 && has_avx2()) {
        if (bits == 16)
            return pack_s16_stereo_avx2(in[0], in[1], frames, out);
        if (bits == 24)
            return pack_s24_stereo_avx2(in[0], in[1], frames, out);
    }
#else
    (void)in, (void)channels, (void)frames, (void)bits, (void)out;
#endif
    return 0;
}

void pack_integers(const int32_t *const *in, int channels, int frames, int bits, unsigned char *out)
{
    int sample_bytes = bits / 8, i = pack_by_simd(in, channels, frames, bits, out);
    out += (size_t)i * sample_bytes * channels;
    for (; i < frames; i++) {
        for (int channel = 0; channel < channels; channel++) {
            uint32_t value = (uint32_t)in[channel][i];
            for (int byte = 0; byte < sample_bytes; byte++, value >>= 8)
                *out++ = (unsigned char)value;
        }
    }
}

void pack_floats(const float *const *in, int channels, int frames, unsigned char *out)
{
    for (int i = 0; i < frames; i++) {
        for (int channel = 0; channel < channels; channel++) {
            uint32_t value;
            memcpy(&value, in[channel] + i, sizeof value);
            for (int byte = 0; byte < 4; byte++, value >>= 8)
                *out++ = (unsigned char)value;
        }
    }
}
