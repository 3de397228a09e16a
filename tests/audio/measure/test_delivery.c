/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a check measures of a finished sound, against signals whose figures follow from how they were made. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "audio/base/attributes.h"
#include "audio/measure/delivery.h"
#include "audio/measure/lowpass.h"
#include "tests/audio/measure/signal.h"

enum { RATE_HZ = 48000 };

/* Amplitude behind the filter of a steady tone, over the last of `seconds`. */
static double gain_db(double hz, double corner_hz, double rate_hz, int sections)
{
    Lowpass filter;
    double squares = 0;
    int frames = (int)(2 * rate_hz), kept = (int)rate_hz;
    lowpass_init(&filter, corner_hz, rate_hz, sections);
    for (int i = 0; i < frames; i++) {
        double y = lowpass_next(&filter, sin(2 * M_PI * hz * i / rate_hz));
        squares += i >= frames - kept ? y * y : 0;
    }
    return 10 * log10(2 * squares / kept);
}

/* |H|^2 = 1 / (1 + (tan(pi f / fs) / tan(pi fc / fs))^2n): Butterworth of order n by the bilinear transform. */
static void test_low_passes_are_butterworth(void **state)
{
    (void)state;
    static const double hz[] = {5, 50, 100, 150, 200, 300, 600};
    for (int sections = 2; sections <= 4; sections += 2)
        for (size_t i = 0; i < ARRAY_LEN(hz); i++) {
            double ratio = tan(M_PI * hz[i] / RATE_HZ) / tan(M_PI * 150 / RATE_HZ);
            double wanted = -10 * log10(1 + pow(ratio, 4 * sections));
            double found = gain_db(hz[i], 150, RATE_HZ, sections);
            if (fabs(found - wanted) > 0.01)
                fail_msg("%g Hz, order %d: %.4f dB, not %.4f", hz[i], 2 * sections, found, wanted);
        }
}

/* The high pass of the same corner: the other way round. */
static void test_high_passes_mirror_them(void **state)
{
    (void)state;
    static const double hz[] = {300, 1000, 3000, 6000, 9000, 15000};
    for (size_t i = 0; i < ARRAY_LEN(hz); i++) {
        Lowpass filter;
        double squares = 0, ratio = tan(M_PI * 6000 / RATE_HZ) / tan(M_PI * hz[i] / RATE_HZ);
        lowpass_init_high(&filter, 6000, RATE_HZ, 2);
        for (int k = 0; k < 2 * RATE_HZ; k++) {
            double y = lowpass_next(&filter, sin(2 * M_PI * hz[i] * k / RATE_HZ));
            squares += k >= RATE_HZ ? y * y : 0;
        }
        assert_true(fabs(10 * log10(2 * squares / RATE_HZ) + 10 * log10(1 + pow(ratio, 8))) < 0.01);
    }
}

static double rumble_of(double hz, double amplitude, double dc, double rate_hz)
{
    Rumble rumble;
    float block[700];
    rumble_init(&rumble, rate_hz);
    for (int at = 0, frames = (int)(4 * rate_hz); at < frames; at += 700) {
        for (int i = 0; i < 700; i++)
            block[i] = (float)(dc + amplitude * sin(2 * M_PI * hz * (at + i) / rate_hz));
        rumble_add(&rumble, block, 700);
    }
    return rumble_mean_square(&rumble);
}

static void test_mean_of_a_channel(void **state)
{
    (void)state;
    Rumble rumble;
    float block[480];
    rumble_init(&rumble, 48000);
    for (int i = 0; i < 480; i++)
        block[i] = (float)(0.01 + 0.5 * sin(2 * M_PI * i / 48));
    for (int i = 0; i < 100; i++)
        rumble_add(&rumble, block, 480);
    assert_true(fabs(rumble_mean(&rumble) - 0.01) < 1e-8);
}

static void test_rumble_is_what_lies_below_20_hz(void **state)
{
    (void)state;
    static const double rates_hz[] = {44100, 48000, 96000};
    for (size_t i = 0; i < ARRAY_LEN(rates_hz); i++) {
        assert_true(fabs(10 * log10(rumble_of(10, 0.2, 0, rates_hz[i]) / 0.02)) < 0.1);
        assert_true(10 * log10(rumble_of(30, 0.2, 0, rates_hz[i]) / 0.02) < -25); /* (30/20)^16 = 28 dB */
        assert_true(
            10 * log10(rumble_of(rates_hz[i] / floor(rates_hz[i] / 1000 + 0.5) - 15, 0.2, 0, rates_hz[i]) / 0.02) <
            -34);                                                                  /* what folds down most */
        assert_true(10 * log10(rumble_of(440, 0.2, 0, rates_hz[i]) / 0.02) < -45); /* its beginning is a step */
    }
}

typedef void (*Fill)(double at_s, int64_t frame, float *left, float *right);

static void measure(Fill fill, double seconds, int block, DeliveryReading *reading)
{
    DeliveryMeter *meter = NULL;
    int64_t frames = (int64_t)(seconds * RATE_HZ);
    float *channels[2] = {calloc((size_t)frames, sizeof(float)), calloc((size_t)frames, sizeof(float))};
    for (int64_t i = 0; i < frames; i++)
        fill((double)i / RATE_HZ, i, &channels[0][i], &channels[1][i]);
    assert_int_equal(delivery_new(&meter, &(DeliverySetup){RATE_HZ, true, true}), STATUS_OK);
    for (int64_t at = 0; at < frames; at += block) {
        const float *const part[2] = {channels[0] + at, channels[1] + at};
        delivery_add(meter, part, frames - at < block ? (int)(frames - at) : block);
    }
    delivery_read(meter, reading);
    delivery_free(meter);
    free(channels[0]);
    free(channels[1]);
}

static void fill_left_only(double at_s, int64_t frame, float *left, float *right)
{
    (void)frame;
    *left = (float)(0.5 * sin(2 * M_PI * 1000 * at_s));
    *right = 0;
}

static void fill_opposite(double at_s, int64_t frame, float *left, float *right)
{
    fill_left_only(at_s, frame, left, right);
    *right = -*left;
}

/* Half of the sum of one channel carries a half of its power on both sides: 3.01 LU are lost. */
static void test_loss_in_mono(void **state)
{
    (void)state;
    DeliveryReading reading;
    measure(fill_left_only, 3, 4096, &reading);
    assert_true(fabs(reading.mono_loss_lu - 10 * log10(2)) < 0.01);
    assert_true(fabs(reading.band_loss_db - 10 * log10(2)) < 0.01);
    assert_true(fabs(reading.band_hz - 1000) < 1);
    assert_true(reading.negative_percent == 0);
    measure(fill_opposite, 3, 4096, &reading);
    assert_true(isinf(reading.mono_loss_lu) && reading.mono_loss_lu > 0);
    assert_true(reading.negative_percent == 100 && reading.negative_at_s == 0);
}

/* Out of phase from 2.0 to 3.0 s: of the windows of 400 ms that begin every 100 ms those cancel of which more than a
 * half lies there.  Twelve half and half sum to 0, up to rounding: 2.8 s is where the last begins, 1.8 or 1.9 the
 * first.
 */
static void fill_turned(double at_s, int64_t frame, float *left, float *right)
{
    fill_left_only(at_s, frame, left, right);
    *right = at_s >= 2 && at_s < 3 ? -0.9f * *left : 0.9f * *left;
}

static void test_time_out_of_phase(void **state)
{
    (void)state;
    DeliveryReading reading;
    measure(fill_turned, 6, 1000, &reading);
    double windows = 57; /* of 6 s */
    assert_true(reading.negative_percent >= 100 * 9 / windows - 1e-9);
    assert_true(reading.negative_percent <= 100 * 11 / windows + 1e-9);
    assert_true(reading.negative_at_s >= 1.8 - 1e-9 && reading.negative_at_s <= 1.9 + 1e-9);
}

/* 60 Hz: middle 0.4, sides 0.1; above it 5 kHz on the left alone, which changes nothing below. */
static void fill_low(double at_s, int64_t frame, float *left, float *right)
{
    double low = sin(2 * M_PI * 60 * at_s), high = 0.3 * sin(2 * M_PI * 5000 * at_s);
    (void)frame;
    *left = (float)(0.5 * low + high);
    *right = (float)(0.3 * low);
}

static void test_sides_below_150_hz(void **state)
{
    (void)state;
    DeliveryReading reading;
    measure(fill_low, 4, 333, &reading);
    assert_true(fabs(reading.low_side_db - 20 * log10(0.1 / 0.4)) < 0.05);
    measure(fill_left_only, 3, 4096, &reading); /* nothing is there */
    assert_true(isinf(reading.low_side_db) && reading.low_side_db < 0);
}

/* A voice of 1 kHz at 0.4, an s of 8.5 kHz at 0.2 from 2.00 to 2.05 s: of 10 ms within it a half of the amplitude. */
static void fill_hissing(double at_s, int64_t frame, float *left, float *right)
{
    (void)frame;
    double s = at_s >= 2 && at_s < 2.05 ? 0.2 * sin(2 * M_PI * 8500 * at_s) : 0;
    *left = *right = (float)(0.4 * sin(2 * M_PI * 1000 * at_s) + s);
}

static void test_sibilance(void **state)
{
    (void)state;
    DeliveryReading reading;
    measure(fill_hissing, 4, 1111, &reading);
    /* half the amplitude, and what the flanks of the bands take of either, as above */
    double s_high = tan(M_PI * 6000 / RATE_HZ) / tan(M_PI * 8500 / RATE_HZ),
           s_low = tan(M_PI * 8500 / RATE_HZ) / tan(M_PI * 12000 / RATE_HZ),
           voice_high = tan(M_PI * 300 / RATE_HZ) / tan(M_PI * 1000 / RATE_HZ),
           voice_low = tan(M_PI * 1000 / RATE_HZ) / tan(M_PI * 3000 / RATE_HZ);
    double wanted = -20 * log10(2) - 10 * log10((1 + pow(s_high, 8)) * (1 + pow(s_low, 8))) +
                    10 * log10((1 + pow(voice_high, 8)) * (1 + pow(voice_low, 8)));
    if (fabs(reading.sibilance_db - wanted) > 0.02)
        fail_msg("%.3f dB, not %.3f", reading.sibilance_db, wanted);
    assert_true(reading.sibilance_at_s >= 2 && reading.sibilance_at_s < 2.05);
    assert_true(reading.equal);
    measure(fill_low, 1, 1111, &reading);
    assert_false(reading.equal);
}

enum { HEAD = 12000, HOLE = 60001, HOLE_END = 66001, END = 140000 };

/* 0.25 s of silence, sound of one value, a hole of 6000 zeros; then the last 20 ms of 3 s at -80 dBFS. */
static void fill_silences(double at_s, int64_t frame, float *left, float *right)
{
    (void)at_s;
    bool sounds = frame >= HEAD && frame < END && (frame < HOLE || frame >= HOLE_END);
    *left = sounds ? 0.25f : 0;
    *right = frame >= 3 * RATE_HZ - 960 ? 1e-4f : 0;
}

static void test_silence_and_ends(void **state)
{
    (void)state;
    DeliveryReading reading;
    measure(fill_silences, 3, 997, &reading);
    assert_true(reading.head_s == (double)HEAD / RATE_HZ);
    assert_true(reading.hole_s == (double)(HOLE_END - HOLE) / RATE_HZ && reading.hole_at_s == (double)HOLE / RATE_HZ);
    assert_true(reading.sound_end_s == 3 && reading.length_s == 3);
    assert_true(isinf(reading.first_peak_db));
    assert_true(fabs(reading.last_peak_db + 80) < 0.001 && fabs(reading.end_peak_db + 80) < 0.001);
}

/* However it is cut, the same bits. */
static void test_blocks_change_nothing(void **state)
{
    (void)state;
    static const int blocks[] = {1, 64, 997, 4096, 100000};
    DeliveryReading first, other;
    measure(fill_low, 1.5, 4800, &first);
    for (size_t i = 0; i < ARRAY_LEN(blocks); i++) {
        measure(fill_low, 1.5, blocks[i], &other);
        assert_true(other.low_side_db == first.low_side_db && other.mono_loss_lu == first.mono_loss_lu &&
                    other.band_loss_db == first.band_loss_db && other.end_peak_db == first.end_peak_db &&
                    other.first_peak_db == first.first_peak_db && other.hole_s == first.hole_s &&
                    other.negative_percent == first.negative_percent);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_low_passes_are_butterworth),
        cmocka_unit_test(test_high_passes_mirror_them),
        cmocka_unit_test(test_sibilance),
        cmocka_unit_test(test_mean_of_a_channel),
        cmocka_unit_test(test_rumble_is_what_lies_below_20_hz),
        cmocka_unit_test(test_loss_in_mono),
        cmocka_unit_test(test_time_out_of_phase),
        cmocka_unit_test(test_sides_below_150_hz),
        cmocka_unit_test(test_silence_and_ends),
        cmocka_unit_test(test_blocks_change_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
