/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Written files hold what was given, round trip through our own reader, and never harm what was there. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#include "audio/io/file/soundfile.h"
#include "audio/io/file/wavheader.h"
#include "audio/io/file/writer.h"
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
    soundfile_read(&file, NULL, 0, FRAMES, to, &trouble);
    assert_int_equal(trouble.missing_frames, 0);
    soundfile_close(&file);
}

/* Writes the samples from frame `from` on, led in by those before it and silence before them. */
static void write_part(const char *name, const WriterSetup *setup, int from)
{
    static float silence[DITHER_GRID_FRAMES];
    Writer *writer;
    Error error = {0};
    assert_int_equal(writer_open(&writer, sounds_path(name), setup, &error), STATUS_OK);
    int wanted = (int)writer_lead_frames(writer), lead = wanted < from ? wanted : from;
    writer_lead(writer, (float *[2]){silence, silence}, wanted - lead);
    writer_lead(writer, (float *[2]){samples[0] + from - lead, samples[1] + from - lead}, lead / 3);
    writer_lead(writer, (float *[2]){samples[0] + from - lead + lead / 3, samples[1] + from - lead + lead / 3},
                lead - lead / 3);
    float *planar[2] = {samples[0] + from, samples[1] + from};
    assert_int_equal(writer_write(writer, planar, FRAMES - from, &error), STATUS_OK);
    assert_int_equal(writer_close(writer, NULL, &error), STATUS_OK);
}

static int read_bytes(const char *name, unsigned char *bytes, size_t room)
{
    FILE *file = fopen(sounds_path(name), "rb");
    assert_non_null(file);
    size_t count = fread(bytes, 1, room, file);
    fclose(file);
    return (int)count;
}

static void test_every_format_comes_back(void **state)
{
    static const struct {
        FileFormat format;
        int bits;
        const char *name;
    } rows[] = {
        {FORMAT_WAV, 16, "a.wav"},  {FORMAT_WAV, 24, "a.wav"}, {FORMAT_WAV, 32, "a.wav"},   {FORMAT_WAV, 0, "a.wav"},
        {FORMAT_RF64, 24, "a.wav"}, {FORMAT_RF64, 0, "a.wav"}, {FORMAT_FLAC, 16, "a.flac"}, {FORMAT_FLAC, 24, "a.flac"},
    };
    static float back[2][FRAMES];
    (void)state;
    fill(0.99);
    for (size_t row = 0; row < ARRAY_LEN(rows); row++) {
        for (int channels = 1; channels <= 2; channels++) {
            WriterSetup setup = {.format = rows[row].format,
                                 .bits = rows[row].bits,
                                 .channels = channels,
                                 .rate_hz = 44100,
                                 .digest = true};
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
    WriterSetup setup = {.format = FORMAT_WAV,
                         .bits = 16,
                         .channels = 2,
                         .rate_hz = 48000,
                         .dither = DITHER_TPDF,
                         .dither_seed = 7,
                         .digest = true};
    WriterResult whole, cut;
    (void)state;
    fill(1.1);
    write_all("whole.wav", &setup, FRAMES, &whole);
    write_all("cut.wav", &setup, 61, &cut);
    assert_string_equal(whole.sha256, cut.sha256);
    assert_true(whole.clipped[0] > 0 && whole.clipped[0] == cut.clipped[0]);
    assert_int_equal(sounds_run("cmp whole.wav cut.wav"), 0);
    assert_int_equal(
        sounds_run(
            "test $(tail -c +81 whole.wav | sha256sum | cut -c1-64) = $(tail -c +81 cut.wav | sha256sum | cut -c1-64)"),
        0);
}

/* Dither is by the frame of the whole: a part that begins anywhere has the whole's bytes, also where the high word of
 * the frame number changes, and where shaping begins anew. */
static void check_part(const WriterSetup *whole)
{
    enum { FROM = 7001 };
    static unsigned char bytes[2][2 * FRAMES * 3];
    WriterSetup part = *whole;
    int frame_bytes = whole->bits / 8 * 2;
    part.first_frame += FROM;
    write_part("whole.raw", whole, 0);
    write_part("part.raw", &part, FROM);
    assert_int_equal(read_bytes("whole.raw", bytes[0], sizeof bytes[0]), FRAMES * frame_bytes);
    assert_int_equal(read_bytes("part.raw", bytes[1], sizeof bytes[1]), (FRAMES - FROM) * frame_bytes);
    assert_memory_equal(bytes[1], bytes[0] + FROM * frame_bytes, (size_t)((FRAMES - FROM) * frame_bytes));
}

static void test_a_part_has_the_bytes_of_the_whole(void **state)
{
    static const int64_t firsts[] = {0, 3 * DITHER_GRID_FRAMES, ((int64_t)1 << 32) - 2 * DITHER_GRID_FRAMES + 50000,
                                     ((int64_t)5 << 32) - 20000};
    (void)state;
    fill(0.5);
    for (size_t row = 0; row < ARRAY_LEN(firsts); row++)
        for (int bits = 16; bits <= 24; bits += 8)
            for (DitherKind kind = DITHER_NONE; kind < DITHER_KIND_COUNT; kind++) {
                WriterSetup setup = {
                    .format = FORMAT_RAW, .bits = bits, .channels = 2, .rate_hz = 48000, .dither = kind};
                setup.first_frame = firsts[row];
                check_part(&setup);
            }
}

static void test_abort_keeps_what_was_there(void **state)
{
    WriterSetup setup = {.format = FORMAT_WAV, .bits = 16, .channels = 2, .rate_hz = 48000};
    Writer *writer;
    (void)state;
    sounds_write("keep.wav", "old", 3);
    assert_int_equal(writer_open(&writer, sounds_path("keep.wav"), &setup, NULL), STATUS_OK);
    assert_int_equal(access(sounds_path("keep.wav.ttymix.part"), F_OK), 0);
    writer_abort(writer);
    assert_int_equal(access(sounds_path("keep.wav.ttymix.part"), F_OK), -1);
    assert_int_equal(sounds_run("test \"$(cat keep.wav)\" = old"), 0);
}

static void check_not_opened(const char *name, const WriterSetup *setup, Status status, const char *text)
{
    Writer *writer;
    Error error = {0};
    assert_int_equal(writer_open(&writer, strcmp(name, "-") == 0 ? "-" : sounds_path(name), setup, &error), status);
    assert_string_equal(error.text, text);
}

static void test_what_cannot_be_written_is_said(void **state)
{
    WriterSetup good = {.format = FORMAT_WAV, .bits = 24, .channels = 2, .rate_hz = 48000}, setup;
    (void)state;
    assert_int_equal(mkdir(sounds_path("folder"), 0700), 0);
    assert_int_equal(symlink("keep.wav", sounds_path("link.wav")), 0);
    assert_int_equal(mkfifo(sounds_path("pipe.wav"), 0600), 0);
    assert_int_equal(mkdir(sounds_path("blocked.wav.ttymix.part"), 0700), 0);
    check_not_opened("folder", &good, STATUS_REFUSED, "is a folder");
    check_not_opened("link.wav", &good, STATUS_REFUSED, "is a symbolic link; name the file itself");
    check_not_opened("pipe.wav", &good, STATUS_REFUSED, "is not a regular file");
    check_not_opened("none/a.wav", &good, STATUS_IO, "cannot be written: No such file or directory");
    check_not_opened("blocked.wav", &good, STATUS_IO, "cannot be written: Is a directory");
    setup = good, setup.bits = 20;
    check_not_opened("a.wav", &setup, STATUS_BAD_VALUE, "cannot be written with 20 bit; 16, 24, 32 or float can");
    setup = good, setup.channels = 3;
    check_not_opened("a.wav", &setup, STATUS_BAD_VALUE, "cannot be written with 3 channels; 1 or 2 can");
    setup = good, setup.rate_hz = 0;
    check_not_opened("a.wav", &setup, STATUS_BAD_VALUE, "cannot be written at 0 Hz");
    setup = good, setup.format = FORMAT_FLAC, setup.bits = 32;
    check_not_opened("a.flac", &setup, STATUS_UNSUPPORTED, "cannot be written as flac with 32 bit; 16 and 24 bit can");
    setup.bits = 0;
    check_not_opened("a.flac", &setup, STATUS_UNSUPPORTED,
                     "cannot be written as flac with float samples; 16 and 24 bit can");
    setup.bits = 24;
    check_not_opened("-", &setup, STATUS_UNSUPPORTED, "flac cannot be written to a pipe; wav and raw can");
    setup.format = FORMAT_RF64;
    check_not_opened("-", &setup, STATUS_UNSUPPORTED, "rf64 cannot be written to a pipe; wav and raw can");
}

static void test_parts(void **state)
{
    WriterSetup setup = {.format = FORMAT_WAV, .bits = 16, .channels = 1, .rate_hz = 48000};
    Writer *writer;
    struct stat about;
    (void)state;
    /* A part that a dead program left is replaced; one that is being written is not. */
    sounds_write("stale.wav.ttymix.part", "x", 1);
    assert_int_equal(writer_open(&writer, sounds_path("stale.wav"), &setup, NULL), STATUS_OK);
    check_not_opened("stale.wav", &setup, STATUS_REFUSED, "is being written by another program");
    assert_int_equal(writer_close(writer, NULL, NULL), STATUS_OK);
    /* A link in place of the part is removed, not followed; the mode of the old file is kept. */
    sounds_write("victim", "victim", 6);
    sounds_write("mode.wav", "old", 3);
    assert_int_equal(chmod(sounds_path("mode.wav"), 0640), 0);
    assert_int_equal(symlink("victim", sounds_path("mode.wav.ttymix.part")), 0);
    assert_int_equal(writer_open(&writer, sounds_path("mode.wav"), &setup, NULL), STATUS_OK);
    assert_int_equal(writer_close(writer, NULL, NULL), STATUS_OK);
    assert_int_equal(sounds_run("test \"$(cat victim)\" = victim"), 0);
    assert_int_equal(stat(sounds_path("mode.wav"), &about), 0);
    assert_int_equal(about.st_mode & 0777, 0640);
    assert_int_equal(about.st_size, 80);
    /* A signal takes all parts away; what is closed afterwards fails and leaves the old file. */
    sounds_write("signal.wav", "old", 3);
    assert_int_equal(writer_open(&writer, sounds_path("signal.wav"), &setup, NULL), STATUS_OK);
    writer_unlink_all();
    assert_int_equal(access(sounds_path("signal.wav.ttymix.part"), F_OK), -1);
    assert_int_equal(writer_close(writer, NULL, NULL), STATUS_IO);
    assert_int_equal(sounds_run("test \"$(cat signal.wav)\" = old"), 0);
    assert_int_equal(sounds_run("! ls *.part 2>/dev/null | grep -v blocked"), 0);
}

/* Writes `frames` frames to the program behind a pipe in place of stdout; returns what writer_close said. */
static Status write_to_program(const char *command, const WriterSetup *setup, int64_t frames, Error *error)
{
    int saved = dup(STDOUT_FILENO);
    char line[512];
    snprintf(line, sizeof line, "cd '%s' && %s", sounds_path("."), command);
    fflush(stdout);
    FILE *pipe = popen(line, "w");
    assert_non_null(pipe);
    assert_int_equal(dup2(fileno(pipe), STDOUT_FILENO), STDOUT_FILENO);
    Writer *writer;
    Status status = writer_open(&writer, "-", setup, error);
    for (int64_t done = 0; status == STATUS_OK && done < frames; done += FRAMES) {
        float *planar[2] = {samples[0], samples[1]};
        status = writer_write(writer, planar, FRAMES, error);
    }
    if (status == STATUS_OK)
        status = writer_close(writer, NULL, error);
    else
        writer_abort(writer);
    dup2(saved, STDOUT_FILENO);
    close(saved);
    pclose(pipe);
    return status;
}

static void test_pipes(void **state)
{
    static float back[2][FRAMES];
    WriterSetup setup = {.format = FORMAT_WAV, .bits = 24, .channels = 2, .rate_hz = 48000};
    SoundFileInfo info;
    Error error = {0};
    (void)state;
    fill(0.9);
    assert_int_equal(write_to_program("cat > piped.wav", &setup, FRAMES, &error), STATUS_OK);
    read_all("piped.wav", back, &info);
    assert_int_equal(info.frames, FRAMES);
    assert_int_equal(info.stated_frames, FRAMES); /* its header states nothing */
    for (int i = 0; i < FRAMES; i++)
        assert_true(fabsf(back[1][i] - samples[1][i]) <= 0.5f / 8388608);
    setup.format = FORMAT_RAW;
    assert_int_equal(write_to_program("cat > piped.raw", &setup, FRAMES, &error), STATUS_OK);
    assert_int_equal(sounds_run("tail -c +45 piped.wav | cmp - piped.raw"), 0);
    signal(SIGPIPE, SIG_IGN);
    assert_int_equal(write_to_program("true", &setup, 100 * (int64_t)FRAMES, &error), STATUS_IO);
    signal(SIGPIPE, SIG_DFL);
    assert_string_equal(error.text, "nobody reads the output any more: Broken pipe");
}

/* What ttymix made is known again by the header alone; nothing else is taken for it. */
static void test_a_header_is_known_again(void **state)
{
    (void)state;
    static const int bits[] = {16, 24, 32, 32};
    for (int i = 0; i < 16; i++) {
        unsigned char bytes[WAVHEADER_BYTES_MAX];
        WavHeader header = {.channels = 1 + i / 4 % 2,
                            .rate_hz = 44100 + i,
                            .bits = bits[i % 4],
                            .is_float = i % 4 == 3,
                            .force_rf64 = i >= 8,
                            .frames = 4711u * (unsigned)i};
        size_t size = (size_t)wavheader_make(&header, bytes);
        assert_true(wavheader_is_ours(bytes, size));
        assert_true(wavheader_is_ours(bytes, sizeof bytes));
        for (size_t k = 0; k < size; k++) {
            assert_false(wavheader_is_ours(bytes, k));
            bytes[k] ^= 0x10;
            bool is_fact = i >= 8 && k >= 20 && k < 44; /* sizes of an RF64 are its own to say */
            bool is_value = k >= 56 && k < 72;          /* so are channels, rate and bits, where they agree */
            if (!is_fact && !is_value)
                assert_false(wavheader_is_ours(bytes, size));
            bytes[k] ^= 0x10;
        }
        header.is_pipe = true;
        header.force_rf64 = false;
        size = (size_t)wavheader_make(&header, bytes);
        assert_false(wavheader_is_ours(bytes, size));
    }
}

/* Above 4 GiB the header of a WAV is that of an RF64 of the same size; the limit is where the RIFF size no longer fits.
 */
static void test_a_long_wav_turns_into_rf64(void **state)
{
    unsigned char bytes[WAVHEADER_BYTES_MAX];
    WavHeader header = {.channels = 2, .rate_hz = 48000, .bits = 24, .frames = (0xffffffffu - 72) / 6 - 1};
    (void)state;
    assert_int_equal(wavheader_make(&header, bytes), 80);
    assert_memory_equal(bytes, "RIFF", 4);
    assert_memory_equal(bytes + 12, "JUNK\x1c\0\0\0", 8);
    header.frames += 2;
    assert_int_equal(wavheader_make(&header, bytes), 80);
    assert_memory_equal(bytes, "RF64\xff\xff\xff\xffWAVEds64\x1c\0\0\0", 20);
    assert_memory_equal(bytes + 72, "data\xff\xff\xff\xff", 8);
    uint64_t data_bytes = 0, frames = 0;
    for (int i = 7; i >= 0; i--) {
        data_bytes = data_bytes << 8 | bytes[28 + i];
        frames = frames << 8 | bytes[36 + i];
    }
    assert_true(data_bytes == header.frames * 6 && frames == header.frames);
}

static bool has(const char *program)
{
    char command[200];
    snprintf(command, sizeof command, "command -v %s >/dev/null 2>&1", program);
    return sounds_run(command) == 0;
}

/* Other programs find in our files the bytes that the digest names. */
static void test_other_programs_read_the_same_samples(void **state)
{
    static const struct {
        const char *program;
        FileFormat format;
        int bits;
        const char *name, *command;
    } rows[] = {
        {"sox", FORMAT_WAV, 16, "o.wav", "sox -V1 o.wav -t raw -e signed -b 16 -L o.raw"},
        {"sox", FORMAT_WAV, 24, "o.wav", "sox -V1 o.wav -t raw -e signed -b 24 -L o.raw"},
        {"ffmpeg", FORMAT_WAV, 32, "o.wav", "ffmpeg -v error -y -i o.wav -f s32le -c:a pcm_s32le o.raw"},
        {"ffmpeg", FORMAT_RF64, 24, "o.wav", "ffmpeg -v error -y -i o.wav -f s24le -c:a pcm_s24le o.raw"},
        {"ffmpeg", FORMAT_WAV, 0, "o.wav", "ffmpeg -v error -y -i o.wav -f f32le -c:a pcm_f32le o.raw"},
        {"flac", FORMAT_FLAC, 24, "o.flac",
         "flac -s -t o.flac && flac -s -d -f --force-raw-format --endian=little --sign=signed o.flac -o o.raw"},
        {"flac", FORMAT_FLAC, 16, "o.flac",
         "flac -s -t o.flac && flac -s -d -f --force-raw-format --endian=little --sign=signed o.flac -o o.raw"},
    };
    (void)state;
    fill(1.05);
    for (size_t row = 0; row < ARRAY_LEN(rows); row++) {
        if (!has(rows[row].program)) {
            print_message("skipped: %s is not installed\n", rows[row].program);
            continue;
        }
        WriterSetup setup = {.format = rows[row].format,
                             .bits = rows[row].bits,
                             .channels = 2,
                             .rate_hz = 48000,
                             .dither = DITHER_TPDF,
                             .digest = true};
        WriterResult result;
        char command[200];
        write_all(rows[row].name, &setup, 777, &result);
        assert_true(setup.bits == 0 ? result.clipped[0] == 0 : result.clipped[0] > 100);
        if (sounds_run(rows[row].command) != 0)
            fail_msg("failed: %s", rows[row].command);
        snprintf(command, sizeof command, "sha256sum o.raw | grep -q ^%s", result.sha256);
        if (sounds_run(command) != 0)
            fail_msg("other bytes: %s", rows[row].command);
    }
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
        cmocka_unit_test(test_a_part_has_the_bytes_of_the_whole),
        cmocka_unit_test(test_abort_keeps_what_was_there),
        cmocka_unit_test(test_what_cannot_be_written_is_said),
        cmocka_unit_test(test_parts),
        cmocka_unit_test(test_pipes),
        cmocka_unit_test(test_a_header_is_known_again),
        cmocka_unit_test(test_a_long_wav_turns_into_rf64),
        cmocka_unit_test(test_other_programs_read_the_same_samples),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
