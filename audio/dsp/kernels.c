/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/dsp/kernels.h"

#include "audio/dsp/lanes.h"

#ifdef LANES_HAVE_AVX2
extern const Kernels kernels_avx2, kernels_avx512;
#endif

const Kernels *kernels_best(void)
{
#ifdef LANES_HAVE_AVX2
    static const Kernels *const table[LANES_LEVELS] = {&kernels_baseline, &kernels_avx2, &kernels_avx512};
    return table[lanes_level()];
#else
    return &kernels_baseline;
#endif
}
