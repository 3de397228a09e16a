/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rounding, clipping and dither against theory; fast kernels against plain ones, bit by bit. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "audio/base/cpu.h"
#include "audio/io/file/pack.h"
#include "audio/io/file/unpack.h"
#include "tests/audio/io/sounds.h"

enum { FRAMES = 1000003, SOME = 3001 };

static float in[FRAMES];
static int32_t out[FRAMES];

static void test_rounding_and_clipping(void **state)
{
    static const struct {
        float in;
        int bits;
        int32_t out;
        int clipped;
    } rows[] = {
        {0, 24, 0, 0},
        {-0.0f, 16, 0, 0},
        {0.5f, 16, 16384, 0},
        {1, 16, 32767, 1},
        {-1, 16, -32768, 0},
        {-1.0001f, 16, -32768, 1},
        {1, 24, 8388607, 1},
        {-1, 24, -8388608, 0},
        {1, 32, 2147483647, 1},
        {-1, 32, -2147483647 - 1, 0},
        {0.99999994f, 32, 2147483520, 0},
        {0.5f / 32768, 16, 0, 0},
        {1.5f / 32768, 16, 2, 0},
        {2.5f / 32768, 16, 2, 0},
        {-0.5f / 32768, 16, 0, 0},
        {-1.5f / 32768, 16, -2, 0},
        {32767.4f / 32768, 16, 32767, 0},
        {32767.6f / 32768, 16, 32767, 1},
        {NAN, 24, 0, 0},
        {INFINITY, 24, 8388607, 1},
        {-INFINITY, 32, -2147483647 - 1, 1},
        {3e38f, 16, 32767, 1},
        {1e-40f, 24, 0, 0},
    };
    (void)state;
    for (int simd = 0; simd < 2; simd++) {
        cpu_use_extensions(simd ? CPU_ALL : CPU_PLAIN);
        for (size_t row = 0; row < ARRAY_LEN(rows); row++) {
            float eight[9];
            int32_t got[9];
            for (int i = 0; i < 9; i++)
                eight[i] = rows[row].in;
            assert_int_equal(pack_quantise(eight, 9, rows[row].bits, NULL, 0, got), 9 * rows[row].clipped);
            for (int i = 0; i < 9; i++)
                assert_int_equal(got[i], rows[row].out);
        }
    }
}

/* The sum of two uniform numbers of one LSB each: mean 0, variance 2/12, fourth moment 1/15 (of the triangle on -1..1),
 * and all within (-1, 1). */
static void test_dither_is_triangular(void **state)
{
    DitherKey key = dither_key(12345, 0, 1);
    double sum = 0, squares = 0, fourths = 0, below_half = 0;
    (void)state;
    for (int i = 0; i < FRAMES; i++) {
        double d = dither_value(dither_hash(key, (uint32_t)i)) / 65536.0;
        assert_true(d > -1 && d < 1);
        sum += d;
        squares += d * d;
        fourths += d * d * d * d;
        below_half += fabs(d) < 0.5;
    }
    /* Five standard errors of each estimate: sqrt(1/6/n), sqrt((1/15 - 1/36)/n), ... */
    double root = sqrt(FRAMES);
    assert_true(fabs(sum / FRAMES) < 5 * sqrt(1 / 6.0) / root);
    assert_true(fabs(squares / FRAMES - 1 / 6.0) < 5 * sqrt(1 / 15.0 - 1 / 36.0) / root);
    assert_true(fabs(fourths / FRAMES - 1 / 15.0) < 5 * 0.14 / root);
    assert_true(fabs(below_half / FRAMES - 0.75) < 5 * sqrt(0.75 * 0.25) / root);
}

/* Neighbouring frames, channels and seeds have nothing to do with each other. */
static void test_dither_is_white_and_independent(void **state)
{
    static const struct {
        uint64_t seed;
        int channel, shift;
    } others[] = {{1, 0, 1}, {1, 0, 2}, {1, 0, 3}, {1, 0, 64}, {1, 0, 256}, {1, 1, 0}, {2, 0, 0}, {2, 1, 1}, {1, 1, 1}};
    DitherKey key = dither_key(1, 0, 0);
    (void)state;
    for (size_t o = 0; o < ARRAY_LEN(others); o++) {
        DitherKey other = dither_key(others[o].seed, 0, others[o].channel);
        double sum = 0;
        for (int i = 0; i < FRAMES; i++)
            sum += (double)dither_value(dither_hash(key, (uint32_t)i)) *
                   dither_value(dither_hash(other, (uint32_t)(i + others[o].shift)));
        assert_true(fabs(sum / 65536 / 65536 / FRAMES) < 5 / 6.0 / sqrt(FRAMES));
    }
    DitherKey later = dither_key(1, (uint64_t)1 << 32, 0);
    assert_true(later.first != key.first);
}

/* With TPDF the error of the whole (dither and rounding) has mean 0 and variance 1/4 LSB^2 for any signal, and does not
 * follow it. */
static void test_the_error_does_not_depend_on_the_signal(void **state)
{
    static const int bits[] = {16, 24};
    (void)state;
    for (int b = 0; b < 2; b++) {
        for (int kind = 0; kind < 4; kind++) {
            double lsb = ldexp(1, 1 - bits[b]), sum = 0, squares = 0, with_signal = 0, power = 0;
            for (int i = 0; i < FRAMES; i++) {
                double lsbs = kind == 0   ? 0
                              : kind == 1 ? 0.5
                              : kind == 2 ? 0.37 * sin(i * 0.01)
                                          : 1000.3 * sin(i * 0.0271);
                in[i] = (float)(lsbs * lsb);
            }
            DitherKey key = dither_key(99, 0, 0);
            assert_int_equal(pack_quantise(in, FRAMES, bits[b], &key, 0, out), 0);
            for (int i = 0; i < FRAMES; i++) {
                double signal = in[i] / lsb, error = out[i] - signal;
                sum += error;
                squares += error * error;
                with_signal += error * signal;
                power += signal * signal;
            }
            assert_true(fabs(sum / FRAMES) < 5 * 0.5 / sqrt(FRAMES));
            assert_true(fabs(squares / FRAMES - 0.25) < 5 * 0.3 / sqrt(FRAMES));
            if (power > 0)
                assert_true(fabs(with_signal) < 5 * 0.5 * sqrt(power));
        }
    }
}

static void test_fast_and_plain_kernels_agree(void **state)
{
    static const int bits[] = {16, 24, 32};
    static int32_t plain[2][SOME], fast[2][SOME];
    static unsigned char bytes[2][SOME * 8 + PACK_PADDING_BYTES];
    (void)state;
    for (int i = 0; i < SOME; i++)
        in[i] = (float)(sounds_sample(i, 0) / 2147483648.0 * (i % 10 ? 1.001 : 1e-6));
    for (int b = 0; b < 3; b++) {
        for (int dithered = 0; dithered < 2; dithered++) {
            DitherKey key = dither_key(5, 0, dithered);
            int clipped[2];
            for (int simd = 0; simd < 2; simd++) {
                cpu_use_extensions(simd ? CPU_ALL : CPU_PLAIN);
                clipped[simd] =
                    pack_quantise(in, SOME, bits[b], dithered ? &key : NULL, 4294960000u, simd ? fast[0] : plain[0]);
            }
            assert_int_equal(clipped[0], clipped[1]);
            assert_memory_equal(plain[0], fast[0], sizeof plain[0]);
        }
        for (int channels = 1; channels <= 2; channels++) {
            const int32_t *integers[2] = {plain[0], plain[0] + 1};
            int frames = SOME - 1;
            for (int simd = 0; simd < 2; simd++) {
                cpu_use_extensions(simd ? CPU_ALL : CPU_PLAIN);
                pack_integers(integers, channels, frames, bits[b], bytes[simd]);
            }
            assert_memory_equal(bytes[0], bytes[1], (size_t)(frames * channels * bits[b] / 8));
        }
    }
}

/* Every kind, both byte orders, both channel counts, at every length: the same bits, and the closed form for integers.
 */
static void test_unpacking_agrees(void **state)
{
    enum { MOST = 67 };
    static unsigned char bytes[MOST * 16 + UNPACK_PADDING_BYTES];
    float got[2][2][MOST];
    (void)state;
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (unsigned char)(sounds_sample((int64_t)i, 0) >> 16);
    for (int kind = 0; kind < SAMPLE_KIND_COUNT; kind++) {
        for (int variant = 0; variant < 4; variant++) {
            SampleFormat format = {(SampleKind)kind, variant & 1, 1 + (variant >> 1)};
            for (int frames = 0; frames <= MOST; frames++) {
                int bad[2];
                for (int simd = 0; simd < 2; simd++) {
                    float *planar[2] = {got[simd][0], got[simd][1]};
                    cpu_use_extensions(simd ? CPU_ALL : CPU_PLAIN);
                    bad[simd] = unpack_frames(format, bytes, frames, planar);
                }
                assert_int_equal(bad[0], bad[1]);
                for (int channel = 0; channel < format.channels; channel++)
                    assert_memory_equal(got[0][channel], got[1][channel], sizeof(float) * (size_t)frames);
            }
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rounding_and_clipping),
        cmocka_unit_test(test_dither_is_triangular),
        cmocka_unit_test(test_dither_is_white_and_independent),
        cmocka_unit_test(test_the_error_does_not_depend_on_the_signal),
        cmocka_unit_test(test_fast_and_plain_kernels_agree),
        cmocka_unit_test(test_unpacking_agrees),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
