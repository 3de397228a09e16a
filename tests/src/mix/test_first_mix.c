/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A project from stems: names, pairs, rates, the folder's own project, and the flat sum. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "src/mix/first_mix.h"
#include "tests/projects/scratch.h"
#include "tests/src/songs.h"

static const ProjectSetup offline = {.offline = true};

static void write_stems(void)
{
    assert_int_equal(mkdir("song", 0777), 0);
    songs_write_level("song/Kick In.wav", 1, 24000, 48000, 0.25f);
    songs_write_level("song/gtr.L.wav", 1, 24000, 48000, 0.25f);
    songs_write_level("song/gtr.R.wav", 1, 48000, 48000, 0.5f);
    songs_write_level("song/eq.wav", 2, 12000, 24000, 0.125f);
}

static void test_folder(void **state)
{
    static const char *const names[] = {"kick-in", "eq-2", "gtr-l", "gtr-r", "master"};
    Project project;
    ProblemList problems = {0};
    Error error = {0};
    int outside = -1;
    (void)state;
    write_stems();
    scratch_write("song/notes.wav", "no sound");
    assert_int_equal(first_mix_of_folder(&project, "song", &offline, &problems, &outside, &error), STATUS_OK);
    const Model *model = document_model(project.document);
    assert_int_equal(problems.count, 1); /* told, and no reason to give up */
    assert_string_equal(problems.items[0].file, "song/notes.wav");
    assert_int_equal(outside, 0);
    assert_true(project.is_new);
    assert_string_equal(project.path, "song/song.mix");
    assert_false(scratch_exists("song/song.mix"));
    assert_int_equal(model->rate_hz, 48000);
    assert_int_equal(model->strip_count, ARRAY_LEN(names));
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        assert_non_null(model_strip(model, names[i]));
    assert_string_equal(model_strip(model, "kick-in")->clips[0].path, "Kick In.wav");
    assert_true(model_strip(model, "gtr-l")->fact[FACT_PAN] == -100);
    assert_true(model_strip(model, "gtr-r")->fact[FACT_PAN] == 100);
    assert_true(model_strip(model, "eq-2")->fact[FACT_PAN] == 0);
    problems_clear(&problems);
    project_close(&project);
}

static void test_folder_that_has_a_project(void **state)
{
    Project project;
    ProblemList problems = {0};
    Error error = {0};
    int outside = -1;
    (void)state;
    write_stems();
    scratch_write("song/song.mix", "ttymix 1\ntitle \"Mine\"\n[master]\n");
    assert_int_equal(first_mix_of_folder(&project, "song", &offline, &problems, &outside, &error), STATUS_OK);
    assert_string_equal(document_model(project.document)->title, "Mine");
    assert_false(project.is_new);
    assert_int_equal(outside, 0);
    project_close(&project);
    scratch_write("song/song.mix", "ttymix 1\nwhat\n[master]\nfader 1 Hz\n");
    assert_int_equal(first_mix_of_folder(&project, "song", &offline, &problems, &outside, &error), STATUS_BAD_VALUE);
    assert_true(problems.errors > 0);
    problems_clear(&problems);
}

static void test_nothing_to_make_it_of(void **state)
{
    Project project;
    ProblemList problems = {0};
    Error error = {0};
    int outside;
    (void)state;
    assert_int_equal(mkdir("empty", 0777), 0);
    assert_int_equal(first_mix_of_folder(&project, "empty", &offline, &problems, &outside, &error), STATUS_UNSUPPORTED);
    assert_int_equal(problems.count, 1);
    assert_string_equal(problems.items[0].text, "there are no sound files in this folder");
    problems_clear(&problems);
    assert_int_equal(first_mix_of_folder(&project, "nowhere", &offline, &problems, &outside, &error), STATUS_IO);
    assert_non_null(strstr(error.text, "nowhere"));
}

static void test_stems_from_elsewhere(void **state)
{
    Project project;
    FoundStems found = {0};
    Error error = {0};
    int outside = -1;
    (void)state;
    write_stems();
    assert_int_equal(mkdir("mix", 0777), 0);
    songs_write_level("mix/near.wav", 1, 100, 48000, 0.5f);
    assert_true(found_stems_add(&found, "song"));
    assert_true(found_stems_add(&found, "mix/near.wav"));
    assert_int_equal(first_mix_make(&project, "mix/x.mix", &found, &offline, &outside, &error), STATUS_OK);
    const Model *model = document_model(project.document);
    assert_int_equal(outside, 4);
    assert_int_equal(model_strip(model, "kick-in")->clips[0].path[0], '/');
    assert_string_equal(model_strip(model, "near")->clips[0].path, "near.wav");
    found_stems_clear(&found);
    project_close(&project);
}

/* Levels that do not change have the true peak of their highest sum: kick and guitars in the middle of the second half
 * are silent but for gtr.R.  Pan law -3 dB: a mono track in the centre gives cos(45 degrees) to each side, one at the
 * end all of it to one. */
static void test_flat_sum(void **state)
{
    Project project;
    FoundStems found = {0};
    FlatSum sum;
    Error error = {0};
    int outside;
    (void)state;
    assert_int_equal(mkdir("song", 0777), 0);
    songs_write_level("song/a.L.wav", 1, 48000, 48000, 0.25f);
    songs_write_level("song/a.R.wav", 1, 48000, 48000, 0.125f);
    songs_write_level("song/b.wav", 2, 24000, 48000, 0.25f);
    assert_true(found_stems_add_folder(&found, "song"));
    assert_int_equal(first_mix_make(&project, "song/x.mix", &found, &offline, &outside, &error), STATUS_OK);
    assert_int_equal(first_mix_measure(&project, &sum, &error), STATUS_OK);
    assert_true(fabs(sum.seconds - 1) < 1e-9);
    /* 0.25 + 0.25, and what the true peak meter's filter makes of a step: at most 1.5 dB more (BS.1770-5, annex 2) */
    print_message("%g dBTP\n", sum.true_peak_dbtp);
    assert_true(sum.true_peak_dbtp > 20 * log10(0.5) - 0.01 && sum.true_peak_dbtp < 20 * log10(0.5) + 1.5);
    found_stems_clear(&found);
    project_close(&project);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_folder, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_folder_that_has_a_project, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_nothing_to_make_it_of, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_stems_from_elsewhere, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_flat_sum, scratch_setup, scratch_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
