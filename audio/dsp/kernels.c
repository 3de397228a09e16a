/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/dsp/kernels.h"

#include <stdlib.h>
#include <string.h>

#ifdef LANES_HAVE_AVX2
extern const Kernels kernels_avx2;
#endif

const Kernels *kernels_best(void)
{
    const char *wish = getenv("TTYMIX_KERNELS");
    if (wish && strcmp(wish, kernels_baseline.name) == 0)
        return &kernels_baseline;
#ifdef LANES_HAVE_AVX2
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx2"))
        return &kernels_avx2;
#endif
    return &kernels_baseline;
}
