/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The stem store as playback uses it: an audio thread on a clock of its own, a control thread that seeks, and files
 * that go away. Run it with --enable-sanitizers=thread too. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <cmocka.h>

#include "audio/io/stream/store.h"
#include "tests/audio/io/sounds.h"

enum { STEMS = 6, BLOCK = 64, SEEKS = 40, BLOCKS_A_SEEK = 150 };

static const WavText texts[STEMS] = {
    {1, 2, 48000, 24, 400000, -1}, {1, 1, 48000, 16, 300000, -1}, {3, 2, 48000, 32, 350001, -1},
    {1, 2, 48000, 8, 200000, -1},  {1, 1, 48000, 32, 250000, -1}, {3, 1, 48000, 64, 123456, -1},
};
static const char *const names[STEMS] = {"p0.wav", "p1.wav", "p2.wav", "p3.wav", "p4.wav", "p5.wav"};

/* One playing rig. */
typedef struct Rig {
    StemStore *store;
    Stream *streams[STEMS];
    StoreCue cues[STEMS];
    atomic_llong position; /* where the audio thread is to go on */
    atomic_int blocks;     /* how many it still has to play */
    atomic_bool stop;
    int silent_blocks, wrong;
} Rig;

static void sleep_ms(int ms)
{
    struct timespec time = {ms / 1000, ms % 1000 * 1000000L};
    nanosleep(&time, NULL);
}

static void wait_until_ready(StemStore *store, int64_t position)
{
    for (int i = 0; !store_is_ready(store, position, STORE_PAGE_FRAMES); i++) {
        assert_true(i < 10000);
        sleep_ms(1);
    }
}

static void open_rig(Rig *rig, uint64_t memory_bytes)
{
    StoreSetup setup = {.rate_hz = 48000, .memory_bytes = memory_bytes, .read_ahead_s = 1};
    memset(rig, 0, sizeof *rig);
    assert_int_equal(store_new(&rig->store, &setup, NULL), STATUS_OK);
    for (int i = 0; i < STEMS; i++) {
        assert_int_equal(store_open(rig->store, sounds_path(names[i]), &rig->streams[i], NULL, NULL), STATUS_OK);
        rig->cues[i] = (StoreCue){rig->streams[i], i * 5000, i * 777, texts[i].frames - i * 777};
    }
    assert_int_equal(store_set_cues(rig->store, rig->cues, STEMS), STATUS_OK);
}

/* Every sample must be right or, where the page was not there, silent. */
static void play_block(Rig *rig, int64_t position, bool *all)
{
    float left[BLOCK], right[BLOCK], *out[2] = {left, right};
    store_follow(rig->store, position, false, 0, 0);
    for (int s = 0; s < STEMS; s++) {
        int64_t from = position - rig->cues[s].start + rig->cues[s].offset;
        bool there = rig->streams[s]->ops->read(rig->streams[s], from, BLOCK, out, false);
        *all = *all && there;
        for (int channel = 0; channel < texts[s].channels; channel++) {
            for (int i = 0; i < BLOCK; i++) {
                float want =
                    from + i < 0 || from + i >= texts[s].frames ? 0 : sounds_expected(&texts[s], from + i, channel);
                if (out[channel][i] != want && (there || out[channel][i] != 0))
                    rig->wrong++;
            }
        }
    }
    store_quiesce(rig->store);
}

static void *audio_thread(void *context)
{
    Rig *rig = context;
    while (!atomic_load(&rig->stop)) {
        if (atomic_load(&rig->blocks) <= 0) {
            sleep_ms(1);
            continue;
        }
        bool all = true;
        int64_t position = atomic_fetch_add(&rig->position, BLOCK);
        play_block(rig, position, &all);
        rig->silent_blocks += !all;
        atomic_fetch_sub(&rig->blocks, 1);
        if (position / BLOCK % 16 == 0)
            sleep_ms(1); /* some twenty times as fast as real time */
    }
    return NULL;
}

static void test_seeks_start_at_once_and_play_on(void **state)
{
    static Rig rig;
    pthread_t thread;
    (void)state;
    open_rig(&rig, 4 << 20);
    assert_int_equal(pthread_create(&thread, NULL, audio_thread, &rig), 0);
    for (int seek = 0; seek < SEEKS; seek++) {
        int64_t to = (int64_t)((uint32_t)sounds_sample(seek, 0) % 300000);
        wait_until_ready(rig.store, to);
        atomic_store(&rig.position, to);
        atomic_store(&rig.blocks, BLOCKS_A_SEEK);
        if (seek % 7 == 3)
            assert_int_equal(store_set_cues(rig.store, rig.cues, STEMS), STATUS_OK);
        while (atomic_load(&rig.blocks) > 0)
            sleep_ms(1);
        assert_true(store_page_bytes(rig.store) <= 2 * (4 << 20));
    }
    atomic_store(&rig.stop, true);
    pthread_join(thread, NULL);
    assert_int_equal(rig.wrong, 0);
    /* Whatever the machine's load, what was announced as ready was there: the first page of every seek is BLOCKS_A_SEEK
     * blocks or nearly.
     */
    print_message("%d of %d blocks were not in time\n", rig.silent_blocks, SEEKS * BLOCKS_A_SEEK);
    assert_true(rig.silent_blocks < SEEKS * BLOCKS_A_SEEK / 2);
    store_free(rig.store);
}

/* With a reader that waits for the disk, all is there: nothing that was loaded is dropped too early. */
static void test_what_is_ready_is_there(void **state)
{
    static Rig rig;
    (void)state;
    open_rig(&rig, 0);
    for (int64_t position = 0; position < 420000; position += 50 * BLOCK) {
        wait_until_ready(rig.store, position);
        for (int block = 0; block < 50; block++) {
            bool all = true;
            play_block(&rig, position + block * BLOCK, &all);
            assert_true(all);
        }
    }
    assert_int_equal(rig.wrong, 0);
    store_free(rig.store);
}

static void test_a_loop_is_read_around_its_end(void **state)
{
    static Rig rig;
    float left[BLOCK], right[BLOCK], *out[2] = {left, right};
    (void)state;
    open_rig(&rig, 0);
    store_follow(rig.store, 190000, true, 100000, 200000);
    bool there = false;
    for (int i = 0; i < 5000 && !there; i++) {
        sleep_ms(1);
        there = rig.streams[0]->ops->read(rig.streams[0], 100000, BLOCK, out, false) &&
                rig.streams[0]->ops->read(rig.streams[0], 100000 + 2 * STORE_PAGE_FRAMES, BLOCK, out, false);
        store_quiesce(rig.store);
    }
    assert_true(there);
    store_free(rig.store);
}

static void next_problem(StemStore *store, StoreProblem *problem)
{
    for (int i = 0; !store_next_problem(store, problem); i++) {
        assert_true(i < 5000);
        sleep_ms(1);
    }
}

static void test_a_stem_that_shrinks_or_vanishes_is_silence_and_said(void **state)
{
    static Rig rig;
    float left[BLOCK], right[BLOCK], *out[2] = {left, right};
    StoreProblem problem;
    (void)state;
    open_rig(&rig, 0);
    wait_until_ready(rig.store, 0);
    assert_int_equal(truncate(sounds_path("p1.wav"), 44 + 2 * 100000), 0);
    wait_until_ready(rig.store, 200000);
    int64_t from = 200000 - rig.cues[1].start + rig.cues[1].offset;
    assert_true(rig.streams[1]->ops->read(rig.streams[1], from, BLOCK, out, false));
    for (int i = 0; i < BLOCK; i++)
        assert_true(left[i] == 0);
    store_quiesce(rig.store);
    next_problem(rig.store, &problem);
    assert_string_equal(problem.text, "ends before its 300000 frames; silence is played instead");
    assert_string_equal(problem.path, sounds_path("p1.wav"));
    next_problem(rig.store, &problem);
    assert_string_equal(problem.text, "was changed or replaced since it was opened");
    assert_int_equal(unlink(sounds_path("p5.wav")), 0);
    next_problem(rig.store, &problem);
    assert_string_equal(problem.text, "has vanished since it was opened");
    assert_string_equal(problem.path, sounds_path("p5.wav"));
    store_free(rig.store);
}

static int begin(void **state)
{
    (void)state;
    sounds_make_folder();
    for (int i = 0; i < STEMS; i++)
        sounds_write_wav(names[i], &texts[i]);
    return 0;
}

static int end(void **state)
{
    (void)state;
    sounds_clear();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_seeks_start_at_once_and_play_on),
        cmocka_unit_test(test_what_is_ready_is_there),
        cmocka_unit_test(test_a_loop_is_read_around_its_end),
        cmocka_unit_test(test_a_stem_that_shrinks_or_vanishes_is_silence_and_said),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
