/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What each parameter of the limiter promises, from 8 to 192 kHz: the ceiling at every look-ahead by a meter of its own
 * (meter16.h), link, release and character, true peak off, latency, unity and gain. */
#include "tests/audio/dsp/stage.h"

#include "audio/dsp/kinds.h"
#include "tests/audio/dsp/meter16.h"

enum { FRAMES = 64 * 300, TORTURES = 5 };

static float left[FRAMES], right[FRAMES], in[2][FRAMES];
static const double rates_hz[] = {8000, 11025, 44100, 192000};

/* Noise below 0.45 of the rate, loud and quiet in turns before it is filtered by 255 taps (Blackman, cut at 0.44). */
static void noise_fill(void)
{
    static float raw[FRAMES + 255];
    uint64_t seed = 77;
    for (int i = 0; i < FRAMES + 255; i++)
        raw[i] = (float)(3 * noise_next(&seed) * (i / 1500 % 3 == 0 ? 0.1 : 1));
    for (int i = 0; i < FRAMES; i++) {
        double sum = 0;
        for (int k = -127; k <= 127; k++) {
            double window = 0.42 + 0.5 * cos(M_PI * k / 128) + 0.08 * cos(2 * M_PI * k / 128);
            sum += raw[i + 127 + k] * window * (k ? sin(M_PI * 0.88 * k) / (M_PI * k) : 0.88);
        }
        in[0][i] = (float)sum;
    }
}

/* All below 0.45 of the rate, and faded where they begin and end. */
static double torture_at(int which, int i)
{
    double fade = fmin(1, fmin(i, FRAMES - 1 - i) / 900.0), t = i % 1777 - 888.37;
    switch (which) {
    case 0: /* samples 3 dB below the peak between them */ return fade * 2.2 * sin(M_PI / 2 * i + M_PI / 4);
    case 1: /* two tones that beat, at 0.44 and 0.3 */
        return fade * (2 * sin(2 * M_PI * 0.44 * i) + 1.5 * sin(2 * M_PI * 0.3007 * i));
    case 2: /* bursts */ return 4 * cos(2 * M_PI * 0.4 * t) * exp(-t * t / 900);
    default: /* a square of nine harmonics at most */
        return fade * 2.5 *
               (sin(0.131 * i) + sin(0.393 * i) / 3 + sin(0.655 * i) / 5 + sin(0.917 * i) / 7 + sin(1.179 * i) / 9);
    }
}

static void torture_fill(int which)
{
    if (which == TORTURES - 1)
        noise_fill();
    for (int i = 0; i < FRAMES && which < TORTURES - 1; i++)
        in[0][i] = (float)torture_at(which, i);
    for (int i = 0; i < FRAMES; i++)
        in[1][i] = i < 500 ? 0 : -0.6f * in[0][i - 500];
}

static void run(Stage *stage)
{
    memcpy(left, in[0], sizeof left);
    memcpy(right, in[1], sizeof right);
    stage_open(stage);
    stage_run(stage, left, right, FRAMES);
}

static double peak_over_db(double ceiling_db)
{
    static Meter16 meter[2];
    for (int c = 0; c < 2; c++) {
        meter16_init(&meter[c]);
        meter16_take(&meter[c], c ? right : left, FRAMES);
    }
    return db_from(fmax(meter[0].peak, meter[1].peak)) - ceiling_db;
}

static void test_the_ceiling_holds_at_every_rate_and_lookahead(void **state)
{
    (void)state;
    static const double lookaheads_ms[] = {0.1, 1, 10}, releases_ms[] = {0, 1, 300};
    double worst = -99;
    for (int which = 0; which < TORTURES; which++) {
        torture_fill(which);
        for (int n = 0; n < 12; n++) {
            Stage stage;
            stage_init(&stage, &limiter_kind, rates_hz[n % 4], 2);
            stage_set(&stage, "lookahead", lookaheads_ms[n % 3]);
            stage_set(&stage, "release", releases_ms[(n + which) % 3]);
            stage_set(&stage, "character", (n / 3 + which) % 3);
            stage_set(&stage, "link", 50 * ((n + which) % 3));
            stage_set(&stage, "ceiling", -3);
            stage_set(&stage, "gain", n / 4 * 6);
            run(&stage);
            stage_close(&stage);
            worst = fmax(worst, peak_over_db(-3));
        }
    }
    figure("limiter.overshoot.8-to-192-khz", worst, "dB", 0.05);
    assert_true(worst < 0.05);
}

static void test_latency_is_exact_at_both_ends(void **state)
{
    (void)state;
    static const double lookaheads_ms[] = {0.1, 10};
    for (size_t r = 0; r < ARRAY_LEN(rates_hz); r++)
        for (int l = 0; l < 2; l++) {
            Stage stage;
            stage_init(&stage, &limiter_kind, rates_hz[r], 2);
            stage_set(&stage, "lookahead", lookaheads_ms[l]);
            memset(in, 0, sizeof in);
            in[0][100] = 0.5f;
            run(&stage);
            int latency = stage_latency(&stage);
            stage_close(&stage);
            assert_int_equal(latency, 296 + (int)fmax(1, floor(lookaheads_ms[l] * rates_hz[r] / 1000 + 0.5)));
            for (int i = 0; i < FRAMES; i++)
                assert_true(left[i] == (i == 100 + latency ? 0.5f : 0.0f));
        }
}

/* Left is limited, right a quiet tone: untouched at 0 %, the same gain at 100 %, half the reduction at 50 %. */
static void test_link_carries_its_share_over(void **state)
{
    (void)state;
    double worst = 0;
    for (int link = 0; link <= 100; link += 50) {
        Stage stage;
        for (int i = 0; i < FRAMES; i++) {
            in[0][i] = (float)((i < 4000 ? 0.2 : 2) * sin(0.05 * i));
            in[1][i] = 0.25f;
        }
        stage_init(&stage, &limiter_kind, 48000, 2);
        stage_set(&stage, "link", link);
        run(&stage);
        int latency = stage_latency(&stage);
        stage_close(&stage);
        for (int i = 6000; i < FRAMES; i++) {
            double other = in[0][i - latency], reduction = 1 - left[i] / other;
            if (fabs(other) > 0.5)
                worst = fmax(worst, fabs((1 - right[i] / 0.25) - reduction * link / 100));
            assert_true(link > 0 || right[i] == 0.25f);
        }
    }
    figure("limiter.link", worst, "of_the_reduction", 1e-5);
    assert_true(worst < 1e-5);
}

/* Seconds until the gain is back within 0.5 dB, after being 6 dB down for so long. */
static double back_after_s(double loud_s, int character)
{
    enum { RATE = 8000, LONG = RATE * 9 / 64 * 64 };
    static float x[2][LONG];
    Stage stage;
    int loud = (int)(loud_s * RATE), last = 0;
    for (int i = 0; i < LONG; i++)
        x[0][i] = x[1][i] = (float)((i < loud ? 2 : 0.25) * sin(2 * M_PI * 440 * i / RATE));
    stage_init(&stage, &limiter_kind, RATE, 2);
    stage_set(&stage, "ceiling", 0);
    stage_set(&stage, "character", character);
    stage_open(&stage);
    for (int at = 0; at < LONG; at += CELL_FRAMES) {
        stage_run(&stage, x[0] + at, x[1] + at, CELL_FRAMES);
        if (limiter_kind.gain_reduction_db(stage.bank, 0) > 0.5)
            last = at;
    }
    stage_close(&stage);
    return (double)(last - loud) / RATE;
}

static void test_release_auto_is_fast_after_a_peak_and_slow_after_a_long_one(void **state)
{
    (void)state;
    double shortly[3], longly[3];
    for (int character = 0; character < 3; character++) {
        shortly[character] = back_after_s(0.003, character);
        longly[character] = back_after_s(3, character);
        assert_true(longly[character] > 3 * shortly[character]);
    }
    /* transparent 0, punchy 1, smooth 2 */
    assert_true(shortly[1] < shortly[0] && shortly[0] < shortly[2]);
    assert_true(longly[1] < longly[0] && longly[0] < longly[2]);
}

static void test_without_true_peak_only_samples_count(void **state)
{
    (void)state;
    Stage stage;
    torture_fill(0);
    stage_init(&stage, &limiter_kind, 44100, 2);
    stage_set(&stage, "truepeak", 0);
    stage_set(&stage, "ceiling", -2);
    run(&stage);
    stage_close(&stage);
    double highest = 0;
    for (int i = 0; i < FRAMES; i++)
        highest = fmax(highest, fmax(fabs(left[i]), fabs(right[i])));
    assert_true(fabs(db_from(highest) + 2) < 1e-4);
    assert_true(peak_over_db(-2) > 2.5);
}

static void test_gain_is_exact_and_unity_takes_it_off(void **state)
{
    (void)state;
    for (int unity = 0; unity < 2; unity++) {
        Stage stage;
        for (int i = 0; i < FRAMES; i++)
            in[0][i] = in[1][i] = (float)(0.2 * sin(0.3 * i));
        stage_init(&stage, &limiter_kind, 96000, 2);
        stage_set(&stage, "gain", 12);
        stage_set(&stage, "ceiling", 0);
        stage_set(&stage, "unity", unity);
        run(&stage);
        int latency = stage_latency(&stage);
        stage_close(&stage);
        for (int i = latency; i < FRAMES; i++)
            assert_true(fabs(left[i] - in[0][i - latency] * (unity ? 1 : pow(10, 0.6))) < 2e-7);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_ceiling_holds_at_every_rate_and_lookahead),
        cmocka_unit_test(test_latency_is_exact_at_both_ends),
        cmocka_unit_test(test_link_carries_its_share_over),
        cmocka_unit_test(test_release_auto_is_fast_after_a_peak_and_slow_after_a_long_one),
        cmocka_unit_test(test_without_true_peak_only_samples_count),
        cmocka_unit_test(test_gain_is_exact_and_unity_takes_it_off),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
