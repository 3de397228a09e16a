/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The mixing kernels; compiled as they stand, with AVX2 (LANES_AVX2) and with AVX-512 (LANES_AVX512). */
#include "audio/dsp/kernels.h"

#include <stdint.h>
#include <string.h>

#if defined(LANES_AVX512)
#include <immintrin.h>
#define KERNELS_TABLE kernels_avx512
#define KERNELS_NAME "avx512"
enum { WIDE = 8 };
#elif defined(LANES_AVX2)
#include <immintrin.h>
#define KERNELS_TABLE kernels_avx2
#define KERNELS_NAME "avx2"
enum { WIDE = 4 };
#else
#define KERNELS_TABLE kernels_baseline
#define KERNELS_NAME "baseline"
enum { WIDE = 4 };
#endif

typedef double Doubles __attribute__((vector_size(WIDE * 8))); /* WIDE frames */
typedef int64_t Longs __attribute__((vector_size(WIDE * 8)));
typedef float Floats __attribute__((vector_size(WIDE * 4)));
typedef float Float8 __attribute__((vector_size(32)));
typedef int32_t Int8 __attribute__((vector_size(32)));
typedef double DoublesAny __attribute__((vector_size(WIDE * 8), aligned(8), may_alias));
typedef float FloatsAny __attribute__((vector_size(WIDE * 4), aligned(4), may_alias));
typedef float Float8Any __attribute__((vector_size(32), aligned(4), may_alias));

/* By hand where gcc 12 would convert in two halves. */
static inline Doubles load_wide(const float *x)
{
#if defined(LANES_AVX512)
    return (Doubles)_mm512_cvtps_pd(_mm256_loadu_ps(x));
#elif defined(LANES_AVX2)
    return (Doubles)_mm256_cvtps_pd(_mm_loadu_ps(x));
#else
    return __builtin_convertvector(*(const FloatsAny *)x, Doubles);
#endif
}

static inline void store_wide(double *to, Doubles value)
{
    *(DoublesAny *)to = value;
}

static inline void store_rounded(float *to, Doubles value)
{
#if defined(LANES_AVX512)
    _mm256_storeu_ps(to, _mm512_cvtpd_ps((__m512d)value));
#else
    *(FloatsAny *)to = __builtin_convertvector(value, Floats);
#endif
}

static inline Doubles all_of(double value)
{
    return (Doubles){0} + value;
}

static inline Doubles bounded(Doubles value)
{
#if defined(LANES_AVX512)
    __m512d number =
        _mm512_maskz_mov_pd(_mm512_cmp_pd_mask((__m512d)value, (__m512d)value, _CMP_ORD_Q), (__m512d)value);
    return (Doubles)_mm512_max_pd(_mm512_min_pd(number, _mm512_set1_pd(KERNELS_LIMIT)), _mm512_set1_pd(-KERNELS_LIMIT));
#elif defined(LANES_AVX2)
    Doubles number = (Doubles)((Longs)value & (Longs)(value == value));
    return (Doubles)_mm256_max_pd(_mm256_min_pd((__m256d)number, (__m256d)all_of(KERNELS_LIMIT)),
                                  (__m256d)all_of(-KERNELS_LIMIT));
#else
    Doubles most = all_of(KERNELS_LIMIT), least = all_of(-KERNELS_LIMIT);
    Longs above = value > most, below = value < least;
    value = (Doubles)((Longs)value & (Longs)(value == value) & ~above & ~below);
    return (Doubles)((Longs)value | ((Longs)most & above) | ((Longs)least & below));
#endif
}

static inline float bounded_one(double value)
{
    double number = value == value ? value : 0.0;
    return (float)(number > KERNELS_LIMIT ? KERNELS_LIMIT : number < -KERNELS_LIMIT ? -KERNELS_LIMIT : number);
}

/* Sums four vectors of frames in registers while it walks the terms: `sum` is read and written once whatever their
 * number. */
#define MIX_FOUR(START, FINISH)                                                                                        \
    for (; i + 4 * WIDE <= frames; i += 4 * WIDE) {                                                                    \
        Doubles a = START(i), b = START(i + WIDE), c = START(i + 2 * WIDE), d = START(i + 3 * WIDE);                   \
        for (int t = 0; t < terms; t++) {                                                                              \
            const float *from = x[t] + i;                                                                              \
            Doubles g = all_of(gain[t]);                                                                               \
            a += load_wide(from) * g;                                                                                  \
            b += load_wide(from + WIDE) * g;                                                                           \
            c += load_wide(from + 2 * WIDE) * g;                                                                       \
            d += load_wide(from + 3 * WIDE) * g;                                                                       \
        }                                                                                                              \
        FINISH(i, a);                                                                                                  \
        FINISH(i + WIDE, b);                                                                                           \
        FINISH(i + 2 * WIDE, c);                                                                                       \
        FINISH(i + 3 * WIDE, d);                                                                                       \
    }

static double mix_one(double start, const float *const *x, const double *gain, int terms, int i)
{
    for (int t = 0; t < terms; t++)
        start += (double)x[t][i] * gain[t];
    return start;
}

#define START_ZERO(at) all_of(0.0)
#define START_SUM(at) (*(const DoublesAny *)(sum + (at)))
#define FINISH_SUM(at, value) store_wide(sum + (at), value)
#define FINISH_OUT(at, value) store_rounded(out + (at), bounded(value))

static void mix(double *sum, const float *const *x, const double *gain, int terms, int frames)
{
    int i = 0;
    MIX_FOUR(START_ZERO, FINISH_SUM)
    for (; i < frames; i++)
        sum[i] = mix_one(0.0, x, gain, terms, i);
}

static void mix_more(double *sum, const float *const *x, const double *gain, int terms, int frames)
{
    int i = 0;
    MIX_FOUR(START_SUM, FINISH_SUM)
    for (; i < frames; i++)
        sum[i] = mix_one(sum[i], x, gain, terms, i);
}

static void mix_round(float *out, const float *const *x, const double *gain, int terms, int frames)
{
    int i = 0;
    MIX_FOUR(START_ZERO, FINISH_OUT)
    for (; i < frames; i++)
        out[i] = bounded_one(mix_one(0.0, x, gain, terms, i));
}

static void mix_varying(double *sum, const float *x, const double *gain, int frames)
{
    int i = 0;
    for (; i + WIDE <= frames; i += WIDE)
        store_wide(sum + i, *(const DoublesAny *)(sum + i) + load_wide(x + i) * *(const DoublesAny *)(gain + i));
    for (; i < frames; i++)
        sum[i] += (double)x[i] * gain[i];
}

static void round_parts(float *out, const double *const *part, int parts, int frames)
{
    int i = 0;
    for (; i + WIDE <= frames; i += WIDE) {
        Doubles sum = all_of(0.0);
        for (int p = 0; p < parts; p++)
            sum += *(const DoublesAny *)(part[p] + i);
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
    for (; i + WIDE <= frames; i += WIDE)
        store_rounded(x + i, load_wide(x + i) * all_of(gain));
    for (; i < frames; i++)
        x[i] = (float)((double)x[i] * gain);
}

static void scale_varying(float *x, const double *gain, int frames)
{
    int i = 0;
    for (; i + WIDE <= frames; i += WIDE)
        store_rounded(x + i, load_wide(x + i) * *(const DoublesAny *)(gain + i));
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
static inline Doubles exp_wide(Doubles x)
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
    Longs none = x < -700.0;
    x = (Doubles)((Longs)x & ~none);
    Doubles shifted = x * (1.0 / 0.69314718055994530942) + 6755399441055744.0;
    Doubles k = shifted - 6755399441055744.0;
    Doubles r = (x - k * 6.93147180369123816490e-01) - k * 1.90821492927058770002e-10;
    Doubles tail = all_of(1.0 / 6227020800.0);
    for (unsigned i = 0; i < ARRAY_LEN(terms); i++)
        tail = tail * r + terms[i];
    Doubles value = 1.0 + (r + r * r * tail);
    Doubles power = (Doubles)(((Longs)shifted + 1023) << 52);
    return (Doubles)((Longs)(value * power) & ~none);
}

static void exp_all(double *x, int frames)
{
    int i = 0;
    for (; i + WIDE <= frames; i += WIDE)
        store_wide(x + i, exp_wide(*(const DoublesAny *)(x + i)));
    if (i < frames) {
        Doubles rest = {0};
        memcpy(&rest, x + i, (size_t)(frames - i) * sizeof *x);
        rest = exp_wide(rest);
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
