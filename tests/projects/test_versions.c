/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Versions as differences: read, written, undone, merged, renamed along; a line that does not apply says so. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "audio/base/attributes.h"
#include "projects/command/command.h"
#include "projects/document/document.h"
#include "projects/merge/merge.h"
#include "tests/projects/edited.h"

#define STRIPS                                                                                                         \
    "ttymix 1\nrate 48000 Hz\n\n[track vox]\nclip \"v.wav\"\ncomp:level ratio 2:1\nout voices\n\n[track gtr]\nclip "   \
    "\"a.wav\"\nclip \"b.wav\" at 0:05\n\n[bus voices]\n\n"
#define MASTER "[master]\nfader 0 dB\n"
#define SONG STRIPS MASTER

static void test_read(void **state)
{
    (void)state;
    ProblemList problems = {0};
    Document *document =
        edited_parse(SONG "\n[version instrumental]\ntitle \"Without\"\nisrc DEABC2600011\nmute vox # all\nset "
                          "vox.fader -3 dB\nset voices/*.fader += 1 dB\nbypass vox.level\nsource vox "
                          "\"v2.wav\"\n[version \"radio edit\"]\n",
                     &problems);
    assert_int_equal(problems.count, 0);
    const Model *model = document_model(document);
    assert_int_equal(model->version_count, 2);
    const Version *version = model_version(model, "instrumental");
    assert_string_equal(version->title, "Without");
    assert_string_equal(version->isrc, "DEABC2600011");
    assert_int_equal(version->line_count, 5);
    assert_string_equal(version->lines[0].text, "mute vox");
    assert_int_equal(version->lines[0].place.line, 21);
    assert_string_equal(version->lines[4].text, "source vox \"v2.wav\"");
    assert_non_null(model_version(model, "radio edit"));
    document_free(document);
}

static void test_what_does_not_apply_says_its_line(void **state)
{
    (void)state;
    static const char *const bad[][2] = {
        {"mute vix", "a.mix:19:6: warning: version x: does not apply: no strip matches `vix`"},
        {"mute vox loud", "a.mix:19:6: warning: version x: does not apply: expected on or off, not `loud`"},
        {"mute vox.fader", "a.mix:19:6: warning: version x: does not apply: mute takes strips, not `.fader`"},
        {"set vox.fader",
         "a.mix:19:5: warning: version x: does not apply: fader: a value is missing (-100 dB to +12 dB or -inf)"},
        {"set vox.fader 40 dB",
         "a.mix:19:5: warning: version x: does not apply: fader: +40 dB is out of range (-100 dB to "
         "+12 dB or -inf)"},
        {"set vox.fader -3 dB loud", "a.mix:19:5: warning: version x: does not apply: unexpected `loud`"},
        {"set vox.out voices",
         "a.mix:19:5: warning: version x: does not apply: set takes a value here, as in set vox.fader -3 dB"},
        {"set vox.comp.ratio 3:1",
         "a.mix:19:5: warning: version x: does not apply: vox has no `comp`; did you mean `clip`?"},
        {"bypass vox", "a.mix:19:8: warning: version x: does not apply: bypass takes a processor, as in vox.comp"},
        {"source gtr \"c.wav\"",
         "a.mix:19:8: warning: version x: does not apply: source takes a track with one clip; `gtr` has others"},
        {"source vox", "a.mix:19:8: warning: version x: does not apply: a file is missing; write source vox \"FILE\""},
        {"mute", "a.mix:19:5: warning: version x: does not apply: what it changes is missing"},
        {"fade vox",
         "a.mix:19:1: warning: unknown word `fade`, kept as it is; a version has title, isrc, source, mute, "
         "set and bypass"},
    };
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        char text[600], shown[400];
        ProblemList problems = {0};
        snprintf(text, sizeof text, SONG "\n[version x]\n%s\n", bad[i][0]);
        Document *document = edited_parse(text, &problems);
        assert_int_equal(problems.count, 1);
        problem_format(&problems.items[0], shown, sizeof shown);
        assert_string_equal(shown, bad[i][1]);
        problems_clear(&problems);
        document_free(document);
    }
}

static void test_written_and_undone(void **state)
{
    (void)state;
    ProblemList problems = {0};
    Answer answer = {0};
    Document *document = edited_parse(SONG, &problems);
    edited_run(document, "version instrumental mute vox", "Version instrumental: mute vox");
    edited_run(document, "version instrumental set gtr.fader +1 dB", "Version instrumental: set gtr.fader +1 dB");
    edited_run(document, "version instrumental set gtr.fader +2 dB", "Version instrumental: set gtr.fader +2 dB");
    edited_run(document, "version \"radio edit\" title \"Short\"", "Version \"radio edit\": title \"Short\"");
    edited_run(document, "version x mute vix", "Not changed: no strip matches `vix`");
    edited_run(document, "version x fade vox",
               "Not changed: say what differs: title, isrc, source, mute, set or bypass");
    assert_int_equal(document_model(document)->version_count, 2); /* nothing of them stays */
    edited_run(document, "unversion instrumental mute gtr", "Not deleted: it has no such line");
    edited_run(document, "unversion instrumental mute vox", "Version instrumental mute vox deleted");
    edited_run(document, "unversion y", "Not deleted: there is no version `y`");
    edited_assert_text(
        document,
        STRIPS "[version instrumental]\nset gtr.fader +2 dB\n\n[version \"radio edit\"]\ntitle \"Short\"\n\n" MASTER);
    edited_run(document, "unversion \"radio edit\"", "Version \"radio edit\" deleted");
    while (document_undo(document, &answer))
        answer_clear(&answer);
    answer_clear(&answer);
    edited_assert_text(document, SONG);
    document_free(document);
}

static void test_renamed_along(void **state)
{
    (void)state;
    ProblemList problems = {0};
    Document *document =
        edited_parse(SONG "\n[version i]\nmute vox\nset vox.comp:level.ratio 3:1\nset voices/*.fader -1 "
                          "dB\nsource vox \"v.wav\"\nbypass vox.level\n",
                     &problems);
    Answer answer = {0};
    document_execute(document, "rename vox lead; rename lead.level squash; rename voices sung", &answer);
    assert_int_equal(answer.status, STATUS_OK);
    answer_clear(&answer);
    const Version *version = model_version(document_model(document), "i");
    static const char *const wanted[] = {"mute lead", "set lead.squash.ratio 3:1", "set sung/*.fader -1 dB",
                                         "source lead \"v.wav\"", "bypass lead.squash"};
    for (size_t i = 0; i < ARRAY_LEN(wanted); i++) {
        assert_string_equal(version->lines[i].text, wanted[i]);
        assert_null(version->lines[i].problem);
    }
    document_free(document);
}

/* Two lines of one version on two sides both stay; two values of one are a conflict. */
static void test_merged(void **state)
{
    (void)state;
    static const char base[] = "ttymix 1\n[version i]\nmute vox\n",
                      ours[] = "ttymix 1\n[version i]\nmute vox\nmute gtr\n",
                      theirs[] = "ttymix 1\n[version i]\nmute vox\nset bass.fader -1 dB\n",
                      other[] = "ttymix 1\n[version i]\nmute vox\nset bass.fader -2 dB\n";
    MergeResult result = {0};
    assert_int_equal(merge3(base, strlen(base), ours, strlen(ours), theirs, strlen(theirs), &result), STATUS_OK);
    assert_int_equal(result.count, 0);
    assert_string_equal(result.text, "ttymix 1\n[version i]\nmute vox\nmute gtr\nset bass.fader -1 dB\n");
    merge_result_clear(&result);
    assert_int_equal(merge3(base, strlen(base), other, strlen(other), theirs, strlen(theirs), &result), STATUS_OK);
    assert_int_equal(result.count, 1);
    assert_string_equal(result.conflicts[0].address, "version.i.set.bass.fader");
    merge_result_clear(&result);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_read),
        cmocka_unit_test(test_what_does_not_apply_says_its_line),
        cmocka_unit_test(test_written_and_undone),
        cmocka_unit_test(test_renamed_along),
        cmocka_unit_test(test_merged),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
