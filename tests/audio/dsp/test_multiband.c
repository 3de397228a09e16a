/* SPDX-License-Identifier: GPL-3.0-or-later */
/* multiband against what dsp.md promises of it: flat sums, bit for bit when idle, one band at a time. */
#include "audio/dsp/catalogue.h"
#include "tests/audio/dsp/stage.h"

static double lin_from(double db)
{
    return pow(10, db / 20);
}

static void fill_tone(float *x, int frames, double hz, double db, double rate_hz)
{
    for (int i = 0; i < frames; i++)
        x[i] = (float)(lin_from(db) * sin(2 * M_PI * hz * i / rate_hz));
}

static double tone_db(const float *x, int frames)
{
    double sum = 0;
    for (int i = 0; i < frames; i++)
        sum += (double)x[i] * x[i];
    return 10 * log10(2 * sum / frames);
}

static void set_bands(Stage *stage, const double *upto, int bands)
{
    for (int k = 0; k < bands; k++) {
        stage->values[processor_value_index(stage->kind, k, "on")] = 1;
        if (k + 1 < bands)
            stage->values[processor_value_index(stage->kind, k, "upto")] = upto[k];
    }
}

static void test_multiband_sums_flat_when_idle(void **state)
{
    enum { FRAMES = 32768 };
    static const double upto[][5] = {
        {1000}, {120, 6000}, {120, 1000, 6000}, {40, 200, 2000, 8000}, {40, 250, 300, 4000, 16000}};
    double worst = 0;
    float *x = signal_new(FRAMES);
    (void)state;
    for (int c = 0; c < 5; c++) {
        Stage stage;
        stage_init(&stage, catalogue_find("multiband"), 48000, 1);
        set_bands(&stage, upto[c], c + 2);
        stage.values[processor_value_index(stage.kind, 0, "threshold")] = -20; /* not idle, but without a ratio */
        stage.values[processor_value_index(stage.kind, 0, "ratio")] = 1;
        stage_set(&stage, "mix", c % 2 ? 50 : 100); /* the dry path passes the same all-passes: no comb */
        stage_open(&stage);
        memset(x, 0, FRAMES * sizeof *x);
        x[0] = 1;
        stage_run(&stage, x, NULL, FRAMES);
        for (double hz = 20; hz < 20000; hz *= 1.15) {
            double re = 0, im = 0;
            for (int i = 0; i < FRAMES; i++) {
                re += x[i] * cos(2 * M_PI * hz * i / 48000);
                im += x[i] * sin(2 * M_PI * hz * i / 48000);
            }
            worst = fmax(worst, fabs(10 * log10(re * re + im * im)));
        }
        stage_close(&stage);
    }
    free(x);
    figure("multiband_idle_sum", worst, "dB", 0.05);
    assert_true(worst < 0.05);
}

/* Idle bands pass every bit; to bands that can do something, and back, it goes without a step. */
static void test_multiband_idle_nulls_and_wakes_smoothly(void **state)
{
    enum { FRAMES = 48000, WAKE = 200 * CELL_FRAMES, REST = 500 * CELL_FRAMES };
    static const double upto[] = {120, 1000, 6000};
    Stage stage;
    float *x = signal_new(FRAMES), *was = signal_new(FRAMES);
    double bend = 0;
    (void)state;
    stage_init(&stage, catalogue_find("multiband"), 48000, 1);
    set_bands(&stage, upto, 4);
    stage_open(&stage);
    fill_tone(x, FRAMES, 120, -10, 48000); /* the crossovers turn it by half a circle and more */
    memcpy(was, x, FRAMES * sizeof *x);
    stage_run(&stage, x, NULL, WAKE);
    assert_memory_equal(x, was, WAKE * sizeof *x);
    int threshold = processor_value_index(stage.kind, 1, "threshold");
    stage.values[threshold] = -0.01;
    stage.kind->update(stage.bank, 0, stage.values, 120, false);
    stage_run(&stage, x + WAKE, NULL, REST - WAKE);
    stage.values[threshold] = 0;
    stage.kind->update(stage.bank, 0, stage.values, 120, false);
    stage_run(&stage, x + REST, NULL, FRAMES - REST);
    assert_memory_equal(x + REST + 960 + CELL_FRAMES, was + REST + 960 + CELL_FRAMES,
                        (FRAMES - REST - 960 - CELL_FRAMES) * sizeof *x);
    for (int i = 1; i + 1 < FRAMES; i++)
        bend = fmax(bend, fabs((double)x[i + 1] - 2.0 * (double)x[i] + (double)x[i - 1]));
    double tone = pow(2 * M_PI * 120 / 48000, 2) * pow(10, -10 / 20.0);
    double corner = 2 * pow(10, -10 / 20.0) / 960; /* of a straight fade from a tone to its opposite */
    figure("multiband_wake_bend", bend / (2 * tone + corner), "x", 1);
    assert_true(bend < 2 * tone + corner);
    free(x);
    free(was);
    stage_close(&stage);
}

static void test_multiband_compresses_one_band_only(void **state)
{
    enum { FRAMES = 96000 };
    static const double upto[] = {60, 4000};
    Stage stage;
    float *x = signal_new(FRAMES);
    (void)state;
    stage_init(&stage, catalogue_find("multiband"), 48000, 1);
    set_bands(&stage, upto, 3);
    stage.values[processor_value_index(stage.kind, 1, "threshold")] = -40;
    stage.values[processor_value_index(stage.kind, 1, "ratio")] = 4;
    stage_open(&stage);
    fill_tone(x, FRAMES, 490, -10, 48000);
    stage_run(&stage, x, NULL, FRAMES);
    double within = tone_db(x + FRAMES / 2, FRAMES / 2);
    fill_tone(x, FRAMES, 12000, -10, 48000);
    stage_run(&stage, x, NULL, FRAMES);
    double beside = tone_db(x + FRAMES / 2, FRAMES / 2);
    assert_true(fabs(within + 32.5) < 0.5);
    assert_true(fabs(beside + 10) < 0.05);
    free(x);
    stage_close(&stage);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_multiband_sums_flat_when_idle),
        cmocka_unit_test(test_multiband_idle_nulls_and_wakes_smoothly),
        cmocka_unit_test(test_multiband_compresses_one_band_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
