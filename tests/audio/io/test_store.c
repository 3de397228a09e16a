/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The stem store as a bounce uses it: every accepted file gives exactly its samples, wherever and however it is read.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "audio/io/stream/store.h"
#include "tests/audio/io/sounds.h"

enum { FRAMES = 50001 };

static StemStore *new_store(int rate_hz)
{
    StemStore *store;
    StoreSetup setup = {.rate_hz = rate_hz, .offline = true};
    assert_int_equal(store_new(&store, &setup, NULL), STATUS_OK);
    return store;
}

static void check_run(Stream *stream, const WavText *wav, int64_t from, int frames)
{
    static float left[FRAMES], right[FRAMES];
    float *out[2] = {left, right};
    memset(left, 0x7f, sizeof left);
    assert_true(stream->ops->read(stream, from, frames, out, true));
    for (int i = 0; i < frames; i++) {
        for (int channel = 0; channel < wav->channels; channel++) {
            float want = from + i < 0 || from + i >= wav->frames ? 0 : sounds_expected(wav, from + i, channel);
            assert_memory_equal(&out[channel][i], &want, sizeof want);
        }
    }
}

static void test_every_wav_format_gives_its_samples(void **state)
{
    static const int formats[][2] = {{1, 8}, {1, 16}, {1, 24}, {1, 32}, {3, 32}, {3, 64}};
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(formats); i++) {
        for (int channels = 1; channels <= 2; channels++) {
            WavText wav = {formats[i][0], channels, 48000, formats[i][1], FRAMES, -1};
            StemStore *store = new_store(48000);
            Stream *stream;
            SoundFileInfo info;
            sounds_write_wav("all.wav", &wav);
            assert_int_equal(store_open(store, sounds_path("all.wav"), &stream, &info, NULL), STATUS_OK);
            assert_int_equal(stream->frames, FRAMES);
            assert_int_equal(info.bits, wav.bits);
            assert_int_equal(info.is_float, wav.tag == 3);
            check_run(stream, &wav, 0, FRAMES);
            check_run(stream, &wav, -100, 300);
            check_run(stream, &wav, FRAMES - 100, 2000);
            for (int64_t from = 0; from < 9000; from += 77)
                check_run(stream, &wav, from, 77);
            check_run(stream, &wav, 1, 1);
            StoreProblem problem;
            assert_false(store_next_problem(store, &problem));
            store_free(store);
        }
    }
}

/* Another rate: any order of access gives the bits of the sequential one. */
static void test_converted_stems_do_not_depend_on_order(void **state)
{
    enum { LENGTH = 5 * STORE_PAGE_FRAMES + 700 };
    (void)state;
    WavText wav = {1, 2, 44100, 24, LENGTH * 147 / 160, -1};
    sounds_write_wav("rate.wav", &wav);
    float *all = malloc(sizeof(float) * 2 * LENGTH), *part = malloc(sizeof(float) * 2 * LENGTH);
    float *out[2] = {all, all + LENGTH}, *again[2] = {part, part + LENGTH};
    Stream *stream;
    StemStore *store = new_store(48000);
    assert_int_equal(store_open(store, sounds_path("rate.wav"), &stream, NULL, NULL), STATUS_OK);
    assert_int_equal(stream->frames, (int64_t)(wav.frames / 44100.0 * 48000 + 0.5));
    assert_true(stream->ops->read(stream, 0, LENGTH, out, true));
    store_free(store);
    store = new_store(48000);
    assert_int_equal(store_open(store, sounds_path("rate.wav"), &stream, NULL, NULL), STATUS_OK);
    for (int i = 0; i < 60; i++) {
        int from = (int)((uint32_t)sounds_sample(i, 0) % (LENGTH - 3000)),
            count = 1 + (int)((uint32_t)sounds_sample(i, 1) % 3000);
        assert_true(stream->ops->read(stream, from, count, again, true));
        for (int channel = 0; channel < 2; channel++)
            assert_memory_equal(again[channel], out[channel] + from, sizeof(float) * (size_t)count);
    }
    store_free(store);
    free(all);
    free(part);
}

/* Not-a-number in a stem, and a stem cut off during a bounce, are silence, told once. */
static void test_troubles_are_told_once(void **state)
{
    static float left[FRAMES], right[FRAMES];
    static const float bad[4] = {0.25f, NAN, -INFINITY, 3e38f};
    float *out[2] = {left, right};
    Stream *stream;
    StoreProblem problem;
    (void)state;
    WavText wav = {3, 1, 48000, 32, FRAMES, -1};
    sounds_write_wav("bad.wav", &wav);
    FILE *file = fopen(sounds_path("bad.wav"), "r+b");
    assert_int_equal(fseek(file, 44 + 4 * 1000, SEEK_SET), 0);
    assert_int_equal(fwrite(bad, 4, 4, file), 4);
    fclose(file);
    StemStore *store = new_store(48000);
    assert_int_equal(store_open(store, sounds_path("bad.wav"), &stream, NULL, NULL), STATUS_OK);
    assert_true(stream->ops->read(stream, 0, FRAMES, out, true));
    assert_true(left[1000] == 0.25f && left[1001] == 0 && left[1002] == 0 && left[1003] == 1e6f);
    assert_true(store_next_problem(store, &problem));
    assert_string_equal(problem.path, sounds_path("bad.wav"));
    assert_string_equal(problem.text, "has samples that are not numbers (NaN or infinite); silence is played for them");
    assert_true(stream->ops->read(stream, 0, FRAMES, out, true));
    assert_false(store_next_problem(store, &problem));
    assert_int_equal(truncate(sounds_path("bad.wav"), 44 + 4 * 3000), 0);
    assert_true(stream->ops->read(stream, 0, FRAMES, out, true));
    assert_true(left[2999] == sounds_expected(&wav, 2999, 0) && left[3000] == 0);
    assert_true(store_next_problem(store, &problem));
    assert_string_equal(problem.text, "ends before its 50001 frames; silence is played instead");
    assert_true(store_next_problem(store, &problem));
    assert_string_equal(problem.text, "was changed or replaced since it was opened");
    assert_false(store_next_problem(store, &problem));
    store_free(store);
}

static void test_what_cannot_be_opened_leaves_the_store_as_it_was(void **state)
{
    Stream *stream;
    Error error;
    (void)state;
    StemStore *store = new_store(48000);
    assert_int_equal(store_open(store, sounds_path("none.wav"), &stream, NULL, &error), STATUS_NOT_FOUND);
    assert_string_equal(error.text, "does not exist");
    StoreProblem problem;
    assert_false(store_next_problem(store, &problem));
    store_free(store);
}

static void test_the_same_path_is_the_same_stream(void **state)
{
    (void)state;
    WavText wav = {1, 2, 48000, 16, 100, -1};
    StemStore *store = new_store(48000);
    Stream *first, *second;
    sounds_write_wav("once.wav", &wav);
    assert_int_equal(store_open(store, sounds_path("once.wav"), &first, NULL, NULL), STATUS_OK);
    assert_int_equal(store_open(store, sounds_path("once.wav"), &second, NULL, NULL), STATUS_OK);
    assert_ptr_equal(first, second);
    store_free(store);
}

static int begin(void **state)
{
    (void)state;
    sounds_make_folder();
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
        cmocka_unit_test(test_every_wav_format_gives_its_samples),
        cmocka_unit_test(test_converted_stems_do_not_depend_on_order),
        cmocka_unit_test(test_troubles_are_told_once),
        cmocka_unit_test(test_what_cannot_be_opened_leaves_the_store_as_it_was),
        cmocka_unit_test(test_the_same_path_is_the_same_stream),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
