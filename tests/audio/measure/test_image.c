/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The figures of the loudness and image screen against those of an analysis of the same signal (analysis.h, which
 * test_analysis.c holds to standards and other programs), and against what a signal is made of. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "audio/measure/analysis.h"
#include "audio/measure/image.h"
#include "tests/audio/measure/signal.h"

enum { RATE = 48000, SECONDS = 20, FRAMES = RATE * SECONDS };

typedef struct Signal {
    float left[FRAMES], right[FRAMES];
} Signal;

/* Bursts of a tone and noise that is partly common, partly each channel's own, with pauses. */
static void make_music(Signal *signal)
{
    uint64_t a = 1, b = 2, c = 3;
    for (int i = 0; i < FRAMES; i++) {
        double t = (double)i / RATE, swell = 0.25 + 0.2 * sin(0.7 * t), common = noise_next(&a);
        double tone = fmod(t, 3) < 2 ? 0.2 * sin(2 * M_PI * 220 * t) : 0;
        signal->left[i] = (float)(tone + swell * (0.5 * common + 0.3 * noise_next(&b)));
        signal->right[i] = (float)(tone + swell * (0.5 * common - 0.4 * noise_next(&c)));
    }
}

/* Fed in pieces of changing size. */
static ImageMeter *measure(const Signal *signal, uint32_t seed, bool watched)
{
    ImageMeter *image = NULL;
    MasterMeter *master = NULL;
    MasterMeterSetup setup = {.rate_hz = RATE, .windows = true};
    assert_int_equal(imagemeter_new(&image, RATE), STATUS_OK);
    assert_int_equal(mastermeter_new(&master, &setup), STATUS_OK);
    imagemeter_watch(image, watched);
    for (int done = 0, part; done < FRAMES; done += part) {
        seed = seed * 1664525u + 1013904223u;
        part = 1 + (int)(seed >> 8) % 4000;
        part = part < FRAMES - done ? part : FRAMES - done;
        const float *const planar[2] = {signal->left + done, signal->right + done};
        imagemeter_add(image, master, planar, part);
    }
    mastermeter_free(master);
    return image;
}

static void test_points_equal_the_analysis(void **state)
{
    Signal *signal = malloc(sizeof *signal);
    Analysis *analysis = NULL;
    AnalysisReport report;
    (void)state;
    make_music(signal);
    const float *const planar[2] = {signal->left, signal->right};
    assert_int_equal(analysis_new(&analysis, RATE, 2, ANALYSIS_ALL), STATUS_OK);
    assert_int_equal(analysis_add(analysis, planar, FRAMES), STATUS_OK);
    assert_int_equal(analysis_finish(analysis, &report), STATUS_OK);
    ImageMeter *image = measure(signal, 7, true);
    assert_int_equal(imagemeter_count(image), 2 * SECONDS);
    assert_null(imagemeter_point(image, 2 * SECONDS));
    assert_null(imagemeter_point(image, -1));
    double worst_peak = 0;
    for (int i = 0; i < 2 * SECONDS; i++) {
        const ImagePoint *point = imagemeter_point(image, i);
        const AnalysisPoint *last = &report.points[5 * i + 4];
        float momentary = -INFINITY, correlation = 1;
        for (int k = 0; k < 5; k++) {
            momentary = fmaxf(momentary, report.points[5 * i + k].momentary_lufs);
            correlation = fminf(correlation, report.points[5 * i + k].correlation);
        }
        assert_true(fabsf(point->momentary_lufs - momentary) < 1e-4f);
        assert_true(fabsf(point->short_term_lufs - last->short_term_lufs) < 1e-4f);
        assert_true(fabsf(point->correlation - correlation) < 1e-5f);
        if (i >= 6) /* both know three seconds */
            worst_peak = fmax(worst_peak, (double)fabsf(point->psr_db - last->psr_db));
    }
    figure("image.psr-vs-analysis", worst_peak, "dB", 0.001);
    assert_true(worst_peak <= 0.001);
    const ImagePoint *end = imagemeter_point(image, 2 * SECONDS - 1);
    assert_true(fabs((double)end->integrated_lufs - report.integrated_lufs) < 1e-4);
    assert_true(fabs((double)end->range_lu - report.range_lu) < 1e-4);
    assert_true(fabs((double)end->plr_db - report.plr_db) < 1e-3);
    ImageReading reading;
    imagemeter_read(image, &reading);
    assert_int_equal(reading.thirds.count, report.spectrum.count);
    for (int i = 0; i < reading.thirds.count; i++) {
        assert_true(fabs(reading.thirds.level_db[i] - report.spectrum.level_db[i]) < 1e-6);
        assert_true(fabs(reading.thirds.mono_loss_db[i] - report.spectrum.mono_loss_db[i]) < 1e-6);
    }
    assert_true(fabs(reading.slope_db - report.tilt_db_per_octave) < 1e-6);
    assert_true(fabs(reading.mono_loss_db - report.mono_loss_db) < 1e-6);
    assert_true(fabs(reading.correlation - (double)report.points[report.point_count - 1].correlation) < 1e-5);
    imagemeter_free(image);
    analysis_free(analysis);
    free(signal);
}

/* Points do not depend on how the signal was cut, nor on whether somebody watches. */
static void test_points_do_not_depend_on_the_cut(void **state)
{
    Signal *signal = malloc(sizeof *signal);
    (void)state;
    make_music(signal);
    ImageMeter *one = measure(signal, 7, true), *other = measure(signal, 99, false);
    assert_int_equal(imagemeter_count(one), imagemeter_count(other));
    for (int i = 0; i < 2 * SECONDS; i++)
        assert_memory_equal(imagemeter_point(one, i), imagemeter_point(other, i), sizeof(ImagePoint));
    ImageReading reading;
    imagemeter_read(other, &reading); /* nobody watches: nothing was made */
    assert_int_equal(reading.live.count + reading.thirds.count + reading.dot_count, 0);
    imagemeter_free(one);
    imagemeter_free(other);
    free(signal);
}

/* A sine at 0.5: its band reads -6.02 dBFS (AES17) in the spectrum of now; its dots lie where its sides are. */
static void test_where_a_sine_stands(void **state)
{
    static const struct {
        double left, right, correlation, loss_db, across, up; /* direction of its dots */
    } cases[] = {{1, 1, 1, 0, 0, 1},
                 {1, -1, -1, -300, -1, 0},
                 {1, 0, 0, -3.0103, -0.70711, 0.70711},
                 {0, 1, 0, -3.0103, 0.70711, 0.70711}};
    Signal *signal = malloc(sizeof *signal);
    (void)state;
    for (size_t k = 0; k < 4; k++) {
        for (int i = 0; i < FRAMES; i++) {
            double sine = 0.5 * sin(2 * M_PI * 1000 * i / RATE);
            signal->left[i] = (float)(cases[k].left * sine);
            signal->right[i] = (float)(cases[k].right * sine);
        }
        ImageReading reading;
        ImageMeter *image = measure(signal, 5, true);
        imagemeter_read(image, &reading);
        double mean = 0.5 * (cases[k].left * cases[k].left + cases[k].right * cases[k].right), level = -INFINITY;
        for (int i = 0; i < reading.live.count; i++)
            if (fabs(reading.live.centre_hz[i] - 1000) < 1)
                level = reading.live.level_db[i];
        assert_true(fabs(level - (db_from(0.5) + 10 * log10(mean))) < 0.05);
        assert_true(fabs(reading.correlation - cases[k].correlation) < 1e-6);
        assert_true(cases[k].loss_db < -100 ? reading.mono_loss_db < -100
                                            : fabs(reading.mono_loss_db - cases[k].loss_db) < 1e-3);
        assert_int_equal(reading.dot_count, IMAGE_DOTS);
        double farthest = 0;
        for (int i = 0; i < reading.dot_count; i++) {
            double x = (double)reading.dot[i][0], y = (double)reading.dot[i][1], radius = sqrt(x * x + y * y);
            assert_true(fabs(x * cases[k].up - y * cases[k].across) < 1e-5); /* on the line */
            farthest = fmax(farthest, radius);
        }
        /* a sine of one channel alone is half in the middle and half in the sides: 3 dB less in radius */
        double peak = 0.5 * sqrt(mean);
        assert_true(farthest <= 1 + db_from(peak) / IMAGE_DOT_RANGE_DB + 1e-6);
        assert_true(farthest >= 1 + (db_from(peak) - 1) / IMAGE_DOT_RANGE_DB);
        imagemeter_free(image);
    }
    free(signal);
}

static void test_silence_and_wrong_rates(void **state)
{
    ImageMeter *image = NULL;
    ImageReading reading;
    Signal *signal = calloc(1, sizeof *signal);
    (void)state;
    assert_int_equal(imagemeter_new(&image, 100), STATUS_BAD_VALUE);
    assert_int_equal(imagemeter_new(&image, NAN), STATUS_BAD_VALUE);
    image = measure(signal, 3, true);
    imagemeter_read(image, &reading);
    assert_true(imagemeter_point(image, 3)->momentary_lufs == -INFINITY);
    assert_true(imagemeter_point(image, 3)->psr_db == 0);
    for (int i = 0; i < reading.dot_count; i++)
        assert_true(reading.dot[i][0] == 0 && reading.dot[i][1] == 0);
    assert_true(reading.live.level_db[5] == -INFINITY && reading.mono_loss_db == 0);
    imagemeter_free(image);
    free(signal);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_points_equal_the_analysis),
        cmocka_unit_test(test_points_do_not_depend_on_the_cut),
        cmocka_unit_test(test_where_a_sine_stands),
        cmocka_unit_test(test_silence_and_wrong_rates),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
