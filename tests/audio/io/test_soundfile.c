/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is accepted, what is refused and in which words; lying headers; files that other programs made. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>
#include <cmocka.h>

#include "audio/base/cpu.h"
#include "audio/io/file/soundfile.h"
#include "tests/audio/io/sounds.h"

static void check_refused(const char *name, Status status, const char *text)
{
    SoundFileInfo info;
    Error error = {0};
    const char *path = name[0] == '/' ? name : sounds_path(name);
    assert_int_equal(soundfile_inspect(path, &info, &error), status);
    assert_string_equal(error.text, text);
}

static SoundFileInfo check_accepted(const char *name)
{
    SoundFileInfo info = {0};
    Error error = {0};
    if (soundfile_inspect(sounds_path(name), &info, &error) != STATUS_OK)
        fail_msg("%s %s", name, error.text);
    return info;
}

static void test_what_is_no_file_is_refused_in_words(void **state)
{
    const char *not_sound = "is not a sound file (WAV, RF64, W64, AIFF, CAF, FLAC, Ogg Vorbis, Opus and MP3 are mixed)";
    (void)state;
    assert_int_equal(mkdir(sounds_path("folder.wav"), 0700), 0);
    assert_int_equal(mkfifo(sounds_path("fifo.wav"), 0600), 0);
    assert_int_equal(symlink("loop.wav", sounds_path("loop.wav")), 0);
    assert_int_equal(symlink("nowhere.wav", sounds_path("dangling.wav")), 0);
    sounds_write("empty.wav", "", 0);
    sounds_write("text.wav", "This is no sound at all.\n", 25);
    sounds_write("short.wav", "RI", 2);
    sounds_write("riff.wav", "RIFF\0\0\0\0AVI LIST", 16);
    check_refused("none.wav", STATUS_NOT_FOUND, "does not exist");
    check_refused("text.wav/none.wav", STATUS_NOT_FOUND, "does not exist");
    check_refused("dangling.wav", STATUS_NOT_FOUND, "does not exist");
    check_refused("loop.wav", STATUS_BAD_VALUE, "is a symbolic link that leads to itself");
    check_refused("folder.wav", STATUS_BAD_VALUE, "is a folder");
    check_refused("fifo.wav", STATUS_BAD_VALUE, "is a named pipe, not a file");
    check_refused("/dev/null", STATUS_BAD_VALUE, "is a device, not a file");
    check_refused("empty.wav", STATUS_BAD_VALUE, "is empty");
    check_refused("text.wav", STATUS_BAD_VALUE, not_sound);
    check_refused("short.wav", STATUS_BAD_VALUE, not_sound);
    check_refused("riff.wav", STATUS_BAD_VALUE, not_sound);
    if (geteuid() != 0) {
        assert_int_equal(chmod(sounds_path("text.wav"), 0), 0);
        check_refused("text.wav", STATUS_IO, "cannot be opened: Permission denied");
    } else {
        print_message("skipped: the superuser may read everything\n");
    }
}

static void test_a_socket_is_refused(void **state)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    const char *path = sounds_path("socket.wav");
    (void)state;
    if (strlen(path) >= sizeof address.sun_path) {
        print_message("skipped: the temporary folder's name is too long for a socket\n");
        return;
    }
    memcpy(address.sun_path, path, strlen(path));
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof address), 0);
    check_refused("socket.wav", STATUS_BAD_VALUE, "is a socket or a device, not a file");
    close(fd);
}

static void write_wav(const char *name, int tag, int channels, int rate, int bits, int64_t frames)
{
    WavText wav = {tag, channels, rate, bits, frames, -1};
    sounds_write_wav(name, &wav);
}

static void test_formats_that_are_not_mixed(void **state)
{
    (void)state;
    write_wav("f.wav", 1, 0, 48000, 16, 0);
    check_refused("f.wav", STATUS_BAD_VALUE, "has no channels; 1 or 2 are mixed");
    write_wav("f.wav", 1, 32, 48000, 16, 10);
    check_refused("f.wav", STATUS_BAD_VALUE, "has 32 channels; 1 or 2 are mixed");
    write_wav("f.wav", 1, 1, 1, 16, 10);
    check_refused("f.wav", STATUS_BAD_VALUE, "has a sample rate of 1 Hz; whole rates from 8000 to 192000 Hz are mixed");
    write_wav("f.wav", 1, 1, 192001, 16, 10);
    check_refused("f.wav", STATUS_BAD_VALUE,
                  "has a sample rate of 192001 Hz; whole rates from 8000 to 192000 Hz are mixed");
    write_wav("f.wav", 2, 1, 48000, 8, 10);
    check_refused("f.wav", STATUS_UNSUPPORTED, "holds Microsoft ADPCM, which is not mixed");
    write_wav("f.wav", 0x11, 1, 48000, 8, 10);
    check_refused("f.wav", STATUS_UNSUPPORTED, "holds IMA ADPCM, which is not mixed");
    write_wav("f.wav", 0x1234, 1, 48000, 8, 10);
    check_refused("f.wav", STATUS_UNSUPPORTED, "holds WAV samples of kind 0x1234, which is not mixed");
    write_wav("f.wav", 3, 1, 48000, 16, 10);
    check_refused("f.wav", STATUS_UNSUPPORTED,
                  "holds float samples of 16 bits in frames of 2 bytes, which is not mixed");
    write_wav("f.wav", 1, 1, 48000, 16, 0);
    check_refused("f.wav", STATUS_BAD_VALUE, "has no samples in it");
    write_wav("f.wav", 1, 1, 192000, 16, 10);
    assert_int_equal(check_accepted("f.wav").rate_hz, 192000);
    write_wav("f.wav", 1, 1, 8000, 8, 10);
    assert_int_equal(check_accepted("f.wav").rate_hz, 8000);
}

static void test_stated_and_real_length(void **state)
{
    WavText wav = {1, 2, 48000, 24, 1000, 6000 * 6};
    (void)state;
    sounds_write_wav("l.wav", &wav);
    SoundFileInfo info = check_accepted("l.wav");
    assert_int_equal(info.frames, 1000);
    assert_int_equal(info.stated_frames, 6000);
    wav.stated_bytes = 0xffffffff;
    sounds_write_wav("l.wav", &wav);
    info = check_accepted("l.wav");
    assert_int_equal(info.frames, 1000); /* nothing is stated, nothing is missing */
    assert_int_equal(info.stated_frames, 1000);
    wav.stated_bytes = 0;
    sounds_write_wav("l.wav", &wav);
    info = check_accepted("l.wav");
    assert_int_equal(info.frames, 1000);
    assert_int_equal(info.stated_frames, 1000);
    wav.stated_bytes = 600;
    sounds_write_wav("l.wav", &wav);
    info = check_accepted("l.wav");
    assert_int_equal(info.frames, 100);
    assert_int_equal(info.stated_frames, 100);
    assert_int_equal(truncate(sounds_path("l.wav"), 44), 0);
    check_refused("l.wav", STATUS_BAD_VALUE, "is cut off before its first sample");
    assert_int_equal(truncate(sounds_path("l.wav"), 38), 0);
    check_refused("l.wav", STATUS_BAD_VALUE, "has a damaged WAV header: it has no samples");
    assert_int_equal(truncate(sounds_path("l.wav"), 30), 0);
    check_refused("l.wav", STATUS_BAD_VALUE, "has a damaged WAV header: its format chunk is too short");
    assert_int_equal(truncate(sounds_path("l.wav"), 14), 0);
    check_refused("l.wav", STATUS_BAD_VALUE, "has a damaged WAV header: it does not say how its samples are written");
}

static void put_wav_start(Bytes *file, const char *magic)
{
    bytes_put(file, magic, 4);
    bytes_put_number(file, 0xffffffff, 4, false);
    bytes_put(file, "WAVE", 4);
}

static void put_wav_format(Bytes *file)
{
    bytes_put(file, "fmt \x10\0\0\0\1\0\1\0\x80\xbb\0\0\0\x77\1\0\2\0\x10\0", 24);
}

static void test_many_chunks_and_a_time_reference(void **state)
{
    Bytes file = {0};
    (void)state;
    put_wav_start(&file, "RIFF");
    for (int i = 0; i < 20000; i++)
        bytes_put(&file, "junk\1\0\0\0x", 10);
    unsigned char bext[602] = {0};
    memcpy(bext + 338, "\x15\xcd\x5b\x07\1\0\0\0", 8);
    bytes_put(&file, "bext", 4);
    bytes_put_number(&file, sizeof bext, 4, false);
    bytes_put(&file, bext, sizeof bext);
    put_wav_format(&file);
    bytes_put(&file, "data\x04\0\0\0\1\0\2\0", 12);
    sounds_write("chunks.wav", file.bytes, file.count);
    free(file.bytes);
    SoundFileInfo info = check_accepted("chunks.wav");
    assert_int_equal(info.frames, 2);
    assert_true(info.has_time_reference);
    assert_int_equal(info.time_reference_frames, 123456789 + ((int64_t)1 << 32));
}

static void test_too_many_chunks_are_refused(void **state)
{
    (void)state;
    Bytes file = {0};
    put_wav_start(&file, "RIFF");
    for (int i = 0; i < 110000; i++)
        bytes_put(&file, "junk\0\0\0\0", 8);
    sounds_write("many.wav", file.bytes, file.count);
    free(file.bytes);
    check_refused("many.wav", STATUS_BAD_VALUE, "has a damaged WAV header: it has too many chunks");
}

/* 1 EiB stated, 1000 frames there. */
static void test_a_huge_rf64_is_what_is_there(void **state)
{
    Bytes file = {0};
    (void)state;
    put_wav_start(&file, "RF64");
    bytes_put(&file, "ds64\x1c\0\0\0", 8);
    bytes_put_number(&file, (uint64_t)1 << 60, 8, false);
    bytes_put_number(&file, (uint64_t)1 << 60, 8, false);
    bytes_put_number(&file, (uint64_t)1 << 59, 8, false);
    bytes_put_number(&file, 0, 4, false);
    put_wav_format(&file);
    bytes_put(&file, "data\xff\xff\xff\xff", 8);
    for (int i = 0; i < 1000; i++)
        bytes_put_number(&file, (uint64_t)i, 2, false);
    sounds_write("huge.wav", file.bytes, file.count);
    free(file.bytes);
    SoundFileInfo info = check_accepted("huge.wav");
    assert_string_equal(info.format, "RF64");
    assert_int_equal(info.frames, 1000);
    assert_true(info.stated_frames > (int64_t)1 << 50);
}

/* A sparse file of 5 GiB: read behind the 4 GiB without fuss. */
static void test_a_long_rf64_is_read_behind_4_gib(void **state)
{
    const int64_t data = (int64_t)5 << 30;
    Bytes file = {0};
    (void)state;
    put_wav_start(&file, "RF64");
    bytes_put(&file, "ds64\x1c\0\0\0", 8);
    bytes_put_number(&file, (uint64_t)data + 72, 8, false);
    bytes_put_number(&file, (uint64_t)data, 8, false);
    bytes_put_number(&file, (uint64_t)data / 2, 8, false);
    bytes_put_number(&file, 0, 4, false);
    put_wav_format(&file);
    bytes_put(&file, "data\xff\xff\xff\xff", 8);
    sounds_write("long.wav", file.bytes, file.count);
    FILE *out = fopen(sounds_path("long.wav"), "r+b");
    assert_int_equal(fseeko(out, (off_t)file.count + data - 2, SEEK_SET), 0);
    assert_int_equal(fwrite("\0\x40", 1, 2, out), 2);
    fclose(out);
    free(file.bytes);
    SoundFile sound;
    assert_int_equal(soundfile_open(&sound, sounds_path("long.wav"), NULL), STATUS_OK);
    assert_int_equal(sound.info.frames, data / 2);
    float last[2], *planar[2] = {last, NULL};
    SoundFileTrouble trouble = {0};
    soundfile_read(&sound, NULL, data / 2 - 2, 2, planar, &trouble);
    assert_true(last[0] == 0 && last[1] == 0.5f);
    soundfile_close(&sound);
}

/* NaN, Inf, denormals and huge numbers are made safe, by the plain kernels and the fast ones alike. */
static void test_float_samples_are_made_safe(void **state)
{
    static const uint32_t given[] = {0x7fc00000, 0x7f800000, 0xff800000, 0x7f7fffff, 0xff7fffff, 0x00000001,
                                     0x80000001, 0x3f000000, 0x80000000, 0x49742400, 0x49742401, 0x00800000,
                                     0xff800001, 0xbf800000, 0x007fffff, 0xffffffff};
    static const uint32_t wanted[] = {0,          0,          0,          0x49742400, 0xc9742400, 0,
                                      0x80000000, 0x3f000000, 0x80000000, 0x49742400, 0x49742400, 0x00800000,
                                      0,          0xbf800000, 0,          0};
    unsigned char bytes[64 * 3 + UNPACK_PADDING_BYTES];
    float out[48];
    (void)state;
    for (int i = 0; i < 3; i++)
        memcpy(bytes + 64 * i, given, 64);
    for (int simd = 0; simd < 2; simd++) {
        cpu_use_extensions(simd ? CPU_ALL : CPU_PLAIN);
        for (int channels = 1; channels <= 2; channels++) {
            float *planar[2] = {out, out + 24};
            int frames = 48 / channels - 1; /* not a multiple of what a kernel takes */
            assert_int_equal(unpack_frames((SampleFormat){SAMPLE_F32, false, channels}, bytes, frames, planar), 14);
            for (int i = 0; i < frames * channels; i++)
                assert_memory_equal(&planar[i % channels][i / channels], &wanted[i % 16], 4);
        }
    }
}

static bool has(const char *program)
{
    char command[200];
    snprintf(command, sizeof command, "command -v %s >/dev/null 2>&1", program);
    return sounds_run(command) == 0;
}

/* One WAV, turned by another program into what is accepted too: the samples are the same. */
static void test_files_of_other_programs(void **state)
{
    static const struct {
        const char *program, *command, *name, *format;
        int bits;
    } rows[] = {
        {"sox", "sox from.wav -V1 to.aiff", "to.aiff", "AIFF", 24},
        {"sox", "sox from.wav -V1 to.aifc", "to.aifc", "AIFF", 24},
        {"sox", "sox from.wav -V1 to.flac", "to.flac", "FLAC", 24},
        {"sox", "sox from.wav -V1 -t wavpcm to.wav", "to.wav", "WAV", 24},
        {"sox", "sox from.wav -V1 -t caf to.caf", "to.caf", "CAF", 24},
        {"sox", "sox from.wav -V1 -t w64 to.w64", "to.w64", "W64", 24},
        {"sox", "sox from.wav -V1 -b 32 to2.wav", "to2.wav", "WAV", 32},
        {"sox", "sox from.wav -V1 -b 32 to32.aiff", "to32.aiff", "AIFF", 32},
        {"ffmpeg", "ffmpeg -v error -y -i from.wav -c:a pcm_s24le -rf64 always to64.wav", "to64.wav", "RF64", 24},
        {"ffmpeg", "ffmpeg -v error -y -i from.wav -c:a pcm_s24be to2.caf", "to2.caf", "CAF", 24},
        {"ffmpeg", "ffmpeg -v error -y -i from.wav -c:a pcm_f32le tof.caf", "tof.caf", "CAF", 32},
        {"ffmpeg", "ffmpeg -v error -y -i from.wav -c:a pcm_f32be tof.aiff", "tof.aiff", "AIFF", 32},
        {"ffmpeg", "ffmpeg -v error -y -i from.wav -c:a pcm_f64le tod.w64", "tod.w64", "W64", 64},
        {"ffmpeg", "ffmpeg -v error -y -i from.wav -c:a pcm_s24le tos.wav", "tos.wav", "WAV", 24},
        {"ffmpeg", "ffmpeg -v error -y -i from.wav -c:a pcm_s24le -f wav pipe: > pipe.wav", "pipe.wav", "WAV", 24},
        {"flac", "flac -s -f from.wav -o tof.flac", "tof.flac", "FLAC", 24},
    };
    enum { FRAMES = 30011 };
    static float left[FRAMES], right[FRAMES];
    (void)state;
    WavText wav = {1, 2, 44100, 24, FRAMES, -1};
    sounds_write_wav("from.wav", &wav);
    for (size_t row = 0; row < ARRAY_LEN(rows); row++) {
        if (!has(rows[row].program)) {
            print_message("skipped: %s is not installed\n", rows[row].program);
            continue;
        }
        SoundFile file;
        SoundFileTrouble trouble = {0};
        Error error;
        float *out[2] = {left, right};
        if (sounds_run(rows[row].command) != 0)
            fail_msg("failed: %s", rows[row].command);
        if (soundfile_open(&file, sounds_path(rows[row].name), &error) != STATUS_OK)
            fail_msg("%s: %s", rows[row].command, error.text);
        assert_string_equal(file.info.format, rows[row].format);
        assert_int_equal(file.info.bits, rows[row].bits);
        assert_int_equal(file.info.frames, FRAMES);
        assert_int_equal(file.info.rate_hz, 44100);
        /* Backwards in uneven steps first: a decoder that seeks must land on the frame. */
        for (int from = FRAMES - 1, count; from > 0; from -= count) {
            count = from < 7001 ? from : 7001;
            float *to[2] = {left + from - count, right + from - count};
            soundfile_read(&file, NULL, from - count, count, to, &trouble);
        }
        soundfile_read(&file, NULL, FRAMES - 1, 1, (float *[2]){left + FRAMES - 1, right + FRAMES - 1}, &trouble);
        for (int channel = 0; channel < 2; channel++)
            for (int i = 0; i < FRAMES; i++)
                if (out[channel][i] != sounds_expected(&wav, i, channel))
                    fail_msg("%s: frame %d", rows[row].command, i);
        assert_int_equal(trouble.missing_frames, 0);
        soundfile_close(&file);
    }
}

static void test_lossy_files_are_opened(void **state)
{
    static const struct {
        const char *command, *name, *format;
    } rows[] = {
        {"sox from.wav -V1 a.ogg", "a.ogg", "Ogg Vorbis"},
        {"ffmpeg -v error -y -i from.wav -ar 48000 -c:a libopus a.opus", "a.opus", "Opus"},
        {"ffmpeg -v error -y -i from.wav -c:a libmp3lame a.mp3", "a.mp3", "MP3"},
    };
    (void)state;
    write_wav("from.wav", 1, 2, 44100, 16, 44100);
    for (size_t row = 0; row < ARRAY_LEN(rows); row++) {
        if (sounds_run(rows[row].command) != 0) {
            print_message("skipped: %s\n", rows[row].command);
            continue;
        }
        SoundFileInfo info = check_accepted(rows[row].name);
        assert_string_equal(info.format, rows[row].format);
        assert_true(info.lossy && info.bits == 0);
        assert_in_range(info.frames, info.rate_hz * 9 / 10, info.rate_hz * 12 / 10);
    }
    check_refused("from.wav/x", STATUS_NOT_FOUND, "does not exist");
}

/* Cut anywhere, a FLAC file has the frames up to its last whole block, and they are right. */
static void test_a_cut_flac_file_says_so(void **state)
{
    enum { FRAMES = 60000, BLOCK = 4096 };
    static float left[FRAMES], *out[2] = {left, NULL};
    (void)state;
    if (!has("flac")) {
        print_message("skipped: flac is not installed\n");
        return;
    }
    WavText wav = {1, 1, 48000, 16, FRAMES, -1};
    sounds_write_wav("whole.wav", &wav);
    assert_int_equal(sounds_run("flac -s -f -b 4096 whole.wav -o whole.flac; cat whole.flac > tagged.flac; printf "
                                "'TAG%125s' x >> tagged.flac"),
                     0);
    SoundFileInfo info = check_accepted("tagged.flac");
    assert_int_equal(info.frames, FRAMES);
    info = check_accepted("whole.flac");
    assert_int_equal(info.frames, FRAMES);
    assert_int_equal(info.stated_frames, FRAMES);
    for (int64_t size = (int64_t)info.size - 9000; size > 12000; size -= 8377) {
        SoundFile file;
        SoundFileTrouble trouble = {0};
        assert_int_equal(truncate(sounds_path("whole.flac"), size), 0);
        assert_int_equal(soundfile_open(&file, sounds_path("whole.flac"), NULL), STATUS_OK);
        assert_int_equal(file.info.stated_frames, FRAMES);
        assert_int_equal(file.info.frames % BLOCK, 0);
        /* Noise is stored as it is: two bytes a sample and a little. */
        assert_in_range(file.info.frames, (size - 8600) / 2 - BLOCK, size / 2);
        soundfile_read(&file, NULL, 0, (int)file.info.frames, out, &trouble);
        assert_int_equal(trouble.missing_frames, 0);
        for (int i = 0; i < file.info.frames; i++)
            assert_true(left[i] == sounds_expected(&wav, i, 0));
        soundfile_close(&file);
    }
}

static void test_a_flac_file_of_unstated_length(void **state)
{
    (void)state;
    if (!has("flac")) {
        print_message("skipped: flac is not installed\n");
        return;
    }
    WavText wav = {1, 1, 48000, 16, 20000, -1};
    sounds_write_wav("whole.wav", &wav);
    assert_int_equal(
        sounds_run("tail -c +45 whole.wav | flac -s -f --force-raw-format --endian=little --sign=signed --channels=1 "
                   "--bps=16 --sample-rate=48000 - -c 2>/dev/null > piped.flac"),
        0);
    SoundFile file;
    SoundFileTrouble trouble = {0};
    static float left[20000], *out[2] = {left, NULL};
    assert_int_equal(soundfile_open(&file, sounds_path("piped.flac"), NULL), STATUS_OK);
    assert_int_equal(file.info.frames, 20000);
    float *end[2] = {left + 15000, NULL};
    soundfile_read(&file, NULL, 0, 15000, out, &trouble);
    soundfile_read(&file, NULL, 15000, 5000, end, &trouble);
    for (int i = 0; i < 20000; i++)
        assert_true(left[i] == sounds_expected(&wav, i, 0));
    soundfile_close(&file);
}

/* Every truncation and every changed byte of the headers gives an outcome; what is accepted can be read. */
static void try_bytes(const char *name, const unsigned char *bytes, size_t count)
{
    SoundFile file;
    Error error = {0};
    float left[300], right[300], *out[2] = {left, right};
    SoundFileTrouble trouble = {0};
    sounds_write(name, bytes, count);
    if (soundfile_open(&file, sounds_path(name), &error) != STATUS_OK) {
        assert_true(error.text[0] != 0);
        return;
    }
    soundfile_read(&file, NULL, 0, 300, out, &trouble);
    soundfile_read(&file, NULL, file.info.frames - 100, 300, out, &trouble);
    soundfile_close(&file);
}

static void test_damaged_headers_have_an_outcome(void **state)
{
    static const char *const names[] = {"from.wav", "to.aiff", "to.caf", "to.w64", "to64.wav", "to.flac"};
    (void)state;
    for (size_t n = 0; n < ARRAY_LEN(names); n++) {
        FILE *in = fopen(sounds_path(names[n]), "rb");
        if (!in) {
            print_message("skipped: %s was not made\n", names[n]);
            continue;
        }
        static unsigned char bytes[6000];
        size_t count = fread(bytes, 1, sizeof bytes, in), header = count < 200 ? count : 200;
        fclose(in);
        for (size_t cut = 0; cut < header; cut++)
            try_bytes("damaged", bytes, cut);
        for (size_t at = 0; at < header; at++) {
            static const unsigned char values[] = {0, 0xff, 0x80, 1};
            unsigned char before = bytes[at];
            for (size_t v = 0; v < ARRAY_LEN(values); v++) {
                bytes[at] = values[v];
                try_bytes("damaged", bytes, count);
            }
            bytes[at] = before;
        }
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
        cmocka_unit_test(test_what_is_no_file_is_refused_in_words),
        cmocka_unit_test(test_a_socket_is_refused),
        cmocka_unit_test(test_formats_that_are_not_mixed),
        cmocka_unit_test(test_stated_and_real_length),
        cmocka_unit_test(test_many_chunks_and_a_time_reference),
        cmocka_unit_test(test_too_many_chunks_are_refused),
        cmocka_unit_test(test_a_huge_rf64_is_what_is_there),
        cmocka_unit_test(test_a_long_rf64_is_read_behind_4_gib),
        cmocka_unit_test(test_float_samples_are_made_safe),
        cmocka_unit_test(test_lossy_files_are_opened),
        cmocka_unit_test(test_files_of_other_programs),
        cmocka_unit_test(test_a_cut_flac_file_says_so),
        cmocka_unit_test(test_a_flac_file_of_unstated_length),
        cmocka_unit_test(test_damaged_headers_have_an_outcome),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
