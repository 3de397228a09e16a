/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A bounce called as a function: what is in the file, every kind of outcome, and that the outcome is what the reports
 * print. */
#include "config.h"

#include <jansson.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "src/mix/range.h"
#include "src/render/job.h"
#include "src/render/report.h"
#include "tests/projects/scratch.h"
#include "tests/src/songs.h"

enum { RATE = 48000, FRAMES = 12000 };

/* A track in the centre at 0 dB with a pan law of -3 dB: each side has cos(45 degrees) of it. */
static void write_song(void)
{
    songs_write_level("a.wav", 1, FRAMES, RATE, 0.5f);
    songs_write_level("b.wav", 2, FRAMES / 2, RATE, 0.25f);
    scratch_write("song.mix", "ttymix 1\ntitle \"Song\"\nrate 48000 Hz\npan-law -3 dB\n\n"
                              "[track a]\nclip \"a.wav\"\n\n[track b]\nclip \"b.wav\"\nfader -6 dB\nout bus\n\n"
                              "[bus bus]\n\n[master]\n");
}

static RenderFault render(RenderSetup setup, RenderOutcome *outcome)
{
    Project project;
    songs_open(&project, "song.mix");
    RenderFault fault = render_project(&project, &setup, outcome);
    project_close(&project); /* the outcome stands alone */
    assert_int_equal(fault, outcome->fault);
    return fault;
}

static void test_samples_are_arithmetic(void **state)
{
    RenderOutcome outcome;
    int frames;
    (void)state;
    write_song();
    assert_int_equal(render((RenderSetup){.output = "o.wav", .jobs = 1, .measure = true}, &outcome), RENDER_FINE);
    float *samples = songs_read_floats("o.wav", 2, &frames);
    double a = 0.5 * sqrt(0.5), b = 0.25 * pow(10, -6.0 / 20);
    assert_int_equal(frames, FRAMES);
    for (int i = 0; i < 2 * frames; i++) /* a float of this size is within 2^-25 of what it stands for; four steps */
        assert_true(fabs((double)samples[i] - a - (i / 2 < FRAMES / 2 ? b : 0)) < 1.2e-7);
    free(samples);
    const RenderReport *report = &outcome.report;
    assert_true(outcome.written && report->measured);
    assert_int_equal(report->file.frames, FRAMES);
    assert_int_equal(report->tail_end, TAIL_NONE);
    assert_int_equal(report->rate_hz, RATE);
    assert_int_equal(report->bits, 0);
    assert_string_equal(report->output, "o.wav");
    assert_string_equal(report->project, "song.mix");
    assert_int_equal(strlen(report->file.sha256), 64);
    assert_true(fabs(report->reading.sample_peak_db[0] - 20 * log10(a + b)) < 1e-4);
    assert_int_equal(report->over_count, 0);
    assert_int_equal(outcome.problems.count, 0);
    render_outcome_clear(&outcome);
    render_outcome_clear(&outcome);
}

static void test_default_output(void **state)
{
    RenderOutcome outcome;
    (void)state;
    write_song();
    assert_int_equal(render((RenderSetup){.bits = 24}, &outcome), RENDER_FINE);
    assert_string_equal(outcome.report.output, "./Song.wav");
    assert_string_equal(outcome.report.file.sha256, ""); /* nothing was measured */
    assert_false(outcome.report.measured);
    assert_true(scratch_exists("Song.wav"));
    render_outcome_clear(&outcome);
}

/* Twelve songs in four formats, one after the other in one process: the bytes are the same every time. */
static void test_an_album(void **state)
{
    static const struct {
        const char *name;
        int bits, rate_hz;
    } formats[] = {{"o.wav", 24, 0}, {"o.wav", 0, 0}, {"o.flac", 16, 44100}, {"o.raw", 32, 0}};
    char first[ARRAY_LEN(formats)][65];
    (void)state;
    write_song();
    for (int song = 0; song < 12; song++)
        for (size_t i = 0; i < ARRAY_LEN(formats); i++) {
            RenderOutcome outcome;
            RenderSetup setup = {.output = formats[i].name,
                                 .format_given = strcmp(formats[i].name, "o.raw") == 0,
                                 .format = FORMAT_RAW,
                                 .bits = formats[i].bits,
                                 .rate_hz = formats[i].rate_hz,
                                 .jobs = 1 + song % 3,
                                 .measure = true};
            assert_int_equal(render(setup, &outcome), RENDER_FINE);
            assert_int_equal(outcome.report.file.frames, formats[i].rate_hz ? FRAMES * 44100LL / RATE : FRAMES);
            if (song == 0)
                memcpy(first[i], outcome.report.file.sha256, sizeof first[i]);
            assert_string_equal(outcome.report.file.sha256, first[i]);
            render_outcome_clear(&outcome);
        }
    assert_string_not_equal(first[0], first[1]);
}

static void test_files_of_strips(void **state)
{
    RenderOutcome outcome;
    int frames;
    (void)state;
    write_song();
    assert_int_equal(render((RenderSetup){.output = "o.wav", .stems_folder = "st"}, &outcome), RENDER_FINE);
    assert_string_equal(scratch_list("st"), "a.wav bus.wav");
    assert_true(outcome.report.stems_written);
    assert_int_equal(outcome.report.stem_count, 2);
    assert_true(outcome.report.null_db < -130);
    assert_string_equal(outcome.report.stems_folder, "st");
    float *bus = songs_read_floats("st/bus.wav", 2, &frames);
    assert_int_equal(frames, FRAMES);
    assert_true(fabs((double)bus[0] - 0.25 * pow(10, -6.0 / 20)) < 1e-7 && bus[FRAMES] == 0);
    free(bus);
    render_outcome_clear(&outcome);
}

static void test_range(void **state)
{
    RenderOutcome outcome;
    int frames;
    RenderSetup setup = {.output = "o.wav", .has_range = true, .range_from = 5000, .range_to = 7000};
    (void)state;
    write_song();
    assert_int_equal(render(setup, &outcome), RENDER_FINE);
    float *samples = songs_read_floats("o.wav", 2, &frames);
    assert_int_equal(frames, 2000);
    assert_true(samples[0] > samples[2 * 1500]); /* b ends at 6000 */
    free(samples);
    assert_int_equal(outcome.report.range_from, 5000);
    assert_int_equal(outcome.report.range_to, 7000);
    assert_int_equal(outcome.report.tail_end, TAIL_RANGE);
    render_outcome_clear(&outcome);
    setup.range_to = FRAMES + (int64_t)RANGE_BEYOND_SECONDS_MAX * RATE + 1;
    assert_int_equal(render(setup, &outcome), RENDER_BEYOND);
    assert_string_equal(outcome.error.text,
                        "reaches 600 s beyond the end of the song at 0:00.250; at most 600 s of silence are written");
    render_outcome_clear(&outcome);
}

/* ---- why there is no file ---- */

typedef struct Refusal {
    const char *text; /* of the project, NULL = write_song's */
    RenderSetup setup;
    RenderFault fault;
    const char *subject, *words;
} Refusal;

static bool end_it(void *context, int64_t frame, int64_t end_frame)
{
    (void)context, (void)frame, (void)end_frame;
    return true;
}

#define HEAD "ttymix 1\nrate 48000 Hz\n\n"

static const Refusal refusals[] = {
    {.text = HEAD "[track a]\nclip \"gone.wav\"\n[master]\n",
     .setup = {.output = "o.wav"},
     .fault = RENDER_STEMS_MISSING,
     .subject = "",
     .words = "stems are missing (--allow-missing plays silence for them)"},
    {.setup = {.output = "o.flac"}, .fault = RENDER_NO_BITS, .subject = "flac", .words = "flac: takes 16 or 24 bit"},
    {.setup = {.output = "-", .format_given = true, .format = FORMAT_FLAC, .bits = 16},
     .fault = RENDER_NO_PIPE,
     .subject = "flac",
     .words = "flac: cannot be written to standard output; wav and raw can"},
    {.setup = {.output = "a.wav"},
     .fault = RENDER_NO_OUTPUT,
     .subject = "a.wav",
     .words = "a.wav: is a stem of the project"},
    {.setup = {.output = "song.mix"},
     .fault = RENDER_NO_OUTPUT,
     .subject = "song.mix",
     .words = "song.mix: is the project itself"},
    {.setup = {.output = ""}, .fault = RENDER_NO_OUTPUT, .subject = "", .words = "an empty name is no file's"},
    {.setup = {.output = "o.wav", .stems_folder = ""},
     .fault = RENDER_NO_OUTPUT,
     .subject = "",
     .words = "an empty name is no file's"},
    {.setup = {.output = "o.wav", .stems_folder = "."},
     .fault = RENDER_NO_OUTPUT,
     .subject = "./a.wav",
     .words = "./a.wav: is a stem of the project"},
    {.text = HEAD "[track s0]\nclip \"a.wav\"\n[master]\n",
     .setup = {.output = "s0.wav", .stems_folder = "."},
     .fault = RENDER_CLASH,
     .subject = "./s0.wav",
     .words = "./s0.wav: would be the mix and the file of a strip at once"},
    {.setup = {.output = "nowhere/o.wav"},
     .fault = RENDER_NOT_WRITTEN,
     .subject = "nowhere/o.wav",
     .words = "nowhere/o.wav: cannot be written: No such file or directory"},
    {.setup = {.output = "o.wav", .stems_folder = "no/where"},
     .fault = RENDER_NOT_WRITTEN,
     .subject = "no/where",
     .words = "no/where: No such file or directory"},
    {.text = HEAD "[track a]\nclip \"nan.wav\"\n[master]\n",
     .setup = {.output = "o.wav"},
     .fault = RENDER_STEMS_LOST,
     .subject = "o.wav",
     .words = "o.wav: not written: sound of the stems is missing (--allow-missing writes it all the same)"},
    {.setup = {.output = "o.wav", .progress = end_it},
     .fault = RENDER_INTERRUPTED,
     .subject = "o.wav",
     .words = "o.wav: not written: interrupted"},
};

static void test_every_refusal(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(refusals); i++) {
        const Refusal *row = &refusals[i];
        RenderOutcome outcome;
        char words[1200];
        write_song();
        songs_write_level("nan.wav", 1, 100, RATE, NAN);
        if (row->text)
            scratch_write("song.mix", row->text);
        scratch_write("o.wav", "precious");
        const char *before = scratch_list(".");
        char *names = strdup(before);
        print_message("%s\n", row->words);
        assert_int_equal(render(row->setup, &outcome), row->fault);
        assert_string_equal(outcome.subject, row->subject);
        assert_string_equal(report_fault_words(&outcome, words, sizeof words), row->words);
        assert_false(outcome.written);
        assert_string_equal(scratch_read("o.wav"), "precious");
        assert_string_equal(scratch_list("."), names); /* and nothing is left behind */
        free(names);
        render_outcome_clear(&outcome);
    }
}

static void test_unknown_processors(void **state)
{
    Project project;
    ProjectSetup open = {.offline = true};
    ProblemList problems = {0};
    RenderSetup setup = {.output = "o.wav"};
    RenderOutcome outcome;
    (void)state;
    write_song();
    scratch_write("song.mix", HEAD "[track a]\nclip \"a.wav\"\nwobble\n[master]\n");
    assert_int_equal(project_open(&project, "song.mix", &open, &problems, NULL), STATUS_OK);
    problems_clear(&problems); /* the warning */
    assert_int_equal(render_project(&project, &setup, &outcome), RENDER_STRANGE);
    render_outcome_clear(&outcome);
    setup.allow_unknown = true;
    assert_int_equal(render_project(&project, &setup, &outcome), RENDER_FINE);
    assert_int_equal(outcome.report.unknown_processors, 1);
    render_outcome_clear(&outcome);
    project_close(&project);
}

/* What is missing is silence where that is allowed, and is told of. */
static void test_missing_is_allowed(void **state)
{
    RenderOutcome outcome;
    (void)state;
    write_song();
    songs_write_level("nan.wav", 1, 100, RATE, NAN);
    scratch_write("song.mix", HEAD "[track a]\nclip \"gone.wav\"\nclip:n \"nan.wav\" at 0:00.1\n[master]\n");
    assert_int_equal(render((RenderSetup){.output = "o.wav", .allow_missing = true}, &outcome), RENDER_FINE);
    assert_int_equal(outcome.report.missing_clips, 1);
    assert_int_equal(outcome.problems.count, 2);
    assert_string_equal(outcome.problems.items[0].text, "gone.wav: does not exist");
    assert_string_equal(outcome.problems.items[1].file, "nan.wav");
    assert_int_equal(outcome.report.stem_problems, 1);
    render_outcome_clear(&outcome);
}

/* ---- the reports ---- */

static double number_at(const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    assert_true(json_is_number(value));
    return json_number_value(value);
}

static void expect_text(const json_t *object, const char *key, const char *text)
{
    assert_string_equal(json_string_value(json_object_get(object, key)), text);
}

static void test_reports_print_the_outcome(void **state)
{
    RenderOutcome outcome;
    char *text = NULL, line[200];
    size_t length = 0;
    (void)state;
    write_song();
    scratch_write("song.mix", HEAD "[track a]\nclip \"a.wav\"\nfader +12 dB\nout b\n[bus b]\nfader -12 dB\n"
                                   "[track late]\nclip \"b.wav\"\nlimiter\n[master]\n");
    RenderSetup setup = {.output = "o.wav", .stems_folder = "st", .bits = 24, .measure = true, .jobs = 1};
    assert_int_equal(render(setup, &outcome), RENDER_FINE);
    const RenderReport *report = &outcome.report;
    FILE *out = open_memstream(&text, &length);
    report_print_json(report, out);
    fclose(out);
    json_t *root = json_loads(text, 0, NULL);
    assert_non_null(root);
    expect_text(root, "project", report->project);
    expect_text(root, "output", report->output);
    expect_text(root, "format", "wav");
    expect_text(root, "sha256_pcm", report->file.sha256);
    assert_true(number_at(root, "bits") == 24);
    assert_true(number_at(root, "rate_hz") == report->rate_hz);
    assert_true(number_at(root, "frames") == (double)report->file.frames);
    assert_true(number_at(root, "jobs") == report->jobs);
    assert_true(number_at(root, "missing_clips") == 0);
    assert_true(fabs(number_at(root, "seconds_taken") - report->seconds_taken) < 1e-9);
    const json_t *measured = json_object_get(root, "measured"), *latency = json_object_get(root, "latency");
    assert_true(fabs(number_at(measured, "peak_dbfs") - report->reading.sample_peak_db[0]) < 1e-4); /* four decimals */
    assert_true(fabs(number_at(measured, "true_peak_dbtp") - report->reading.true_peak_max_db) < 1e-4);
    assert_true(number_at(measured, "clipped_samples") == (double)(report->file.clipped[0] + report->file.clipped[1]));
    assert_int_equal(json_array_size(json_object_get(measured, "overs")), report->over_count);
    assert_true(number_at(latency, "frames") == report->latency_frames && report->latency_frames > 0);
    assert_int_equal(report->latency_count, 1);
    expect_text(json_array_get(json_object_get(latency, "strips"), 0), "strip", report->latencies[0].name);
    expect_text(json_object_get(root, "stems"), "folder", "st");
    assert_true(number_at(json_object_get(root, "stems"), "count") == report->stem_count);
    json_decref(root);
    free(text);
    out = open_memstream(&text, &length);
    report_print(report, out);
    fclose(out);
    print_message("%s", text);
    assert_non_null(strstr(text, "wrote          o.wav (wav, 24 bit, 48000 Hz)\n"));
    assert_non_null(strstr(text, report->file.sha256));
    snprintf(line, sizeof line, "(%lld frames)\n", (long long)report->file.frames);
    assert_non_null(strstr(text, line));
    free(text);
    render_outcome_clear(&outcome);
}

static void test_overs_are_named(void **state)
{
    RenderOutcome outcome;
    (void)state;
    write_song();
    scratch_write("song.mix", HEAD "[track a]\nclip \"a.wav\"\nfader +12 dB\nout b\n[bus b]\n[master]\nfader -12 dB\n");
    assert_int_equal(render((RenderSetup){.output = "o.wav", .measure = true}, &outcome), RENDER_FINE);
    assert_int_equal(outcome.report.over_count, 1);
    assert_string_equal(outcome.report.overs[0].name, "b");
    assert_true(fabs(outcome.report.overs[0].peak_db - (20 * log10(0.5 * sqrt(0.5)) + 12)) < 1e-3);
    render_outcome_clear(&outcome);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_samples_are_arithmetic),
        TEST(test_default_output),
        TEST(test_an_album),
        TEST(test_files_of_strips),
        TEST(test_range),
        TEST(test_every_refusal),
        TEST(test_unknown_processors),
        TEST(test_missing_is_allowed),
        TEST(test_reports_print_the_outcome),
        TEST(test_overs_are_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
