/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The needles against IEC 60268-17 (VU) and IEC 60268-10 (type I and II): bursts of a 5 kHz tone, return, overshoot;
 * levels.
 *
 * The texts of the IEC are not public; the figures are those that are quoted from them.  VU: 99 % in 300 ms +- 10 %,
 * then 1 to 1.5 % over.  Type II: EBU Tech 3205-E (1979), table 2 (bursts, normal mode) and 3.10 (24 dB in 2.8 +- 0.3
 * s); Lindos' LA100 manual, 3.15, has the same bursts as marks 6, 5 1/2, 5, 3 3/4 and 1 3/4.  Type I: a burst of the
 * integration time, 5 ms, reads 2 dB low, and 20 dB are fallen in 1.7 +- 0.3 s (DIN 45406 before it: 1.5 s); its other
 * bursts are DIN's as they are passed on. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "audio/measure/ballistics.h"
#include "audio/measure/levels.h"
#include "tests/audio/measure/signal.h"

enum { RATE = 48000, FRAMES = RATE * 4 };

static float x[FRAMES];

static void tone(double hz, double amplitude, double from_s, double to_s)
{
    memset(x, 0, sizeof x);
    for (int i = (int)(from_s * RATE + 0.5); i < (int)(to_s * RATE + 0.5); i++)
        x[i] = (float)(amplitude * sin(2 * M_PI * hz * i / RATE));
}

static void add(Needles *needles, const float *samples, int frames)
{
    needles_add((Needles *const[2]){needles, NULL}, (const float *const[2]){samples, NULL}, 1, frames);
}

static void test_vu_reads_99_percent_after_300_ms_and_overshoots_a_little(void **state)
{
    (void)state;
    Needles meter;
    double highest = 0, reached_s = 0;
    tone(997, 0.5, 0, 4);
    needles_init(&meter, RATE);
    for (int i = 0; i < FRAMES; i += 48) {
        add(&meter, x + i, 48);
        double part = lin_from(vu_read_db(&meter.vu)) / 0.5;
        if (reached_s == 0 && part >= 0.99)
            reached_s = (i + 48) / (double)RATE;
        highest = part > highest ? part : highest;
    }
    figure("vu.rise-99", reached_s * 1000, "ms", 300);
    figure("vu.overshoot", 100 * (highest - 1), "%", 1.5);
    figure("vu.steady-error", vu_read_db(&meter.vu) - db_from(0.5), "dB", 0.01);
    assert_true(reached_s > 0.27 && reached_s < 0.33); /* 300 ms +- 10 % */
    assert_true(highest > 1.01 && highest < 1.015);    /* 1 to 1.5 % */
    assert_true(fabs(vu_read_db(&meter.vu) - db_from(0.5)) < 0.01);
    assert_true(fabs(vu_highest_db(&meter.vu) - db_from(0.5 * highest)) < 0.02);
}

static double burst_db(PpmType type, double seconds)
{
    Needles meter;
    tone(5000, 1, 0.1, 0.1 + seconds);
    needles_init(&meter, RATE);
    add(&meter, x, RATE);
    return ppm_highest_db(&meter.ppm[type]);
}

static void test_ppm_bursts(void **state)
{
    (void)state;
    static const struct {
        PpmType type;
        double ms, expected_db, tolerance_db;
    } bursts[] = {
        {PPM_I, 10, -1, 0.5},  {PPM_I, 5, -2, 0.5},   {PPM_I, 3, -4, 1},
        {PPM_I, 0.4, -15, 4},  {PPM_II, 100, 0, 0.5}, {PPM_II, 10, -2, 0.5},
        {PPM_II, 5, -4, 0.75}, {PPM_II, 1.5, -9, 1},  {PPM_II, 0.5, -17, 2},
    };
    for (size_t i = 0; i < ARRAY_LEN(bursts); i++) {
        double error = burst_db(bursts[i].type, bursts[i].ms * 1e-3) - bursts[i].expected_db;
        char name[64];
        snprintf(name, sizeof name, "ppm.type%d.burst-%gms", bursts[i].type + 1, bursts[i].ms);
        figure(name, error, "dB", bursts[i].tolerance_db);
        assert_true(fabs(error) <= bursts[i].tolerance_db);
    }
}

static void test_ppm_steady_level_and_return(void **state)
{
    (void)state;
    static const double fall_s[] = {1.7, 2.8}, fall_db[] = {20, 24}, tolerance_s[] = {0.3, 0.3};
    for (int type = PPM_I; type <= PPM_II; type++) {
        Needles meter;
        tone(1000, 0.25, 0, 1);
        needles_init(&meter, RATE);
        add(&meter, x, RATE);
        double steady = ppm_read_db(&meter.ppm[type]);
        assert_true(fabs(steady - db_from(0.25)) < 0.1);
        int frames = 0;
        while (ppm_read_db(&meter.ppm[type]) > steady - fall_db[type]) {
            add(&meter, x + RATE, 48);
            frames += 48;
        }
        figure(type ? "ppm.type2.return" : "ppm.type1.return", frames / (double)RATE, "s", fall_s[type]);
        assert_true(fabs(frames / (double)RATE - fall_s[type]) < tolerance_s[type]);
    }
    assert_true(ppm_ii_mark(-18, -18) == 4 && ppm_ii_mark(-10, -18) == 6 && ppm_ii_mark(-26, -18) == 2 &&
                ppm_ii_mark(-32, -18) == 1);
}

static void test_levels_read_as_aes17_has_them(void **state)
{
    (void)state;
    ChannelLevel level;
    LevelWindow window;
    tone(997, 1, 0, 4);
    for (int i = 0; i < FRAMES; i++)
        x[i] += 0.125f;
    channel_level_init(&level);
    channel_level_add(&level, x, FRAMES);
    assert_true(fabs(channel_level_dc(&level) - 0.125) < 1e-6);
    assert_true(fabs(channel_level_rms_db(&level) - 10 * log10(1 + 2 * 0.125 * 0.125)) < 1e-3);
    tone(1000, 0.1, 0, 4);
    level_window_init(&window, RATE);
    level_window_add(&window, x, x, FRAMES);
    assert_true(fabs(level_window_rms_db(&window, 0, 300) + 20) < 1e-3 &&
                fabs(level_window_rms_db(&window, 1, 600) + 20) < 1e-3);
    assert_true(fabs(level_window_correlation(&window) - 1) < 1e-9);
    memset(x, 0, sizeof x);
    level_window_add(&window, x, x, RATE);
    assert_true(isinf(level_window_rms_db(&window, 0, 600)) && level_window_correlation(&window) == 0);
}

static void test_runs_at_full_scale_and_overs_are_counted(void **state)
{
    (void)state;
    ChannelLevel whole, cut;
    memset(x, 0, sizeof x);
    x[10] = x[11] = 1;                           /* two: no clip */
    x[100] = x[101] = x[102] = 32767 / 32768.0f; /* three: a clip, no over */
    x[203] = x[204] = x[205] = x[206] = -1.25f;  /* four: a clip and four overs */
    channel_level_init(&whole);
    channel_level_add(&whole, x, 1000);
    assert_int_equal(whole.clip_runs, 2);
    assert_int_equal(whole.clip_run_longest, 4);
    assert_int_equal(whole.clip_first, 100);
    assert_int_equal(whole.overs, 4);
    assert_true(whole.peak == 1.25f);
    channel_level_init(&cut);
    for (int i = 0; i < 1000; i += 5)
        channel_level_add(&cut, x + i, 5);
    assert_memory_equal(&whole, &cut, sizeof whole);
}

/* Two channels at once read the bits of each alone, however the signal is cut. */
static void test_needles_side_by_side_are_the_same(void **state)
{
    (void)state;
    static float in[2][RATE];
    Needles both[2], alone[2];
    for (int i = 0; i < RATE; i++) {
        in[0][i] = (float)(sin(0.13 * i) * (i % 9000 < 700 ? 0.9 : 0.01));
        in[1][i] = (float)(0.5 * sin(0.0317 * i * (1 + i * 1e-5)));
    }
    for (int c = 0; c < 2; c++) {
        needles_init(&both[c], RATE);
        needles_init(&alone[c], RATE);
        add(&alone[c], in[c], RATE);
    }
    for (int i = 0; i < RATE; i += 3000)
        needles_add((Needles *const[2]){&both[0], &both[1]}, (const float *const[2]){in[0] + i, in[1] + i}, 2, 3000);
    assert_memory_equal(both, alone, sizeof both);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_needles_side_by_side_are_the_same),
        cmocka_unit_test(test_vu_reads_99_percent_after_300_ms_and_overshoots_a_little),
        cmocka_unit_test(test_ppm_bursts),
        cmocka_unit_test(test_ppm_steady_level_and_return),
        cmocka_unit_test(test_levels_read_as_aes17_has_them),
        cmocka_unit_test(test_runs_at_full_scale_and_overs_are_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
