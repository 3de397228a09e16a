/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "audio/base/clock.h"
#include "audio/io/device/share.h"

static DeviceShare *share_make(int *fd)
{
    DeviceShare *share;
    Error error;
    assert_int_equal(device_share_new(&share, fd, &error), STATUS_OK);
    return share;
}

static float frame_value(uint64_t frame)
{
    return (float)(frame % 16000000);
}

/* Writes `count` frames numbered from `from`; how many went in. */
static int write_numbered(DeviceShare *share, uint64_t from, int count)
{
    float frames[2 * 1000];
    for (int i = 0; i < count; i++) {
        frames[2 * i] = frame_value(from + (uint64_t)i);
        frames[2 * i + 1] = -frames[2 * i];
    }
    return device_share_write(share, frames, count);
}

static void test_wraps(void **state)
{
    (void)state;
    int fd;
    DeviceShare *share = share_make(&fd);
    float frames[2 * 1000];
    uint64_t written = 0, read = 0;
    for (int turn = 0; turn < 2000; turn++) {
        written += (uint64_t)write_numbered(share, written, 1 + turn % 997);
        int got = device_share_read(share, frames, 1 + turn % 991, 2);
        for (int i = 0; i < got; i++) {
            assert_true(frames[2 * i] == frame_value(read + (uint64_t)i));
            assert_true(frames[2 * i + 1] == -frames[2 * i]);
        }
        read += (uint64_t)got;
        assert_int_equal(device_share_fill(share), (int)(written - read));
    }
    assert_true(read > 4 * DEVICE_RING_FRAMES);
    device_share_free(share);
    close(fd);
}

static void test_full_and_empty(void **state)
{
    (void)state;
    int fd, taken = 0, went;
    DeviceShare *share = share_make(&fd);
    float frames[2];
    assert_int_equal(device_share_read(share, frames, 1, 2), 0);
    while ((went = write_numbered(share, (uint64_t)taken, 1000)) == 1000)
        taken += went;
    assert_int_equal(taken + went, DEVICE_RING_FRAMES);
    assert_int_equal(write_numbered(share, 0, 1), 0);
    device_share_free(share);
    close(fd);
}

static void test_channels(void **state)
{
    (void)state;
    int fd;
    DeviceShare *share = share_make(&fd);
    const float in[] = {1.0f, 3.0f, -0.5f, 0.25f};
    float out[8] = {9, 9, 9, 9, 9, 9, 9, 9};
    assert_int_equal(device_share_write(share, in, 2), 2);
    assert_int_equal(device_share_read(share, out, 2, 1), 2);
    assert_true(out[0] == 2.0f && out[1] == -0.125f && out[2] == 9.0f);
    assert_int_equal(device_share_write(share, in, 2), 2);
    assert_int_equal(device_share_read(share, out, 2, 4), 2);
    const float expected[] = {1.0f, 3.0f, 0, 0, -0.5f, 0.25f, 0, 0};
    assert_memory_equal(out, expected, sizeof out);
    device_share_free(share);
    close(fd);
}

/* A child that writes over the positions may spoil sound, not memory. */
static void test_scribbled_positions(void **state)
{
    (void)state;
    int fd;
    DeviceShare *share = share_make(&fd);
    float frames[2 * 64] = {0};
    atomic_store(&share->read, 12345678901234567ull);
    assert_int_equal(device_share_fill(share), DEVICE_RING_FRAMES);
    assert_int_equal(device_share_write(share, frames, 64), 0);
    assert_int_equal(device_share_read(share, frames, 64, 2), 64);
    device_share_free(share);
    close(fd);
}

static void test_map_refuses_other_memory(void **state)
{
    (void)state;
    int fd, ends[2];
    DeviceShare *share = share_make(&fd), *other;
    assert_int_equal(device_share_map(&other, fd), STATUS_OK);
    assert_int_equal(write_numbered(share, 0, 10), 10);
    assert_int_equal(device_share_fill(other), 10);
    device_share_free(other);
    share->magic++;
    assert_int_equal(device_share_map(&other, fd), STATUS_BAD_VALUE);
    assert_int_equal(ftruncate(fd, 4096), 0);
    assert_int_equal(device_share_map(&other, fd), STATUS_BAD_VALUE);
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(device_share_map(&other, ends[0]), STATUS_BAD_VALUE);
    assert_int_equal(device_share_map(&other, -1), STATUS_BAD_VALUE);
    device_share_free(share);
    close(fd);
    close(ends[0]);
    close(ends[1]);
}

static void *tell_later(void *argument)
{
    DeviceShare *share = argument;
    while (!atomic_load(&share->taken.waiting))
        usleep(100);
    atomic_store(&share->quit, true);
    device_word_tell(&share->taken);
    return NULL;
}

static void test_wait_is_woken(void **state)
{
    (void)state;
    int fd;
    DeviceShare *share = share_make(&fd);
    pthread_t thread;
    int64_t until = clock_now_ns() + 20000000000;
    assert_int_equal(pthread_create(&thread, NULL, tell_later, share), 0);
    while (!atomic_load(&share->quit) && clock_now_ns() < until) {
        uint32_t seen = atomic_load(&share->taken.count);
        if (!atomic_load(&share->quit))
            device_word_wait(&share->taken, seen, until);
    }
    pthread_join(thread, NULL);
    assert_true(clock_now_ns() < until);
    assert_int_equal(atomic_load(&share->taken.waiting), 0);
    device_share_free(share);
    close(fd);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wraps),
        cmocka_unit_test(test_full_and_empty),
        cmocka_unit_test(test_channels),
        cmocka_unit_test(test_scribbled_positions),
        cmocka_unit_test(test_map_refuses_other_memory),
        cmocka_unit_test(test_wait_is_woken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
