/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Written files hold what was given, round trip through our own reader, and never harm what was there. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "audio/io/soundfile.h"
#include "audio/io/writer.h"
#include "tests/audio/io/sounds.h"

enum { FRAMES = 30001 };

static float samples[2][FRAMES];

static void fill(double peak)
{
    for (int channel = 0; channel < 2; channel++)
        for (int i = 0; i < FRAMES; i++)
            samples[channel][i] = (float)(sounds_sample(i, channel) / 2147483648.0 * peak);
}

static void write_all(const char *name, const WriterSetup *setup, int cut, WriterResult *result)
{
    Writer *writer;
    Error error = {0};
    Status status = writer_open(&writer, sounds_path(name), setup, &error);
    if (status != STATUS_OK)
        fail_msg("%s", error.text);
    for (int done = 0; done < FRAMES; done += cut) {
        float *planar[2] = {samples[0] + done, samples[1] + done};
        assert_int_equal(writer_write(writer, planar, FRAMES - done < cut ? FRAMES - done : cut, &error), STATUS_OK);
    }
    assert_int_equal(writer_close(writer, result, &error), STATUS_OK);
}

static void read_all(const char *name, float out[2][FRAMES], SoundFileInfo *info)
{
    SoundFile file;
    SoundFileTrouble trouble = {0};
    Error error = {0};
    float *to[2] = {out[0], out[1]};
    if (soundfile_open(&file, sounds_path(name), &error) != STATUS_OK)
        fail_msg("%s %s", name, error.text);
    *info = file.info;
    soundfile_read(&file, 0, FRAMES, to, &trouble);
    assert_int_equal(trouble.missing_frames, 0);
    soundfile_close(&file);
}

static void test_every_format_comes_back(void **state)
{
    static const struct { FileFormat format; int bits; const char *name; } rows[] = {
        {FORMAT_WAV, 16, "a.wav"}, {FORMAT_WAV, 24, "a.wav"}, {FORMAT_WAV, 32, "a.wav"}, {FORMAT_WAV, 0, "a.wav"},
        {FORMAT_RF64, 24, "a.wav"}, {FORMAT_RF64, 0, "a.wav"}, {FORMAT_FLAC, 16, "a.flac"}, {FORMAT_FLAC, 24, "a.flac"},
    };
    static float back[2][FRAMES];
    (void)state;
    fill(0.99);
    for (size_t row = 0; row < ARRAY_LEN(rows); row++) {
        for (int channels = 1; channels <= 2; channels++) {
            WriterSetup setup = {.format = rows[row].format, .bits = rows[row].bits, .channels = channels, .rate_hz = 44100, .digest = true};
            WriterResult result;
            SoundFileInfo info;
            write_all(rows[row].name, &setup, 1000, &result);
            read_all(rows[row].name, back, &info);
            struct stat about;
            assert_int_equal(stat(sounds_path(rows[row].name), &about), 0);
            assert_int_equal(about.st_size, result.bytes);
            assert_int_equal(info.frames, FRAMES);
            assert_int_equal(info.stated_frames, FRAMES);
            assert_int_equal(info.rate_hz, 44100);
            assert_int_equal(info.channels, channels);
            assert_int_equal(result.frames, FRAMES);
            assert_int_equal(result.clipped[0] + result.clipped[1], 0);
            assert_int_equal(strlen(result.sha256), 64);
            double lsb = setup.bits ? ldexp(1, 1 - setup.bits) : 0;
            for (int channel = 0; channel < channels; channel++)
                for (int i = 0; i < FRAMES; i++)
                    assert_true(fabs(back[channel][i] - samples[channel][i]) <= (setup.bits == 32 ? 1e-7 : lsb / 2));
        }
    }
}

static void test_cuts_do_not_change_bytes(void **state)
{
    WriterSetup setup = {.format = FORMAT_WAV, .bits = 16, .channels = 2, .rate_hz = 48000, .dither = true, .dither_seed = 7, .digest = true};
    WriterResult whole, cut;
    (void)state;
    fill(1.1);
    write_all("whole.wav", &setup, FRAMES, &whole);
    write_all("cut.wav", &setup, 61, &cut);
    assert_string_equal(whole.sha256, cut.sha256);
    assert_true(whole.clipped[0] > 0 && whole.clipped[0] == cut.clipped[0]);
    assert_int_equal(sounds_run("cmp whole.wav cut.wav"), 0);
    assert_int_equal(sounds_run("test $(tail -c +81 whole.wav | sha256sum | cut -c1-64) = $(tail -c +81 cut.wav | sha256sum | cut -c1-64)"), 0);
}

static void test_abort_keeps_what_was_there(void **state)
{
    WriterSetup setup = {.format = FORMAT_WAV, .bits = 16, .channels = 2, .rate_hz = 48000};
    Writer *writer;
    (void)state;
    sounds_write("keep.wav", "old", 3);
    assert_int_equal(writer_open(&writer, sounds_path("keep.wav"), &setup, NULL), STATUS_OK);
    assert_int_equal(access(sounds_path("keep.wav.part"), F_OK), 0);
    writer_abort(writer);
    assert_int_equal(access(sounds_path("keep.wav.part"), F_OK), -1);
    assert_int_equal(sounds_run("test \"$(cat keep.wav)\" = old"), 0);
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
        cmocka_unit_test(test_every_format_comes_back),
        cmocka_unit_test(test_cuts_do_not_change_bytes),
        cmocka_unit_test(test_abort_keeps_what_was_there),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
