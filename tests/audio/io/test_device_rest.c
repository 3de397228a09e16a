/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The null device sleeps while its source has nothing to say: it asks at most ten times a second then, at once when it
 * is told, and in real time again when there is sound. Calls are counted; a slow machine makes them fewer, never more.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <cmocka.h>

#include "audio/base/clock.h"
#include "audio/io/device/device.h"

enum { BLOCK = 64, RATE_HZ = 48000, PATIENCE_S = 30, REST_MS = 100 };

typedef struct Source {
    atomic_bool rests;
    atomic_int calls;
} Source;

static bool pull(void *context, float *const out[2], int frames)
{
    Source *source = context;
    for (int c = 0; c < 2; c++)
        memset(out[c], 0, (size_t)frames * sizeof(float));
    atomic_fetch_add(&source->calls, 1);
    return atomic_load(&source->rests);
}

static void await_calls(const Source *source, int calls)
{
    const struct timespec pause = {0, 1000000};
    for (double until = clock_now_s() + PATIENCE_S; atomic_load(&source->calls) < calls;) {
        assert_true(clock_now_s() < until);
        nanosleep(&pause, NULL);
    }
}

/* How many calls in so many ms. */
static int count_for(const Source *source, int ms, double *took_ms)
{
    const struct timespec pause = {0, 5000000};
    double begin = clock_now_s();
    int before = atomic_load(&source->calls);
    while (clock_now_s() < begin + ms * 1e-3)
        nanosleep(&pause, NULL);
    int calls = atomic_load(&source->calls) - before;
    *took_ms = (clock_now_s() - begin) * 1e3;
    return calls;
}

static void test_a_source_at_rest_is_seldom_asked(void **state)
{
    (void)state;
    Source source = {0};
    Device *device;
    Error error;
    double took_ms;
    DeviceSetup setup = {.name = "null", .rate_hz = RATE_HZ, .block_frames = BLOCK};
    assert_int_equal(device_open(&device, &setup, pull, &source, &error), STATUS_OK);
    await_calls(&source, 20);
    atomic_store(&source.rests, true);
    await_calls(&source, atomic_load(&source.calls) + 2);
    int calls = count_for(&source, 600, &took_ms);
    if (calls > took_ms / REST_MS + 2)
        fail_msg("%d calls in %.0f ms of rest", calls, took_ms);
    for (int i = 0; i < 20; i++) { /* whoever is told looks: no call is lost */
        int before = atomic_load(&source.calls);
        device_tell(device);
        await_calls(&source, before + 1);
    }
    atomic_store(&source.rests, false);
    device_tell(device);
    await_calls(&source, atomic_load(&source.calls) + 100);
    DeviceState figures;
    device_poll(device, &figures);
    assert_int_equal(figures.phase, DEVICE_RUNNING);
    device_close(device);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_a_source_at_rest_is_seldom_asked)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
