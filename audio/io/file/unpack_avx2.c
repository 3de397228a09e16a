/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Only what the compiler is told may use AVX2 (room.mk); called after a look at the CPU. */
#include "audio/io/file/unpack_kernels.h"

#include <immintrin.h>

static inline __m256i two_halves(const unsigned char *low, const unsigned char *high)
{
    return _mm256_inserti128_si256(_mm256_castsi128_si256(_mm_loadu_si128((const void *)low)),
                                   _mm_loadu_si128((const void *)high), 1);
}

/* a / 2^31 of left-justified integers: a product with a power of two is exact. */
static inline __m256 scaled(__m256i left_justified)
{
    return _mm256_mul_ps(_mm256_cvtepi32_ps(left_justified), _mm256_set1_ps(1.0f / 2147483648.0f));
}

/* Four frames L R L R ... in each of a (0..3) and b (4..7) to eight of each channel. */
static inline void store_planar(__m256 a, __m256 b, float *left, float *right)
{
    __m256d even = _mm256_castps_pd(_mm256_shuffle_ps(a, b, 0x88)),
            odd = _mm256_castps_pd(_mm256_shuffle_ps(a, b, 0xdd));
    _mm256_storeu_pd((double *)(void *)left, _mm256_permute4x64_pd(even, 0xd8));
    _mm256_storeu_pd((double *)(void *)right, _mm256_permute4x64_pd(odd, 0xd8));
}

static inline __m256 eight_s24(const unsigned char *p)
{
    const __m256i spread = _mm256_setr_epi8(-1, 0, 1, 2, -1, 3, 4, 5, -1, 6, 7, 8, -1, 9, 10, 11, -1, 0, 1, 2, -1, 3, 4,
                                            5, -1, 6, 7, 8, -1, 9, 10, 11);
    return scaled(_mm256_shuffle_epi8(two_halves(p, p + 12), spread));
}

int unpack_s24_mono_avx2(const unsigned char *bytes, int frames, float *out)
{
    int i = 0;
    for (; i + 8 <= frames; i += 8)
        _mm256_storeu_ps(out + i, eight_s24(bytes + (long)i * 3));
    return i;
}

int unpack_s24_stereo_avx2(const unsigned char *bytes, int frames, float *left, float *right)
{
    int i = 0;
    for (; i + 8 <= frames; i += 8) {
        const unsigned char *p = bytes + (long)i * 6;
        store_planar(eight_s24(p), eight_s24(p + 24), left + i, right + i);
    }
    return i;
}

int unpack_s16_mono_avx2(const unsigned char *bytes, int frames, float *out)
{
    int i = 0;
    for (; i + 8 <= frames; i += 8) {
        __m256i wide = _mm256_cvtepi16_epi32(_mm_loadu_si128((const void *)(bytes + (long)i * 2)));
        _mm256_storeu_ps(out + i, scaled(_mm256_slli_epi32(wide, 16)));
    }
    return i;
}

int unpack_s16_stereo_avx2(const unsigned char *bytes, int frames, float *left, float *right)
{
    int i = 0;
    for (; i + 8 <= frames; i += 8) {
        __m256i both = _mm256_loadu_si256((const void *)(bytes + (long)i * 4));
        _mm256_storeu_ps(left + i, scaled(_mm256_slli_epi32(both, 16)));
        _mm256_storeu_ps(right + i, scaled(_mm256_and_si256(both, _mm256_set1_epi32((int)0xffff0000u))));
    }
    return i;
}

static inline __m256 eight_finite(const unsigned char *p, int *bad)
{
    __m256i bits = _mm256_loadu_si256((const void *)p);
    __m256i sign = _mm256_and_si256(bits, _mm256_set1_epi32((int)0x80000000u));
    __m256i magnitude = _mm256_andnot_si256(_mm256_set1_epi32((int)0x80000000u), bits);
    __m256i infinite = _mm256_cmpgt_epi32(magnitude, _mm256_set1_epi32(0x7f7fffff));
    __m256i denormal = _mm256_cmpgt_epi32(_mm256_set1_epi32(0x00800000), magnitude);
    *bad += __builtin_popcount((unsigned)_mm256_movemask_ps(_mm256_castsi256_ps(infinite)));
    magnitude = _mm256_min_epi32(magnitude, _mm256_set1_epi32(0x49742400)); /* UNPACK_LIMIT */
    __m256i safe = _mm256_or_si256(sign, _mm256_andnot_si256(denormal, magnitude));
    return _mm256_castsi256_ps(_mm256_andnot_si256(infinite, safe));
}

int unpack_f32_mono_avx2(const unsigned char *bytes, int frames, float *out, int *bad)
{
    int i = 0;
    for (; i + 8 <= frames; i += 8)
        _mm256_storeu_ps(out + i, eight_finite(bytes + (long)i * 4, bad));
    return i;
}

int unpack_f32_stereo_avx2(const unsigned char *bytes, int frames, float *left, float *right, int *bad)
{
    int i = 0;
    for (; i + 8 <= frames; i += 8) {
        const unsigned char *p = bytes + (long)i * 8;
        store_planar(eight_finite(p, bad), eight_finite(p + 32, bad), left + i, right + i);
    }
    return i;
}
