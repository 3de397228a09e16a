/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A trap for what an audio thread must not do: between rt_trap_enter and rt_trap_leave this thread may not allocate,
 * lock, wait or do I/O.
 *
 * rt_trap.c takes the place of the C library's functions in the whole test program; outside the trap they do what they
 * always do.
 */
#ifndef TTYMIX_TESTS_AUDIO_ENGINE_RT_TRAP_H
#define TTYMIX_TESTS_AUDIO_ENGINE_RT_TRAP_H

#include <stdbool.h>

void rt_trap_enter(void);
/* The name of the first forbidden function that was called since rt_trap_enter, or NULL. */
const char *rt_trap_leave(void);

#endif
