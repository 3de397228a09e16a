/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/dsp/kernels.h"

#include "audio/dsp/lanes.h"

#ifdef LANES_HAVE_AVX2
extern const Kernels kernels_avx2;
#endif

const Kernels *kernels_best(void)
{
#ifdef LANES_HAVE_AVX2
    if (lanes_level() == LANES_BEST)
        return &kernels_avx2;
#endif
    return &kernels_baseline;
}
