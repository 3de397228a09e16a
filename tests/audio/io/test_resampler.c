/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "audio/io/file/resampler.h"

enum { ROOM = 400000 };

/* All of `in` in pieces, then the rest; frames that came out. */
static int run_whole(Resampler *resampler, const float *in, int frames, int channels, float *out)
{
    int made = 0, at = 0, used = 0, got;
    while (at < frames) {
        int piece = 1 + (at * 7) % 600;
        if (piece > frames - at)
            piece = frames - at;
        got = resampler_process(resampler, in + at * channels, piece, &used, out + made * channels, ROOM - made);
        assert_true(got >= 0);
        made += got;
        at += used;
    }
    while ((got = resampler_process(resampler, NULL, 0, &used, out + made * channels, ROOM - made)) > 0)
        made += got;
    assert_int_equal(got, 0);
    return made;
}

/* A 997 Hz sine converted, against the same sine computed at the other rate; the worst error away from the ends,
 * in dB. */
static double sine_error_db(double from_hz, double to_hz, ResamplerQuality quality)
{
    int frames = (int)from_hz;
    float *in = calloc((size_t)frames * 2, sizeof *in), *out = calloc(2 * ROOM, sizeof *out);
    Resampler *resampler;
    Error error;
    assert_non_null(in);
    assert_non_null(out);
    for (int i = 0; i < frames; i++) {
        in[2 * i] = (float)(0.5 * sin(2.0 * M_PI * 997.0 * i / from_hz));
        in[2 * i + 1] = 0.25f;
    }
    assert_int_equal(resampler_new(&resampler, from_hz, to_hz, 2, quality, &error), STATUS_OK);
    int made = run_whole(resampler, in, frames, 2, out);
    assert_true(abs(made - (int)to_hz) <= 1);
    double worst = 0.0;
    for (int i = made / 4; i < made * 3 / 4; i++) {
        double wrong = fabs(out[2 * i] - 0.5 * sin(2.0 * M_PI * 997.0 * i / to_hz));
        double constant = fabs(out[2 * i + 1] - 0.25);
        worst = fmax(worst, fmax(wrong, constant));
    }
    resampler_free(resampler);
    free(in);
    free(out);
    return 20.0 * log10(worst);
}

/* Float output alone is good for -138 dB of a half; libsoxr states 20 bit for HQ. */
static void test_sine(void **state)
{
    (void)state;
    assert_true(sine_error_db(48000, 44100, RESAMPLER_BEST) < -130.0);
    assert_true(sine_error_db(44100, 96000, RESAMPLER_BEST) < -130.0);
    assert_true(sine_error_db(48000, 44100, RESAMPLER_HIGH) < -115.0);
    assert_true(sine_error_db(96000, 48000, RESAMPLER_HIGH) < -115.0);
}

/* A warmed run starts with silence in its filters, so its input comes out as if silence had come before. */
static void test_warm(void **state)
{
    (void)state;
    Resampler *resampler;
    Error error;
    float in[2 * 512], *out = calloc(2 * ROOM, sizeof *out);
    double sum = 0.0;
    assert_non_null(out);
    for (int i = 0; i < 2 * 512; i++)
        in[i] = 0.5f;
    assert_int_equal(resampler_new(&resampler, 48000, 44100, 2, RESAMPLER_HIGH, &error), STATUS_OK);
    assert_int_equal(resampler_warm(resampler), STATUS_OK);
    int made = run_whole(resampler, in, 512, 2, out);
    for (int i = 0; i < made; i++)
        sum += out[2 * i];
    assert_true(fabs(sum - 0.5 * 512 * 44100 / 48000) < 0.5);
    resampler_free(resampler);
    free(out);
}

static void test_refuses(void **state)
{
    (void)state;
    Resampler *resampler = NULL;
    Error error = {0};
    assert_int_equal(resampler_new(&resampler, 0, 48000, 2, RESAMPLER_BEST, &error), STATUS_BAD_VALUE);
    assert_string_equal(error.text, "cannot convert from 0 Hz to 48000 Hz");
    assert_int_equal(resampler_new(&resampler, 48000, 44100, 0, RESAMPLER_BEST, &error), STATUS_BAD_VALUE);
    assert_null(resampler);
    resampler_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sine),
        cmocka_unit_test(test_warm),
        cmocka_unit_test(test_refuses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
