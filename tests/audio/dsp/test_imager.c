/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The image against its formulas; the mono sum above all. */
#include "tests/audio/dsp/stage.h"

#include <complex.h>

#include "audio/base/cpu.h"
#include "audio/dsp/kinds.h"
#include "audio/dsp/lanes.h"

enum { FRAMES = 64 * 200 };

static void fill(float *left, float *right)
{
    uint64_t seed = 5;
    for (int i = 0; i < FRAMES; i++) {
        left[i] = (float)(0.5 * noise_next(&seed));
        right[i] = (float)(0.3 * left[i] + 0.4 * noise_next(&seed));
    }
}

static void run(const char *const *keys, const double *values, float *left, float *right)
{
    Stage stage;
    stage_init(&stage, &imager_kind, 48000, 2);
    for (int i = 0; keys[i]; i++)
        stage_set(&stage, keys[i], values[i]);
    fill(left, right);
    stage_open(&stage);
    stage_run(&stage, left, right, FRAMES);
    stage_close(&stage);
}

static float in[2][FRAMES], out[2][FRAMES];

static void test_nothing_set_changes_not_a_bit(void **state)
{
    (void)state;
    fill(in[0], in[1]);
    run((const char *const[]){NULL}, NULL, out[0], out[1]);
    assert_memory_equal(in, out, sizeof in);
}

static void test_the_mono_sum_is_untouched_by_width(void **state)
{
    (void)state;
    double worst = 0;
    static const double cases[][5] = {{0, 100, 100, 100, 0},
                                      {200, 100, 100, 100, 0},
                                      {130, 0, 100, 200, 0},
                                      {100, 100, 100, 100, 120},
                                      {70, 50, 120, 180, 300}};
    fill(in[0], in[1]);
    for (size_t c = 0; c < ARRAY_LEN(cases); c++) {
        run((const char *const[]){"width", "lowwidth", "midwidth", "highwidth", "monobelow", NULL}, cases[c], out[0],
            out[1]);
        for (int i = 0; i < FRAMES; i++) {
            double error = fabs((double)out[0][i] + out[1][i] - in[0][i] - in[1][i]);
            worst = error > worst ? error : worst;
        }
    }
    figure("imager.mono-sum", db_from(worst), "dBFS", -120);
    assert_true(db_from(worst) < -120);
}

static void test_width_scales_the_sides_and_gains_are_exact(void **state)
{
    (void)state;
    double worst = 0;
    fill(in[0], in[1]);
    run((const char *const[]){"width", "mid", "side", NULL}, (const double[]){50, -6, 3}, out[0], out[1]);
    for (int i = 0; i < FRAMES; i++) {
        double m = (in[0][i] + in[1][i]) / 2.0 * pow(10, -6 / 20.0),
               s = (in[0][i] - in[1][i]) / 2.0 * 0.5 * pow(10, 3 / 20.0);
        worst = fmax(worst, fmax(fabs(out[0][i] - m - s), fabs(out[1][i] - m + s)));
    }
    figure("imager.gains", db_from(worst), "dBFS", -130);
    assert_true(db_from(worst) < -130);
}

static void test_rotation_and_balance(void **state)
{
    (void)state;
    double worst = 0;
    fill(in[0], in[1]);
    run((const char *const[]){"rotation", "balance", NULL}, (const double[]){30, 25}, out[0], out[1]);
    for (int i = 0; i < FRAMES; i++) {
        double left = 0.75 * (in[0][i] * cos(M_PI / 6) - in[1][i] * sin(M_PI / 6)),
               right = in[1][i] * cos(M_PI / 6) + in[0][i] * sin(M_PI / 6);
        worst = fmax(worst, fmax(fabs(out[0][i] - left), fabs(out[1][i] - right)));
    }
    assert_true(db_from(worst) < -130);
}

/* Gain of the sides at a frequency, for an impulse on the left. */
static double side_gain(const char *const *keys, const double *values, double hz)
{
    Stage stage;
    double re = 0, im = 0;
    stage_init(&stage, &imager_kind, 48000, 2);
    for (int i = 0; keys[i]; i++)
        stage_set(&stage, keys[i], values[i]);
    memset(out, 0, sizeof out);
    out[0][0] = 1;
    stage_open(&stage);
    stage_run(&stage, out[0], out[1], FRAMES);
    stage_close(&stage);
    for (int i = 0; i < FRAMES; i++) {
        re += (out[0][i] - out[1][i]) * cos(2 * M_PI * hz * i / 48000);
        im += (out[0][i] - out[1][i]) * sin(2 * M_PI * hz * i / 48000);
    }
    return hypot(re, im);
}

static void test_mono_below_is_a_butterworth_cut_of_the_sides(void **state)
{
    (void)state;
    static const double hz[] = {30, 60, 120, 240, 1000};
    double worst = 0;
    for (size_t f = 0; f < ARRAY_LEN(hz); f++) {
        double ratio = tan(M_PI * 120 / 48000) / tan(M_PI * hz[f] / 48000), wanted = 1 / sqrt(1 + pow(ratio, 8));
        double got = side_gain((const char *const[]){"monobelow", NULL}, (const double[]){120}, hz[f]);
        worst = fmax(worst, fabs(db_from(got / wanted)));
    }
    figure("imager.mono-below", worst, "dB", 0.05);
    assert_true(worst < 0.05);
}

/* Middle width plus what the low pass (two poles at 200 Hz) and the high pass (two at 4 kHz) add or take. */
static void test_bands_have_their_widths(void **state)
{
    (void)state;
    const char *const keys[] = {"lowwidth", "midwidth", "highwidth", NULL};
    const double values[] = {0, 100, 180};
    static const double hz[] = {20, 100, 200, 900, 4000, 12000, 20000};
    double worst = 0;
    for (size_t f = 0; f < ARRAY_LEN(hz); f++) {
        double r = tan(M_PI * hz[f] / 48000);
        double complex low = 1 + I * r / tan(M_PI * 200 / 48000), high = 1 + tan(M_PI * 4000 / 48000) / (I * r);
        double wanted = cabs(1 - 1 / (low * low) + 0.8 / (high * high));
        worst = fmax(worst, fabs(db_from(side_gain(keys, values, hz[f]) / wanted)));
    }
    figure("imager.bands", worst, "dB", 0.01);
    assert_true(worst < 0.01);
}

static void test_a_lane_alone_and_a_full_bank_give_the_same_bits(void **state)
{
    (void)state;
    static float full[BANK_LANES][FRAMES];
    run((const char *const[]){"width", "lowwidth", "monobelow", NULL}, (const double[]){150, 20, 100}, out[0], out[1]);
    Stage stage;
    stage_init(&stage, &imager_kind, 48000, 2);
    stage_open(&stage);
    for (int lane = 0; lane < BANK_LANES; lane += 2) {
        fill(full[lane], full[lane + 1]);
        stage_set(&stage, "width", lane == 4 ? 150 : 20 * lane);
        stage_set(&stage, "lowwidth", lane == 4 ? 20 : 100);
        stage_set(&stage, "monobelow", lane == 4 ? 100 : lane == 2 ? 0 : 200);
        imager_kind.update(stage.bank, lane, stage.values, 120, true);
    }
    cpu_use_extensions(CPU_PLAIN);
    for (int at = 0, run_frames; at < FRAMES; at += run_frames) {
        float *io[BANK_LANES];
        const float *key[BANK_LANES] = {NULL};
        run_frames = at % 64 < 40 ? 40 : 24;
        for (int lane = 0; lane < BANK_LANES; lane++)
            io[lane] = full[lane] + at;
        imager_kind.process(stage.bank, io, key, at % 64, run_frames);
    }
    cpu_use_extensions(CPU_ALL);
    stage_close(&stage);
    assert_memory_equal(full[4], out[0], sizeof out[0]);
    assert_memory_equal(full[5], out[1], sizeof out[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nothing_set_changes_not_a_bit),
        cmocka_unit_test(test_the_mono_sum_is_untouched_by_width),
        cmocka_unit_test(test_width_scales_the_sides_and_gains_are_exact),
        cmocka_unit_test(test_rotation_and_balance),
        cmocka_unit_test(test_mono_below_is_a_butterworth_cut_of_the_sides),
        cmocka_unit_test(test_bands_have_their_widths),
        cmocka_unit_test(test_a_lane_alone_and_a_full_bank_give_the_same_bits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
