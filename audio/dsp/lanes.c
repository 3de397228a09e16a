/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/dsp/lanes.h"

#include <stdatomic.h>
#include <stdlib.h>

static atomic_int level = -1;

static int best_level(void)
{
#ifdef LANES_HAVE_AVX2
    return __builtin_cpu_supports("avx2") ? LANES_BEST : LANES_BASE;
#else
    return LANES_BASE;
#endif
}

int lanes_level(void)
{
    int now = atomic_load_explicit(&level, memory_order_relaxed);
    if (now < 0) {
        now = best_level();
        atomic_store_explicit(&level, now, memory_order_relaxed);
    }
    return now;
}

void lanes_force_level(int wanted)
{
    int best = best_level();
    atomic_store_explicit(&level, wanted < 0 || wanted > best ? best : wanted, memory_order_relaxed);
}

void *lanes_alloc(size_t bytes)
{
    size_t whole = (bytes + 63) & ~(size_t)63;
    void *memory = aligned_alloc(64, whole);
    if (memory)
        memset(memory, 0, whole);
    return memory;
}
