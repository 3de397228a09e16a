/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/base/denormals.h"

#if defined(__x86_64__)
#include <xmmintrin.h>

#define FLUSH_AND_ZERO 0x8040u /* FTZ, DAZ */

unsigned denormals_off(void)
{
    unsigned before = _mm_getcsr();
    _mm_setcsr(before | FLUSH_AND_ZERO);
    return before;
}

void denormals_restore(unsigned before)
{
    _mm_setcsr(before);
}
#elif defined(__aarch64__)
#define FLUSH_AND_ZERO (1u << 24) /* FPCR.FZ */

static unsigned get_control(void)
{
    unsigned long value;
    __asm__ volatile("mrs %0, fpcr" : "=r"(value));
    return (unsigned)value;
}

void denormals_restore(unsigned before)
{
    unsigned long value = before;
    __asm__ volatile("msr fpcr, %0" : : "r"(value));
}

unsigned denormals_off(void)
{
    unsigned before = get_control();
    denormals_restore(before | FLUSH_AND_ZERO);
    return before;
}
#else
unsigned denormals_off(void)
{
    return 0;
}

void denormals_restore(unsigned before)
{
    (void)before;
}
#endif
