/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The transform against the sum that defines it, in long double. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <math.h>
#include <stdlib.h>
#include <cmocka.h>

#include "audio/dsp/math/fft.h"

static uint32_t random_state = 2463534242u;

static float random_sample(void)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 17;
    random_state ^= random_state << 5;
    return (float)((int32_t)random_state / 2147483648.0);
}

/* Largest error of a bin relative to the norm of the input, -120 dB allowed. */
static void check_size(int size)
{
    Fft *fft = fft_new(size);
    assert_non_null(fft);
    int bins = size / 2 + 1;
    float *in = malloc((size_t)size * sizeof *in), *out = malloc((size_t)size * sizeof *out);
    float *re = malloc((size_t)bins * sizeof *re), *im = malloc((size_t)bins * sizeof *im);
    float *scratch = aligned_alloc(64, 2 * (size_t)size * sizeof(float));
    double norm = 0;
    for (int i = 0; i < size; i++) {
        in[i] = random_sample();
        norm += (double)in[i] * in[i];
    }
    norm = sqrt(norm);
    fft_forward(fft, in, re, im, scratch);
    int step = size > 1024 ? 37 : 1;
    for (int k = 0; k < bins; k += step) {
        long double want_re = 0, want_im = 0;
        for (int n = 0; n < size; n++) {
            long double angle = 2.0L * 3.14159265358979323846264338L * (long double)((int64_t)k * n % size) / size;
            want_re += in[n] * cosl(angle);
            want_im -= in[n] * sinl(angle);
        }
        assert_true(fabs((double)(re[k] - want_re)) < 1e-6 * norm);
        assert_true(fabs((double)(im[k] - want_im)) < 1e-6 * norm);
    }
    fft_inverse(fft, re, im, out, scratch);
    for (int i = 0; i < size; i++)
        assert_true(fabs((double)out[i] - in[i]) < 1e-6);
    float *stepped = calloc((size_t)size, sizeof *stepped);
    FftSteps steps = {.done = 0};
    int calls = 1;
    while (!fft_inverse_step(fft, &steps, re, im, stepped, scratch))
        calls++;
    assert_int_equal(calls, fft_steps(fft));
    assert_memory_equal(stepped, out, (size_t)size * sizeof *out);
    free(stepped);
    free(in);
    free(out);
    free(re);
    free(im);
    free(scratch);
    fft_free(fft);
}

static void test_every_size_equals_the_definition(void **state)
{
    (void)state;
    for (int size = FFT_MIN; size <= 4096; size *= 2)
        check_size(size);
}

static void test_odd_sizes_are_refused(void **state)
{
    (void)state;
    assert_null(fft_new(0));
    assert_null(fft_new(8));
    assert_null(fft_new(48));
    assert_null(fft_new(2 * FFT_MAX));
    fft_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_size_equals_the_definition),
        cmocka_unit_test(test_odd_sizes_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
