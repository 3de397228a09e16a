/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Echo times against arithmetic, stability, filters against the Butterworth formula, ducking. */
#include "tests/audio/dsp/stage.h"

#include "audio/dsp/kinds.h"

static void open_delay(Stage *stage, double rate_hz, int channels, double feedback)
{
    stage_init(stage, &delay_kind, rate_hz, channels);
    stage_set(stage, "feedback", feedback);
}

static void test_echoes_stand_on_the_frame_of_the_tempo(void **state)
{
    (void)state;
    static const struct {
        double rate_hz, bpm;
        int note;
        double beats;
    } cases[] = {
        {48000, 120, 5, 1}, {44100, 97.3, 8, 0.5},  {96000, 140, 6, 1.5},        {48000, 133.7, 10, 1.0 / 3},
        {192000, 60, 1, 4}, {8000, 174, 14, 0.125}, {44100, 119.99, 4, 4.0 / 3}, {48000, 90, 12, 0.375},
    };
    int worst = 0;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        int expected = (int)floor(cases[i].beats * 60 / cases[i].bpm * cases[i].rate_hz + 0.5),
            frames = 3 * expected + 64;
        float *left = signal_new(frames), *right = signal_new(frames);
        Stage stage;
        open_delay(&stage, cases[i].rate_hz, 2, 50);
        stage_set(&stage, "note", cases[i].note);
        stage.tempo_bpm = cases[i].bpm;
        stage_open(&stage);
        left[0] = 1;
        right[0] = -0.5f;
        stage_run(&stage, left, right, frames);
        for (int n = 0; n < frames; n++) {
            float echo = n == expected ? 1 : n == 2 * expected ? 0.5f : n == 3 * expected ? 0.25f : 0;
            if (left[n] != echo || right[n] != -0.5f * echo)
                worst = abs(n - expected);
        }
        stage_close(&stage);
        free(left);
        free(right);
    }
    figure("delay.tempo-error", worst, "frames", 0);
    assert_int_equal(worst, 0);
}

static void test_full_feedback_neither_grows_nor_decays(void **state)
{
    (void)state;
    enum { RATE = 8000, BURST = 800, FRAMES = RATE * 40 };
    for (int pingpong = 0; pingpong < 2; pingpong++) {
        float *left = signal_new(FRAMES), *right = signal_new(FRAMES);
        Stage stage;
        uint64_t seed = 9;
        for (int i = 0; i < BURST; i++)
            left[i] = right[i] = (float)(0.5 * noise_next(&seed));
        open_delay(&stage, RATE, 2, 100);
        stage_set(&stage, "time", 100);
        stage_set(&stage, "pingpong", pingpong);
        stage_open(&stage);
        stage_run(&stage, left, right, FRAMES);
        double first = 0, last = 0;
        for (int i = 0; i < 2 * BURST; i++) {
            first += (double)left[BURST + i] * left[BURST + i];
            last += (double)left[FRAMES - 2 * BURST + i] * left[FRAMES - 2 * BURST + i];
        }
        double change_db = 10 * log10(last / first);
        figure(pingpong ? "delay.full-feedback.pingpong" : "delay.full-feedback", change_db, "dB", 0.001);
        assert_true(fabs(change_db) < 0.001);
        stage_close(&stage);
        free(left);
        free(right);
    }
}

static void test_full_feedback_under_input_stays_bounded(void **state)
{
    (void)state;
    enum { RATE = 8000, FRAMES = RATE * 30 };
    float *left = signal_new(FRAMES), *right = signal_new(FRAMES);
    Stage stage;
    for (int i = 0; i < FRAMES; i++)
        left[i] = right[i] = (float)(i % 160 < 80 ? 1 : -1);
    open_delay(&stage, RATE, 2, 100);
    stage_set(&stage, "time", 20);
    stage_set(&stage, "modulation", 50);
    stage_set(&stage, "lowcut", 200);
    stage_set(&stage, "highcut", 3000);
    stage_open(&stage);
    stage_run(&stage, left, right, FRAMES);
    for (int i = 0; i < FRAMES; i++)
        assert_true(fabs(left[i]) < 8);
    stage_close(&stage);
    free(left);
    free(right);
}

static void test_pingpong_alternates(void **state)
{
    (void)state;
    enum { FRAMES = 48 * 500 };
    float *left = signal_new(FRAMES), *right = signal_new(FRAMES);
    Stage stage;
    open_delay(&stage, 48000, 2, 50);
    stage_set(&stage, "time", 100);
    stage_set(&stage, "pingpong", 1);
    stage_open(&stage);
    left[0] = 1;
    stage_run(&stage, left, right, FRAMES);
    assert_true(left[4800] == 0.5f && right[4800] == 0);
    assert_true(left[9600] == 0 && right[9600] == 0.5f);
    assert_true(left[14400] == 0.25f && right[14400] == 0);
    assert_true(left[19200] == 0 && right[19200] == 0.25f);
    stage_close(&stage);
    free(left);
    free(right);
}

/* The first repeat of an impulse, transformed at one frequency, against 1 / sqrt(1 + (f/fc)^4) and its mirror
 * (prewarped). */
static void test_the_repeats_are_cut(void **state)
{
    (void)state;
    enum { FRAMES = 48000 };
    double worst = 0;
    static const double hz[] = {100, 300, 1000, 3000, 8000};
    for (int high = 0; high < 2; high++)
        for (size_t f = 0; f < ARRAY_LEN(hz); f++) {
            float *left = signal_new(FRAMES);
            Stage stage;
            open_delay(&stage, 48000, 1, 0);
            stage_set(&stage, "time", 10);
            stage_set(&stage, high ? "highcut" : "lowcut", high ? 2000 : 400);
            stage_open(&stage);
            left[0] = 1;
            stage_run(&stage, left, NULL, FRAMES);
            double re = 0, im = 0;
            for (int i = 0; i < FRAMES; i++) {
                re += left[i] * cos(2 * M_PI * hz[f] * i / 48000);
                im += left[i] * sin(2 * M_PI * hz[f] * i / 48000);
            }
            double ratio = tan(M_PI * hz[f] / 48000) / tan(M_PI * (high ? 2000 : 400) / 48000);
            double wanted = 1 / sqrt(1 + pow(high ? ratio : 1 / ratio, 4));
            double error = fabs(db_from(hypot(re, im) / wanted));
            worst = error > worst ? error : worst;
            stage_close(&stage);
            free(left);
        }
    figure("delay.cut-error", worst, "dB", 0.01);
    assert_true(worst < 0.01);
}

static void test_ducking_steps_back_by_what_it_says(void **state)
{
    (void)state;
    enum { FRAMES = 48000 * 2 };
    double level[2];
    for (int duck = 0; duck < 2; duck++) {
        float *left = signal_new(FRAMES);
        Stage stage;
        double sum = 0;
        for (int i = 0; i < FRAMES; i++)
            left[i] = (float)(0.7 * sin(2 * M_PI * 1000 * i / 48000.0));
        open_delay(&stage, 48000, 1, 0);
        stage_set(&stage, "duck", duck ? 12 : 0);
        stage_open(&stage);
        stage_run(&stage, left, NULL, FRAMES);
        for (int i = FRAMES / 2; i < FRAMES; i++)
            sum += (double)left[i] * left[i];
        level[duck] = 10 * log10(sum);
        stage_close(&stage);
        free(left);
    }
    figure("delay.duck-error", fabs(level[0] - level[1] - 12), "dB", 0.05);
    assert_true(fabs(level[0] - level[1] - 12) < 0.05);
}

static void test_moves_do_not_click_and_runs_give_the_same_bits(void **state)
{
    (void)state;
    enum { FRAMES = 64 * 300 };
    float *first = NULL;
    static const int cuts[] = {64, 1, 13};
    for (int pass = 0; pass < 3; pass++) {
        float *left = signal_new(FRAMES), *right = signal_new(FRAMES);
        Stage stage;
        for (int i = 0; i < FRAMES; i++)
            left[i] = right[i] = (float)(0.5 * sin(2 * M_PI * 200 * i / 48000.0));
        open_delay(&stage, 48000, 2, 40);
        stage_set(&stage, "time", 50);
        stage_set(&stage, "modulation", 30);
        stage_open(&stage);
        for (int cell = 0; cell < FRAMES / 64; cell++) {
            if (cell >= 200 && cell < 215) {
                stage_set(&stage, "time", 50 + 2 * (cell - 200));
                stage_set(&stage, "lowcut", 0);
                delay_kind.update(stage.bank, 0, stage.values, 120, false);
            }
            stage_run_cut(&stage, left + 64 * cell, right + 64 * cell, 64, cuts[pass]);
        }
        for (int i = 64 * 190; i < FRAMES; i++)
            assert_true(fabs(left[i] - left[i - 1]) <
                        0.08); /* the tone alone steps by 0.02; a cut from crest to trough by 1 */
        if (pass == 0)
            first = left;
        else {
            assert_memory_equal(first, left, FRAMES * sizeof *left);
            free(left);
        }
        stage_close(&stage);
        free(right);
    }
    free(first);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_echoes_stand_on_the_frame_of_the_tempo),
        cmocka_unit_test(test_full_feedback_neither_grows_nor_decays),
        cmocka_unit_test(test_full_feedback_under_input_stays_bounded),
        cmocka_unit_test(test_pingpong_alternates),
        cmocka_unit_test(test_the_repeats_are_cut),
        cmocka_unit_test(test_ducking_steps_back_by_what_it_says),
        cmocka_unit_test(test_moves_do_not_click_and_runs_give_the_same_bits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
