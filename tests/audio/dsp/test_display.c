/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What kinds offer for pictures is what they do: held against the processor at work, by tones and impulses. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "audio/dsp/catalogue.h"
#include "audio/dsp/response.h"

#define RATE 48000.0
enum { FRAMES = 96000, HEARD_FROM = 72000 };

static float memory[2][FRAMES];
static float *const io[2] = {memory[0], memory[1]};

typedef struct Set {
    const char *key;
    double value;
} Set;

static const ProcessorKind *kind_with(const char *word, const Set *sets, double *values)
{
    const ProcessorKind *kind = catalogue_find(word);
    assert_non_null(kind);
    processor_values_init(kind, values);
    for (; sets->key; sets++) {
        int index = processor_value_index(kind, -1, sets->key);
        assert_true(index >= 0);
        values[index] = sets->value;
    }
    return kind;
}

/* The level of a tone behind the processor over that before it, once it has settled. `right`: of the right channel. */
static double gain_db(const ProcessorKind *kind, const double *values, double hz, double level, double right)
{
    double in = 0, out = 0;
    for (int i = 0; i < FRAMES; i++) {
        memory[0][i] = (float)(level * sin(2 * M_PI * hz * i / RATE));
        memory[1][i] = (float)(right * (double)memory[0][i]);
        in += i >= HEARD_FROM ? (double)memory[0][i] * (double)memory[0][i] : 0;
    }
    assert_true(response_run(kind, values, RATE, 120, io, FRAMES));
    for (int i = HEARD_FROM; i < FRAMES; i++)
        out += (double)memory[0][i] * (double)memory[0][i];
    return 10 * log10(out / in);
}

/* A de-esser that takes all that it may: bell and shelf, split and wide. */
static void test_the_reach_of_the_deesser(void **state)
{
    static const double tones_hz[] = {700, 3000, 5200, 6500, 9000, 15000};
    double values[PROCESSOR_VALUES_MAX];
    (void)state;
    for (int form = 0; form < 4; form++)
        for (size_t i = 0; i < sizeof tones_hz / sizeof tones_hz[0]; i++) {
            const Set sets[] = {{"shape", form % 2}, {"mode", form / 2}, {"range", 9}, {"threshold", -80}, {NULL, 0}};
            const ProcessorKind *kind = kind_with("deesser", sets, values);
            double wanted = kind->reach_db(values, tones_hz[i], RATE), got = gain_db(kind, values, tones_hz[i], 0.5, 1);
            if (fabs(got - wanted) > 0.05)
                fail_msg("form %d at %g Hz: %g dB, not %g", form, tones_hz[i], got, wanted);
        }
}

/* Sides alone: left is minus right. */
static void test_the_width_of_the_imager(void **state)
{
    static const double tones_hz[] = {50, 120, 200, 900, 4000, 12000};
    static const Set sets[] = {{"width", 90}, {"lowwidth", 30},  {"midwidth", 110}, {"highwidth", 170},
                               {"side", -1},  {"monobelow", 80}, {NULL, 0}};
    double values[PROCESSOR_VALUES_MAX];
    (void)state;
    const ProcessorKind *kind = kind_with("imager", sets, values);
    for (size_t i = 0; i < sizeof tones_hz / sizeof tones_hz[0]; i++) {
        double wanted = 20 * log10(kind->width(values, tones_hz[i], RATE)),
               got = gain_db(kind, values, tones_hz[i], 0.5, -1);
        if (fabs(got - wanted) > 0.02)
            fail_msg("at %g Hz: %g dB, not %g", tones_hz[i], got, wanted);
    }
    kind = kind_with("imager", &(Set){NULL, 0}, values);
    assert_float_equal(kind->width(values, 1000, RATE), 1, 1e-12);
}

/* The dials tell 63 Hz, 1 kHz and 8 kHz; between them it goes from one to the other. */
static void test_the_decay_of_the_reverb(void **state)
{
    static const Set sets[] = {{"decay", 2}, {"lowdecay", 130}, {"highdecay", 50}, {NULL, 0}};
    double values[PROCESSOR_VALUES_MAX];
    (void)state;
    const ProcessorKind *kind = kind_with("reverb", sets, values);
    assert_float_equal(kind->decay_s(values, 63, RATE), 2.6, 0.03);
    assert_float_equal(kind->decay_s(values, 1000, RATE), 2, 0.02);
    assert_float_equal(kind->decay_s(values, 8000, RATE), 1, 0.02);
    double before = 10;
    for (double hz = 63; hz < 16000; hz *= 1.2) {
        assert_true(kind->decay_s(values, hz, RATE) < before);
        before = kind->decay_s(values, hz, RATE);
    }
}

/* A tone in the middle of the second of three bands. */
static void test_the_curves_of_the_multiband(void **state)
{
    static const double levels[] = {0.003, 0.03, 0.1, 0.3, 0.9};
    double values[PROCESSOR_VALUES_MAX];
    (void)state;
    const ProcessorKind *kind = kind_with("multiband", &(Set){NULL, 0}, values);
    for (int band = 0; band < 3; band++) {
        values[processor_value_index(kind, band, "on")] = 1;
        values[processor_value_index(kind, band, "upto")] = band ? 6000 : 120;
    }
    values[processor_value_index(kind, 1, "threshold")] = -24;
    values[processor_value_index(kind, 1, "ratio")] = 3;
    values[processor_value_index(kind, 1, "makeup")] = 2;
    for (size_t i = 0; i < sizeof levels / sizeof levels[0]; i++) {
        double in = 20 * log10(levels[i]), wanted = kind->band_transfer_db(values, 1, in) - in,
               got = gain_db(kind, values, 850, levels[i], 1);
        if (fabs(got - wanted) > 0.1)
            fail_msg("at %g dB: %g dB, not %g", in, got, wanted);
    }
}

/* Eighths at 120 are a quarter of a second; half comes again, from side to side. */
static void test_echoes_of_an_impulse(void **state)
{
    static const Set sets[] = {{"note", 8}, {"feedback", 50}, {"pingpong", 1}, {NULL, 0}};
    double values[PROCESSOR_VALUES_MAX];
    (void)state;
    const ProcessorKind *kind = kind_with("delay", sets, values);
    assert_int_equal(kind->shows, SHOWS_ECHOES);
    memset(memory, 0, sizeof memory);
    memory[0][0] = memory[1][0] = 1;
    assert_true(response_run(kind, values, RATE, 120, io, FRAMES));
    for (int i = 0; i < FRAMES; i++) {
        float left = i == 12000 ? 1 : i == 36000 ? 0.5f : i == 60000 ? 0.25f : i == 84000 ? 0.125f : 0;
        float right = i == 24000 ? 1 : i == 48000 ? 0.5f : i == 72000 ? 0.25f : 0;
        if (memory[0][i] != left || memory[1][i] != right)
            fail_msg("frame %d: %g %g", i, (double)memory[0][i], (double)memory[1][i]);
    }
    kind = kind_with("convolve", &(Set){NULL, 0}, values); /* it takes a file */
    assert_false(response_run(kind, values, RATE, 120, io, FRAMES));
}

/* A cut has no gain, a bell no slope. */
static void test_rows_that_count(void **state)
{
    static const struct {
        const char *type, *key;
        bool counts;
    } rows[] = {{"lowcut", "gain", false}, {"lowcut", "slope", true}, {"highcut", "q", false}, {"bell", "gain", true},
                {"bell", "slope", false},  {"notch", "gain", false},  {"notch", "q", true},    {"tilt", "q", false}};
    const ProcessorKind *eq = catalogue_find("eq");
    double band[32] = {0};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const ParamInfo *row = param_find(eq->band_params, eq->band_param_count, rows[i].key);
        band[0] = param_choice_index(&eq->band_params[0], rows[i].type);
        if (eq->band_row_counts(band, (int)(row - eq->band_params)) != rows[i].counts)
            fail_msg("%s of a %s", rows[i].key, rows[i].type);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_reach_of_the_deesser), cmocka_unit_test(test_the_width_of_the_imager),
        cmocka_unit_test(test_the_decay_of_the_reverb),  cmocka_unit_test(test_the_curves_of_the_multiband),
        cmocka_unit_test(test_echoes_of_an_impulse),     cmocka_unit_test(test_rows_that_count),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
