/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Only what the compiler is told may use AVX2 (room.mk); called after a look at the CPU. */
#include "audio/io/file/pack_kernels.h"

#include <immintrin.h>

static inline __m256i eight_hashes(DitherKey key, uint32_t frame)
{
    __m256i x = _mm256_add_epi32(_mm256_set1_epi32((int)frame), _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7));
    x = _mm256_xor_si256(x, _mm256_set1_epi32((int)key.first));
    x = _mm256_xor_si256(x, _mm256_srli_epi32(x, 16));
    x = _mm256_mullo_epi32(x, _mm256_set1_epi32((int)0x7feb352du));
    x = _mm256_xor_si256(x, _mm256_srli_epi32(x, 15));
    x = _mm256_add_epi32(x, _mm256_set1_epi32((int)key.second));
    x = _mm256_mullo_epi32(x, _mm256_set1_epi32((int)0x846ca68bu));
    x = _mm256_xor_si256(x, _mm256_srli_epi32(x, 16));
    x = _mm256_mullo_epi32(x, _mm256_set1_epi32((int)0x9e3779b1u));
    return _mm256_xor_si256(x, _mm256_srli_epi32(x, 15));
}

static inline __m256i eight_dithers(DitherKey key, uint32_t frame)
{
    __m256i hash = eight_hashes(key, frame);
    __m256i sum = _mm256_add_epi32(_mm256_srli_epi32(hash, 16), _mm256_and_si256(hash, _mm256_set1_epi32(0xffff)));
    return _mm256_sub_epi32(sum, _mm256_set1_epi32(65535));
}

typedef struct Range {
    __m256d scale, most, least;
} Range;

static inline __m128i four_rounded(__m128 in, __m128i dither, const Range *range, int *clipped)
{
    const __m256d rounder = _mm256_set1_pd(PACK_ROUNDER);
    __m256d value = _mm256_mul_pd(_mm256_cvtps_pd(in), range->scale);
    value = _mm256_add_pd(value, _mm256_mul_pd(_mm256_cvtepi32_pd(dither), _mm256_set1_pd(1.0 / 65536)));
    value = _mm256_sub_pd(_mm256_add_pd(value, rounder), rounder);
    __m256d outside =
        _mm256_or_pd(_mm256_cmp_pd(value, range->most, _CMP_GT_OQ), _mm256_cmp_pd(value, range->least, _CMP_LT_OQ));
    *clipped += __builtin_popcount((unsigned)_mm256_movemask_pd(outside));
    return _mm256_cvtpd_epi32(_mm256_max_pd(_mm256_min_pd(value, range->most), range->least));
}

int pack_quantise_avx2(const float *in, int frames, int bits, const DitherKey *key, uint32_t frame, int32_t *out,
                       int *clipped)
{
    const double scale = (double)(1u << (bits - 1));
    const Range range = {_mm256_set1_pd(scale), _mm256_set1_pd(scale - 1), _mm256_set1_pd(-scale)};
    const __m256 limit = _mm256_set1_ps(PACK_LIMIT);
    int i = 0;
    for (; i + 8 <= frames; i += 8) {
        __m256 x = _mm256_loadu_ps(in + i);
        x = _mm256_and_ps(x, _mm256_cmp_ps(x, x, _CMP_ORD_Q));
        x = _mm256_max_ps(_mm256_min_ps(x, limit), _mm256_sub_ps(_mm256_setzero_ps(), limit));
        __m256i dither = key ? eight_dithers(*key, frame + (uint32_t)i) : _mm256_setzero_si256();
        __m128i low = four_rounded(_mm256_castps256_ps128(x), _mm256_castsi256_si128(dither), &range, clipped);
        __m128i high = four_rounded(_mm256_extractf128_ps(x, 1), _mm256_extracti128_si256(dither, 1), &range, clipped);
        _mm_storeu_si128((void *)(out + i), low);
        _mm_storeu_si128((void *)(out + i + 4), high);
    }
    return i;
}

int pack_s16_stereo_avx2(const int32_t *left, const int32_t *right, int frames, unsigned char *out)
{
    int i = 0;
    for (; i + 8 <= frames; i += 8) {
        __m256i l = _mm256_loadu_si256((const void *)(left + i)), r = _mm256_loadu_si256((const void *)(right + i));
        l = _mm256_and_si256(l, _mm256_set1_epi32(0xffff));
        _mm256_storeu_si256((void *)(out + (long)i * 4), _mm256_or_si256(l, _mm256_slli_epi32(r, 16)));
    }
    return i;
}

int pack_s24_stereo_avx2(const int32_t *left, const int32_t *right, int frames, unsigned char *out)
{
    const __m256i squeeze = _mm256_setr_epi8(0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, -1, -1, -1, -1, 0, 1, 2, 4, 5, 6,
                                             8, 9, 10, 12, 13, 14, -1, -1, -1, -1);
    int i = 0;
    for (; i + 8 <= frames; i += 8) {
        __m256i l = _mm256_loadu_si256((const void *)(left + i)), r = _mm256_loadu_si256((const void *)(right + i));
        /* Frames 0 1 | 4 5 and 2 3 | 6 7, each four samples in the low 12 bytes of a half. */
        __m256i a = _mm256_shuffle_epi8(_mm256_unpacklo_epi32(l, r), squeeze);
        __m256i b = _mm256_shuffle_epi8(_mm256_unpackhi_epi32(l, r), squeeze);
        unsigned char *p = out + (long)i * 6;
        _mm_storeu_si128((void *)p, _mm256_castsi256_si128(a));
        _mm_storeu_si128((void *)(p + 12), _mm256_castsi256_si128(b));
        _mm_storeu_si128((void *)(p + 24), _mm256_extracti128_si256(a, 1));
        _mm_storeu_si128((void *)(p + 36), _mm256_extracti128_si256(b, 1));
    }
    return i;
}
