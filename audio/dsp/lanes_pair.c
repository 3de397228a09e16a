/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The loops of lanes_pair.h. */
#include "audio/dsp/lanes_pair.h"

/* A square of 16 by 16: to[k][j] = from[j][k] + add. Each row is one line of the cache, read and written whole. */
#ifdef LANES_AVX512
LANES_INLINE void transpose_16(float *const to[16], const float *const from[16], float add)
{
    __m512 row[16], pair[16], quad[16];
    LANES_UNROLL_16
    for (int k = 0; k < 16; k++)
        row[k] = _mm512_loadu_ps(from[k]);
    LANES_UNROLL
    for (int k = 0; k < 16; k += 2) {
        pair[k] = _mm512_unpacklo_ps(row[k], row[k + 1]);
        pair[k + 1] = _mm512_unpackhi_ps(row[k], row[k + 1]);
    }
    LANES_UNROLL
    for (int k = 0; k < 16; k += 4)
        LANES_UNROLL
    for (int j = 0; j < 2; j++) {
        __m512d a = _mm512_castps_pd(pair[k + j]), b = _mm512_castps_pd(pair[k + j + 2]);
        quad[k + 2 * j] = _mm512_castpd_ps(_mm512_unpacklo_pd(a, b));
        quad[k + 2 * j + 1] = _mm512_castpd_ps(_mm512_unpackhi_pd(a, b));
    }
    LANES_UNROLL
    for (int c = 0; c < 4; c++) { /* quad[4 j + c]: rows 4 j to 4 j + 3 of the columns c, 4 + c, 8 + c and 12 + c */
        __m512 even_low = _mm512_shuffle_f32x4(quad[c], quad[4 + c], 0x88);
        __m512 odd_low = _mm512_shuffle_f32x4(quad[c], quad[4 + c], 0xdd);
        __m512 even_high = _mm512_shuffle_f32x4(quad[8 + c], quad[12 + c], 0x88);
        __m512 odd_high = _mm512_shuffle_f32x4(quad[8 + c], quad[12 + c], 0xdd);
        __m512 plus = _mm512_set1_ps(add);
        _mm512_storeu_ps(to[c], _mm512_add_ps(_mm512_shuffle_f32x4(even_low, even_high, 0x88), plus));
        _mm512_storeu_ps(to[4 + c], _mm512_add_ps(_mm512_shuffle_f32x4(odd_low, odd_high, 0x88), plus));
        _mm512_storeu_ps(to[8 + c], _mm512_add_ps(_mm512_shuffle_f32x4(even_low, even_high, 0xdd), plus));
        _mm512_storeu_ps(to[12 + c], _mm512_add_ps(_mm512_shuffle_f32x4(odd_low, odd_high, 0xdd), plus));
    }
}
#else
LANES_INLINE void transpose_16(float *const to[16], const float *const from[16], float add)
{
    for (int k = 0; k < 16; k++)
        for (int j = 0; j < 16; j++)
            to[k][j] = from[j][k] + add;
}
#endif

void lanes_pair_in(F16 *x, float *const io[PAIR_LANES])
{
    for (int i = 0; i < CELL_FRAMES; i += PAIR_LANES) {
        const float *from[PAIR_LANES];
        float *to[PAIR_LANES];
        for (int k = 0; k < PAIR_LANES; k++) {
            from[k] = io[k] + i;
            to[k] = (float *)(x + i + k);
        }
        transpose_16(to, from, -0.0f);
    }
}

void lanes_pair_out(const F16 *x, float *const io[PAIR_LANES])
{
    for (int i = 0; i < CELL_FRAMES; i += PAIR_LANES) {
        const float *from[PAIR_LANES];
        float *to[PAIR_LANES];
        for (int k = 0; k < PAIR_LANES; k++) {
            from[k] = (const float *)(x + i + k);
            to[k] = io[k] + i;
        }
        transpose_16(to, from, 0.0f);
    }
}

void lanes_pair_part(const F16 *x, F8 *a, F8 *b)
{
    for (int i = 0; i < CELL_FRAMES; i++) {
        a[i] = f8_load((const float *)(x + i));
        b[i] = f8_load((const float *)(x + i) + BANK_LANES);
    }
}

void lanes_pair_join(F16 *x, const F8 *a, const F8 *b)
{
    for (int i = 0; i < CELL_FRAMES; i++) {
        f8_store((float *)(x + i), a[i]);
        f8_store((float *)(x + i) + BANK_LANES, b[i]);
    }
}
