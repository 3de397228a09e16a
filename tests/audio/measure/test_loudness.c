/* SPDX-License-Identifier: GPL-3.0-or-later */
/* EBU Tech 3341 (table 1, cases 1-6 and 9-14) and Tech 3342 (table 1, cases 1-4) as generated signals: 1 kHz stereo
 * sines whose peak is given in dBFS. Cases 7 and 8, and 3342's 5 and 6, are recorded material that is not here. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <ebur128.h>
#include <stdlib.h>
#include <cmocka.h>

#include "audio/measure/loudness.h"
#include "audio/measure/mastermeter.h"
#include "tests/audio/measure/signal.h"

typedef struct Player {
    Loudness *loudness;
    double rate_hz, phase;
} Player;

static void player_open(Player *player, double rate_hz)
{
    player->rate_hz = rate_hz;
    player->phase = 0;
    assert_int_equal(loudness_new(&player->loudness, rate_hz, 2), STATUS_OK);
}

/* Plays a tone of that many seconds in blocks that divide nothing; below -100 dB is silence. */
static void play(Player *player, double db, double seconds)
{
    float block[353];
    double amplitude = db < -100 ? 0 : lin_from(db);
    int left = (int)floor(seconds * player->rate_hz + 0.5);
    while (left > 0) {
        int part = left < 353 ? left : 353;
        for (int i = 0; i < part; i++) {
            block[i] = (float)(amplitude * sin(player->phase));
            player->phase = fmod(player->phase + 2 * M_PI * 1000 / player->rate_hz, 2 * M_PI);
        }
        loudness_add(player->loudness, (const float *const[2]){block, block}, part);
        left -= part;
    }
}

static double worst_error;

static void expect_lu(double value, double expected, double tolerance)
{
    double error = fabs(value - expected);
    worst_error = error > worst_error && tolerance < 0.5 ? error : worst_error;
    if (!(error <= tolerance))
        fail_msg("%.3f, expected %.1f", value, expected);
}

static void test_cases_1_and_2_steady_tones(void **state)
{
    (void)state;
    static const double rates_hz[] = {44100, 48000, 96000};
    for (int i = 0; i < 6; i++) {
        Player player;
        double level = i < 3 ? -23 : -33;
        player_open(&player, rates_hz[i % 3]);
        play(&player, level, 20);
        expect_lu(loudness_momentary(player.loudness), level, 0.1);
        expect_lu(loudness_short_term(player.loudness), level, 0.1);
        expect_lu(loudness_integrated(player.loudness), level, 0.1);
        loudness_free(player.loudness);
    }
}

static void test_cases_3_to_5_gating(void **state)
{
    (void)state;
    static const struct {
        double db, s;
    } parts[3][5] = {
        {{-36, 10}, {-23, 60}, {-36, 10}},
        {{-72, 10}, {-36, 10}, {-23, 60}, {-36, 10}, {-72, 10}},
        {{-26, 20}, {-20, 20.1}, {-26, 20}},
    };
    for (int i = 0; i < 6; i++) {
        Player player;
        player_open(&player, 48000);
        for (int p = 0; p < 5; p++)
            play(&player, parts[i % 3][p].db, parts[i % 3][p].s);
        expect_lu(loudness_integrated(player.loudness), -23, 0.1);
        loudness_free(player.loudness);
    }
}

/* -28 dBFS in left and right, -24 in the centre, -30 in the surrounds, for 20 s: -23 LUFS.  A desk in stereo has no
 * centre, so its meter hears each channel alone, and BS.1770-5 (annex 1, table 3: surrounds count 1.41 times) adds them
 * up; libebur128, whose integration a bounce reports, hears all five. */
static void test_case_6_five_channels(void **state)
{
    (void)state;
    enum { RATE = 48000, CHANNELS = 5 };
    static const double db[CHANNELS] = {-28, -28, -24, -30, -30}, weight[CHANNELS] = {1, 1, 1, 1.41, 1.41};
    static float tone[RATE], all[RATE * CHANNELS];
    double power = 0, lufs;
    ebur128_state *five = ebur128_init(CHANNELS, RATE, EBUR128_MODE_I);
    assert_non_null(five);
    for (int c = 0; c < CHANNELS; c++) {
        Loudness *one;
        assert_int_equal(loudness_new(&one, RATE, 1), STATUS_OK);
        for (int i = 0; i < RATE; i++)
            all[CHANNELS * i + c] = tone[i] = (float)(lin_from(db[c]) * sin(2 * M_PI * 1000 * i / RATE));
        for (int second = 0; second < 20; second++)
            loudness_add(one, (const float *const[2]){tone, NULL}, RATE);
        power += weight[c] * pow(10, (loudness_integrated(one) + 0.691) / 10);
        loudness_free(one);
    }
    expect_lu(-0.691 + 10 * log10(power), -23, 0.1);
    for (int second = 0; second < 20; second++)
        assert_int_equal(ebur128_add_frames_float(five, all, RATE), EBUR128_SUCCESS);
    assert_int_equal(ebur128_loudness_global(five, &lufs), EBUR128_SUCCESS);
    expect_lu(lufs, -23, 0.1);
    ebur128_destroy(&five);
}

static void test_cases_9_and_12_alternating_tones_read_steady(void **state)
{
    (void)state;
    Player player;
    player_open(&player, 48000);
    for (int i = 0; i < 5; i++)
        for (int half = 0; half < 2; half++)
            for (int step = 0; step < 10; step++) {
                play(&player, half ? -30 : -20, (half ? 1.66 : 1.34) / 10);
                if (i >= 1)
                    expect_lu(loudness_short_term(player.loudness), -23, 0.1);
            }
    loudness_free(player.loudness);
    player_open(&player, 48000);
    for (int i = 0; i < 25; i++) {
        play(&player, -20, 0.18);
        if (i >= 3)
            expect_lu(loudness_momentary(player.loudness), -23, 0.1);
        play(&player, -30, 0.22);
        if (i >= 3)
            expect_lu(loudness_momentary(player.loudness), -23, 0.1);
    }
    loudness_free(player.loudness);
}

static void test_cases_10_and_13_maxima_at_any_alignment(void **state)
{
    (void)state;
    for (int i = 0; i < 20; i++) {
        Player player;
        player_open(&player, 48000);
        play(&player, -200, i * 0.15);
        play(&player, -23, 3);
        play(&player, -200, 1);
        expect_lu(loudness_short_term_max(player.loudness), -23, 0.1);
        loudness_free(player.loudness);
        player_open(&player, 48000);
        play(&player, -200, i * 0.02);
        play(&player, -23, 0.4);
        play(&player, -200, 1);
        expect_lu(loudness_momentary_max(player.loudness), -23, 0.1);
        loudness_free(player.loudness);
    }
}

static void test_cases_11_and_14_rising_maxima(void **state)
{
    (void)state;
    Player slow, fast;
    player_open(&slow, 48000);
    player_open(&fast, 48000);
    for (int i = 0; i < 20; i++) {
        play(&slow, -200, i * 0.15);
        play(&slow, -38 + i, 3);
        play(&slow, -200, 3 - i * 0.15);
        expect_lu(loudness_short_term_max(slow.loudness), -38 + i, 0.1);
        play(&fast, -200, i * 0.02);
        play(&fast, -38 + i, 0.4);
        play(&fast, -200, 0.4 - i * 0.02);
        expect_lu(loudness_momentary_max(fast.loudness), -38 + i, 0.1);
    }
    loudness_free(slow.loudness);
    loudness_free(fast.loudness);
    figure("loudness.ebu3341", worst_error, "LU", 0.1);
}

static void test_3342_cases_1_to_4(void **state)
{
    (void)state;
    static const struct {
        double db[5], range;
    } cases[4] = {
        {{-20, -30, -999, -999, -999}, 10},
        {{-20, -15, -999, -999, -999}, 5},
        {{-40, -20, -999, -999, -999}, 20},
        {{-50, -35, -20, -35, -50}, 15},
    };
    double worst = 0;
    for (int i = 0; i < 4; i++) {
        Player player;
        player_open(&player, 48000);
        for (int p = 0; p < 5; p++)
            play(&player, cases[i].db[p], cases[i].db[p] > -100 ? 20 : 0);
        double error = fabs(loudness_range(player.loudness) - cases[i].range);
        worst = error > worst ? error : worst;
        assert_true(error <= 1);
        loudness_free(player.loudness);
    }
    figure("loudness.ebu3342", worst, "LU", 1);
}

/* Noise in steps, beside libebur128 itself: momentary and short-term at ten moments. */
static void test_windows_equal_those_of_libebur128(void **state)
{
    (void)state;
    enum { RATE = 44100, PART = RATE };
    static float block[2][PART], interleaved[2 * PART];
    ebur128_state *oracle = ebur128_init(2, RATE, EBUR128_MODE_M | EBUR128_MODE_S | EBUR128_MODE_I);
    Loudness *loudness;
    uint64_t seed = 21;
    double worst = 0;
    assert_non_null(oracle);
    assert_int_equal(loudness_new(&loudness, RATE, 2), STATUS_OK);
    for (int part = 0; part < 10; part++) {
        for (int i = 0; i < PART; i++)
            for (int c = 0; c < 2; c++)
                interleaved[2 * i + c] = block[c][i] = (float)(noise_next(&seed) * (0.05 + 0.08 * part));
        loudness_add(loudness, (const float *const[2]){block[0], block[1]}, PART);
        assert_int_equal(ebur128_add_frames_float(oracle, interleaved, PART), EBUR128_SUCCESS);
        double momentary, short_term, integrated;
        assert_int_equal(ebur128_loudness_momentary(oracle, &momentary), EBUR128_SUCCESS);
        assert_int_equal(ebur128_loudness_shortterm(oracle, &short_term), EBUR128_SUCCESS);
        assert_int_equal(ebur128_loudness_global(oracle, &integrated), EBUR128_SUCCESS);
        worst = fmax(worst, fmax(fabs(momentary - loudness_momentary(loudness)),
                                 fabs(short_term - loudness_short_term(loudness))));
        assert_true(fabs(integrated - loudness_integrated(loudness)) < 1e-6);
    }
    figure("loudness.windows-vs-libebur128", worst, "LU", 0.01);
    assert_true(worst < 0.01);
    loudness_free(loudness);
    ebur128_destroy(&oracle);
}

static void test_silence_and_bad_settings(void **state)
{
    (void)state;
    Player player;
    player_open(&player, 48000);
    play(&player, -200, 4);
    assert_true(isinf(loudness_integrated(player.loudness)) && loudness_integrated(player.loudness) < 0);
    assert_true(isinf(loudness_momentary(player.loudness)) && isinf(loudness_short_term_max(player.loudness)));
    assert_true(loudness_range(player.loudness) == 0);
    loudness_free(player.loudness);
    loudness_free(NULL);
    Loudness *none = NULL;
    assert_int_equal(loudness_new(&none, 48000, 3), STATUS_BAD_VALUE);
    assert_int_equal(loudness_new(&none, 1, 2), STATUS_BAD_VALUE);
    assert_int_equal(loudness_new(&none, NAN, 2), STATUS_BAD_VALUE);
    assert_null(none);
}

static void test_mono_reads_as_heard_at_pan_centre(void **state)
{
    (void)state;
    static float mono[96000], panned[96000];
    uint64_t seed = 5;
    for (int i = 0; i < 96000; i++) {
        mono[i] = (float)(0.3 * noise_next(&seed));
        panned[i] = mono[i] * 0.70710678f;
    }
    Loudness *one, *two;
    assert_int_equal(loudness_new(&one, 48000, 1), STATUS_OK);
    assert_int_equal(loudness_new(&two, 48000, 2), STATUS_OK);
    loudness_add(one, (const float *const[2]){mono, NULL}, 96000);
    loudness_add(two, (const float *const[2]){panned, panned}, 96000);
    assert_true(fabs(loudness_integrated(one) - loudness_integrated(two)) < 0.01);
    assert_true(fabs(loudness_momentary(one) - loudness_momentary(two)) < 0.01);
    /* steady noise: what libebur128 integrates and what our windows hold are the same filter */
    assert_true(fabs(loudness_integrated(one) - loudness_momentary(one)) < 0.3);
    loudness_free(one);
    loudness_free(two);
}

static void test_master_meter_gives_the_same_figures_however_cut(void **state)
{
    (void)state;
    enum { N = 48000 * 4 };
    float *left = malloc(N * sizeof *left), *right = malloc(N * sizeof *right);
    assert_true(left && right);
    uint64_t seed = 99;
    for (int i = 0; i < N; i++) {
        left[i] = (float)(0.9 * sin(i * 0.05) * (0.6 + 0.4 * sin(i * 1e-4)) + 0.01);
        right[i] = (float)(0.5 * left[i] + 0.1 * noise_next(&seed));
    }
    left[777] = left[778] = left[779] = left[780] = 1.5f;
    MasterReading reading[2];
    for (int pass = 0; pass < 2; pass++) {
        MasterMeter *meter;
        MasterMeterSetup setup = {.rate_hz = 48000, .windows = false};
        assert_int_equal(mastermeter_new(&meter, &setup), STATUS_OK);
        for (int i = 0, step = 1; i < N; i += step) {
            step = pass ? N : (step * 37 + 11) % 1000 + 1;
            step = i + step > N ? N - i : step;
            mastermeter_add(meter, (const float *const[2]){left + i, right + i}, step);
        }
        mastermeter_finish(meter);
        mastermeter_read(meter, &reading[pass]);
        mastermeter_free(meter);
    }
    assert_memory_equal(&reading[0], &reading[1], sizeof reading[0]);
    assert_int_equal(reading[0].overs[0], 4);
    assert_int_equal(reading[0].clip_runs[0], 1);
    assert_true(fabs(reading[0].dc[0] - 0.01) < 1e-3);
    assert_true(reading[0].correlation > 0.9);
    free(left);
    free(right);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cases_1_and_2_steady_tones),
        cmocka_unit_test(test_cases_3_to_5_gating),
        cmocka_unit_test(test_case_6_five_channels),
        cmocka_unit_test(test_cases_9_and_12_alternating_tones_read_steady),
        cmocka_unit_test(test_cases_10_and_13_maxima_at_any_alignment),
        cmocka_unit_test(test_cases_11_and_14_rising_maxima),
        cmocka_unit_test(test_3342_cases_1_to_4),
        cmocka_unit_test(test_windows_equal_those_of_libebur128),
        cmocka_unit_test(test_silence_and_bad_settings),
        cmocka_unit_test(test_mono_reads_as_heard_at_pan_centre),
        cmocka_unit_test(test_master_meter_gives_the_same_figures_however_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
