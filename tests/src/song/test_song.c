/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening a project, what its stems turn out to be, and where a file may be written: as data, not as sentences on a
 * stream. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "src/song/output.h"
#include "tests/projects/scratch.h"
#include "tests/src/songs.h"

static void expect_problem(const ProblemList *problems, int index, bool warning, int line, const char *text)
{
    assert_true(index < problems->count);
    assert_int_equal(problems->items[index].warning, warning);
    assert_int_equal(problems->items[index].line, line);
    assert_string_equal(problems->items[index].text, text);
}

static void test_open_says_why_not(void **state)
{
    static const struct {
        const char *path;
        Status status;
        const char *text;
    } cases[] = {{"gone.mix", STATUS_NOT_FOUND, "gone.mix does not exist"},
                 {"folder", STATUS_REFUSED, "folder is a folder"},
                 {"wrong.mix", STATUS_BAD_VALUE, ""}};
    ProjectSetup setup = {.offline = true};
    (void)state;
    mkdir("folder", 0777);
    scratch_write("wrong.mix", "ttymix 1\n[track a]\nfader 5 Hz\nclip\n[master]\n");
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        Project project;
        ProblemList problems = {0};
        Error error = {0};
        assert_int_equal(project_open(&project, cases[i].path, &setup, &problems, &error), cases[i].status);
        if (cases[i].text[0])
            assert_non_null(strstr(error.text, cases[i].path));
        else
            assert_string_equal(error.text, "");
        assert_int_equal(problems.errors, cases[i].status == STATUS_BAD_VALUE ? 2 : 0);
        assert_null(project.document);
        assert_null(project.path);
        problems_clear(&problems);
        project_close(&project);
    }
}

/* Problems of two projects may be collected in one list: those of the first do not fail the second. */
static void test_a_list_that_has_errors_already(void **state)
{
    ProjectSetup setup = {.offline = true};
    ProblemList problems = {0};
    Project project;
    (void)state;
    scratch_write("wrong.mix", "ttymix 1\n[track a]\nfader 5 Hz\n[master]\n");
    scratch_write("right.mix", "ttymix 1\n[master]\n");
    assert_int_equal(project_open(&project, "wrong.mix", &setup, &problems, NULL), STATUS_BAD_VALUE);
    assert_int_equal(project_open(&project, "right.mix", &setup, &problems, NULL), STATUS_OK);
    project_close(&project);
    project_close(&project);
    problems_clear(&problems);
}

static void test_create(void **state)
{
    ProjectSetup setup = {.offline = true, .create = true};
    ProblemList problems = {0};
    Project project;
    (void)state;
    assert_int_equal(project_open(&project, "new.mix", &setup, &problems, NULL), STATUS_OK);
    assert_true(project.is_new);
    assert_string_equal(document_model(project.document)->title, "new");
    project_close(&project);
    assert_false(scratch_exists("new.mix"));
    assert_int_equal(project_open(&project, "nowhere/new.mix", &setup, &problems, NULL), STATUS_NOT_FOUND);
    assert_int_equal(problems.count, 0);
}

#define SONG                                                                                                           \
    "ttymix 1\ninclude \"bus.mix\"\nrate 48000 Hz\n\n"                                                                 \
    "[track a]\nclip \"a.wav\"\nclip:b \"a.wav\" at 0:01\nout b\n\n"                                                   \
    "[track c]\nclip \"slow.wav\"\nclip:g \"gone.wav\" at 0:01\nclip:h \"gone.wav\" at 0:02\n"                         \
    "convolve \"room.wav\"\n\n[master]\n"

static void write_song(void)
{
    scratch_write("bus.mix", "[bus b]\n");
    scratch_write("song.mix", SONG);
    songs_write_level("a.wav", 1, 100, 48000, 0.5f);
    songs_write_level("slow.wav", 2, 100, 24000, 0.5f);
    songs_write_level("room.wav", 1, 10, 48000, 0.5f);
}

static void test_stems_are_told_of_once(void **state)
{
    Project project;
    ProblemList problems = {0}, again = {0};
    int missing = -1;
    (void)state;
    write_song();
    songs_open(&project, "song.mix");
    assert_int_equal(project_check_stems(&project, &problems, &missing), STATUS_OK);
    assert_int_equal(missing, 2); /* places, not files */
    assert_int_equal(problems.count, 2);
    expect_problem(&problems, 0, true, 11, "slow.wav: is at 24000 Hz and is converted to 48000 Hz");
    expect_problem(&problems, 1, false, 12, "gone.wav: does not exist");
    assert_string_equal(problems.items[0].file, "song.mix");
    missing = -1;
    assert_int_equal(project_check_stems(&project, &again, &missing), STATUS_OK);
    assert_int_equal(missing, 2);
    assert_int_equal(again.count, 0);
    problems_clear(&problems);
    project_close(&project);
}

static void test_copy(void **state)
{
    Project project, copy;
    Error error = {0};
    Answer answer = {0};
    (void)state;
    write_song();
    songs_open(&project, "song.mix");
    document_execute(project.document, "set a.fader -3 dB", &answer);
    answer_clear(&answer);
    assert_int_equal(project_copy(&copy, &project, &error), STATUS_OK);
    document_execute(project.document, "set a.fader -9 dB", &answer);
    answer_clear(&answer);
    const Model *model = document_model(copy.document);
    assert_int_equal(model->strip_count, 4); /* with the one that is included */
    assert_true(model_strip(model, "a")->fact[FACT_FADER] == -3);
    project_close(&copy);
    project_close(&project);
}

static void write_by_ttymix(const char *path)
{
    Writer *writer;
    Error error = {0};
    WriterSetup setup = {.format = FORMAT_WAV, .bits = 24, .channels = 2, .rate_hz = 48000};
    float silence[10] = {0}, *planar[2] = {silence, silence};
    assert_int_equal(writer_open(&writer, path, &setup, &error), STATUS_OK);
    assert_int_equal(writer_write(writer, planar, 10, &error), STATUS_OK);
    assert_int_equal(writer_close(writer, NULL, &error), STATUS_OK);
}

static void test_where_a_file_may_be_written(void **state)
{
    enum {
        S = 1 << OUTPUT_SOUND | 1 << OUTPUT_IMPLIED,
        I = 1 << OUTPUT_IMPLIED,
        C = 1 << OUTPUT_COPY,
        P = 1 << OUTPUT_PROJECT
    };
    static const struct {
        const char *path;
        OutputPlace place;
        int uses; /* those that are refused; to the others it is free */
    } cases[] = {
        {"new.wav", OUTPUT_FREE, 0},
        {"empty.wav", OUTPUT_FREE, 0},
        {"made.wav", OUTPUT_RECORDING, C | P},
        {"notes.txt", OUTPUT_FREE, I},
        {"nowhere/new.wav", OUTPUT_FREE, 0}, /* the opening says what is wrong */
        {"notes.txt/new.wav", OUTPUT_UNKNOWN, S | C | P},
        {"", OUTPUT_NAMELESS, S | C | P},
        {"folder", OUTPUT_FOLDER, S | C | P},
        {"fifo", OUTPUT_NO_FILE, S | C | P},
        {"link", OUTPUT_LINK, S},
        {"dangling", OUTPUT_LINK, S},
        {"song.mix", OUTPUT_ITSELF, S | C},
        {"folder/../song.mix", OUTPUT_ITSELF, S | C},
        {"a.wav", OUTPUT_STEM, S | C | P},
        {"room.wav", OUTPUT_STEM, S | C | P},
        {"a-link.wav", OUTPUT_STEM, S | C | P},
        {"bus.mix", OUTPUT_INCLUDE, S | C | P},
        {".song.mix.lock", OUTPUT_BESIDE, S | C | P},
        {"other.mix", OUTPUT_OTHER, S},
        {"voice.strip", OUTPUT_PRESET, S | C | P},
        {"else.wav", OUTPUT_RECORDING, I | C | P},
    };
    Project project;
    (void)state;
    write_song();
    scratch_write("notes.txt", "notes");
    scratch_write("other.mix", "ttymix 1\n[master]\n");
    scratch_write("voice.strip", "ttymix-strip 1\ngain\n");
    songs_write_level("else.wav", 1, 10, 48000, 0);
    scratch_write("empty.wav", "");
    write_by_ttymix("made.wav");
    assert_int_equal(mkdir("folder", 0777) + mkfifo("fifo", 0666) + symlink("notes.txt", "link") +
                         symlink("none", "dangling") + symlink("a.wav", "a-link.wav"),
                     0);
    songs_open(&project, "song.mix");
    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        for (int use = OUTPUT_SOUND; use <= OUTPUT_PROJECT; use++) {
            OutputPlace place;
            Error error = {0};
            bool refused = cases[i].uses & 1 << use;
            bool foreign =
                use == OUTPUT_IMPLIED && (cases[i].place == OUTPUT_FREE || cases[i].place == OUTPUT_RECORDING);
            Status status = output_check(&project, cases[i].path, (OutputUse)use, &place, &error);
            print_message("%s for %d: %s\n", cases[i].path, use, error.text);
            assert_int_equal(status, !refused                           ? STATUS_OK
                                     : cases[i].place == OUTPUT_UNKNOWN ? STATUS_IO
                                                                        : STATUS_REFUSED);
            assert_int_equal(place, !refused ? OUTPUT_FREE : foreign ? OUTPUT_FOREIGN : cases[i].place);
            assert_int_equal(error.text[0] != '\0', refused);
        }
    assert_int_equal(output_check(&project, "-", OUTPUT_SOUND, NULL, NULL), STATUS_OK);
    project_close(&project);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_open_says_why_not, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_a_list_that_has_errors_already, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_create, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_stems_are_told_of_once, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_copy, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_where_a_file_may_be_written, scratch_setup, scratch_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
