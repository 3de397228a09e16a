/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What reading and writing cost, in ns of CPU time a channel-sample, from and to the page cache: io_bench FOLDER.
 * FOLDER takes some 100 MB for the time of the run. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "audio/base/cpu.h"
#include "audio/io/file/pack.h"
#include "audio/io/file/unpack.h"
#include "audio/io/file/writer.h"
#include "audio/io/stream/store.h"

enum { FRAMES = 4096, RUNS = 1000, ROUNDS = 5 };

static float left[FRAMES], right[FRAMES];
static char path[4096];

static double cpu_s(void)
{
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static int fail(const char *what, const Error *error)
{
    fprintf(stderr, "io_bench: %s %s\n", what, error ? error->text : "");
    return 1;
}

static void tell(const char *what, double seconds, double samples)
{
    printf("%-44s %7.3f ns a channel-sample\n", what, seconds * 1e9 / samples);
}

static int bench_write(const char *name, WriterSetup setup)
{
    double best = 1e9;
    Error error;
    for (int round = 0; round < ROUNDS; round++) {
        Writer *writer;
        float *planar[2] = {left, right};
        double start = cpu_s();
        if (writer_open(&writer, path, &setup, &error) != STATUS_OK)
            return fail(name, &error);
        for (int i = 0; i < RUNS; i++)
            if (writer_write(writer, planar, FRAMES, &error) != STATUS_OK)
                return fail(name, &error);
        if (writer_close(writer, NULL, &error) != STATUS_OK)
            return fail(name, &error);
        double seconds = cpu_s() - start;
        best = seconds < best ? seconds : best;
    }
    tell(name, best, 2.0 * FRAMES * RUNS);
    return 0;
}

static int bench_read(const char *name, int rate_hz)
{
    double best = 1e9;
    Error error;
    for (int round = 0; round < ROUNDS; round++) {
        StemStore *store;
        Stream *stream;
        StoreSetup setup = {.rate_hz = rate_hz, .offline = true};
        float *planar[2] = {left, right};
        if (store_new(&store, &setup, &error) != STATUS_OK ||
            store_open(store, path, &stream, NULL, &error) != STATUS_OK)
            return fail(name, &error);
        double start = cpu_s();
        for (int64_t at = 0; at < stream->frames; at += FRAMES)
            (void)stream->ops->read(stream, at, FRAMES, planar, true);
        double seconds = (cpu_s() - start) / (double)stream->frames;
        best = seconds < best ? seconds : best;
        store_free(store);
    }
    tell(name, best, 2);
    return 0;
}

static void bench_kernels(void)
{
    static unsigned char bytes[FRAMES * 8 + UNPACK_PADDING_BYTES];
    static int32_t integers[2][FRAMES];
    float *planar[2] = {left, right};
    SampleFormat format = {SAMPLE_S24, false, 2};
    DitherKey key = dither_key(1, 0, 0);
    for (int simd = 0; simd < 2; simd++) {
        cpu_use_extensions(simd ? CPU_ALL : CPU_PLAIN);
        double start = cpu_s();
        for (int i = 0; i < RUNS; i++)
            unpack_frames(format, bytes, FRAMES, planar);
        tell(simd ? "unpack 24 bit, in cache, AVX2" : "unpack 24 bit, in cache, plain C", cpu_s() - start,
             2.0 * FRAMES * RUNS);
        start = cpu_s();
        for (int i = 0; i < RUNS; i++)
            pack_quantise(left, FRAMES, 24, &key, 0, integers[0]);
        tell(simd ? "dither and round 24 bit, AVX2" : "dither and round 24 bit, plain C", cpu_s() - start,
             1.0 * FRAMES * RUNS);
    }
}

int main(int argc, char **argv)
{
    if (argc != 2)
        return fail("usage: io_bench FOLDER", NULL);
    snprintf(path, sizeof path, "%s/io_bench.tmp", argv[1]);
    for (int i = 0; i < FRAMES; i++)
        left[i] = right[i] = (float)((i * 7919) % 20011) / 20011 - 0.5f;
    bench_kernels();
    for (int i = 0; i < FRAMES; i++)
        left[i] = right[i] = (float)((i * 7919) % 20011) / 20011 - 0.5f;
    const WriterSetup plain = {
        .format = FORMAT_WAV, .bits = 24, .channels = 2, .rate_hz = 48000, .dither = DITHER_TPDF, .dither_seed = 1};
    WriterSetup setup = plain;
    setup.bits = 0;
    int failed = bench_write("write float WAV", setup) || bench_read("read float WAV", 48000);
    setup.bits = 16;
    failed = failed || bench_write("write 16-bit WAV, dithered", setup) || bench_read("read 16-bit WAV", 48000);
    setup = plain;
    setup.format = FORMAT_FLAC;
    failed = failed || bench_write("write 24-bit FLAC, dithered", setup) || bench_read("read 24-bit FLAC", 48000);
    setup = plain;
    setup.digest = true;
    failed = failed || bench_write("write 24-bit WAV, dithered, with SHA-256", setup);
    failed = failed || bench_write("write 24-bit WAV, dithered", plain) || bench_read("read 24-bit WAV", 48000);
    failed = failed || bench_read("read 24-bit WAV at 48 kHz for 44.1 kHz", 44100);
    unlink(path);
    return failed;
}
