/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What this CPU can do beyond what the program was compiled for: asked once, answered quickly.  Any thread. */
#ifndef TTYMIX_AUDIO_BASE_CPU_H
#define TTYMIX_AUDIO_BASE_CPU_H

#include <stdbool.h>

#include "audio/base/attributes.h"

RT_SAFE bool cpu_has_avx2(void);
/* The SHA instructions, and SSSE3 and SSE4.1, which go with them. */
RT_SAFE bool cpu_has_sha(void);

/* For tests: false answers no from now on, true what the CPU can, the state at start.  Not while others compute. */
void cpu_use_extensions(bool on);

#endif
