/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The clock that never jumps (CLOCK_MONOTONIC), for intervals and deadlines.  Any thread but audio. */
#ifndef TTYMIX_AUDIO_BASE_CLOCK_H
#define TTYMIX_AUDIO_BASE_CLOCK_H

#include <pthread.h>
#include <stdint.h>
#include <time.h>

int64_t clock_now_ns(void);
double clock_now_s(void);

/* A condition whose timed waits go by this clock. */
void clock_condition_init(pthread_cond_t *condition);
/* The deadline of such a wait, `ms` from now. */
struct timespec clock_in_ms(int ms);

#endif
