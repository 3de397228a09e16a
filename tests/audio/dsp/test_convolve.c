/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The convolver against the sum that defines convolution, in double. */
#include "tests/audio/dsp/stage.h"

#include "audio/base/cpu.h"
#include "audio/dsp/kinds.h"
#include "audio/dsp/lanes.h"

enum { FRAMES = 64 * 150, TAPS = 7000 };

static float taps[2][TAPS];

static void make_taps(void)
{
    uint64_t seed = 12;
    for (int i = 0; i < TAPS; i++)
        for (int c = 0; c < 2; c++)
            taps[c][i] = (float)(0.2 * noise_next(&seed) * exp(-i / 2500.0));
}

static double direct(const float *x, const float *h, int count, int n)
{
    double sum = 0;
    for (int k = 0; k < count && k <= n; k++)
        sum += (double)h[k] * x[n - k];
    return sum;
}

static void fill(float *x, uint64_t seed)
{
    for (int i = 0; i < FRAMES; i++)
        x[i] = (float)(0.5 * noise_next(&seed));
}

static void test_equals_direct_convolution_without_latency(void **state)
{
    (void)state;
    static const int lengths[] = {1, 127, 128, 129, 2047, 2048, 2049, 3072, 3073, TAPS};
    static float left[FRAMES], right[FRAMES], before[2][FRAMES];
    double worst = 0;
    make_taps();
    for (size_t l = 0; l < ARRAY_LEN(lengths); l++) {
        ProcessorFile file = {{taps[0], taps[1]}, lengths[l]};
        Stage stage;
        stage_init(&stage, &convolve_kind, 48000, 2);
        stage.file = &file;
        fill(left, 1 + l);
        fill(right, 100 + l);
        memcpy(before[0], left, sizeof left);
        memcpy(before[1], right, sizeof right);
        stage_open(&stage);
        stage_run(&stage, left, right, FRAMES);
        stage_close(&stage);
        double signal = 0, error = 0;
        for (int n = 0; n < FRAMES; n += n < 300 ? 1 : 23) {
            double wanted = direct(before[0], taps[0], lengths[l], n),
                   other = direct(before[1], taps[1], lengths[l], n);
            signal += wanted * wanted + other * other;
            error += (left[n] - wanted) * (left[n] - wanted) + (right[n] - other) * (right[n] - other);
        }
        worst = fmax(worst, sqrt(error / signal));
    }
    figure("convolve.error", db_from(worst), "dB", -120);
    assert_true(db_from(worst) < -120);
}

static void test_predelay_gain_and_length(void **state)
{
    (void)state;
    static float x[FRAMES];
    make_taps();
    ProcessorFile file = {{taps[0], taps[0]}, TAPS};
    Stage stage;
    stage_init(&stage, &convolve_kind, 48000, 1);
    stage.file = &file;
    stage_set(&stage, "predelay", 10);
    stage_set(&stage, "gain", -6);
    stage_set(&stage, "length", 0.05);
    memset(x, 0, sizeof x);
    x[0] = 1;
    stage_open(&stage);
    stage_run(&stage, x, NULL, FRAMES);
    stage_close(&stage);
    double gain = pow(10, -6 / 20.0);
    for (int i = 0; i < 480; i++)
        assert_true(x[i] == 0);
    for (int i = 0; i < 2160; i++)
        assert_true(fabs(x[480 + i] - gain * taps[0][i]) < 1e-6);
    assert_true(fabs(x[480 + 2399]) < 0.02 * fabs(taps[0][2399]) + 1e-6); /* it fades out over its last tenth */
    for (int i = 480 + 2400; i < FRAMES; i++)
        assert_true(fabs(x[i]) < 1e-6);
}

static void test_without_a_file_the_input_passes(void **state)
{
    (void)state;
    static float x[FRAMES], before[FRAMES];
    Stage stage;
    stage_init(&stage, &convolve_kind, 48000, 1);
    fill(x, 3);
    memcpy(before, x, sizeof x);
    stage_open(&stage);
    stage_run(&stage, x, NULL, FRAMES);
    stage_close(&stage);
    for (int i = 0; i < FRAMES; i++)
        assert_true(fabs(x[i] - before[i]) < 1e-7);
}

static void test_runs_simd_levels_and_resets_give_the_same_bits(void **state)
{
    (void)state;
    static float x[4][FRAMES];
    static const int cuts[] = {64, 1, 13, 64};
    make_taps();
    ProcessorFile file = {{taps[0], taps[1]}, TAPS};
    Stage stage;
    stage_init(&stage, &convolve_kind, 48000, 1);
    stage.file = &file;
    stage_open(&stage);
    for (int pass = 0; pass < 4; pass++) {
        fill(x[pass], 4);
        cpu_use_extensions(pass == 3 ? CPU_PLAIN : pass == 2 ? CPU_AVX2 : CPU_ALL);
        convolve_kind.reset(stage.bank, 0);
        convolve_kind.update(stage.bank, 0, stage.values, 120, true);
        stage_run_cut(&stage, x[pass], NULL, FRAMES, cuts[pass]);
        assert_memory_equal(x[0], x[pass], sizeof x[0]);
    }
    cpu_use_extensions(CPU_ALL);
    stage_close(&stage);
}

static void test_a_move_takes_the_whole_state_along(void **state)
{
    (void)state;
    static float whole[FRAMES], moved[FRAMES];
    make_taps();
    ProcessorFile file = {{taps[0], taps[1]}, TAPS};
    Stage a, b;
    stage_init(&a, &convolve_kind, 48000, 1);
    a.file = &file;
    stage_set(&a, "predelay", 33);
    fill(whole, 4);
    memcpy(moved, whole, sizeof whole);
    stage_open(&a);
    stage_run(&a, whole, NULL, FRAMES);
    stage_close(&a);
    stage_open(&a);
    stage_run(&a, moved, NULL, FRAMES / 2);
    b = a;
    stage_open(&b);
    convolve_kind.move(b.bank, 0, a.bank, 0);
    stage_close(&a);
    stage_run(&b, moved + FRAMES / 2, NULL, FRAMES / 2);
    stage_close(&b);
    assert_memory_equal(whole, moved, sizeof whole);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_equals_direct_convolution_without_latency),
        cmocka_unit_test(test_predelay_gain_and_length),
        cmocka_unit_test(test_without_a_file_the_input_passes),
        cmocka_unit_test(test_runs_simd_levels_and_resets_give_the_same_bits),
        cmocka_unit_test(test_a_move_takes_the_whole_state_along),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
