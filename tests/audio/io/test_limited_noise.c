/* SPDX-License-Identifier: GPL-3.0-or-later */
/* White noise 18 dB into the limiter: what lies near half the rate looks otherwise through every meter's filter, and
 * the ceiling is to hold by each: ours (truepeak.h, 32 taps), a meter of 16 values a frame (meter16.h, 128 taps), and
 * one of 32 taps of Kaiser's beta 9, four values a frame, as ffmpeg's ebur128 looks (tests/src/test_rate.py asks ffmpeg
 * itself).  dsp.md: 0.2 dB on full-band noise, at every look-ahead and character. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <math.h>
#include <cmocka.h>

#include "audio/dsp/kinds.h"
#include "audio/measure/truepeak.h"
#include "tests/audio/dsp/meter16.h"
#include "tests/audio/dsp/stage.h"

enum { FRAMES = 64 * 1000, SOFT_TAPS = 32 };

static float left[FRAMES], right[FRAMES];

static double own_peak(const float *x, double rate_hz)
{
    TruePeak meter;
    truepeak_init(&meter, rate_hz);
    truepeak_add(&meter, x, FRAMES);
    truepeak_flush(&meter);
    return meter.peak;
}

static double sixteen_peak(const float *x)
{
    static Meter16 meter;
    meter16_init(&meter);
    meter16_take(&meter, x, FRAMES);
    return meter.peak;
}

static double soft_peak(const float *x)
{
    double tap[4][SOFT_TAPS], peak = 0;
    for (int p = 0; p < 4; p++) {
        double sum = 0;
        for (int k = 0; k < SOFT_TAPS; k++) {
            double t = p / 4.0 - (k - (SOFT_TAPS / 2 - 1)), u = 2 * t / SOFT_TAPS;
            double window = fabs(u) < 1 ? meter16_bessel(9 * sqrt(1 - u * u)) : 0;
            sum += tap[p][k] = window * (t == 0 ? 1 : sin(M_PI * t) / (M_PI * t));
        }
        for (int k = 0; k < SOFT_TAPS; k++)
            tap[p][k] /= sum;
    }
    for (int i = 0; i + SOFT_TAPS <= FRAMES; i++)
        for (int p = 0; p < 4; p++) {
            double sum = 0;
            for (int k = 0; k < SOFT_TAPS; k++)
                sum += tap[p][k] * x[i + k];
            peak = fmax(peak, fabs(sum));
        }
    return peak;
}

static void limit_noise(double rate_hz, double lookahead_ms, int character, double link)
{
    Stage stage;
    uint64_t seed = 4711;
    for (int i = 0; i < FRAMES; i++) {
        left[i] = (float)noise_next(&seed);
        right[i] = (float)noise_next(&seed);
    }
    stage_init(&stage, &limiter_kind, rate_hz, 2);
    stage_set(&stage, "gain", 18);
    stage_set(&stage, "lookahead", lookahead_ms);
    stage_set(&stage, "character", character);
    stage_set(&stage, "link", link);
    stage_open(&stage);
    stage_run(&stage, left, right, FRAMES);
    stage_close(&stage);
}

static void test_every_meter_finds_the_ceiling_kept(void **state)
{
    static const double lookaheads_ms[] = {0.1, 1, 5, 10}, rates_hz[] = {44100, 48000, 96000};
    double own = -99, sixteen = -99, soft = -99;
    (void)state;
    for (int n = 0; n < 12; n += is_quick() ? 5 : 1) {
        double rate_hz = rates_hz[n / 4];
        limit_noise(rate_hz, lookaheads_ms[n % 4], n % 3, n % 2 ? 100 : 0);
        own = fmax(own, db_from(fmax(own_peak(left, rate_hz), own_peak(right, rate_hz))) + 1);
        sixteen = fmax(sixteen, db_from(fmax(sixteen_peak(left), sixteen_peak(right))) + 1);
        soft = fmax(soft, db_from(fmax(soft_peak(left), soft_peak(right))) + 1);
    }
    figure("limiter.white-noise.own-meter", own, "dB", 0.2);
    figure("limiter.white-noise.meter16", sixteen, "dB", 0.2);
    figure("limiter.white-noise.soft-meter", soft, "dB", 0.2);
    assert_true(own < 0.2 && sixteen < 0.2 && soft < 0.2);
    assert_true(own > -0.5 && sixteen > -0.5 && soft > -0.5); /* it is not simply turned down */
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_every_meter_finds_the_ceiling_kept)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
