/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The report on signals whose every figure is known, and on recorded music against ffmpeg's ebur128. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "audio/measure/analysis.h"
#include "tests/audio/measure/signal.h"

static Analysis *analyse(const float *left, const float *right, int frames, double rate_hz, int step,
                         AnalysisReport *report)
{
    Analysis *analysis;
    assert_int_equal(analysis_new(&analysis, rate_hz, right ? 2 : 1, ANALYSIS_ALL), STATUS_OK);
    for (int i = 0; i < frames; i += step) {
        int part = frames - i < step ? frames - i : step;
        assert_int_equal(analysis_add(analysis, (const float *const[2]){left + i, right ? right + i : NULL}, part),
                         STATUS_OK);
    }
    assert_int_equal(analysis_finish(analysis, report), STATUS_OK);
    return analysis;
}

static void test_a_tone_between_silences(void **state)
{
    (void)state;
    enum { RATE = 48000, FRAMES = RATE * 8 };
    float *left = calloc(FRAMES, sizeof *left), *right = calloc(FRAMES, sizeof *right);
    AnalysisReport report;
    assert_true(left && right);
    for (int i = RATE; i < 6 * RATE; i++) {
        left[i] = (float)(0.5 * sin(2 * M_PI * 1000 * i / RATE) + 0.001);
        right[i] = -left[i];
    }
    left[3 * RATE] = 0.9f;
    Analysis *analysis = analyse(left, right, FRAMES, RATE, 4096, &report);
    assert_true(fabs(report.seconds - 8) < 1e-9 && report.channels == 2 && report.frames == FRAMES);
    assert_true(fabs(report.head_silence_s - 1) < 0.001 && fabs(report.tail_silence_s - 2) < 0.001);
    assert_true(fabs(report.integrated_lufs + 6) <
                0.4); /* a stereo sine of -6 dBFS at 1 kHz; blocks at its edges hold less */
    assert_true(fabs(report.momentary_max_lufs + 6) < 0.2 && fabs(report.short_term_max_lufs + 6) < 0.2);
    assert_true(fabs(report.channel[0].sample_peak_s - 3) < 1e-9 &&
                fabs(report.channel[0].sample_peak_db - db_from(0.9)) < 1e-4);
    assert_true(fabs(report.channel[0].true_peak_s - 3) < 0.001 &&
                report.channel[0].true_peak_db >= report.channel[0].sample_peak_db);
    assert_true(fabs(report.channel[1].crest_db - (3.01 + 10 * log10(8 / 5.0))) < 0.02);
    assert_true(fabs(report.channel[0].dc - 0.001 * 5 / 8) < 2e-5);
    assert_true(report.correlation < -0.999 && report.correlation_min < -0.999);
    assert_true(report.mono_loss_db < -40);
    assert_true(fabs(report.channel[1].rms_600_max_db + 6.02) < 0.02);
    assert_true(fabs(report.channel[1].vu_max_db + 5.91) < 0.1 && fabs(report.channel[1].ppm_i_max_db + 6.02) < 0.15);
    assert_true(fabs(report.noise_floor_db + 6.02) < 0.05);
    assert_true(report.channel[0].clip_runs == 0 && report.channel[0].clip_first_s == -1);
    assert_int_equal(report.point_count, 80);
    assert_true(fabs(report.points[45].momentary_lufs + 6) < 0.1 && isinf(report.points[5].momentary_lufs));
    assert_true(fabs(report.plr_db - (report.true_peak_db - report.integrated_lufs)) < 1e-9);
    analysis_free(analysis);
    free(left);
    free(right);
}

static void test_the_noise_floor_is_heard_between_the_notes(void **state)
{
    (void)state;
    enum { RATE = 44100, FRAMES = RATE * 6 };
    float *x = calloc(FRAMES, sizeof *x);
    AnalysisReport report;
    uint64_t seed = 4;
    assert_non_null(x);
    for (int i = 0; i < FRAMES; i++)
        x[i] = (float)(0.003 * noise_next(&seed) + (i / RATE % 2 ? 0.5 * sin(i * 0.05) : 0));
    Analysis *analysis = analyse(x, NULL, FRAMES, RATE, 1000, &report);
    double noise_db = 10 * log10(2 * 0.003 * 0.003 / 3);
    assert_true(fabs(report.noise_floor_db - noise_db) < 0.5);
    assert_true(report.correlation == 1 && report.mono_loss_db == 0);
    assert_true(report.psr_min_db > 0 && report.psr_min_db < 20);
    analysis_free(analysis);
    free(x);
}

/* Of now: a tone reads its level as soon as it has filled the windows that count, and in silence falls by
 * 10 log10(e^(-t/0.4 s)), 10.86 dB in a second. */
static void test_spectrum_of_now(void **state)
{
    (void)state;
    enum { RATE = 48000, FRAMES = 5 * RATE };
    float *tone = malloc(FRAMES * sizeof *tone), *silence = calloc(FRAMES, sizeof *silence);
    Spectrum *spectrum;
    static SpectrumBands bands;
    int at = 0;
    assert_true(tone && silence);
    for (int i = 0; i < FRAMES; i++)
        tone[i] = (float)(0.5 * sin(2 * M_PI * 1000 * i / RATE));
    assert_int_equal(spectrum_new_live(&spectrum, RATE, 2), STATUS_OK);
    spectrum_add(spectrum, (const float *const[2]){tone, tone}, FRAMES);
    spectrum_read(spectrum, 6, 0, &bands);
    while (fabs(bands.centre_hz[at] - 1000) > 1)
        at++;
    figure("spectrum.now", fabs(bands.level_db[at] + 6.02), "dB", 0.05);
    assert_true(fabs(bands.level_db[at] + 6.02) < 0.05);
    spectrum_add(spectrum, (const float *const[2]){silence, silence}, FRAMES / 20); /* the tone has left the window */
    spectrum_read(spectrum, 6, 0, &bands);
    double before = bands.level_db[at];
    spectrum_add(spectrum, (const float *const[2]){silence, silence}, 4096 * 11);
    spectrum_read(spectrum, 6, 0, &bands);
    double wanted = -10 / log(10) * 4096 * 11 / RATE / 0.4, fell = bands.level_db[at] - before;
    figure("spectrum.forgets", fabs(fell - wanted), "dB", 0.1);
    assert_true(fabs(fell - wanted) < 0.1);
    spectrum_free(spectrum);
    free(tone);
    free(silence);
}

static void test_spectrum_bands(void **state)
{
    (void)state;
    enum { RATE = 48000, FRAMES = RATE * 10 };
    float *left = malloc(FRAMES * sizeof *left), *right = malloc(FRAMES * sizeof *right);
    Spectrum *spectrum;
    static SpectrumBands bands;
    uint64_t seed = 6;
    double worst = 0;
    assert_true(left && right);
    for (int i = 0; i < FRAMES; i++) {
        left[i] = (float)(0.5 * sin(2 * M_PI * 1000 * i / RATE));
        right[i] = (float)(0.5 * sin(2 * M_PI * 1000 * i / RATE));
    }
    assert_int_equal(spectrum_new(&spectrum, RATE, 2), STATUS_OK);
    spectrum_add(spectrum, (const float *const[2]){left, right}, FRAMES);
    spectrum_read(spectrum, 3, 0, &bands);
    for (int b = 0; b < bands.count; b++) {
        if (fabs(bands.centre_hz[b] - 1000) < 1) {
            worst = fabs(bands.level_db[b] + 6.02);
            assert_true(fabs(bands.mono_loss_db[b]) < 0.01);
        } else if (bands.centre_hz[b] < 700 || bands.centre_hz[b] > 1400)
            assert_true(bands.level_db[b] < -80);
    }
    figure("spectrum.tone", worst, "dB", 0.05);
    assert_true(worst < 0.05 && bands.count == 31);
    spectrum_free(spectrum);
    /* white noise rises 3 dB an octave in bands; unrelated channels lose 3 dB in mono */
    for (int i = 0; i < FRAMES; i++) {
        left[i] = (float)(0.5 * noise_next(&seed));
        right[i] = (float)(0.5 * noise_next(&seed));
    }
    assert_int_equal(spectrum_new(&spectrum, RATE, 2), STATUS_OK);
    spectrum_add(spectrum, (const float *const[2]){left, right}, FRAMES);
    spectrum_read(spectrum, 3, -3.0103, &bands);
    for (int b = 0; b < bands.count; b++)
        if (bands.centre_hz[b] > 300 && bands.centre_hz[b] < 19000) {
            double density = 10 * log10(2 * 0.25 / 3 / (RATE / 2.0)),
                   width = bands.centre_hz[b] * (pow(10, 0.05) - pow(10, -0.05));
            double wanted = density + 10 * log10(width) - 3.0103 * log2(bands.centre_hz[b] / 1000);
            worst = fabs(bands.level_db[b] - wanted) > worst ? fabs(bands.level_db[b] - wanted) : worst;
            assert_true(fabs(bands.mono_loss_db[b] + 3.01) < 0.8);
        }
    figure("spectrum.noise", worst, "dB", 1);
    assert_true(worst < 1);
    spectrum_read(spectrum, 24, 0, &bands);
    assert_true(bands.count == 240 || bands.count == 241);
    spectrum_free(spectrum);
    free(left);
    free(right);
}

static void test_empty_short_silent_and_bad(void **state)
{
    (void)state;
    static const float silence[30000];
    AnalysisReport report;
    Analysis *analysis = analyse(silence, silence, 0, 48000, 100, &report);
    assert_true(report.frames == 0 && isinf(report.true_peak_db) && report.plr_db == 0 && report.point_count == 0);
    analysis_free(analysis);
    analysis = analyse(silence, NULL, 30000, 8000, 7, &report);
    assert_true(isinf(report.integrated_lufs) && isinf(report.noise_floor_db) && report.psr_min_db == 0);
    assert_true(fabs(report.head_silence_s - 3.75) < 1e-9 && fabs(report.tail_silence_s - 3.75) < 1e-9);
    analysis_free(analysis);
    analysis_free(NULL);
    assert_int_equal(analysis_new(&analysis, 48000, 0, ANALYSIS_ALL), STATUS_BAD_VALUE);
    assert_int_equal(analysis_new(&analysis, 1, 2, ANALYSIS_ALL), STATUS_BAD_VALUE);
}

static void test_cuts_do_not_matter(void **state)
{
    (void)state;
    enum { FRAMES = 50000 };
    static float x[2][FRAMES];
    AnalysisReport report[2];
    uint64_t seed = 1;
    for (int i = 0; i < FRAMES; i++)
        for (int c = 0; c < 2; c++)
            x[c][i] = (float)(0.4 * noise_next(&seed));
    Analysis *a = analyse(x[0], x[1], FRAMES, 44100, FRAMES, &report[0]),
             *b = analyse(x[0], x[1], FRAMES, 44100, 119, &report[1]);
    assert_memory_equal(report[0].points, report[1].points, (size_t)report[0].point_count * sizeof(AnalysisPoint));
    report[0].points = report[1].points = NULL;
    assert_memory_equal(&report[0], &report[1], sizeof report[0]);
    analysis_free(a);
    analysis_free(b);
}

/* Integrated loudness, range and true peak as ffmpeg prints them; false without ffmpeg. */
static bool ask_ffmpeg(const char *path, double *integrated, double *range, double *peak)
{
    char command[1024], line[256];
    int found = 0;
    snprintf(command, sizeof command,
             "ffmpeg -hide_banner -nostats -i '%s' -filter_complex "
             "aresample=48000,aformat=channel_layouts=stereo,ebur128=peak=true -f null - 2>&1",
             path);
    FILE *pipe = popen(command, "r");
    bool summary = false;
    while (pipe && fgets(line, sizeof line, pipe)) {
        if (strstr(line, "Summary:")) { /* an empty one comes first */
            summary = true;
            found = 0;
        }
        if (summary)
            found += (sscanf(line, " I: %lf LUFS", integrated) == 1) + (sscanf(line, " LRA: %lf LU", range) == 1) +
                     (sscanf(line, " Peak: %lf dBFS", peak) == 1);
    }
    if (pipe)
        pclose(pipe);
    return found == 3;
}

static void compare_with_ffmpeg(const char *path, double *worst, double *worst_range)
{
    double integrated = 0, range = 0, peak = 0;
    if (!ask_ffmpeg(path, &integrated, &range, &peak)) {
        printf("skipped: ffmpeg does not measure %s\n", path);
        return;
    }
    char command[1024];
    snprintf(command, sizeof command,
             "ffmpeg -v quiet -i '%s' -af aresample=48000,aformat=channel_layouts=stereo -f f32le -", path);
    FILE *pipe = popen(command, "r");
    Analysis *analysis;
    AnalysisReport report;
    float frames[2048], left[1024], right[1024];
    size_t count;
    assert_true(pipe != NULL);
    assert_int_equal(analysis_new(&analysis, 48000, 2, ANALYSIS_ALL), STATUS_OK);
    while ((count = fread(frames, 2 * sizeof(float), 1024, pipe)) > 0) {
        for (size_t i = 0; i < count; i++) {
            left[i] = frames[2 * i];
            right[i] = frames[2 * i + 1];
        }
        assert_int_equal(analysis_add(analysis, (const float *const[2]){left, right}, (int)count), STATUS_OK);
    }
    pclose(pipe);
    assert_int_equal(analysis_finish(analysis, &report), STATUS_OK);
    if (isfinite(report.integrated_lufs) && integrated > -69) {
        printf("%s: I %.2f (%.1f) LRA %.2f (%.1f) TP %.2f (%.1f)\n", path, report.integrated_lufs, integrated,
               report.range_lu, range, report.true_peak_db, peak);
        *worst = fmax(*worst, fabs(report.integrated_lufs - integrated));
        *worst_range = fmax(*worst_range, fabs(report.range_lu - range));
        *worst = fmax(*worst, fabs(report.true_peak_db - peak));
    }
    analysis_free(analysis);
}

/* ffmpeg rounds to 0.1: its half step counts in the tolerance. TTYMIX_TEST_MUSIC: stereo files, apart by colons. */
static void test_music_reads_as_in_ffmpeg(void **state)
{
    (void)state;
    const char *list = getenv("TTYMIX_TEST_MUSIC");
    if (!list) {
        printf("skipped: TTYMIX_TEST_MUSIC names no files\n");
        return;
    }
    char *paths = strdup(list), *rest = NULL;
    double worst = 0, worst_range = 0;
    assert_non_null(paths);
    for (char *path = strtok_r(paths, ":", &rest); path; path = strtok_r(NULL, ":", &rest))
        compare_with_ffmpeg(path, &worst, &worst_range);
    figure("analysis.ffmpeg", worst, "dB", 0.15);
    figure("analysis.ffmpeg-range", worst_range, "LU", 0.5);
    assert_true(worst <= 0.15 && worst_range <= 0.5); /* ffmpeg counts the first 3 s, half filled, in its range */
    free(paths);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_tone_between_silences),
        cmocka_unit_test(test_the_noise_floor_is_heard_between_the_notes),
        cmocka_unit_test(test_spectrum_of_now),
        cmocka_unit_test(test_spectrum_bands),
        cmocka_unit_test(test_empty_short_silent_and_bad),
        cmocka_unit_test(test_cuts_do_not_matter),
        cmocka_unit_test(test_music_reads_as_in_ffmpeg),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
