/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Vectors of 8 or of 16 lanes under the same names, for loops that are written once and compiled for both: FV floats,
 * IV ints, MV what a comparison says of each lane (combine with | & ~), WV the same lanes in double, in two halves HV.
 * 16 lanes are two banks side by side (lanes_pair.h), with AVX-512 alone (`LANES_PAIR`).  Each function does lane by
 * lane what its namesake of lanes.h does.
 */
#ifndef TTYMIX_AUDIO_DSP_LANES_ANY_H
#define TTYMIX_AUDIO_DSP_LANES_ANY_H

#include "audio/dsp/lanes_pair.h"

#ifdef LANES_PAIR

typedef F16 FV;
typedef int32_t IV __attribute__((vector_size(64)));
typedef __mmask16 MV;
typedef double HV __attribute__((vector_size(64)));
typedef struct WV {
    HV low, high;
} WV;
enum { ANY_LANES = PAIR_LANES };

LANES_INLINE FV fv_set(float x)
{
    return (FV)_mm512_set1_ps(x);
}

/* Two neighbours of an array of F8, of any alignment. */
LANES_INLINE FV fv_load(const F8 *from)
{
    return (FV)_mm512_loadu_ps((const float *)from);
}

LANES_INLINE void fv_store(F8 *to, FV x)
{
    _mm512_storeu_ps((float *)to, (__m512)x);
}

/* Two banks' vectors side by side, and taken apart again. */
LANES_INLINE FV fv_join(F8 a, F8 b)
{
    return (FV)_mm512_insertf32x8(_mm512_castps256_ps512((__m256)a), (__m256)b, 1);
}

LANES_INLINE void fv_part(FV x, F8 *a, F8 *b)
{
    *a = (F8)_mm512_castps512_ps256((__m512)x);
    *b = (F8)_mm512_extractf32x8_ps((__m512)x, 1);
}

/* Of masks as comparisons of 8 lanes give them. */
LANES_INLINE MV mv_join(I8 a, I8 b)
{
    return (MV)(_mm256_movepi32_mask((__m256i)a) | _mm256_movepi32_mask((__m256i)b) << 8);
}

LANES_INLINE void mv_part(MV mask, I8 *a, I8 *b)
{
    *a = (I8)_mm256_movm_epi32((__mmask8)mask);
    *b = (I8)_mm256_movm_epi32((__mmask8)(mask >> 8));
}

/* Lanes whose bits are not the same. */
LANES_INLINE MV fv_differ(FV a, FV b)
{
    return _mm512_cmpneq_epi32_mask((__m512i)a, (__m512i)b);
}

LANES_INLINE WV wv_join(D8 a, D8 b)
{
    return (WV){(HV)_mm512_insertf64x4(_mm512_castpd256_pd512((__m256d)a.low), (__m256d)a.high, 1),
                (HV)_mm512_insertf64x4(_mm512_castpd256_pd512((__m256d)b.low), (__m256d)b.high, 1)};
}

LANES_INLINE D8 d8_from_hv(HV x)
{
    return (D8){(D4)_mm512_castpd512_pd256((__m512d)x), (D4)_mm512_extractf64x4_pd((__m512d)x, 1)};
}

LANES_INLINE WV wv_from_fv(FV x)
{
    return (WV){(HV)_mm512_cvtps_pd(_mm512_castps512_ps256((__m512)x)),
                (HV)_mm512_cvtps_pd(_mm512_extractf32x8_ps((__m512)x, 1))};
}

LANES_INLINE FV fv_from_wv(WV x)
{
    return fv_join((F8)_mm512_cvtpd_ps((__m512d)x.low), (F8)_mm512_cvtpd_ps((__m512d)x.high));
}

LANES_INLINE FV fv_select(MV mask, FV a, FV b)
{
    return (FV)_mm512_mask_blend_ps(mask, (__m512)b, (__m512)a);
}

LANES_INLINE MV fv_greater(FV a, FV b)
{
    return _mm512_cmp_ps_mask((__m512)a, (__m512)b, _CMP_GT_OQ);
}

LANES_INLINE MV fv_at_least(FV a, FV b)
{
    return _mm512_cmp_ps_mask((__m512)a, (__m512)b, _CMP_GE_OQ);
}

LANES_INLINE MV fv_equal(FV a, FV b)
{
    return _mm512_cmp_ps_mask((__m512)a, (__m512)b, _CMP_EQ_OQ);
}

LANES_INLINE FV fv_max(FV a, FV b)
{
    return (FV)_mm512_max_ps((__m512)a, (__m512)b);
}

LANES_INLINE FV fv_min(FV a, FV b)
{
    return (FV)_mm512_min_ps((__m512)a, (__m512)b);
}

LANES_INLINE FV fv_abs(FV x)
{
    return (FV)((IV)x & 0x7fffffff);
}

LANES_INLINE FV fv_swap_pairs(FV x)
{
    return (FV)_mm512_permute_ps((__m512)x, 0xb1);
}

LANES_INLINE FV fv_pick_pairs(FV a, FV b)
{
    return (FV)_mm512_mask_blend_ps(0xaaaa, (__m512)a, (__m512)b);
}

LANES_INLINE FV fv_even_pairs(FV x)
{
    return (FV)_mm512_moveldup_ps((__m512)x);
}

LANES_INLINE FV fv_odd_pairs(FV x)
{
    return (FV)_mm512_movehdup_ps((__m512)x);
}

LANES_INLINE bool mv_any(MV mask)
{
    return mask != 0;
}

LANES_MATHS(FV, IV, fv_)

#else

typedef F8 FV;
typedef I8 MV;
typedef D4 HV;
typedef D8 WV;
enum { ANY_LANES = BANK_LANES };
#define fv_set f8_set
#define wv_from_fv d8_from_f8
#define fv_from_wv f8_from_d8
#define fv_select f8_select
#define fv_greater f8_greater
#define fv_at_least f8_at_least
#define fv_equal f8_equal
#define fv_max f8_max
#define fv_min f8_min
#define fv_abs f8_abs
#define fv_swap_pairs f8_swap_pairs
#define fv_pick_pairs f8_pick_pairs
#define fv_even_pairs f8_even_pairs
#define fv_odd_pairs f8_odd_pairs
#define mv_any i8_any
#define fv_log2 f8_log2
#define fv_exp2_within f8_exp2_within
#define fv_exp2 f8_exp2

#endif

#endif
