/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Denormals off around a computation, whatever the thread had before, so that its results do not depend on who runs it. */
#ifndef TTYMIX_AUDIO_IO_FLOATMODE_H
#define TTYMIX_AUDIO_IO_FLOATMODE_H

#if defined(__SSE__)
#include <xmmintrin.h>
#endif

typedef unsigned FloatMode;

/* Flush to zero and denormals are zero, round to nearest; returns what was. */
static inline FloatMode floatmode_enter(void)
{
#if defined(__SSE__)
    FloatMode before = _mm_getcsr();
    _mm_setcsr(0x9fc0);
    return before;
#else
    return 0;
#endif
}

static inline void floatmode_leave(FloatMode before)
{
#if defined(__SSE__)
    _mm_setcsr(before);
#else
    (void)before;
#endif
}

#endif
