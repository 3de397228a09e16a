/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Saturator and clipper: aliases of a 5 kHz tone, harmonics against the integral, constant parts, latency, neutrality.
 */
#include "tests/audio/dsp/stage.h"

#include "audio/base/cpu.h"
#include "audio/dsp/kinds.h"
#include "audio/dsp/lanes.h"
#include "audio/dsp/shape/shaper.h"

enum { CHARACTERS = 5 };

/* Amplitude of one frequency over whole periods. */
static double amplitude_at(const float *x, int frames, double hz, double rate_hz)
{
    double re = 0, im = 0, c = cos(2 * M_PI * hz / rate_hz), s = sin(2 * M_PI * hz / rate_hz), wr = 1, wi = 0;
    for (int i = 0; i < frames; i++) {
        re += x[i] * wr;
        im += x[i] * wi;
        double next = wr * c - wi * s;
        wi = wr * s + wi * c;
        wr = next;
    }
    return 2 * hypot(re, im) / frames;
}

/* Highest of all lines up to 20 kHz, whole periods of 10 Hz, that are no multiple of 5 kHz: nothing but aliases can be
 * there. */
static double highest_alias(Stage *stage, double amplitude)
{
    int rate = (int)stage->rate_hz, frames = 2 * rate;
    float *x = signal_new(frames);
    double worst = 0;
    for (int i = 0; i < frames; i++)
        x[i] = (float)(amplitude * sin(2 * M_PI * 5000.0 * i / rate));
    stage_open(stage);
    stage_run(stage, x, NULL, frames);
    stage_close(stage);
    for (int hz = 100; hz <= 20000; hz += 100)
        if (hz % 5000)
            worst = fmax(worst, amplitude_at(x + rate, rate / 10, hz, rate));
    free(x);
    return worst;
}

static const double alias_rates_hz[] = {44100, 48000, 88200, 96000, 176400, 192000};

/* Oversampling factors as saturate's manual has them (44.1 kHz and up): the hard clip has corners. */
static int factor_of(int character, double rate_hz)
{
    int factor = rate_hz < 64000 ? 8 : rate_hz < 128000 ? 4 : 2;
    return character == CHARACTERS - 1 && rate_hz * factor < 380000 ? 2 * factor : factor;
}

static void test_aliases_of_5_khz_at_12_db_drive(void **state)
{
    (void)state;
    static const char *const names[CHARACTERS] = {"tape", "tube", "transistor", "softclip", "hardclip"};
    bool failed = false;
    for (int character = 0; character < CHARACTERS; character++) {
        double worst = 0;
        for (size_t r = 0; r < ARRAY_LEN(alias_rates_hz); r++) {
            Stage stage;
            stage_init(&stage, &saturate_kind, alias_rates_hz[r], 1);
            stage_set(&stage, "drive", 12);
            stage_set(&stage, "character", character);
            assert_int_equal(1 << shaper_stages(alias_rates_hz[r], character == CHARACTERS - 1),
                             factor_of(character, alias_rates_hz[r]));
            worst = fmax(worst, highest_alias(&stage, 1));
        }
        char name[64];
        snprintf(name, sizeof name, "saturate.alias.5khz.%s", names[character]);
        figure(name, db_from(worst), "dBFS", -90);
        failed = failed || !(db_from(worst) < -90);
    }
    assert_false(failed);
}

static void test_aliases_of_a_clipped_5_khz(void **state)
{
    (void)state;
    double worst = 0;
    for (size_t r = 0; r < ARRAY_LEN(alias_rates_hz); r++)
        for (int soft = 0; soft <= 100; soft += 50) {
            Stage stage;
            stage_init(&stage, &clipper_kind, alias_rates_hz[r], 1);
            stage_set(&stage, "ceiling", -12);
            stage_set(&stage, "softness", soft);
            worst = fmax(worst, highest_alias(&stage, 1));
        }
    figure("clipper.alias.5khz", db_from(worst), "dBFS", -90);
    assert_true(db_from(worst) < -90);
}

static double hard(double x)
{
    return x > 1 ? 1 : x < -1 ? -1 : x;
}

/* The curves, written down once more. */
static double curve_of(int character, double x, double bias)
{
    switch (character) {
    case 0:
    case 1: {
        double u = hard(8.0 / 15 * x + (character == 1 ? 0.25 : 0) + bias);
        return (15 * u - 10 * u * u * u + 3 * pow(u, 5)) / 8;
    }
    case 2: {
        double u = hard(6.0 / 7 * x + bias);
        return (7 * u - pow(u, 7)) / 6;
    }
    case 3: {
        double u = hard(x / 1.5 + bias);
        return 1.5 * u - 0.5 * u * u * u;
    }
    default: return hard(x + bias);
    }
}

static void test_harmonics_are_those_of_the_curve(void **state)
{
    (void)state;
    enum { RATE = 48000, PERIOD = 48 };
    double worst = 0;
    for (int character = 0; character < CHARACTERS; character++) {
        static float x[2 * RATE];
        Stage stage;
        for (int i = 0; i < 2 * RATE; i++)
            x[i] = (float)(0.5 * sin(2 * M_PI * i / PERIOD));
        stage_init(&stage, &saturate_kind, RATE, 1);
        stage_set(&stage, "drive", 9);
        stage_set(&stage, "character", character);
        stage_set(&stage, "bias", 20);
        stage_open(&stage);
        stage_run(&stage, x, NULL, 2 * RATE);
        stage_close(&stage);
        for (int harmonic = 1; harmonic <= 9; harmonic++) {
            double re = 0, im = 0;
            for (int i = 0; i < 100000; i++) {
                double phase = 2 * M_PI * (i + 0.5) / 100000,
                       y = curve_of(character, 0.5 * pow(10, 9 / 20.0) * sin(phase), 0.1);
                re += y * cos(harmonic * phase) / 50000;
                im += y * sin(harmonic * phase) / 50000;
            }
            double error = fabs(amplitude_at(x + RATE, RATE, 1000 * harmonic, RATE) - hypot(re, im));
            worst = fmax(worst, error);
        }
    }
    figure("saturate.harmonics", db_from(worst), "dBFS", -70);
    assert_true(db_from(worst) < -70);
}

static void test_no_constant_part(void **state)
{
    (void)state;
    enum { RATE = 48000 };
    static float x[3 * RATE];
    double worst = 0;
    for (int character = 0; character < CHARACTERS; character++) {
        Stage stage;
        double sum = 0;
        for (int i = 0; i < 3 * RATE; i++)
            x[i] = (float)(0.8 * sin(2 * M_PI * 200 * i / RATE));
        stage_init(&stage, &saturate_kind, RATE, 1);
        stage_set(&stage, "drive", 12);
        stage_set(&stage, "character", character);
        stage_set(&stage, "bias", 40);
        stage_open(&stage);
        stage_run(&stage, x, NULL, 3 * RATE);
        for (int i = 2 * RATE; i < 3 * RATE; i++)
            sum += x[i];
        worst = fmax(worst, fabs(sum / RATE));
        memset(x, 0, sizeof x);
        stage_run(&stage, x, NULL, 2 * RATE);
        for (int i = RATE; i < 2 * RATE; i++)
            assert_true(fabs(x[i]) < 1e-6); /* and silence is silent, whatever the bias */
        stage_close(&stage);
    }
    figure("saturate.dc", db_from(worst), "dBFS", -90);
    assert_true(db_from(worst) < -90);
}

/* What a bias has made constant goes when the bias goes: it was learned, and would stand for ever. */
static void test_a_bias_that_goes_leaves_nothing(void **state)
{
    (void)state;
    enum { RATE = 48000 };
    static float x[2 * RATE];
    Stage stage;
    double sum = 0;
    for (int i = 0; i < 2 * RATE; i++)
        x[i] = (float)(0.8 * sin(2 * M_PI * 200 * i / RATE));
    stage_init(&stage, &saturate_kind, RATE, 1);
    stage_set(&stage, "drive", 12);
    stage_set(&stage, "bias", 80);
    stage_open(&stage);
    stage_run(&stage, x, NULL, RATE);
    stage_set(&stage, "bias", 0);
    stage.kind->update(stage.bank, 0, stage.values, 120, false);
    stage_run(&stage, x + RATE, NULL, RATE);
    stage_close(&stage);
    for (int i = RATE + RATE / 2; i < 2 * RATE; i++)
        sum += x[i];
    figure("saturate.dc-after-bias", db_from(fabs(sum / (RATE / 2.0)) + 1e-10), "dBFS", -90);
    assert_true(fabs(sum / (RATE / 2.0)) < 3e-5);
}

static void fill(float *x, int frames, double amplitude)
{
    uint64_t seed = 8;
    for (int i = 0; i < frames; i++)
        x[i] = (float)(amplitude * noise_next(&seed));
}

static void test_neutral_is_a_delay_to_the_bit_at_every_rate(void **state)
{
    (void)state;
    enum { FRAMES = 64 * 60 };
    static const double rates_hz[] = {8000, 44100, 96000, 192000};
    static float x[FRAMES], before[FRAMES];
    for (size_t r = 0; r < ARRAY_LEN(rates_hz); r++)
        for (int kind = 0; kind < 3; kind++) {
            Stage stage;
            stage_init(&stage, kind ? &clipper_kind : &saturate_kind, rates_hz[r], 1);
            if (kind == 2)
                stage_set(&stage, "ceiling", -3);
            fill(x, FRAMES, kind == 2 ? 0.3 : 1);
            memcpy(before, x, sizeof x);
            stage_open(&stage);
            stage_run(&stage, x, NULL, FRAMES);
            stage_close(&stage);
            int latency = stage_latency(&stage);
            assert_memory_equal(x + latency, before, (size_t)(FRAMES - latency) * sizeof *x);
        }
}

/* With the lightest touch of drive the bent path must lie on the delayed input: latency exact to a small part of a
 * frame. */
static void test_the_bent_path_is_as_late_as_it_says(void **state)
{
    (void)state;
    enum { FRAMES = 48000 };
    static const double rates_hz[] = {44100, 96000, 192000};
    static float x[FRAMES], before[FRAMES];
    double worst = 0;
    for (size_t r = 0; r < ARRAY_LEN(rates_hz); r++) {
        Stage stage;
        stage_init(&stage, &saturate_kind, rates_hz[r], 1);
        stage_set(&stage, "drive", 3);
        stage_set(&stage, "character", 4);
        for (int i = 0; i < FRAMES; i++)
            before[i] = x[i] =
                (float)(0.3 * sin(2 * M_PI * 997 * i / rates_hz[r]) + 0.3 * sin(2 * M_PI * 9001 * i / rates_hz[r]));
        stage_open(&stage);
        stage_run(&stage, x, NULL, FRAMES);
        stage_close(&stage);
        int latency = stage_latency(&stage);
        for (int i = 4000; i < FRAMES; i++)
            worst = fmax(worst, fabs(x[i] - pow(10, 3 / 20.0) * before[i - latency]));
    }
    figure("saturate.linear-error", db_from(worst), "dBFS", -55);
    assert_true(db_from(worst) < -55); /* the average's droop at 9 kHz, 0.03 dB; half a frame would be -10 dB */
}

static void test_soft_clipper_follows_its_curve(void **state)
{
    (void)state;
    enum { RATE = 48000 };
    static float x[RATE];
    double worst = 0;
    for (int soft = 0; soft <= 100; soft += 50) {
        Stage stage;
        double k = 1 + 0.5 * soft / 100, ceiling = pow(10, -6 / 20.0);
        stage_init(&stage, &clipper_kind, RATE, 1);
        stage_set(&stage, "ceiling", -6);
        stage_set(&stage, "softness", soft);
        for (int i = 0; i < RATE; i++)
            x[i] = (float)(0.9 * sin(2 * M_PI * 50 * i / RATE));
        stage_open(&stage);
        stage_run(&stage, x, NULL, RATE);
        stage_close(&stage);
        int latency = stage_latency(&stage);
        for (int i = 1000; i < RATE; i++) {
            double u = hard(0.9 * sin(2 * M_PI * 50 * (i - latency) / RATE) / (k * ceiling)),
                   y = ceiling * (k * u - (k - 1) * u * u * u);
            worst = fmax(worst, fabs(x[i] - y));
        }
    }
    figure("clipper.curve", db_from(worst), "dBFS", -50);
    assert_true(db_from(worst) < -50); /* the corner of the hard curve is rounded by the band limit */
}

/* A ceiling that goes within a cell takes the cut back in a straight line: the result lies between cut and whole, no
 * click above. */
static void test_a_ceiling_that_goes_makes_no_click(void **state)
{
    (void)state;
    enum { FRAMES = 64 * 60, TURN = 64 * 30 };
    static float x[FRAMES];
    double worst = 0;
    for (int soft = 0; soft <= 100; soft += 100) {
        Stage stage;
        for (int i = 0; i < FRAMES; i++)
            x[i] = (float)(4 * cos(2 * M_PI * 100 * i / 48000));
        stage_init(&stage, &clipper_kind, 48000, 1);
        stage_set(&stage, "ceiling", -30);
        stage_set(&stage, "softness", soft);
        stage_open(&stage);
        stage_run(&stage, x, NULL, TURN);
        stage_set(&stage, "ceiling", 100);
        stage.kind->update(stage.bank, 0, stage.values, 120, false);
        stage_run(&stage, x + TURN, NULL, FRAMES - TURN);
        stage_close(&stage);
        for (int i = 0; i < FRAMES; i++)
            worst = fmax(worst, fabs(x[i]) / 4);
    }
    figure("clipper.switched-off-peak", db_from(worst), "dB", 0.01);
    assert_true(db_from(worst) < 0.01);
}

static void test_lanes_runs_and_simd_levels_give_the_same_bits(void **state)
{
    (void)state;
    enum { FRAMES = 64 * 40 };
    static float alone[FRAMES], full[BANK_LANES][FRAMES];
    Stage stage;
    stage_init(&stage, &saturate_kind, 48000, 1);
    stage_set(&stage, "drive", 14);
    stage_set(&stage, "character", 2);
    stage_set(&stage, "tone", 30);
    fill(alone, FRAMES, 0.9);
    stage_open(&stage);
    stage_run(&stage, alone, NULL, FRAMES);
    stage_close(&stage);
    stage_open(&stage);
    for (int lane = 0; lane < BANK_LANES; lane++) {
        fill(full[lane], FRAMES, 0.9);
        stage_set(&stage, "drive", lane == 3 ? 14 : 4 * lane);
        stage_set(&stage, "character", lane == 3 ? 2 : lane % 4);
        stage.kind->update(stage.bank, lane, stage.values, 120, true);
    }
    cpu_use_extensions(CPU_PLAIN);
    for (int at = 0, frames; at < FRAMES; at += frames) {
        float *io[BANK_LANES];
        const float *key[BANK_LANES] = {NULL};
        frames = at % 64 == 0 ? 17 : at % 64 == 17 ? 46 : 1;
        for (int lane = 0; lane < BANK_LANES; lane++)
            io[lane] = full[lane] + at;
        stage.kind->process(stage.bank, io, key, at % 64, frames);
    }
    cpu_use_extensions(CPU_ALL);
    stage_close(&stage);
    assert_memory_equal(alone, full[3], sizeof alone);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_aliases_of_5_khz_at_12_db_drive),
        cmocka_unit_test(test_aliases_of_a_clipped_5_khz),
        cmocka_unit_test(test_harmonics_are_those_of_the_curve),
        cmocka_unit_test(test_no_constant_part),
        cmocka_unit_test(test_a_bias_that_goes_leaves_nothing),
        cmocka_unit_test(test_neutral_is_a_delay_to_the_bit_at_every_rate),
        cmocka_unit_test(test_the_bent_path_is_as_late_as_it_says),
        cmocka_unit_test(test_soft_clipper_follows_its_curve),
        cmocka_unit_test(test_a_ceiling_that_goes_makes_no_click),
        cmocka_unit_test(test_lanes_runs_and_simd_levels_give_the_same_bits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
