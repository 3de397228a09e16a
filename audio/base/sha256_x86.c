/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SHA-256 by the instructions of the CPU. */
#include "audio/base/sha256_blocks.h"

#if defined(__x86_64__) && defined(__GNUC__)

#include <immintrin.h>

#include "audio/base/cpu.h"

bool sha256_has_instructions(void)
{
    return cpu_has_sha();
}

#define WITH_SHA __attribute__((target("sha,sse4.1,ssse3")))

/* The instructions want the working variables as (f e b a) and (h g d c), lowest lane first; Intel, SHA Extensions,
 * 2013. */
WITH_SHA static void compress_one(__m128i *abef, __m128i *cdgh, const unsigned char *block)
{
    const __m128i swap = _mm_set_epi8(12, 13, 14, 15, 8, 9, 10, 11, 4, 5, 6, 7, 0, 1, 2, 3);
    __m128i words[4], first_abef = *abef, first_cdgh = *cdgh;
#pragma GCC unroll 16
    for (int group = 0; group < 16; group++) {
        if (group < 4) {
            words[group] = _mm_shuffle_epi8(_mm_loadu_si128((const void *)(block + 16 * group)), swap);
        } else {
            __m128i last = words[(group + 3) & 3], before = words[(group + 2) & 3];
            __m128i next = _mm_sha256msg1_epu32(words[group & 3], words[(group + 1) & 3]);
            words[group & 3] = _mm_sha256msg2_epu32(_mm_add_epi32(next, _mm_alignr_epi8(last, before, 4)), last);
        }
        __m128i constants = _mm_loadu_si128((const void *)(sha256_round_constants + 4 * group));
        __m128i sum = _mm_add_epi32(words[group & 3], constants);
        *cdgh = _mm_sha256rnds2_epu32(*cdgh, *abef, sum);
        *abef = _mm_sha256rnds2_epu32(*abef, *cdgh, _mm_shuffle_epi32(sum, 0x0e));
    }
    *abef = _mm_add_epi32(*abef, first_abef);
    *cdgh = _mm_add_epi32(*cdgh, first_cdgh);
}

WITH_SHA void sha256_compress_by_instructions(uint32_t state[8], const unsigned char *blocks, size_t count)
{
    __m128i badc = _mm_shuffle_epi32(_mm_loadu_si128((const void *)state), 0xb1);
    __m128i hgfe = _mm_shuffle_epi32(_mm_loadu_si128((const void *)(state + 4)), 0x1b);
    __m128i abef = _mm_alignr_epi8(badc, hgfe, 8), cdgh = _mm_blend_epi16(hgfe, badc, 0xf0);
    for (; count > 0; count--, blocks += 64)
        compress_one(&abef, &cdgh, blocks);
    __m128i feba = _mm_shuffle_epi32(abef, 0x1b), dchg = _mm_shuffle_epi32(cdgh, 0xb1);
    _mm_storeu_si128((void *)state, _mm_blend_epi16(feba, dchg, 0xf0));
    _mm_storeu_si128((void *)(state + 4), _mm_alignr_epi8(dchg, feba, 8));
}

#else

bool sha256_has_instructions(void)
{
    return false;
}

void sha256_compress_by_instructions(uint32_t state[8], const unsigned char *blocks, size_t count)
{
    (void)state, (void)blocks, (void)count;
}

#endif
