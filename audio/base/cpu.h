/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What this CPU can do beyond what the program was compiled for: asked once, answered quickly.  Any thread. */
#ifndef TTYMIX_AUDIO_BASE_CPU_H
#define TTYMIX_AUDIO_BASE_CPU_H

#include <stdbool.h>

#include "audio/base/attributes.h"

RT_SAFE bool cpu_has_avx2(void);
/* AVX-512 F, VL, DQ and BW, and AVX2. */
RT_SAFE bool cpu_has_avx512(void);
/* The SHA instructions, and SSSE3 and SSE4.1, which go with them. */
RT_SAFE bool cpu_has_sha(void);

/* For tests: no more than this is answered from now on; CPU_ALL at start.  Not while others compute. */
typedef enum CpuLevel { CPU_PLAIN, CPU_AVX2, CPU_ALL, CPU_LEVELS } CpuLevel;
void cpu_use_extensions(CpuLevel most);

#endif
