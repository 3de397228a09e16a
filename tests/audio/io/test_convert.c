/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Other sample rates against sines in double precision: pages in any order, seams, pitch, length; and the streaming
 * kind. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "audio/io/file/convert.h"

enum { PAGE = 8192 };

static const int rates[][2] = {
    {44100, 48000}, {48000, 44100}, {96000, 48000}, {24000, 48000},  {88200, 48000}, {192000, 44100},
    {8000, 48000},  {44101, 48000}, {48000, 96000}, {11025, 192000}, {192000, 8000},
};

/* A stereo sine that lasts for ever in both directions; the right channel at half the frequency. */
typedef struct Sine {
    double hz;
    int rate_hz;
} Sine;

static double sine_at(const Sine *sine, double second, int channel)
{
    return 0.9 * sin(2 * M_PI * fmod(sine->hz * (channel ? 0.5 : 1) * second, 1) + 0.3);
}

static void give_sine(void *context, int64_t from, int frames, float *const *planar)
{
    const Sine *sine = context;
    for (int channel = 0; channel < 2; channel++)
        for (int i = 0; i < frames; i++)
            planar[channel][i] = (float)sine_at(sine, (double)(from + i) / sine->rate_hz, channel);
}

static double page_error(Sine *sine, int out_hz, int64_t page)
{
    static float left[PAGE], right[PAGE];
    float *out[2] = {left, right};
    double worst = 0;
    assert_int_equal(convert_page(give_sine, sine, 2, sine->rate_hz, out_hz, page * PAGE, PAGE, out), STATUS_OK);
    for (int channel = 0; channel < 2; channel++)
        for (int i = 0; i < PAGE; i++)
            worst = fmax(worst, fabs(out[channel][i] - sine_at(sine, (double)(page * PAGE + i) / out_hz, channel)));
    return 20 * log10(worst);
}

/* The bar: -120 dBFS. The first page begins at nothing, where the sine has its past, so pages from the 20th on.
 */
static void test_pages_of_a_sine_are_the_sine(void **state)
{
    static const double parts[] = {0.01, 0.45, 0.9};
    (void)state;
    for (size_t r = 0; r < sizeof rates / sizeof rates[0]; r++) {
        double worst = -1000;
        for (size_t p = 0; p < 3; p++) {
            Sine sine = {parts[p] * fmin(rates[r][0], rates[r][1]) / 2, rates[r][0]};
            static const int64_t pages[] = {40, 21, 22, 39};
            for (size_t i = 0; i < 4; i++)
                worst = fmax(worst, page_error(&sine, rates[r][1], pages[i]));
        }
        print_message("%d -> %d Hz: %.1f dBFS\n", rates[r][0], rates[r][1], worst);
        assert_true(worst < -120);
    }
}

static void test_what_lies_above_the_new_range_is_gone(void **state)
{
    static float left[PAGE], right[PAGE];
    float *out[2] = {left, right};
    Sine sine = {24100, 96000};
    (void)state;
    assert_int_equal(convert_page(give_sine, &sine, 2, 96000, 44100, 30 * PAGE, PAGE, out), STATUS_OK);
    for (int i = 0; i < PAGE; i++)
        assert_true(fabsf(left[i]) < 1e-6f);
}

/* A page asked for again, or as part of a longer run, has the same bits; and the same as its neighbours up to rounding.
 */
static void test_pages_do_not_depend_on_order(void **state)
{
    static float a[2][PAGE], b[2][PAGE];
    float *first[2] = {a[0], a[1]}, *second[2] = {b[0], b[1]};
    Sine sine = {1000, 44100};
    (void)state;
    for (int64_t page = 0; page < 5; page++) {
        assert_int_equal(convert_page(give_sine, &sine, 2, 44100, 48000, page * PAGE, PAGE, first), STATUS_OK);
        assert_int_equal(convert_page(give_sine, &sine, 2, 44100, 48000, 7 * PAGE, PAGE, second), STATUS_OK);
        assert_int_equal(convert_page(give_sine, &sine, 2, 44100, 48000, page * PAGE, PAGE, second), STATUS_OK);
        assert_memory_equal(a, b, sizeof a);
    }
}

/* Collects what a Converter gives. */
typedef struct Collected {
    float *samples;
    int64_t frames;
} Collected;

static Status collect(void *context, float *const *planar, int frames, Error *error)
{
    Collected *to = context;
    (void)error;
    assert_true(frames > 0 && frames <= CONVERTER_FRAMES);
    to->samples = realloc(to->samples, sizeof(float) * (size_t)(to->frames + frames));
    memcpy(to->samples + to->frames, planar[0], sizeof(float) * (size_t)frames);
    to->frames += frames;
    return STATUS_OK;
}

static Collected convert_all(int in_hz, int out_hz, const float *in, int frames, int cut)
{
    Converter *converter;
    Collected made = {0};
    assert_int_equal(converter_new(&converter, in_hz, out_hz, 1, NULL), STATUS_OK);
    for (int done = 0; done < frames; done += cut) {
        const float *planar[1] = {in + done};
        assert_int_equal(
            converter_push(converter, planar, frames - done < cut ? frames - done : cut, collect, &made, NULL),
            STATUS_OK);
    }
    assert_int_equal(converter_finish(converter, collect, &made, NULL), STATUS_OK);
    converter_free(converter);
    return made;
}

static void test_a_stream_has_the_right_length_and_the_same_bits_for_any_cut(void **state)
{
    (void)state;
    for (size_t r = 0; r < sizeof rates / sizeof rates[0]; r++) {
        int frames = 20011, in_hz = rates[r][0], out_hz = rates[r][1];
        float *in = malloc(sizeof(float) * (size_t)frames);
        Sine sine = {997, in_hz};
        for (int i = 0; i < frames; i++)
            in[i] = (float)sine_at(&sine, (double)i / in_hz, 0);
        Collected whole = convert_all(in_hz, out_hz, in, frames, frames),
                  cut = convert_all(in_hz, out_hz, in, frames, 63);
        assert_int_equal(whole.frames, (int64_t)floor((double)frames * out_hz / in_hz + 0.5));
        assert_int_equal(whole.frames, convert_length(frames, in_hz, out_hz));
        assert_int_equal(whole.frames, cut.frames);
        assert_memory_equal(whole.samples, cut.samples, sizeof(float) * (size_t)whole.frames);
        double worst = 0;
        for (int64_t i = whole.frames / 3; i < whole.frames * 2 / 3; i++)
            worst = fmax(worst, fabs(whole.samples[i] - sine_at(&sine, (double)i / out_hz, 0)));
        assert_true(worst < 1e-6);
        free(in);
        free(whole.samples);
        free(cut.samples);
    }
}

static void test_lengths(void **state)
{
    (void)state;
    assert_int_equal(convert_length(44100, 44100, 48000), 48000);
    assert_int_equal(convert_length(1, 44100, 48000), 1);
    assert_int_equal(convert_length(1, 192000, 8000), 0);
    assert_int_equal(convert_length(12, 192000, 8000), 1);
    assert_int_equal(convert_length((int64_t)1 << 40, 8000, 192000), ((int64_t)1 << 40) * 24);
}

int main(void)
{
    setenv("SOXR_USE_SIMD", "0", 1);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pages_of_a_sine_are_the_sine),
        cmocka_unit_test(test_what_lies_above_the_new_range_is_gone),
        cmocka_unit_test(test_pages_do_not_depend_on_order),
        cmocka_unit_test(test_a_stream_has_the_right_length_and_the_same_bits_for_any_cut),
        cmocka_unit_test(test_lengths),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
