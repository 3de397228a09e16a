/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shaped dither against closed forms: white noise of variance 1/4 LSB^2 (dither 1/6, rounding 1/12) behind H(z) = 1 -
 * sum of c[k] z^-(k+1).  The levels of audio/io/README.md hold within 0.2 dB. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "audio/base/attributes.h"
#include "audio/base/maths.h"
#include "audio/io/file/pack.h"

enum { FRAMES = 1 << 20, RATE = 44100, SEGMENT = 512 };
#define FULL 32768.0

static float given[FRAMES];
static int32_t made[FRAMES];

static void fill_sine(double amplitude, double cycles)
{
    for (int i = 0; i < FRAMES; i++)
        given[i] = (float)(amplitude * sin(2 * MATHS_PI * fmod(cycles * i, FRAMES) / FRAMES));
}

static void shape(DitherKind kind)
{
    DitherShaper shaper = {{0}};
    DitherKey key = dither_key(77, 0, 0);
    if (dither_table[kind].order)
        assert_int_equal(dither_shape(&shaper, kind, given, FRAMES, 16, &key, 0, made), 0);
    else
        assert_int_equal(pack_quantise(given, FRAMES, 16, kind ? &key : NULL, 0, made), 0);
}

/* |H|^2 at a frequency. */
static double noise_gain(DitherKind kind, double hz)
{
    const DitherInfo *info = &dither_table[kind];
    double real = 1, imaginary = 0;
    for (int k = 0; k < info->order; k++) {
        real -= info->c[k] * cos(2 * MATHS_PI * hz / RATE * (k + 1));
        imaginary += info->c[k] * sin(2 * MATHS_PI * hz / RATE * (k + 1));
    }
    return real * real + imaginary * imaginary;
}

/* The error's power in dB below a square of full scale. */
static double power_db(double lsb_squared)
{
    return 10 * log10(lsb_squared / (FULL * FULL));
}

static double error_at(int i)
{
    return made[i] - given[i] * FULL;
}

static void test_level_of_the_noise(void **state)
{
    static const double wanted_db[] = {[DITHER_TPDF] = -96.3, [DITHER_SHAPED] = -84.1, [DITHER_SHAPED_9] = -77.9};
    (void)state;
    for (int signal = 0; signal < 2; signal++) /* silence, and a tone that leaves it the same */
        for (DitherKind kind = DITHER_TPDF; kind < DITHER_KIND_COUNT; kind++) {
            double sum = 0, mean = 0, closed = 1;
            fill_sine(signal ? 0.5 : 0, 12347);
            shape(kind);
            for (int i = 0; i < FRAMES; i++) {
                mean += error_at(i) / FRAMES;
                sum += error_at(i) * error_at(i) / FRAMES;
            }
            for (int k = 0; k < dither_table[kind].order; k++)
                closed += dither_table[kind].c[k] * dither_table[kind].c[k];
            /* A variance of 2^20 samples is known to 0.14 % or so; 0.03 dB are five times that. */
            assert_true(fabs(power_db(sum) - power_db(closed / 4)) < 0.03);
            assert_true(fabs(power_db(sum) - wanted_db[kind]) < 0.2);
            assert_true(fabs(mean) < 5 * 0.5 / sqrt(FRAMES) + 0.001 * signal);
        }
}

/* Mean power of the error at a frequency, by Hann windows of SEGMENT frames: white noise of variance v gives v. */
static double density_at(double hz)
{
    static double window[SEGMENT], cosine[SEGMENT], sine[SEGMENT];
    double total = 0, weight = 0;
    for (int i = 0; i < SEGMENT; i++) {
        window[i] = 0.5 - 0.5 * cos(2 * MATHS_PI * i / SEGMENT);
        cosine[i] = window[i] * cos(2 * MATHS_PI * hz / RATE * i);
        sine[i] = window[i] * sin(2 * MATHS_PI * hz / RATE * i);
        weight += window[i] * window[i];
    }
    for (int from = 0; from + SEGMENT <= FRAMES; from += SEGMENT) {
        double real = 0, imaginary = 0;
        for (int i = 0; i < SEGMENT; i++) {
            real += error_at(from + i) * cosine[i];
            imaginary += error_at(from + i) * sine[i];
        }
        total += (real * real + imaginary * imaginary) / weight;
    }
    return total / (FRAMES / SEGMENT);
}

/* What a Hann window sees of a spectrum: its neighbourhood, weighted by the window's own. */
static double windowed_gain(DitherKind kind, double hz)
{
    double sum = 0, weight = 0;
    for (double offset = -3; offset <= 3; offset += 0.05) {
        double x = offset, lobe = fabs(fabs(x) - 1) < 1e-9 ? 0.5
                                  : fabs(x) < 1e-9         ? 1
                                                           : sin(MATHS_PI * x) / (MATHS_PI * x * (1 - x * x));
        sum += lobe * lobe * noise_gain(kind, hz + offset * RATE / SEGMENT);
        weight += lobe * lobe;
    }
    return sum / weight;
}

static void test_spectrum_of_the_noise(void **state)
{
    (void)state;
    memset(given, 0, sizeof given);
    for (DitherKind kind = DITHER_TPDF; kind < DITHER_KIND_COUNT; kind++) {
        shape(kind);
        for (double hz = 500; hz < 21500; hz += 700) {
            double measured = 10 * log10(density_at(hz)), closed = 10 * log10(windowed_gain(kind, hz) / 4);
            /* A mean of 2048 powers is known to 2.2 %, 0.1 dB: four times that; in the notches the grid's new
             * beginnings (nine samples in 65536, not shaped) add up to 0.1 dB. */
            if (fabs(measured - closed) > 0.5)
                fail_msg("%s at %g Hz: %g instead of %g dB", dither_table[kind].word, hz, measured, closed);
        }
    }
}

/* 1 to 5 kHz: at 44.1 kHz -121.3 and -123.0 dB, white -103.7. */
static void test_level_where_ears_are_keen(void **state)
{
    static const double wanted_db[] = {[DITHER_TPDF] = -103.7, [DITHER_SHAPED] = -121.3, [DITHER_SHAPED_9] = -123.0};
    (void)state;
    memset(given, 0, sizeof given);
    for (DitherKind kind = DITHER_TPDF; kind < DITHER_KIND_COUNT; kind++) {
        double measured = 0, closed = 0, step = (double)RATE / SEGMENT;
        shape(kind);
        for (int bin = 12; bin <= 58; bin++) { /* 1034 to 4996 Hz, and half a bin to either side */
            double low = (bin - 0.5) * step, high = (bin + 0.5) * step;
            low = low < 1000 ? 1000 : low;
            high = high > 5000 ? 5000 : high;
            measured += density_at(bin * step) * (high - low) / (RATE / 2.0);
        }
        for (double hz = 1005; hz < 5000; hz += 10)
            closed += noise_gain(kind, hz) / 4 * 10 / (RATE / 2.0);
        assert_true(fabs(power_db(measured) - power_db(closed)) < 0.1);
        assert_true(fabs(power_db(measured) - wanted_db[kind]) < 0.2);
    }
}

/* The amplitude of a line, in LSB. */
static double line(double cycles)
{
    double real = 0, imaginary = 0;
    for (int i = 0; i < FRAMES; i++) {
        double angle = 2 * MATHS_PI * fmod(cycles * i, FRAMES) / FRAMES;
        real += made[i] * cos(angle);
        imaginary += made[i] * sin(angle);
    }
    return 2 * hypot(real, imaginary) / FRAMES;
}

/* A sine of a third of a step is all there, and its harmonics are not; rounded alone it is silence. */
static void test_a_quiet_sine_stays_a_line(void **state)
{
    const double cycles = 23011, amplitude = 1e-5 * FULL; /* -100 dBFS, 968 Hz */
    (void)state;
    fill_sine(1e-5, cycles);
    for (DitherKind kind = DITHER_TPDF; kind < DITHER_KIND_COUNT; kind++) {
        shape(kind);
        for (int harmonic = 1; harmonic <= 9; harmonic++) {
            double hz = harmonic * cycles * RATE / FRAMES;
            double noise = sqrt(noise_gain(kind, hz) / 4 * 4 / FRAMES); /* of one line, RMS */
            double wanted = harmonic == 1 ? amplitude : 0;
            /* The grid's new beginnings leave noise of their own in the notches. */
            if (fabs(line(harmonic * cycles) - wanted) > 5 * (noise + 0.02 / sqrt(FRAMES)))
                fail_msg("%s, harmonic %d: %g", dither_table[kind].word, harmonic, line(harmonic * cycles));
        }
    }
    shape(DITHER_NONE);
    assert_true(line(cycles) == 0);
}

/* From any multiple of the grid on, and in any cut, the same; before, something else. */
static void test_shaping_begins_anew_on_the_grid(void **state)
{
    enum { FROM = 3 * DITHER_GRID_FRAMES, COUNT = 2 * DITHER_GRID_FRAMES };
    static int32_t part[COUNT];
    (void)state;
    fill_sine(0.25, 5003);
    for (DitherKind kind = DITHER_SHAPED; kind < DITHER_KIND_COUNT; kind++) {
        DitherShaper shaper = {{0}};
        DitherKey key = dither_key(77, 0, 0);
        shape(kind);
        for (int done = 0, cut = 1; done < COUNT; done += cut, cut = cut * 7 % 4099) {
            int count = COUNT - done < cut ? COUNT - done : cut;
            dither_shape(&shaper, kind, given + FROM + done, count, 16, &key, FROM + (uint32_t)done, part + done);
        }
        assert_memory_equal(part, made + FROM, sizeof part);
        shaper = (DitherShaper){{0}};
        dither_shape(&shaper, kind, given + FROM + 100, 1000, 16, &key, FROM + 100, part);
        assert_memory_not_equal(part, made + FROM + 100, 1000 * sizeof *part);
    }
}

/* Clipping is no error to be made up for: behind it the noise is what it was. */
static void test_clipping_leaves_no_trace(void **state)
{
    (void)state;
    for (int i = 0; i < FRAMES; i++)
        given[i] = i % 1000 < 500 ? 1.5f : 0;
    for (DitherKind kind = DITHER_SHAPED; kind < DITHER_KIND_COUNT; kind++) {
        DitherShaper shaper = {{0}};
        DitherKey key = dither_key(77, 0, 0);
        assert_int_equal(dither_shape(&shaper, kind, given, FRAMES, 16, &key, 0, made), FRAMES / 1000 * 500 + 500);
        for (int i = 0; i < FRAMES; i++) {
            assert_true(given[i] == 0 ? abs(made[i]) < 40 : made[i] == 32767);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_level_of_the_noise),
        cmocka_unit_test(test_spectrum_of_the_noise),
        cmocka_unit_test(test_level_where_ears_are_keen),
        cmocka_unit_test(test_a_quiet_sine_stays_a_line),
        cmocka_unit_test(test_shaping_begins_anew_on_the_grid),
        cmocka_unit_test(test_clipping_leaves_no_trace),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
