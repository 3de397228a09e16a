/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Allocations, counted while the trap is armed: by the linker's --wrap of the program that includes this in one file.
 */
#ifndef TTYMIX_TESTS_AUDIO_DSP_TRAP_H
#define TTYMIX_TESTS_AUDIO_DSP_TRAP_H

#include <stdlib.h>

static int trap_armed;
static int trapped;

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void *__real_aligned_alloc(size_t alignment, size_t size);
void __real_free(void *memory);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);
void *__wrap_aligned_alloc(size_t alignment, size_t size);
void __wrap_free(void *memory);

void *__wrap_malloc(size_t size)
{
    trapped += trap_armed;
    return __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
    trapped += trap_armed;
    return __real_calloc(count, size);
}

void *__wrap_realloc(void *old, size_t size)
{
    trapped += trap_armed;
    return __real_realloc(old, size);
}

void *__wrap_aligned_alloc(size_t alignment, size_t size)
{
    trapped += trap_armed;
    return __real_aligned_alloc(alignment, size);
}

void __wrap_free(void *memory)
{
    trapped += trap_armed;
    __real_free(memory);
}

#endif
