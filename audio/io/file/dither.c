/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/io/file/dither.h"

#include "audio/io/file/pack_kernels.h"

/* Lipshitz, Vanderkooy, Wannamaker, Minimally Audible Noise Shaping, J. AES 39 (1991): 5 taps; Wannamaker,
 * Psychoacoustically Optimal Noise Shaping, J. AES 40 (1992): 9 taps. */
const DitherInfo dither_table[DITHER_KIND_COUNT] = {
    [DITHER_NONE] = {"none", "rounded alone", 0, {0}},
    [DITHER_TPDF] = {"tpdf", "white, triangular, 2 LSB wide", 0, {0}},
    [DITHER_SHAPED] = {"shaped",
                       "the same, its noise moved to where ears are dull, by 5 taps",
                       5,
                       {2.033, -2.165, 1.959, -1.590, 0.6149}},
    [DITHER_SHAPED_9] = {"shaped-9",
                         "the same by 9 taps: less where ears are keen, more in all",
                         9,
                         {2.412, -3.370, 3.937, -4.174, 3.353, -2.205, 1.281, -0.569, 0.0847}},
};

/* The finisher of splitmix64 (Steele, Lea, Flood, Fast Splittable Pseudorandom Number Generators, OOPSLA 2014). */
static uint64_t mixed(uint64_t x)
{
    x += 0x9e3779b97f4a7c15u;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    return x ^ (x >> 31);
}

DitherKey dither_key(uint64_t seed, uint64_t frame, int channel)
{
    uint64_t key = mixed(mixed(mixed(seed) + (frame >> 32)) + (uint64_t)channel);
    return (DitherKey){(uint32_t)key, (uint32_t)(key >> 32)};
}

/* What the next sample is corrected by. */
static double correction(const DitherShaper *shaper, const DitherInfo *info)
{
    double sum = 0;
    for (int k = 0; k < info->order; k++)
        sum += info->c[k] * shaper->error[k];
    return sum;
}

static void remember(DitherShaper *shaper, const DitherInfo *info, double error)
{
    for (int k = info->order - 1; k > 0; k--)
        shaper->error[k] = shaper->error[k - 1];
    shaper->error[0] = error;
}

int dither_shape(DitherShaper *shaper, DitherKind kind, const float *in, int frames, int bits, const DitherKey *key,
                 uint32_t frame, int32_t *out)
{
    const DitherInfo *info = &dither_table[kind];
    const double scale = (double)(1u << (bits - 1)), most = scale - 1, least = -scale;
    int clipped = 0;
    for (int i = 0; i < frames; i++) {
        if ((frame + (uint32_t)i) % DITHER_GRID_FRAMES == 0)
            *shaper = (DitherShaper){{0}};
        float x = in[i] == in[i] ? in[i] : 0;
        x = x > PACK_LIMIT ? PACK_LIMIT : x < -PACK_LIMIT ? -PACK_LIMIT : x;
        double wanted = x * scale - correction(shaper, info);
        double value = wanted + dither_value(dither_hash(*key, frame + (uint32_t)i)) * (1.0 / 65536);
        value = (value + PACK_ROUNDER) - PACK_ROUNDER;
        remember(shaper, info, value - wanted);
        clipped += value > most || value < least;
        out[i] = (int32_t)(value > most ? most : value < least ? least : value);
    }
    return clipped;
}
