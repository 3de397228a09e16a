/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The true-peak meter against closed forms: EBU Tech 3341 (table 1) cases 15 to 23 at every rate, its own bound, cuts
 * and SIMD levels. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "audio/measure/truepeak.h"
#include "tests/audio/measure/signal.h"

enum { FRAMES = 8192 };

static const double rates_hz[] = {8000, 11025, 16000, 22050, 32000, 44100, 48000, 88200, 96000, 176400, 192000};

static double measure(const float *samples, int frames, double rate_hz)
{
    TruePeak meter;
    truepeak_init(&meter, rate_hz);
    truepeak_add(&meter, samples, frames);
    truepeak_flush(&meter);
    return meter.peak;
}

/* Fades at both ends keep the edge of the tone, which is a wide-band event, out of the figure. */
static void tone(float *samples, double cycles_per_frame, double amplitude, double degrees)
{
    for (int i = 0; i < FRAMES; i++) {
        double edge = i < FRAMES - i ? i : FRAMES - i;
        double fade = edge < 512 ? 0.5 - 0.5 * cos(M_PI * edge / 512) : 1;
        samples[i] = (float)(fade * amplitude * sin(2 * M_PI * cycles_per_frame * i + degrees * M_PI / 180));
    }
}

static void test_ebu_3341_cases_15_to_19_at_every_rate(void **state)
{
    (void)state;
    static const struct {
        int number;
        double period, amplitude, degrees, expect_db;
    } cases[] = {
        {15, 4, 0.50, 0, -6.0},    {16, 4, 0.50, 45, -6.0}, {17, 6, 0.50, 60, -6.0},
        {18, 8, 0.50, 67.5, -6.0}, {19, 4, 1.41, 45, 3.0},
    };
    static float samples[FRAMES];
    double low = 0, high = 0;
    for (size_t c = 0; c < ARRAY_LEN(cases); c++)
        for (size_t r = 0; r < ARRAY_LEN(rates_hz); r++) {
            tone(samples, 1 / cases[c].period, cases[c].amplitude, cases[c].degrees);
            double error = db_from(measure(samples, FRAMES, rates_hz[r])) - cases[c].expect_db;
            low = error < low ? error : low;
            high = error > high ? error : high;
            assert_true(error <= 0.2 && error >= -0.4);
        }
    figure("truepeak.ebu3341-15-19.lowest", low, "dB", -0.4);
    figure("truepeak.ebu3341-15-19.highest", high, "dB", 0.2);
}

enum { OVERSAMPLED = 4, HALF_TAPS = 400 };

/* The sine of cases 20 to 23 at four times the rate: amplitude 0.5 at fs/6, one period in the middle 1.0 at fs/4, phase
 * continuous. */
static double spiked_tone(int at)
{
    int from = OVERSAMPLED * FRAMES / 2 / 24 * 24,
        spike = at - from; /* 24 oversampled frames a period at fs/6, 16 at fs/4 */
    if (spike >= 0 && spike < 16)
        return sin(2 * M_PI * spike / 16);
    return 0.5 * sin(2 * M_PI * (spike < 0 ? spike : spike - 16) / 24);
}

/* A low pass at half the rate, 0.46 to 0.54, in 801 Blackman-windowed taps; the ends fade as tone() does. */
static void spiked_tone_decimate(float *samples, int offset)
{
    static double tap[2 * HALF_TAPS + 1];
    for (int k = -HALF_TAPS; k <= HALF_TAPS; k++) {
        double x = M_PI * k / OVERSAMPLED, w = M_PI * (k + HALF_TAPS + 1) / (HALF_TAPS + 1);
        tap[k + HALF_TAPS] = (k ? sin(x) / x : 1) / OVERSAMPLED * (0.42 - 0.5 * cos(w) + 0.08 * cos(2 * w));
    }
    for (int i = 0; i < FRAMES; i++) {
        double sum = 0, edge = i < FRAMES - i ? i : FRAMES - i;
        for (int k = -HALF_TAPS; k <= HALF_TAPS; k++)
            sum += tap[k + HALF_TAPS] * spiked_tone(OVERSAMPLED * i + offset + k);
        samples[i] = (float)(sum * (edge < 512 ? 0.5 - 0.5 * cos(M_PI * edge / 512) : 1));
    }
}

/* Tech 3341, table 1: 0.0 +0.2/-0.4 dBTP at each of the four offsets. */
static void test_ebu_3341_cases_20_to_23_at_every_rate(void **state)
{
    (void)state;
    static float samples[FRAMES];
    double low = 0, high = -9;
    for (int offset = 0; offset < OVERSAMPLED; offset++) {
        spiked_tone_decimate(samples, offset);
        for (size_t r = 0; r < ARRAY_LEN(rates_hz); r++) {
            double error = db_from(measure(samples, FRAMES, rates_hz[r]));
            low = error < low ? error : low;
            high = error > high ? error : high;
            assert_true(error <= 0.2 && error >= -0.4);
        }
    }
    figure("truepeak.ebu3341-20-23.lowest", low, "dB", -0.4);
    figure("truepeak.ebu3341-20-23.highest", high, "dB", 0.2);
}

/* A peak of 0 dBFS between the samples, written down in continuous time: a burst at fs/6 under a Gaussian, which ends
 * below 0.3 fs. */
static void test_a_burst_between_samples_at_every_rate(void **state)
{
    (void)state;
    static float samples[FRAMES];
    double worst = 0;
    for (int offset = 0; offset < 4; offset++)
        for (size_t r = 0; r < ARRAY_LEN(rates_hz); r++) {
            for (int i = 0; i < FRAMES; i++) {
                double t = i - FRAMES / 2 + offset / 4.0;
                samples[i] = (float)(cos(2 * M_PI * t / 6) * exp(-t * t / 128));
            }
            double error = db_from(measure(samples, FRAMES, rates_hz[r]));
            worst = fabs(error) > fabs(worst) ? error : worst;
            assert_true(fabs(error) <= 0.2);
        }
    figure("truepeak.burst", worst, "dB", 0.2);
}

/* The grid of 8 phases alone costs 0.14 dB at 0.45 of the rate: -20 log10 cos(pi 0.45 / 8). */
static void test_tones_to_0_45_of_the_rate_in_every_phase(void **state)
{
    (void)state;
    static float samples[FRAMES];
    double low = 0, high = 0;
    for (int f = 1; f <= 45; f += 2)
        for (int phase = 0; phase < 180; phase += 15) {
            tone(samples, f / 100.0, 0.5, phase);
            double error = db_from(measure(samples, FRAMES, 48000) / 0.5);
            low = error < low ? error : low;
            high = error > high ? error : high;
        }
    figure("truepeak.tones.lowest", low, "dB", -0.2);
    figure("truepeak.tones.highest", high, "dB", 0.05);
    assert_true(low > -0.2 && high < 0.05);
}

static void fill_noise(float *samples, uint64_t seed)
{
    for (int i = 0; i < FRAMES; i++)
        samples[i] = (float)(noise_next(&seed) * (0.2 + 0.8 * fabs(sin(i * 0.003))));
}

/* A phase of the meter's own filter, its halves put together again. */
static float tap_of(const TruePeak *meter, int phase, int k)
{
    bool mirrored = phase > meter->factor / 2, behind = k >= TRUEPEAK_TAPS / 2;
    int row = (mirrored ? meter->factor - phase : phase) - 1, at = behind ? TRUEPEAK_TAPS - 1 - k : k;
    return mirrored == behind ? meter->even[row][at] + meter->odd[row][at] : meter->even[row][at] - meter->odd[row][at];
}

/* Every frame evaluated, nothing left out, in the plainest way. */
static float measure_all(const TruePeak *meter, const float *samples, int64_t *frame)
{
    float peak = 0;
    for (int i = -16; i < FRAMES + 16; i++)
        for (int phase = 0; phase < meter->factor; phase++) {
            double sum = phase == 0 && i >= 0 && i < FRAMES ? samples[i] : 0;
            for (int k = 0; phase && k < TRUEPEAK_TAPS; k++) {
                int at = i + k - 15;
                sum += at >= 0 && at < FRAMES ? (double)tap_of(meter, phase, k) * samples[at] : 0;
            }
            if (fabs(sum) > peak) {
                peak = (float)fabs(sum);
                *frame = i < 0 ? 0 : i;
            }
        }
    return peak;
}

static void test_leaving_groups_out_changes_nothing(void **state)
{
    (void)state;
    static float samples[FRAMES];
    for (uint64_t seed = 1; seed <= 6; seed++) {
        fill_noise(samples, seed * 7919);
        TruePeak meter;
        truepeak_init(&meter, seed & 1 ? 48000 : 96000);
        truepeak_add(&meter, samples, FRAMES);
        truepeak_flush(&meter);
        int64_t frame = -1;
        float all = measure_all(&meter, samples, &frame);
        assert_true(fabsf(meter.peak - all) < 1e-6f * all && meter.peak_frame == frame); /* sums of floats */
    }
}

static void test_cuts_and_simd_levels_give_the_same_bits(void **state)
{
    (void)state;
    static float samples[FRAMES];
    fill_noise(samples, 4711);
    TruePeak whole, cut;
    truepeak_init(&whole, 48000);
    truepeak_add(&whole, samples, FRAMES);
    truepeak_flush(&whole);
    for (int step = 1; step < 700; step += 37) {
        truepeak_init(&cut, 48000);
        cut.simd = false;
        float taken = 0;
        for (int i = 0; i < FRAMES; i += step) {
            truepeak_add(&cut, samples + i, i + step > FRAMES ? FRAMES - i : step);
            float recent = truepeak_take(&cut);
            taken = recent > taken ? recent : taken;
        }
        truepeak_flush(&cut);
        float recent = truepeak_take(&cut);
        taken = recent > taken ? recent : taken;
        assert_true(cut.peak == whole.peak && cut.peak_frame == whole.peak_frame && taken == whole.peak);
        assert_true(cut.sample_peak == whole.sample_peak && cut.sample_peak_frame == whole.sample_peak_frame);
    }
}

static void test_the_frame_of_a_peak_is_told(void **state)
{
    (void)state;
    static float samples[FRAMES];
    memset(samples, 0, sizeof samples);
    samples[3001] = -0.25f;
    samples[5000] = samples[5001] = 0.5f; /* rises between the two to 0.5 * 4 / pi */
    TruePeak meter;
    truepeak_init(&meter, 48000);
    truepeak_add(&meter, samples, FRAMES);
    truepeak_flush(&meter);
    assert_int_equal(meter.peak_frame, 5000);
    assert_int_equal(meter.sample_peak_frame, 5000);
    assert_true(fabs(meter.peak - 0.5 * 4 / M_PI) < 0.02);
    truepeak_reset(&meter);
    assert_true(meter.peak == 0 && meter.frames == 0);
    truepeak_add(&meter, samples, 0);
    truepeak_flush(&meter);
    assert_true(meter.peak == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ebu_3341_cases_15_to_19_at_every_rate),
        cmocka_unit_test(test_ebu_3341_cases_20_to_23_at_every_rate),
        cmocka_unit_test(test_a_burst_between_samples_at_every_rate),
        cmocka_unit_test(test_tones_to_0_45_of_the_rate_in_every_phase),
        cmocka_unit_test(test_leaving_groups_out_changes_nothing),
        cmocka_unit_test(test_cuts_and_simd_levels_give_the_same_bits),
        cmocka_unit_test(test_the_frame_of_a_peak_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
