/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A deadline lies where it is said to, with fewer than 1e9 ns beside the seconds, and a timed wait ends at it by the
 * same clock: never before, and not by the calendar's. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <errno.h>
#include <cmocka.h>

#include "audio/base/clock.h"

static int64_t ns_of(struct timespec time)
{
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

static void test_deadlines(void **state)
{
    (void)state;
    for (int ms = 0; ms < 5000; ms += 7) {
        int64_t before = clock_now_ns();
        struct timespec at = clock_in_ms(ms);
        int64_t after = clock_now_ns();
        assert_true(at.tv_nsec >= 0 && at.tv_nsec < 1000000000);
        assert_true(ns_of(at) >= before + (int64_t)ms * 1000000 && ns_of(at) <= after + (int64_t)ms * 1000000);
    }
}

static void test_a_wait_ends_by_this_clock(void **state)
{
    (void)state;
    pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
    pthread_cond_t never;
    clock_condition_init(&never);
    int64_t before = clock_now_ns();
    struct timespec until = clock_in_ms(20);
    pthread_mutex_lock(&mutex);
    while (pthread_cond_timedwait(&never, &mutex, &until) != ETIMEDOUT)
        continue;
    pthread_mutex_unlock(&mutex);
    assert_true(clock_now_ns() - before >= 20000000);
    pthread_cond_destroy(&never);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_deadlines),
        cmocka_unit_test(test_a_wait_ends_by_this_clock),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
