/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of rules, how values are judged by it, files of limits, and `waive` as a word of the language. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "audio/base/attributes.h"
#include "projects/command/command.h"
#include "projects/document/document.h"
#include "projects/lint/lint.h"
#include "projects/merge/merge.h"
#include "tests/projects/edited.h"

static void test_rows_are_whole(void **state)
{
    (void)state;
    Error error = {0};
    assert_int_equal(lint_check_document(&error), STATUS_OK);
    assert_true(rule_count() <= LINT_RULES_MAX);
    for (int i = 0; rule_at(i); i++) {
        const Rule *rule = rule_at(i);
        char limits[200];
        int profiles = 0;
        assert_ptr_equal(rule_find(rule->id), rule); /* ids are unique */
        assert_int_equal(rule_index(rule), i);
        assert_non_null(strchr(rule->id, '/'));
        assert_true(rule->stages != 0);
        assert_true((rule->unit == NULL) == (rule->side == LINT_STATE));
        assert_true(rule->measures[0] && rule->advice[0]);
        assert_int_equal(rule->reason[strlen(rule->reason) - 1], '.');
        if (rule->unless)
            assert_non_null(rule_find(rule->unless));
        for (int profile = 0; profile < PROFILE_COUNT; profile++) {
            rule_format_limits(rule, &rule->limits[profile], limits, sizeof limits);
            assert_true((limits[0] != '\0') == rule->limits[profile].applies);
            profiles += rule->limits[profile].applies;
        }
        assert_true(profiles > 0);
    }
    const char *twice[] = {"mix/mute", "mix/mute"};
    assert_int_equal(lint_check_bound(LINT_DOCUMENT, twice, 2, &error), STATUS_REFUSED);
    const char *unknown[] = {"mix/nothing"};
    assert_int_equal(lint_check_bound(LINT_DOCUMENT, unknown, 1, &error), STATUS_REFUSED);
}

/* A value is compared as it is printed: a limiter at its ceiling passes. */
static void test_values_are_compared_as_printed(void **state)
{
    (void)state;
    const Rule *peak = rule_find("qc/true-peak"), *loud = rule_find("qc/loudness"), *plr = rule_find("qc/plr");
    const LintLimits *limits = &peak->limits[PROFILE_STREAMING];
    static const struct {
        double value;
        LintLevel level;
    } peaks[] = {{-1.2, LINT_FINE},  {-1, LINT_FINE},    {-0.951, LINT_FINE},    {-0.949, LINT_WARN},
                 {0.049, LINT_WARN}, {0.051, LINT_FAIL}, {-INFINITY, LINT_FINE}, {NAN, LINT_FINE}};
    for (size_t i = 0; i < ARRAY_LEN(peaks); i++)
        assert_int_equal(rule_judge(peak, limits, peaks[i].value), peaks[i].level);
    limits = &loud->limits[PROFILE_BROADCAST];
    assert_int_equal(rule_judge(loud, limits, -23.24), LINT_FINE);
    assert_int_equal(rule_judge(loud, limits, -22.76), LINT_FINE);
    assert_int_equal(rule_judge(loud, limits, -23.26), LINT_FAIL);
    assert_int_equal(rule_judge(loud, limits, -22.74), LINT_FAIL);
    limits = &plr->limits[PROFILE_VINYL];
    assert_int_equal(rule_judge(plr, limits, 8.96), LINT_FINE);
    assert_int_equal(rule_judge(plr, limits, 8.94), LINT_WARN);
    assert_int_equal(rule_judge(peak, &peak->limits[PROFILE_MIX], 3), LINT_FINE); /* the profile does not look */
}

static Status parse_profile(const char *text, LintProfile *profile, Error *error)
{
    *error = (Error){0};
    return profile_parse(profile, text, strlen(text), error);
}

static void test_files_of_limits(void **state)
{
    (void)state;
    LintProfile profile;
    Error error;
    assert_int_equal(parse_profile("# ours\nttymix-profile 1\nbase broadcast # as R 128\n\nqc/loudness target -24 "
                                   "LUFS fail 2 LUFS\nqc/true-peak warn -3 dBTP fail -2\nmix/mute fail\nqc/dc off\n",
                                   &profile, &error),
                     STATUS_OK);
    assert_string_equal(profile.name, "broadcast");
    const Rule *loud = rule_find("qc/loudness"), *peak = rule_find("qc/true-peak"), *mute = rule_find("mix/mute");
    assert_int_equal(rule_judge(loud, profile_limits(&profile, loud), -22), LINT_FINE);
    assert_int_equal(rule_judge(loud, profile_limits(&profile, loud), -21.9), LINT_FAIL);
    assert_int_equal(rule_judge(peak, profile_limits(&profile, peak), -2.5), LINT_WARN);
    assert_int_equal(rule_judge(mute, profile_limits(&profile, mute), 1), LINT_FAIL);
    assert_false(profile_limits(&profile, rule_find("qc/dc"))->applies);
    assert_true(profile_limits(&profile, rule_find("qc/clip"))->applies); /* as in its base */
    static const char *const bad[][2] = {
        {"", "1: a profile begins with a line `ttymix-profile 1`"},
        {"ttymix 1\n", "1: a profile begins with a line `ttymix-profile 1`"},
        {"ttymix-profile 1\nbase lp\n", "2: base: there are mix, streaming, cd, vinyl, broadcast and podcast"},
        {"ttymix-profile 1\nqc/dc off\nbase cd\n", "3: `base` names one profile, once, before the rules"},
        {"ttymix-profile 1\nqc/true-peek off\n", "2: there is no rule `qc/true-peek`; did you mean `qc/true-peak`?"},
        {"ttymix-profile 1\nqc/dc\n", "2: write off, or limits, behind qc/dc"},
        {"ttymix-profile 1\nqc/dc loud -3\n", "2: expected off, note, warn or fail, not loud"},
        {"ttymix-profile 1\nqc/dc warn\n", "2: a number is missing behind warn"},
        {"ttymix-profile 1\nqc/dc warn -60 LUFS\n", "2: expected off, note, warn or fail, not LUFS"},
        {"ttymix-profile 1\nqc/dc target -60\n", "2: expected off, note, warn or fail, not target"},
    };
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        assert_int_equal(parse_profile(bad[i][0], &profile, &error), STATUS_BAD_VALUE);
        assert_string_equal(error.text, bad[i][1]);
    }
}

/* --- the word of the language --- */

#define HEAD "ttymix 1\ntitle \"A\"\nrate 48000 Hz\n"
#define SONG HEAD "\n[track vox]\nclip \"v.wav\"\nmute\n\n[track gtr]\nclip \"g.wav\"\n\n[master]\nfader 0 dB\n"

static void test_waive_is_written_and_undone(void **state)
{
    (void)state;
    ProblemList problems = {0};
    Document *document = edited_parse(SONG, &problems);
    edited_run(document, "waive vox mix/mute \"with the remix\"", "vox mix/mute is waived");
    edited_run(document, "waive mix/limiter \"the sound\"", "mix/limiter is waived");
    edited_assert_text(document,
                       HEAD "waive    mix/limiter  \"the sound\"\n\n[track vox]\nwaive    mix/mute  \"with the "
                            "remix\"\nclip \"v.wav\"\nmute\n\n[track gtr]\nclip \"g.wav\"\n\n[master]\nfader 0 dB\n");
    assert_int_equal(document_model(document)->waiver_count, 1);
    assert_int_equal(model_strip(document_model(document), "vox")->waivers[0].place.line, 7);
    edited_run(document, "waive mix/limiter \"it \\\"is\\\" the sound\"", "mix/limiter is waived");
    assert_string_equal(document_model(document)->waivers[0].reason, "it \"is\" the sound");
    edited_run(document, "unwaive mix/limiter", "mix/limiter is not waived any more");
    edited_run(document, "unwaive mix/limiter", "Not changed: mix/limiter is not waived");
    edited_run(document, "waive mix/mut \"x\"", "Not waived: there is no rule `mix/mut`; did you mean `mix/mute`?");
    edited_run(document, "waive mix/mute", "Not waived: the reason, in double quotes is missing");
    edited_run(document, "waive mix/mute \"  \"", "Not waived: the reason is empty; say why");
    Answer answer = {0};
    for (int i = 0; i < 4; i++) {
        assert_true(document_undo(document, &answer));
        answer_clear(&answer);
    }
    edited_assert_text(document, SONG);
    document_free(document);
    problems_clear(&problems);
}

static void test_waive_is_read(void **state)
{
    (void)state;
    static const char *const bad[][2] = {
        {"waive\n", "a.mix:4:6: waive: a rule is missing; write waive RULE \"why\""},
        {"waive mix/mute\n", "a.mix:4:15: waive: say why, in double quotes: waive RULE \"why\""},
        {"waive mix/mute \"\"\n", "a.mix:4:16: waive: the reason is empty; say why"},
        {"waive mix/mute \"a\" b\n", "a.mix:4:20: unexpected `b`"},
        {"waive mix/mute \"a\"\nwaive mix/mute \"b\"\n", "a.mix:5:7: waive: `mix/mute` is waived already in line 4"},
        {"waive mix/mote \"a\"\n", "a.mix:4:7: warning: waive: there is no rule `mix/mote`; did you mean `mix/mute`?"},
    };
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        char text[400], shown[400];
        ProblemList problems = {0};
        Document *document = NULL;
        snprintf(text, sizeof text, HEAD "%s[master]\n", bad[i][0]);
        Status status = document_parse(&document, "a.mix", text, strlen(text), NULL, NULL, &problems);
        assert_true(status == STATUS_OK || problems.errors > 0);
        assert_int_equal(problems.count, 1);
        problem_format(&problems.items[0], shown, sizeof shown);
        assert_string_equal(shown, bad[i][1]);
        document_free(document);
        problems_clear(&problems);
    }
}

/* Words that came after the first projects are told apart by place: such names stay valid. */
static void test_strips_named_after_new_words(void **state)
{
    (void)state;
    static const char *const words[] = {"waive",  "unwaive", "isrc", "source", "version",
                                        "target", "lead",    "gap",  "side"};
    for (size_t i = 0; i < ARRAY_LEN(words); i++) {
        char text[600], line[120];
        ProblemList problems = {0};
        snprintf(text, sizeof text,
                 HEAD
                 "\n[track %s]\nclip \"v.wav\"\neq:%s\nwaive mix/mute \"why\"\nsend %s-bus -3 dB\nout "
                 "%s-sum\n\n[return %s-bus]\n[bus %s-sum]\n[automation %s.fader]\n0:00 -1 dB\n[master]\ncomp key %s\n",
                 words[i], words[i], words[i], words[i], words[i], words[i], words[i], words[i]);
        Document *document = edited_parse(text, &problems);
        assert_int_equal(problems.count, 0);
        snprintf(line, sizeof line, "set %s.fader -3 dB; mute %s; waive %s mix/mute \"more\"; rename %s-bus %s-b",
                 words[i], words[i], words[i], words[i], words[i]);
        Answer answer = {0};
        document_execute(document, line, &answer);
        assert_int_equal(answer.status, STATUS_OK);
        assert_string_equal(model_strip(document_model(document), words[i])->waivers[0].reason, "more");
        answer_clear(&answer);
        document_free(document);
        problems_clear(&problems);
    }
}

/* Two people waive two rules of one strip: both stay; two reasons for one rule are a conflict. */
static void test_waivers_are_merged(void **state)
{
    (void)state;
    static const char base[] = HEAD "[track a]\nfader 0 dB\n",
                      ours[] = HEAD "[track a]\nwaive mix/mute \"a\"\nfader 0 dB\n",
                      theirs[] = HEAD "[track a]\nwaive mix/unused \"b\"\nfader 0 dB\n",
                      other[] = HEAD "[track a]\nwaive mix/mute \"c\"\nfader 0 dB\n";
    MergeResult result = {0};
    assert_int_equal(merge3(base, strlen(base), ours, strlen(ours), theirs, strlen(theirs), &result), STATUS_OK);
    assert_int_equal(result.count, 0);
    assert_string_equal(result.text, HEAD "[track a]\nwaive mix/mute \"a\"\nwaive mix/unused \"b\"\nfader 0 dB\n");
    merge_result_clear(&result);
    assert_int_equal(merge3(base, strlen(base), ours, strlen(ours), other, strlen(other), &result), STATUS_OK);
    assert_int_equal(result.count, 1);
    assert_string_equal(result.conflicts[0].address, "a.waive.mix/mute");
    assert_string_equal(result.conflicts[0].theirs, "\"c\"");
    merge_result_clear(&result);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows_are_whole),     cmocka_unit_test(test_values_are_compared_as_printed),
        cmocka_unit_test(test_files_of_limits),    cmocka_unit_test(test_waive_is_written_and_undone),
        cmocka_unit_test(test_waive_is_read),      cmocka_unit_test(test_strips_named_after_new_words),
        cmocka_unit_test(test_waivers_are_merged),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
