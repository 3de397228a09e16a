/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Eight channels side by side: the vectors that banks compute with, and how planar channels get into and out of them.
 *
 * A kernel file includes this header and is compiled as it stands, with AVX2 (`LANES_AVX2`) and with AVX-512 (that and
 * `LANES_AVX512`: twice the registers, eight doubles in one); `LANES_NAME` gives its functions their names and
 * `LANES_TABLE` makes the table from which `lanes_level` picks.  Every operation here acts on each lane alone and is an
 * IEEE 754 operation or a fixed sequence of them, so all levels and compilers give the same bits: no FMA, no estimates,
 * no reassociation.
 */
#ifndef TTYMIX_AUDIO_DSP_LANES_H
#define TTYMIX_AUDIO_DSP_LANES_H

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "audio/base/attributes.h"
#include "audio/dsp/processor.h"

/* The header of all instructions takes a third of a second in each file: only where it is needed. */
#if defined(LANES_AVX2)
#include <immintrin.h>
#elif defined(__SSE2__)
#include <xmmintrin.h>
#endif

typedef float F8 __attribute__((vector_size(32)));
typedef int32_t I8 __attribute__((vector_size(32)));
typedef float F4 __attribute__((vector_size(16)));
typedef double D4 __attribute__((vector_size(32)));
typedef struct D8 {
    D4 low, high; /* lanes 0 to 3, lanes 4 to 7 */
} D8;

#if defined(LANES_AVX512)
#define LANES_NAME(name) name##_avx512
#elif defined(LANES_AVX2)
#define LANES_NAME(name) name##_avx2
#else
#define LANES_NAME(name) name##_base
#endif

enum { LANES_BASE, LANES_WIDER, LANES_WIDEST, LANES_LEVELS };

/* { name_base, name_avx2, name_avx512 } where the build has them. */
#ifdef LANES_HAVE_AVX2
#define LANES_TABLE(name)                                                                                              \
    {                                                                                                                  \
        name##_base, name##_avx2, name##_avx512                                                                        \
    }
#else
#define LANES_TABLE(name)                                                                                              \
    {                                                                                                                  \
        name##_base, name##_base, name##_base                                                                          \
    }
#endif

/* The level that this CPU runs. Any thread. */
RT_SAFE int lanes_level(void);

/* Memory for a bank: zeroed, aligned for vectors; free with free(). NULL without memory. */
void *lanes_alloc(size_t bytes);

/* Before a loop of eight, or sixteen: keeps its arrays in registers. clang does so by itself. */
#if defined(__GNUC__) && !defined(__clang__)
#define LANES_UNROLL _Pragma("GCC unroll 8")
#define LANES_UNROLL_16 _Pragma("GCC unroll 16")
#else
#define LANES_UNROLL
#define LANES_UNROLL_16
#endif

#define LANES_INLINE static inline __attribute__((always_inline, unused))

LANES_INLINE F8 f8_set(float x)
{
    return (F8){x, x, x, x, x, x, x, x};
}

LANES_INLINE I8 i8_set(int32_t x)
{
    return (I8){x, x, x, x, x, x, x, x};
}

LANES_INLINE F8 f8_load(const float *from)
{
    F8 v;
    memcpy(&v, from, sizeof v);
    return v;
}

LANES_INLINE void f8_store(float *to, F8 v)
{
    memcpy(to, &v, sizeof v);
}

/* Lane by lane: mask ? a : b; a mask is all ones or all zeros, as comparisons give it. */
LANES_INLINE F8 f8_select(I8 mask, F8 a, F8 b)
{
#if defined(LANES_AVX2)
    return (F8)_mm256_blendv_ps((__m256)b, (__m256)a, (__m256)mask);
#else
    return (F8)(((I8)a & mask) | ((I8)b & ~mask));
#endif
}

/* a > b and a >= b, lane by lane; false where either is NaN. */
LANES_INLINE I8 f8_greater(F8 a, F8 b)
{
#if defined(LANES_AVX2)
    return (I8)_mm256_cmp_ps((__m256)a, (__m256)b, _CMP_GT_OQ);
#elif defined(__SSE2__)
    __m128 x[2], y[2];
    memcpy(x, &a, sizeof x);
    memcpy(y, &b, sizeof y);
    x[0] = _mm_cmpgt_ps(x[0], y[0]);
    x[1] = _mm_cmpgt_ps(x[1], y[1]);
    I8 mask;
    memcpy(&mask, x, sizeof mask);
    return mask;
#else
    return a > b;
#endif
}

/* Lane by lane from `a` (part 0) to `b` (part 1), each of them exactly at its end. */
LANES_INLINE F8 f8_fade(F8 a, F8 b, F8 part)
{
    F8 between = f8_select(f8_greater(f8_set(1.0f), part), a + (b - a) * part, b);
    return f8_select(f8_greater(part, f8_set(0.0f)), between, a);
}

LANES_INLINE I8 f8_at_least(F8 a, F8 b)
{
#if defined(LANES_AVX2)
    return (I8)_mm256_cmp_ps((__m256)a, (__m256)b, _CMP_GE_OQ);
#elif defined(__SSE2__)
    __m128 x[2], y[2];
    memcpy(x, &a, sizeof x);
    memcpy(y, &b, sizeof y);
    x[0] = _mm_cmpge_ps(x[0], y[0]);
    x[1] = _mm_cmpge_ps(x[1], y[1]);
    I8 mask;
    memcpy(&mask, x, sizeof mask);
    return mask;
#else
    return a >= b;
#endif
}

LANES_INLINE I8 f8_equal(F8 a, F8 b)
{
    return a == b;
}

/* a > b ? a : b, so b where either is NaN and where both are zeros. */
LANES_INLINE F8 f8_max(F8 a, F8 b)
{
#if defined(LANES_AVX2)
    return (F8)_mm256_max_ps((__m256)a, (__m256)b);
#else
    return f8_select(f8_greater(a, b), a, b);
#endif
}

/* a < b ? a : b, so b where either is NaN and where both are zeros. */
LANES_INLINE F8 f8_min(F8 a, F8 b)
{
#if defined(LANES_AVX2)
    return (F8)_mm256_min_ps((__m256)a, (__m256)b);
#else
    return f8_select(f8_greater(b, a), a, b);
#endif
}

LANES_INLINE F8 f8_sqrt(F8 x)
{
#if defined(LANES_AVX2)
    return (F8)_mm256_sqrt_ps((__m256)x);
#else
    for (int lane = 0; lane < BANK_LANES; lane++)
        x[lane] = sqrtf(x[lane]);
    return x;
#endif
}

LANES_INLINE F8 f8_abs(F8 x)
{
    return (F8)((I8)x & i8_set(0x7fffffff));
}

/* Each pair of lanes exchanged: 1 0 3 2 5 4 7 6. */
LANES_INLINE F8 f8_swap_pairs(F8 x)
{
#if defined(LANES_AVX2)
    return (F8)_mm256_permute_ps((__m256)x, 0xb1);
#else
    F4 half[2];
    memcpy(half, &x, sizeof x);
    half[0] = __builtin_shufflevector(half[0], half[0], 1, 0, 3, 2);
    half[1] = __builtin_shufflevector(half[1], half[1], 1, 0, 3, 2);
    memcpy(&x, half, sizeof x);
    return x;
#endif
}

/* Of each pair of lanes: the even one of a and the odd one of b; the even one twice; the odd one twice. */
LANES_INLINE F8 f8_pick_pairs(F8 a, F8 b)
{
#if defined(LANES_AVX2)
    return (F8)_mm256_blend_ps((__m256)a, (__m256)b, 0xaa);
#else
    return f8_select((I8){-1, 0, -1, 0, -1, 0, -1, 0}, a, b);
#endif
}

LANES_INLINE F8 f8_even_pairs(F8 x)
{
#if defined(LANES_AVX2)
    return (F8)_mm256_moveldup_ps((__m256)x);
#else
    return f8_pick_pairs(x, f8_swap_pairs(x));
#endif
}

LANES_INLINE F8 f8_odd_pairs(F8 x)
{
#if defined(LANES_AVX2)
    return (F8)_mm256_movehdup_ps((__m256)x);
#else
    return f8_pick_pairs(f8_swap_pairs(x), x);
#endif
}

LANES_INLINE int i8_any(I8 mask)
{
#if defined(LANES_AVX2)
    return !_mm256_testz_si256((__m256i)mask, (__m256i)mask);
#else
    int64_t part[4];
    memcpy(part, &mask, sizeof part);
    return (part[0] | part[1] | part[2] | part[3]) != 0;
#endif
}

/* By hand with AVX2: gcc 12 would take both ways through memory, in halves that cannot be forwarded to the load. */
LANES_INLINE D8 d8_from_f8(F8 x)
{
#if defined(LANES_AVX2)
    return (D8){(D4)_mm256_cvtps_pd(_mm256_castps256_ps128((__m256)x)),
                (D4)_mm256_cvtps_pd(_mm256_extractf128_ps((__m256)x, 1))};
#else
    F4 half[2];
    memcpy(half, &x, sizeof x);
    return (D8){__builtin_convertvector(half[0], D4), __builtin_convertvector(half[1], D4)};
#endif
}

LANES_INLINE F8 f8_from_d8(D8 x)
{
#if defined(LANES_AVX2)
    return (F8)_mm256_set_m128(_mm256_cvtpd_ps((__m256d)x.high), _mm256_cvtpd_ps((__m256d)x.low));
#else
    F4 half[2] = {__builtin_convertvector(x.low, F4), __builtin_convertvector(x.high, F4)};
    F8 v;
    memcpy(&v, half, sizeof v);
    return v;
#endif
}

/* For vectors F with ints I, whose other functions begin with `of`:
 *
 * log2 of normal positive floats; relative error below 2e-7, exactly 0 at 1.  x = 2^e m, m in [sqrt 1/2, sqrt 2) (its
 * bits are subtracted); log2 m = s P(s^2) with s = (m - 1)/(m + 1); P of degree 2 by least squares of the relative
 * error on Chebyshev nodes (1.2e-7).
 *
 * exp2 for -126 <= x <= 127 (clamped to that; `within`: that is within already); relative error below 2e-7, exactly 1
 * at 0.  x = k + f, f in [-1/2, 1/2]; 2^f = 1 + f Q(f), Q of degree 4 by the same method (1.1e-7).  Adding 1.5 * 2^23
 * rounds to an integer and leaves it in the low bits. */
#define LANES_OF(of, name) of##name
#define LANES_MATHS(F, I, of)                                                                                          \
    LANES_INLINE F LANES_OF(of, log2)(F x)                                                                             \
    {                                                                                                                  \
        I bits = (I)x, exponent = (bits - 0x3f3504f3) >> 23;                                                           \
        F m = (F)(bits - (exponent << 23)), s = (m - 1.0f) / (m + 1.0f), z = s * s;                                    \
        F p = (0x1.3107c0p-1f * z + 0x1.ec5560p-1f) * z + 0x1.71547ap+1f;                                              \
        return __builtin_convertvector(exponent, F) + s * p;                                                           \
    }                                                                                                                  \
    LANES_INLINE F of##exp2_within(F x)                                                                                \
    {                                                                                                                  \
        F shifted = x + 12582912.0f, f = x - (shifted - 12582912.0f);                                                  \
        F q = ((0x1.5a8502p-10f * f + 0x1.3cec16p-7f) * f + 0x1.c6baaap-5f) * f + 0x1.ebf9b6p-3f;                      \
        F mantissa = 1.0f + f * (q * f + 0x1.62e426p-1f);                                                              \
        return (F)((I)mantissa + ((I)shifted << 23));                                                                  \
    }                                                                                                                  \
    LANES_INLINE F LANES_OF(of, exp2)(F x)                                                                             \
    {                                                                                                                  \
        return of##exp2_within(of##min(of##max(x, of##set(-126.0f)), of##set(127.0f)));                                \
    }
LANES_MATHS(F8, I8, f8_)

/* Rows and columns of a block exchanged: to[k][j] = from[j][k]; strides in floats. */
#if defined(LANES_AVX2)
enum { LANES_BLOCK = 8 };

LANES_INLINE void lanes_transpose(float *const to[8], const float *const from[8])
{
    F8 row[8], pair[8], quad[8];
    LANES_UNROLL
    for (int k = 0; k < 8; k++)
        row[k] = f8_load(from[k]);
    LANES_UNROLL
    for (int k = 0; k < 8; k += 2) {
        pair[k] = __builtin_shufflevector(row[k], row[k + 1], 0, 8, 1, 9, 4, 12, 5, 13);
        pair[k + 1] = __builtin_shufflevector(row[k], row[k + 1], 2, 10, 3, 11, 6, 14, 7, 15);
    }
    LANES_UNROLL
    for (int k = 0; k < 8; k += 4)
        LANES_UNROLL
    for (int j = 0; j < 2; j++) {
        quad[k + 2 * j] = __builtin_shufflevector(pair[k + j], pair[k + j + 2], 0, 1, 8, 9, 4, 5, 12, 13);
        quad[k + 2 * j + 1] = __builtin_shufflevector(pair[k + j], pair[k + j + 2], 2, 3, 10, 11, 6, 7, 14, 15);
    }
    LANES_UNROLL
    for (int k = 0; k < 4; k++) {
        f8_store(to[k], __builtin_shufflevector(quad[k], quad[k + 4], 0, 1, 2, 3, 8, 9, 10, 11));
        f8_store(to[k + 4], __builtin_shufflevector(quad[k], quad[k + 4], 4, 5, 6, 7, 12, 13, 14, 15));
    }
}
#else
enum { LANES_BLOCK = 4 };

LANES_INLINE void lanes_transpose(float *const to[4], const float *const from[4])
{
    F4 a, b, c, d;
    memcpy(&a, from[0], sizeof a);
    memcpy(&b, from[1], sizeof b);
    memcpy(&c, from[2], sizeof c);
    memcpy(&d, from[3], sizeof d);
    F4 ab_low = __builtin_shufflevector(a, b, 0, 4, 1, 5), ab_high = __builtin_shufflevector(a, b, 2, 6, 3, 7);
    F4 cd_low = __builtin_shufflevector(c, d, 0, 4, 1, 5), cd_high = __builtin_shufflevector(c, d, 2, 6, 3, 7);
    a = __builtin_shufflevector(ab_low, cd_low, 0, 1, 4, 5);
    b = __builtin_shufflevector(ab_low, cd_low, 2, 3, 6, 7);
    c = __builtin_shufflevector(ab_high, cd_high, 0, 1, 4, 5);
    d = __builtin_shufflevector(ab_high, cd_high, 2, 3, 6, 7);
    memcpy(to[0], &a, sizeof a);
    memcpy(to[1], &b, sizeof b);
    memcpy(to[2], &c, sizeof c);
    memcpy(to[3], &d, sizeof d);
}
#endif

/* Planar channels into vectors: x[i][lane] = io[lane][i]; a NULL lane is silence. frames <= CELL_FRAMES. */
LANES_INLINE void lanes_gather(F8 *x, const float *const io[BANK_LANES], int frames)
{
    static const float silence[CELL_FRAMES];
    const float *row[BANK_LANES];
    for (int lane = 0; lane < BANK_LANES; lane++)
        row[lane] = io[lane] ? io[lane] : silence;
    int i = 0;
    for (; i + LANES_BLOCK <= frames; i += LANES_BLOCK)
        for (int part = 0; part < BANK_LANES; part += LANES_BLOCK) {
            const float *from[LANES_BLOCK];
            float *to[LANES_BLOCK];
            LANES_UNROLL
            for (int k = 0; k < LANES_BLOCK; k++) {
                from[k] = row[part + k] + i;
                to[k] = (float *)(x + i + k) + part;
            }
            lanes_transpose(to, from);
        }
    for (; i < frames; i++)
        for (int lane = 0; lane < BANK_LANES; lane++)
            ((float *)(x + i))[lane] = row[lane][i];
}

/* Whether any lane has a key of its own. */
LANES_INLINE bool lanes_any_key(const float *const key[BANK_LANES])
{
    bool any = false;
    for (int lane = 0; key && lane < BANK_LANES; lane++)
        any = any || key[lane];
    return any;
}

/* Back to planar channels; NULL lanes are dropped.  Adds +0, so that a zero's sign never depends on the way. */
LANES_INLINE void lanes_scatter(float *const io[BANK_LANES], F8 *x, int frames)
{
    float dropped[CELL_FRAMES];
    float *row[BANK_LANES];
    for (int lane = 0; lane < BANK_LANES; lane++)
        row[lane] = io[lane] ? io[lane] : dropped;
    int i = 0;
    for (; i + LANES_BLOCK <= frames; i += LANES_BLOCK) {
        LANES_UNROLL
        for (int k = 0; k < LANES_BLOCK; k++)
            x[i + k] = x[i + k] + 0.0f;
        for (int part = 0; part < BANK_LANES; part += LANES_BLOCK) {
            const float *from[LANES_BLOCK];
            float *to[LANES_BLOCK];
            LANES_UNROLL
            for (int k = 0; k < LANES_BLOCK; k++) {
                from[k] = (const float *)(x + i + k) + part;
                to[k] = row[part + k] + i;
            }
            lanes_transpose(to, from);
        }
    }
    for (; i < frames; i++)
        for (int lane = 0; lane < BANK_LANES; lane++)
            row[lane][i] = ((float *)(x + i))[lane] + 0.0f;
}

/* Copies one lane of `count` vectors: how a bank whose state is an array of F8 moves an instance. */
LANES_INLINE void lanes_copy(F8 *to, int to_lane, const F8 *from, int from_lane, int count)
{
    for (int i = 0; i < count; i++)
        ((float *)(to + i))[to_lane] = ((const float *)(from + i))[from_lane];
}

/* lanes_gather and lanes_scatter by SIMD level. */
typedef void LanesIo(F8 *x, float *const io[BANK_LANES], int frames);
extern LanesIo *const lanes_in[LANES_LEVELS], *const lanes_out[LANES_LEVELS];
RT_SAFE LanesIo lanes_in_base, lanes_in_avx2, lanes_in_avx512, lanes_out_base, lanes_out_avx2, lanes_out_avx512;

#endif
