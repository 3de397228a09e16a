/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/base/clock.h"

enum { NS_A_SECOND = 1000000000, NS_A_MS = 1000000 };

int64_t clock_now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * NS_A_SECOND + now.tv_nsec;
}

double clock_now_s(void)
{
    return (double)clock_now_ns() * 1e-9;
}

void clock_condition_init(pthread_cond_t *condition)
{
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(condition, &attributes);
    pthread_condattr_destroy(&attributes);
}

struct timespec clock_in_ms(int ms)
{
    int64_t at = clock_now_ns() + (int64_t)ms * NS_A_MS;
    return (struct timespec){at / NS_A_SECOND, at % NS_A_SECOND};
}
