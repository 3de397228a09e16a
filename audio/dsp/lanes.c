/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/dsp/lanes.h"

#include <stdlib.h>

#include "audio/base/cpu.h"

int lanes_level(void)
{
#ifdef LANES_HAVE_AVX2
    return cpu_has_avx2() ? LANES_BEST : LANES_BASE;
#else
    return LANES_BASE;
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
