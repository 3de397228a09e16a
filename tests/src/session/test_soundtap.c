/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tap of the monitor's signal: readers at any pace get what was written, in order, and every frame that they do not
 * get is counted; also while it is being written. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <pthread.h>
#include <stdatomic.h>

#include <cmocka.h>

#include "src/session/soundtap.h"

enum { BLOCK_MAX = 4096, ROUNDS = 4000, READERS = 3 };

/* Frame n is (n mod 2^20, -that / 2): a torn or misplaced one is seen. */
static float left_of(uint64_t frame)
{
    return (float)(frame & 0xFFFFF);
}

static void write_block(SoundTap *tap, uint64_t first, int frames)
{
    float left[BLOCK_MAX], right[BLOCK_MAX];
    for (int i = 0; i < frames; i++) {
        left[i] = left_of(first + (uint64_t)i);
        right[i] = -left[i] / 2;
    }
    soundtap_write(tap, (const float *const[2]){left, right}, frames);
}

/* Reads once; true if all is as it was written. */
static bool read_block(const SoundTap *tap, uint64_t *from, int frames, uint64_t *got, uint64_t *lost)
{
    float interleaved[2 * BLOCK_MAX];
    int count = soundtap_read(tap, from, interleaved, frames, lost);
    uint64_t first = *from - (uint64_t)count;
    bool right = true;
    for (int i = 0; i < count; i++)
        right &=
            interleaved[2 * i] == left_of(first + (uint64_t)i) && interleaved[2 * i + 1] == -interleaved[2 * i] / 2;
    *got += (uint64_t)count;
    return right && *got + *lost == *from;
}

static void test_what_was_written_is_read(void **state)
{
    (void)state;
    SoundTap *tap = soundtap_new();
    uint64_t from = 0, got = 0, lost = 0;
    assert_non_null(tap);
    assert_true(read_block(tap, &from, 100, &got, &lost));
    assert_int_equal(got, 0);
    write_block(tap, 0, 1000);
    assert_true(read_block(tap, &from, 600, &got, &lost));
    assert_int_equal(got, 600);
    assert_true(read_block(tap, &from, BLOCK_MAX, &got, &lost));
    assert_int_equal(got, 1000);
    assert_int_equal(lost, 0);
    soundtap_free(tap);
}

static void test_who_is_overtaken_knows_what_he_lost(void **state)
{
    (void)state;
    SoundTap *tap = soundtap_new();
    uint64_t from = 0, got = 0, lost = 0, written = 0;
    while (written < SOUNDTAP_FRAMES + 5000) {
        write_block(tap, written, 1000);
        written += 1000;
    }
    assert_true(read_block(tap, &from, BLOCK_MAX, &got, &lost));
    assert_int_equal(lost, written - SOUNDTAP_FRAMES);
    assert_int_equal(got, BLOCK_MAX);
    soundtap_free(tap);
}

typedef struct Race {
    SoundTap *tap;
    atomic_bool over;
    atomic_int wrong;
    atomic_uint_fast64_t got, lost;
} Race;

static void *read_on(void *argument)
{
    Race *race = argument;
    uint64_t from = 0, got = 0, lost = 0;
    unsigned size = 1;
    bool over = false;
    while (!over || from < soundtap_written(race->tap)) {
        over = atomic_load(&race->over);
        size = (size * 37 + 11) % BLOCK_MAX + 1;
        if (!read_block(race->tap, &from, (int)size, &got, &lost))
            atomic_fetch_add(&race->wrong, 1);
    }
    atomic_fetch_add(&race->got, got);
    atomic_fetch_add(&race->lost, lost);
    return NULL;
}

static void test_readers_beside_a_writer(void **state)
{
    (void)state;
    Race race = {.tap = soundtap_new()};
    pthread_t readers[READERS];
    uint64_t written = 0;
    for (int i = 0; i < READERS; i++)
        assert_int_equal(pthread_create(&readers[i], NULL, read_on, &race), 0);
    for (int i = 0; i < ROUNDS; i++) {
        int frames = i * 7919 % BLOCK_MAX + 1;
        write_block(race.tap, written, frames);
        written += (uint64_t)frames;
    }
    atomic_store(&race.over, true);
    for (int i = 0; i < READERS; i++)
        pthread_join(readers[i], NULL);
    assert_int_equal(atomic_load(&race.wrong), 0);
    assert_int_equal(atomic_load(&race.got) + atomic_load(&race.lost), READERS * written);
    assert_true(atomic_load(&race.got) > 0);
    soundtap_free(race.tap);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_was_written_is_read),
        cmocka_unit_test(test_who_is_overtaken_knows_what_he_lost),
        cmocka_unit_test(test_readers_beside_a_writer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
