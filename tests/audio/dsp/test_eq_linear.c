/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The equalizer's linear phase: kernels against the analogue prototypes, what is rendered against the sum that defines
 * convolution, and what its thread may be asked for: bounded work, the same bits for any cut, a fade where it changes.
 */
#include "tests/audio/dsp/stage.h"

#include "audio/dsp/eq/linear.h"

#if defined(__SSE2__)
#include <xmmintrin.h>
#endif

enum { ORDER = 4096, LATENCY = ORDER / 2 + 256 }; /* medium at 48 kHz */

static EqBandSettings make_band(EqType type, double freq_hz, double gain_db, double q, EqChannel channel)
{
    return (EqBandSettings){.band = {type, freq_hz, gain_db, q, 12},
                            .channel = channel,
                            .on = true,
                            .ratio = 1,
                            .attack_ms = 10,
                            .release_ms = 100};
}

/* Runs in place from the instance's frame `at` on, in runs of `cut`. */
static void run(EqLinear *linear, float *left, float *right, int frames, int cut)
{
    for (int at = 0; at < frames; at += cut) {
        float *io[BANK_LANES] = {left + at, right ? right + at : NULL};
        eq_linear_process(linear, io, cut < frames - at ? cut : frames - at);
    }
}

static void run_silence(EqLinear *linear, int frames)
{
    float *left = signal_new(frames), *right = signal_new(frames);
    run(linear, left, right, frames, CELL_FRAMES);
    free(left);
    free(right);
}

static void test_kernels_are_symmetric(void **state)
{
    EqLinear *linear = eq_linear_new(1, 48000, 2);
    EqSettings settings = {.band_count = 2, .output_lin = 1};
    (void)state;
    settings.band[0] = make_band(EQ_BELL, 1000, 6, 1, EQ_MID);
    settings.band[1] = make_band(EQ_HIGHSHELF, 8000, -4, 0, EQ_LEFT);
    eq_linear_update(linear, 0, &settings, true);
    run_silence(linear, LATENCY);
    for (int path = 0; path < 4; path++) {
        const float *taps = eq_linear_kernel(linear, 0, path / 2, path % 2);
        assert_non_null(taps);
        for (int i = 0; i <= ORDER; i++)
            assert_true(taps[i] == taps[ORDER - i]);
    }
    eq_linear_free(linear);
}

/* Bristow-Johnson's prototypes at s = j hz/f. */
static double bell_db(double f, double gain_db, double q, double hz)
{
    double a = pow(10, gain_db / 40), x = hz / f, even = (1 - x * x) * (1 - x * x);
    return 10 * log10((even + x * x * a * a / (q * q)) / (even + x * x / (a * a * q * q)));
}

static double highshelf_db(double f, double gain_db, double q, double hz)
{
    double a = pow(10, gain_db / 40), x = hz / f, odd = a * x * x / (q * q);
    double num = (1 - a * x * x) * (1 - a * x * x) + odd, den = (a - x * x) * (a - x * x) + odd;
    return 20 * log10(a) + 10 * log10(num / den);
}

static void test_kernels_follow_the_prototype(void **state)
{
    EqLinear *linear = eq_linear_new(1, 48000, 2);
    EqSettings settings = {.band_count = 2, .output_lin = 1};
    double worst = 0;
    (void)state;
    settings.band[0] = make_band(EQ_BELL, 1000, 6, 1, EQ_STEREO);
    settings.band[1] = make_band(EQ_HIGHSHELF, 8000, -4, 0, EQ_STEREO);
    eq_linear_update(linear, 0, &settings, true);
    run_silence(linear, LATENCY);
    const float *taps = eq_linear_kernel(linear, 0, 0, 0);
    assert_non_null(taps);
    assert_null(eq_linear_kernel(linear, 0, 0, 1)); /* nothing crosses */
    for (double hz = 200; hz < 20000; hz *= 1.1) {
        double sum = 0, want = bell_db(1000, 6, 1, hz) + highshelf_db(8000, -4, sqrt(0.5), hz);
        for (int i = 0; i <= ORDER; i++)
            sum += (double)taps[i] * cos(2 * M_PI * hz * (i - ORDER / 2) / 48000);
        worst = fmax(worst, fabs(db_from(fabs(sum)) - want));
    }
    figure("eq_linear_phase_response", worst, "dB", 0.1);
    assert_true(worst < 0.1);
    eq_linear_free(linear);
}

/* The output is the input, convolved with the kernels' matrix, N/2 + 256 frames late: summed here in double. */
static void test_rendered_is_convolved(void **state)
{
    enum { FRAMES = 16384 };
    EqLinear *linear = eq_linear_new(1, 48000, 2);
    EqSettings settings = {.band_count = 3, .output_lin = 0.7};
    float *x[2] = {signal_new(FRAMES), signal_new(FRAMES)}, *y[2] = {signal_new(FRAMES), signal_new(FRAMES)};
    uint64_t seed = 8;
    double worst = 0;
    (void)state;
    settings.band[0] = make_band(EQ_BELL, 700, 9, 2, EQ_SIDE);
    settings.band[1] = make_band(EQ_LOWCUT, 120, 0, 1, EQ_RIGHT);
    settings.band[2] = make_band(EQ_TILT, 1500, 5, 1, EQ_STEREO);
    for (int c = 0; c < 2; c++)
        for (int i = 0; i < FRAMES; i++)
            y[c][i] = x[c][i] = (float)(0.4 * noise_next(&seed));
    eq_linear_update(linear, 0, &settings, true);
    run(linear, y[0], y[1], FRAMES, CELL_FRAMES);
    for (int at = LATENCY; at < FRAMES; at += 331)
        for (int out = 0; out < 2; out++) {
            double sum = 0;
            for (int in = 0; in < 2; in++) {
                const float *taps = eq_linear_kernel(linear, 0, out, in);
                for (int k = 0; taps && k <= ORDER; k++) {
                    int from = at - 256 - k;
                    sum += from >= 0 ? (double)taps[k] * (double)x[in][from] : 0;
                }
            }
            worst = fmax(worst, fabs(sum - (double)y[out][at]));
        }
    figure("eq_linear_against_direct_convolution", db_from(worst), "dBFS", -120);
    assert_true(db_from(worst) < -120);
    for (int c = 0; c < 2; c++) {
        free(x[c]);
        free(y[c]);
    }
    eq_linear_free(linear);
}

/* With nothing set the output is the input, exactly as late as the latency says, at every length and rate. */
static void test_latency_is_exact(void **state)
{
    static const double rates[] = {8000, 48000, 96000, 192000};
    (void)state;
    for (int r = 0; r < 4; r++)
        for (int length = 0; length < 3; length++) {
            EqLinear *linear = eq_linear_new(length, rates[r], 1);
            EqSettings settings = {.output_lin = 1};
            int late = eq_linear_latency(length, rates[r]), frames = 2 * late;
            float *x = signal_new(frames);
            assert_int_equal(late, eq_linear_pre_ringing(length, rates[r]) + 256);
            x[100] = 1;
            eq_linear_update(linear, 0, &settings, true);
            run(linear, x, NULL, frames, CELL_FRAMES);
            for (int i = 0; i < frames; i++)
                assert_true(fabs((double)x[i] - (i == 100 + late)) < 1e-6);
            free(x);
            eq_linear_free(linear);
        }
}

/* Values that change every cell, and runs cut anyhow within their cells: the same bits. */
static void test_cuts_change_no_bit(void **state)
{
    enum { CELLS = 300, FRAMES = CELLS * CELL_FRAMES };
    static const int cuts[] = {64, 17, 1};
    float *x[3];
    (void)state;
    for (int v = 0; v < 3; v++) {
        EqLinear *linear = eq_linear_new(0, 48000, 1);
        EqSettings settings = {.band_count = 1, .output_lin = 1};
        uint64_t seed = 4;
        x[v] = signal_new(FRAMES);
        for (int i = 0; i < FRAMES; i++)
            x[v][i] = (float)noise_next(&seed);
        for (int cell = 0; cell < CELLS; cell++) {
            settings.band[0] = make_band(EQ_BELL, 300 + 10 * cell, 12, 1, EQ_STEREO);
            eq_linear_update(linear, 0, &settings, cell == 0);
            run(linear, x[v] + cell * CELL_FRAMES, NULL, CELL_FRAMES, cuts[v]);
        }
        assert_memory_equal(x[v], x[0], FRAMES * sizeof *x[v]);
        eq_linear_free(linear);
    }
    for (int v = 0; v < 3; v++)
        free(x[v]);
}

/* A gain that steps by 12 dB under a tone of 100 Hz: nothing of the change is heard above 2 kHz, and it arrives. */
static void test_changes_fade(void **state)
{
    enum { FRAMES = 48000, CHANGE = 16384 };
    EqLinear *linear = eq_linear_new(1, 48000, 1);
    EqSettings settings = {.output_lin = 1};
    float *x = signal_new(FRAMES);
    double step = 0, before = 0, after = 0;
    (void)state;
    for (int i = 0; i < FRAMES; i++)
        x[i] = (float)(0.25 * sin(2 * M_PI * 100 * i / 48000.0));
    eq_linear_update(linear, 0, &settings, true);
    run(linear, x, NULL, CHANGE, CELL_FRAMES);
    settings.output_lin = 4;
    eq_linear_update(linear, 0, &settings, false);
    run(linear, x + CHANGE, NULL, FRAMES - CHANGE, CELL_FRAMES);
    for (int i = LATENCY + 1; i + 1 < FRAMES; i++) /* the second difference of a tone is w^2 of it */
        step = fmax(step, fabs((double)x[i + 1] - 2.0 * (double)x[i] + (double)x[i - 1]));
    for (int i = 0; i < 480; i++) {
        before = fmax(before, fabs((double)x[CHANGE - 1 - i]));
        after = fmax(after, fabs((double)x[FRAMES - 1 - i]));
    }
    assert_true(fabs(before - 0.25) < 1e-3 && fabs(after - 1) < 1e-3);
    double tone = pow(2 * M_PI * 100 / 48000, 2); /* the louder one's */
    figure("eq_linear_change_bend", step / tone, "x", 1.5);
    assert_true(step < 1.5 * tone);
    free(x);
    eq_linear_free(linear);
}

/* The work is spread: a kernel is there N/2 frames after its values, and not a cell earlier. */
static void test_a_design_takes_half_a_kernel(void **state)
{
    EqLinear *linear = eq_linear_new(1, 48000, 2);
    EqSettings settings = {.band_count = 1, .output_lin = 1};
    (void)state;
    settings.band[0] = make_band(EQ_BELL, 1000, 6, 1, EQ_STEREO);
    eq_linear_update(linear, 0, &settings, true);
    for (int frames = CELL_FRAMES; frames <= ORDER / 2; frames += CELL_FRAMES) {
        assert_null(eq_linear_kernel(linear, 0, 0, 0));
        run_silence(linear, CELL_FRAMES);
    }
    assert_non_null(eq_linear_kernel(linear, 0, 0, 0));
    eq_linear_free(linear);
}

/* The same values after a reset sound the same at the same time as in a fresh one, though the kernel is there already.
 */
static void test_a_reset_is_as_fresh(void **state)
{
    enum { FRAMES = 8192 };
    EqLinear *fresh = eq_linear_new(0, 48000, 1), *used = eq_linear_new(0, 48000, 1);
    EqSettings settings = {.band_count = 1, .output_lin = 1};
    float *a = signal_new(FRAMES), *b = signal_new(FRAMES), *noise = signal_new(FRAMES);
    uint64_t seed = 6;
    (void)state;
    for (int i = 0; i < FRAMES; i++)
        noise[i] = (float)noise_next(&seed);
    settings.band[0] = make_band(EQ_NOTCH, 800, 0, 2, EQ_STEREO);
    eq_linear_update(used, 0, &settings, true);
    memcpy(b, noise, FRAMES * sizeof *b);
    run(used, b, NULL, FRAMES - 1000, CELL_FRAMES);
    eq_linear_reset(used, 0);
    eq_linear_update(used, 0, &settings, true);
    eq_linear_update(fresh, 0, &settings, true);
    memcpy(a, noise, FRAMES * sizeof *a);
    memcpy(b, noise, FRAMES * sizeof *b);
    run(fresh, a, NULL, FRAMES, CELL_FRAMES);
    run(used, b, NULL, FRAMES, CELL_FRAMES);
    assert_memory_equal(a, b, FRAMES * sizeof *a);
    free(a);
    free(b);
    free(noise);
    eq_linear_free(fresh);
    eq_linear_free(used);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_kernels_are_symmetric), cmocka_unit_test(test_kernels_follow_the_prototype),
        cmocka_unit_test(test_rendered_is_convolved), cmocka_unit_test(test_latency_is_exact),
        cmocka_unit_test(test_cuts_change_no_bit),    cmocka_unit_test(test_changes_fade),
        cmocka_unit_test(test_a_reset_is_as_fresh),   cmocka_unit_test(test_a_design_takes_half_a_kernel),
    };
#if defined(__SSE2__)
    _mm_setcsr(_mm_getcsr() | 0x8040);
#endif
    return cmocka_run_group_tests(tests, NULL, NULL);
}
