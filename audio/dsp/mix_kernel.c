/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The mixing kernels; compiled as they stand and once more with AVX2 (LANES_AVX2). */
#include "audio/dsp/kernels.h"

#include <stdint.h>
#include <string.h>

#ifdef LANES_AVX2
#include <immintrin.h>
#define KERNELS_TABLE kernels_avx2
#define KERNELS_NAME "avx2"
#else
#define KERNELS_TABLE kernels_baseline
#define KERNELS_NAME "baseline"
#endif

typedef double Double4 __attribute__((vector_size(32)));
typedef int64_t Long4 __attribute__((vector_size(32)));
typedef float Float4 __attribute__((vector_size(16)));
typedef float Float8 __attribute__((vector_size(32)));
typedef int32_t Int8 __attribute__((vector_size(32)));
typedef double Double4Any __attribute__((vector_size(32), aligned(8), may_alias));
typedef float Float4Any __attribute__((vector_size(16), aligned(4), may_alias));
typedef float Float8Any __attribute__((vector_size(32), aligned(4), may_alias));

static inline Double4 load_wide(const float *x)
{
#ifdef LANES_AVX2
    return (Double4)_mm256_cvtps_pd(_mm_loadu_ps(x)); /* gcc 12 would convert in two halves */
#else
    return __builtin_convertvector(*(const Float4Any *)x, Double4);
#endif
}

static inline void store_wide(double *to, Double4 value)
{
    *(Double4Any *)to = value;
}

static inline void store_rounded(float *to, Double4 value)
{
    *(Float4Any *)to = __builtin_convertvector(value, Float4);
}

static inline Double4 all_of(double value)
{
    return (Double4){value, value, value, value};
}

static inline Double4 bounded(Double4 value)
{
#ifdef LANES_AVX2
    Double4 number = (Double4)((Long4)value & (Long4)(value == value));
    return (Double4)_mm256_max_pd(_mm256_min_pd((__m256d)number, (__m256d)all_of(KERNELS_LIMIT)),
                                  (__m256d)all_of(-KERNELS_LIMIT));
#else
    Double4 most = all_of(KERNELS_LIMIT), least = all_of(-KERNELS_LIMIT);
    Long4 above = value > most, below = value < least;
    value = (Double4)((Long4)value & (Long4)(value == value) & ~above & ~below);
    return (Double4)((Long4)value | ((Long4)most & above) | ((Long4)least & below));
#endif
}

static inline float bounded_one(double value)
{
    double number = value == value ? value : 0.0;
    return (float)(number > KERNELS_LIMIT ? KERNELS_LIMIT : number < -KERNELS_LIMIT ? -KERNELS_LIMIT : number);
}

/* Sums 16 frames in registers while it walks the terms: `sum` is read and written once whatever their number. */
#define MIX_16(START, FINISH)                                                                                          \
    for (; i + 16 <= frames; i += 16) {                                                                                \
        Double4 a = START(i), b = START(i + 4), c = START(i + 8), d = START(i + 12);                                   \
        for (int t = 0; t < terms; t++) {                                                                              \
            const float *from = x[t] + i;                                                                              \
            Double4 g = all_of(gain[t]);                                                                               \
            a += load_wide(from) * g;                                                                                  \
            b += load_wide(from + 4) * g;                                                                              \
            c += load_wide(from + 8) * g;                                                                              \
            d += load_wide(from + 12) * g;                                                                             \
        }                                                                                                              \
        FINISH(i, a);                                                                                                  \
        FINISH(i + 4, b);                                                                                              \
        FINISH(i + 8, c);                                                                                              \
        FINISH(i + 12, d);                                                                                             \
    }

static double mix_one(double start, const float *const *x, const double *gain, int terms, int i)
{
    for (int t = 0; t < terms; t++)
        start += (double)x[t][i] * gain[t];
    return start;
}

#define START_ZERO(at) all_of(0.0)
#define START_SUM(at) (*(const Double4Any *)(sum + (at)))
#define FINISH_SUM(at, value) store_wide(sum + (at), value)
#define FINISH_OUT(at, value) store_rounded(out + (at), bounded(value))

static void mix(double *sum, const float *const *x, const double *gain, int terms, int frames)
{
    int i = 0;
    MIX_16(START_ZERO, FINISH_SUM)
    for (; i < frames; i++)
        sum[i] = mix_one(0.0, x, gain, terms, i);
}

static void mix_more(double *sum, const float *const *x, const double *gain, int terms, int frames)
{
    int i = 0;
    MIX_16(START_SUM, FINISH_SUM)
    for (; i < frames; i++)
        sum[i] = mix_one(sum[i], x, gain, terms, i);
}

static void mix_round(float *out, const float *const *x, const double *gain, int terms, int frames)
{
    int i = 0;
    MIX_16(START_ZERO, FINISH_OUT)
    for (; i < frames; i++)
        out[i] = bounded_one(mix_one(0.0, x, gain, terms, i));
}

static void mix_varying(double *sum, const float *x, const double *gain, int frames)
{
    int i = 0;
    for (; i + 4 <= frames; i += 4)
        store_wide(sum + i, *(const Double4Any *)(sum + i) + load_wide(x + i) * *(const Double4Any *)(gain + i));
    for (; i < frames; i++)
        sum[i] += (double)x[i] * gain[i];
}

static void round_parts(float *out, const double *const *part, int parts, int frames)
{
    int i = 0;
    for (; i + 4 <= frames; i += 4) {
        Double4 sum = all_of(0.0);
        for (int p = 0; p < parts; p++)
            sum += *(const Double4Any *)(part[p] + i);
        store_rounded(out + i, bounded(sum));
    }
    for (; i < frames; i++) {
        double sum = 0.0;
        for (int p = 0; p < parts; p++)
            sum += part[p][i];
        out[i] = bounded_one(sum);
    }
}

static void scale(float *x, double gain, int frames)
{
    int i = 0;
    for (; i + 4 <= frames; i += 4)
        store_rounded(x + i, load_wide(x + i) * all_of(gain));
    for (; i < frames; i++)
        x[i] = (float)((double)x[i] * gain);
}

static void scale_varying(float *x, const double *gain, int frames)
{
    int i = 0;
    for (; i + 4 <= frames; i += 4)
        store_rounded(x + i, load_wide(x + i) * *(const Double4Any *)(gain + i));
    for (; i < frames; i++)
        x[i] = (float)((double)x[i] * gain[i]);
}

static void add(float *to, const float *x, int frames)
{
    int i = 0;
    for (; i + 8 <= frames; i += 8)
        *(Float8Any *)(to + i) += *(const Float8Any *)(x + i);
    for (; i < frames; i++)
        to[i] += x[i];
}

/* The steps of maths_exp, in its order; adding 1.5 * 2^52 rounds to an integer and leaves it in the low bits. */
static inline Double4 exp_4(Double4 x)
{
    static const double terms[] = {1.0 / 479001600.0,
                                   1.0 / 39916800.0,
                                   1.0 / 3628800.0,
                                   1.0 / 362880.0,
                                   1.0 / 40320.0,
                                   1.0 / 5040.0,
                                   1.0 / 720.0,
                                   1.0 / 120.0,
                                   1.0 / 24.0,
                                   1.0 / 6.0,
                                   0.5};
    Long4 none = x < -700.0;
    x = (Double4)((Long4)x & ~none);
    Double4 shifted = x * (1.0 / 0.69314718055994530942) + 6755399441055744.0;
    Double4 k = shifted - 6755399441055744.0;
    Double4 r = (x - k * 6.93147180369123816490e-01) - k * 1.90821492927058770002e-10;
    Double4 tail = all_of(1.0 / 6227020800.0);
    for (unsigned i = 0; i < ARRAY_LEN(terms); i++)
        tail = tail * r + terms[i];
    Double4 value = 1.0 + (r + r * r * tail);
    Double4 power = (Double4)(((Long4)shifted + 1023) << 52);
    return (Double4)((Long4)(value * power) & ~none);
}

static void exp_all(double *x, int frames)
{
    int i = 0;
    for (; i + 4 <= frames; i += 4)
        store_wide(x + i, exp_4(*(const Double4Any *)(x + i)));
    if (i < frames) {
        Double4 rest = {0, 0, 0, 0};
        memcpy(&rest, x + i, (size_t)(frames - i) * sizeof *x);
        rest = exp_4(rest);
        memcpy(x + i, &rest, (size_t)(frames - i) * sizeof *x);
    }
}

static void measure(const float *x, int frames, float *peak, float *square)
{
    Float8 top = {0}, sum = {0};
    int i = 0;
    for (; i + 8 <= frames; i += 8) {
        Float8 value = *(const Float8Any *)(x + i);
        Float8 size = (Float8)((Int8)value & 0x7fffffff);
        Int8 more = size > top;
        top = (Float8)(((Int8)size & more) | ((Int8)top & ~more));
        sum += value * value;
    }
    float most = *peak, total = 0;
    for (; i < frames; i++) {
        float size = x[i] < 0 ? -x[i] : x[i];
        most = size > most ? size : most;
        total += x[i] * x[i];
    }
    for (int lane = 0; lane < 8; lane++) {
        most = top[lane] > most ? top[lane] : most;
        total += sum[lane];
    }
    *peak = most;
    *square += total;
}

extern const Kernels KERNELS_TABLE;
const Kernels KERNELS_TABLE = {KERNELS_NAME, mix,           mix_round, mix_varying, mix_more, round_parts,
                               scale,        scale_varying, add,       exp_all,     measure};
