/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/dsp/lanes_pair.h"

#include <stdlib.h>

#include "audio/base/cpu.h"

int lanes_level(void)
{
#ifdef LANES_HAVE_AVX2
    return cpu_has_avx512() ? LANES_WIDEST : cpu_has_avx2() ? LANES_WIDER : LANES_BASE;
#else
    return LANES_BASE;
#endif
}

bool lanes_have_pairs(void)
{
#ifdef LANES_HAVE_PAIRS
    return cpu_has_avx512();
#else
    return false;
#endif
}

void *lanes_alloc(size_t bytes)
{
    size_t whole = (bytes + 63) & ~(size_t)63;
    void *memory = aligned_alloc(64, whole);
    if (memory)
        memset(memory, 0, whole);
    return memory;
}
