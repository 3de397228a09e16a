/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Automation over a range: what each command makes of a lane, word for word; its undo; and its replay from the journal.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "projects/command/command.h"
#include "projects/model/lane_value.h"
#include "tests/projects/generate.h"
#include "tests/projects/kinds.h"

#define HEAD                                                                                                           \
    "ttymix 1\nrate     48000 Hz\n\n[markers]\n0:01       \"Verse\"\n0:03       \"Chorus\"\n0:08       \"X\"\n0:09   " \
    "    \"X\"\n\n"
#define STRIPS "[track vox]\nfader    -4 dB\n\n[track gtr]\nteq\n  1      bell       freq 1 kHz\n\n"
#define FADER "[automation vox.fader]\nmode     read\n"
#define PAN "[automation gtr.pan]\nmode     read\n"

typedef struct PointCase {
    const char *command, *before, *after; /* `after` NULL: refused */
    const char *answer;
} PointCase;

#define RIDE                                                                                                           \
    "0:00       -4 dB\n# up\n0:01       -4 dB\n0:01.5     -2 dB  linear   # here\n0:02       -6 dB  curve -0.4\n0:04 " \
    "      -inf dB\n"
static const PointCase cases[] = {
    /* moving: in the unit of each point, with comments, in the place of what was there */
    {"move-points vox.fader Verse 0:01.5 by 100 ms", FADER RIDE,
     FADER "0:00       -4 dB\n# up\n0:01.1     -4 dB\n0:01.6     -2 dB  linear   # here\n0:02       -6 dB  curve "
           "-0.4\n0:04       -inf dB\n",
     "Vox fader: 2 points moved"},
    {"move-points vox.fader 0:01 0:01.5 by -1 s", FADER RIDE,
     FADER
     "# up\n0:00       -4 dB\n0:00.5     -2 dB  linear   # here\n0:02       -6 dB  curve -0.4\n0:04       -inf dB\n",
     "Vox fader: 2 points moved"},
    {"move-points vox.fader 0:00 0:01 by 24000 frames", FADER "48000 frames -1 dB\n0:00.25    -2 dB\n",
     FADER "0:00.75    -2 dB\n72000 frames -1 dB\n", "Vox fader: 2 points moved"},
    {"move-points vox.fader 0:00 0:01.5 by 0.5 s", FADER RIDE,
     FADER "0:00.5     -4 dB\n# up\n0:01.5     -4 dB\n0:02       -2 dB  linear   # here\n0:04       -inf dB\n",
     "Vox fader: 3 points moved"},
    {"move-points vox.fader 0:01 0:02 by -1.1 s", FADER RIDE, NULL, "Not changed: points would stand before 0:00"},
    {"move-points vox.fader 0:02 0:01 by 1 s", FADER RIDE, NULL, "Not changed: the range ends before it begins"},
    {"move-points vox.fader X 0:10 by 1 s", FADER RIDE, NULL, "Not changed: there are 2 markers X; say the time"},
    {"move-points vox.fader 0:05 0:06 by 1 s", FADER RIDE, NULL,
     "Not changed: vox.fader has no points from 0:05 to 0:06"},
    {"move-points vox.fader 0:01 0:02 1 s", FADER RIDE, NULL, "Not changed: `by` is missing"},
    {"move-points vox.trim 0:01 0:02 by 1 s", FADER RIDE, NULL, "Not changed: vox.trim has no automation"},
    {"move-points vox.polarity 0:01 0:02 by 1 s", FADER RIDE, NULL, "Not changed: `vox.polarity` cannot be automated"},

    /* copying */
    {"copy-points vox.fader Verse 0:02 to Chorus", FADER RIDE,
     FADER "0:00       -4 dB\n# up\n0:01       -4 dB\n0:01.5     -2 dB  linear   # here\n0:02       -6 dB  curve -0.4\n"
           "0:03       -4 dB\n0:03.5     -2 dB  linear\n0:04       -6 dB  curve -0.4\n",
     "Vox fader: 3 points copied"},
    {"copy-points vox.fader 0:04 0:04 to 0:07 gtr.fader", FADER RIDE,
     FADER RIDE "\n[automation gtr.fader]\nmode     read\n0:07       -inf dB\n", "Vox fader: 1 point copied"},
    {"copy-points vox.fader Verse 0:02 to Chorus gtr.pan", FADER RIDE, NULL,
     "Not changed: vox.fader and gtr.pan have other units"},
    {"copy-points vox.fader Verse 0:02 to Chorus gtr.fader 3", FADER RIDE, NULL, "Not changed: unexpected `3`"},

    /* lifting: what lies outside stays, a curve that is cut keeps its course in both parts */
    {"lift-points vox.fader 0:01 0:02 by 3 dB", PAN "0:00       C\n",
     PAN
     "0:00       C\n\n[automation vox.fader]\nmode     read\n0:01       -4 dB\n0:01       -1 dB\n0:02       -4 dB\n",
     "Vox fader +3 dB from 0:01 to 0:02"},
    {"lift-points vox.fader 0:01 0:02 by 0.5 dB", FADER "0:01       -4 dB\n0:01       -1 dB\n0:02       -4 dB\n",
     FADER "0:01       -4 dB\n0:01       -0.5 dB\n0:02       -4 dB\n", "Vox fader +0.5 dB from 0:01 to 0:02"},
    {"lift-points vox.fader 0:01 0:03 by -1 dB",
     FADER "0:00       0 dB  # a\n0:02       -2 dB  linear  # b\n0:04       0 dB  linear\n",
     FADER "0:00       0 dB  # a\n0:01       -1 dB  linear\n0:01       -2 dB\n0:02       -3 dB  linear  # b\n0:03      "
           " -2 dB  linear\n"
           "0:03       -1 dB\n0:04       0 dB  linear\n",
     "Vox fader -1 dB from 0:01 to 0:03"},
    {"lift-points vox.fader 0:04 0:05 by 1 dB", FADER "0:04       -2 dB  linear\n0:05       -3 dB  linear\n",
     FADER "0:04       -2 dB  linear\n0:04       -1 dB\n0:05       -2 dB  linear\n0:05       -3 dB\n",
     "Vox fader +1 dB from 0:04 to 0:05"},
    {"lift-points vox.fader 0:01 0:01 by 1 dB", FADER RIDE, NULL, "Not changed: the range has no length"},
    {"lift-points vox.fader 0:01 0:02 by 15 dB", FADER RIDE, NULL,
     "Not changed: fader: +13 dB is out of range (-100 dB to +12 dB or -inf)"},
    {"lift-points vox.fader 0:01 0:02 3 dB", FADER RIDE, NULL, "Not changed: `by` is missing"},
    {"lift-points vox.mute 0:01 0:02 by 1", "", NULL, "Not changed: vox.mute has words, not numbers"},

    /* shifting: words stay, all or nothing */
    {"shift-points vox.fader by -1.5 dB", FADER RIDE,
     FADER "0:00       -5.5 dB\n# up\n0:01       -5.5 dB\n0:01.5     -3.5 dB  linear   # here\n0:02       -7.5 dB  "
           "curve -0.4\n0:04       -inf dB\n",
     "Vox fader: 5 points shifted"},
    {"shift-points vox.fader 0:01.5 0:01.5 by 0.1 dB", FADER "0:01.5     -2 dB  linear\n",
     FADER "0:01.5     -1.9 dB  linear\n", "Vox fader: 1 point shifted"},
    {"shift-points gtr.pan by R 20 %", PAN "0:00       L 10 %\n0:01       C  linear\n",
     PAN "0:00       R 10 %\n0:01       R 20 %  linear\n", "Gtr pan: 2 points shifted"},
    {"shift-points vox.fader by 15 dB", FADER RIDE, NULL,
     "Not changed: fader: +13 dB is out of range (-100 dB to +12 dB or -inf)"},
    {"shift-points vox.mute by 1", "[automation vox.mute]\nmode     read\n0:00       on\n", NULL,
     "Not changed: vox.mute has words, not numbers"},

    /* scaling: around the mean, -4 dB here; frequencies around their geometric mean, 1 kHz here */
    {"scale-points vox.fader 0:00 0:02 by 0.5", FADER RIDE,
     FADER "0:00       -4 dB\n# up\n0:01       -4 dB\n0:01.5     -3 dB  linear   # here\n0:02       -5 dB  curve "
           "-0.4\n0:04       -inf dB\n",
     "Vox fader: 4 points scaled"},
    {"scale-points gtr.teq.1.freq by 2",
     "[automation gtr.teq.1.freq]\nmode     read\n0:00       500 Hz\n0:01       2 kHz  linear\n",
     "[automation gtr.teq.1.freq]\nmode     read\n0:00       250 Hz\n0:01       4 kHz  linear\n",
     "Gtr teq band 1 freq: 2 points scaled"},
    {"scale-points vox.fader by +3 dB", FADER RIDE, NULL,
     "Not changed: a factor from 0 to 100 is meant, as 0.5; shift-points adds a value"},
    {"scale-points vox.fader by 0.5 dB", FADER RIDE, NULL,
     "Not changed: a factor from 0 to 100 is meant, as 0.5; shift-points adds a value"},

    /* other points, as lines of the file */
    {"put-points vox.fader 0:01 0:02 \"0:01 -3 dB\\n0:01.5  0 dB linear\\n\\n0:02 -6 curve 0.5\\n0:02 -inf\"",
     FADER RIDE,
     FADER "0:00       -4 dB\n0:01       -3 dB\n0:01.5     0 dB  linear\n0:02       -6 dB  curve 0.5\n0:02       -inf "
           "dB\n0:04       -inf dB\n",
     "Vox fader: 4 points from 0:01 to 0:02"},
    {"put-points gtr.pan Verse Chorus \"0:02 R 10 %\"", FADER RIDE, FADER RIDE "\n" PAN "0:02       R 10 %\n",
     "Gtr pan: 1 point from 0:01 to 0:03"},
    {"put-points vox.fader 0:01 0:02 \"\"", FADER RIDE, FADER "0:00       -4 dB\n0:04       -inf dB\n",
     "Vox fader: 0 points from 0:01 to 0:02"},
    {"put-points vox.fader 0:01 0:02 \"0:02.1 0 dB\"", FADER RIDE, NULL,
     "Not changed: a point lies outside of 0:01 to 0:02"},
    {"put-points vox.fader 0:01 0:02 \"0:02 0 dB\\n0:01 0 dB\"", FADER RIDE, NULL,
     "Not changed: the points are not in order of time"},
    {"put-points vox.fader 0:01 0:02 \"0:01 0 dB hold 3\"", FADER RIDE, NULL,
     "Not changed: a point is `TIME VALUE [linear|curve C|hold]`, and nothing more"},
    {"put-points vox.fader 0:01 0:02 \"0:01\"", FADER RIDE, NULL, "Not changed: a point takes a time and a value"},
    {"put-points vox.fader 0:01 0:02 \"[track x]\"", FADER RIDE, NULL,
     "Not changed: point: `track` is not a time (0:31.75, 10 ms, 480 frames or 17|1|0)"},
    {"put-points vox.fader 0:01 0:02 \"0:01 40 dB\"", FADER RIDE, NULL,
     "Not changed: fader: +40 dB is out of range (-100 dB to +12 dB or -inf)"},
    {"put-points vox.fader 0:01 0:02", FADER RIDE, NULL, "Not changed: the text of the points is missing"},

    /* thinning */
    {"thin-points vox.fader by 0.1 dB",
     FADER "0:00       0 dB\n0:01       -1 dB  linear\n0:02       -2.05 dB  linear\n0:03       -3 dB  linear\n0:04     "
           "  0 dB  linear\n",
     FADER "0:00       0 dB\n0:03       -3 dB  linear\n0:04       0 dB  linear\n", "Vox fader: 2 points taken away"},
    {"thin-points vox.fader by 0.01 dB",
     FADER "0:00       0 dB\n0:01       -1 dB  linear\n0:02       -2.05 dB  linear\n0:03       -3 dB  linear\n",
     FADER "0:00       0 dB\n0:01       -1 dB  linear\n0:02       -2.05 dB  linear\n0:03       -3 dB  linear\n",
     "Vox fader: 0 points taken away"},
    {"thin-points vox.fader by 0 dB",
     FADER "0:00       -1 dB\n0:01       -1 dB\n0:02       -1 dB  # wanted\n0:03       -1 dB\n0:04       -1 dB\n",
     FADER "0:00       -1 dB\n0:02       -1 dB  # wanted\n0:04       -1 dB\n", "Vox fader: 2 points taken away"},
    {"thin-points vox.fader by 0 dB",
     FADER "0:00       -1 dB\n0:01       -1 dB  linear\n0:01       -9 dB\n0:02       -9 dB  linear\n",
     FADER "0:00       -1 dB\n0:01       -1 dB  linear\n0:01       -9 dB\n0:02       -9 dB  linear\n",
     "Vox fader: 0 points taken away"},
    {"thin-points vox.fader 0:00 0:02 by 1 dB",
     FADER "0:00       0 dB\n0:01       0 dB  linear\n0:02       0 dB  linear\n0:03       0 dB  linear\n0:04       0 "
           "dB  linear\n",
     FADER "0:00       0 dB\n0:02       0 dB  linear\n0:03       0 dB  linear\n0:04       0 dB  linear\n",
     "Vox fader: 1 point taken away"},
    {"thin-points vox.fader by -1 dB", FADER RIDE, NULL, "Not changed: a value of at least 0 is meant"},

    /* markers stand for times everywhere */
    {"point vox.fader Chorus -3 dB", FADER "0:00       -4 dB\n", FADER "0:00       -4 dB\n0:03       -3 dB\n",
     "Vox fader -3 dB at 0:03"},
    {"point vox.fader 0:00.5 -3 dB", FADER "0:01       -4 dB\n", FADER "0:00.5     -3 dB\n0:01       -4 dB\n",
     "Vox fader -3 dB at 0:00.5"},
};

static Document *parse(const char *text)
{
    Document *document = NULL;
    ProblemList problems = {0};
    assert_int_equal(document_parse(&document, "p", text, strlen(text), NULL, NULL, &problems), STATUS_OK);
    assert_int_equal(problems.errors, 0);
    problems_clear(&problems);
    return document;
}

static void assert_text(const Document *document, const char *text)
{
    char *got = text_of(document, NULL);
    assert_string_equal(got, text);
    free(got);
}

static void run_case(const PointCase *row)
{
    char before[2048], after[2048];
    Answer answer, again, undone;
    snprintf(before, sizeof before, "%s%s%s", HEAD, STRIPS, row->before);
    snprintf(after, sizeof after, "%s%s%s", HEAD, STRIPS, row->after ? row->after : row->before);
    Document *document = parse(before), *replay = parse(before);
    document_execute(document, row->command, &answer);
    assert_string_equal(answer.text, row->answer);
    assert_text(document, after);
    assert_int_equal(answer.status == STATUS_OK, row->after != NULL);
    if (answer.resolved) {
        document_execute(replay, answer.resolved, &again);
        assert_string_equal(again.text, answer.text);
        assert_string_equal(again.resolved, answer.resolved);
        assert_text(replay, after);
        answer_clear(&again);
        assert_true(document_undo(document, &undone));
        answer_clear(&undone);
        assert_text(document, before);
    }
    answer_clear(&answer);
    document_free(replay);
    document_free(document);
}

static void test_each_command(void **state)
{
    (void)state;
    for (unsigned i = 0; i < ARRAY_LEN(cases); i++)
        run_case(&cases[i]);
}

/* Where the automation stands between its points, for what `thin-points` promises. */
static double value_at(const Lane *lane, const Model *model, int64_t frame)
{
    int next = 0;
    while (next < lane->point_count && model_frame_of_time(model, &lane->points[next].at) <= frame)
        next++;
    if (next == 0 || next == lane->point_count || lane->points[next].shape != 1)
        return lane->points[next ? next - 1 : 0].value;
    int64_t from = model_frame_of_time(model, &lane->points[next - 1].at),
            to = model_frame_of_time(model, &lane->points[next].at);
    return lane->points[next - 1].value +
           (lane->points[next].value - lane->points[next - 1].value) * (double)(frame - from) / (double)(to - from);
}

/* Against the lane itself: higher by the step inside, as it was outside, whatever segments the ends cut; and once more
 * down again. Curves are written with 4 decimals, levels with 3. */
static void test_lifting_keeps_what_is_outside(void **state)
{
    static const char *const shapes[] = {"", "  linear", "  curve 0.7", "  curve -0.4"};
    (void)state;
    for (unsigned seed = 1; seed <= 200; seed++) {
        Random random = {seed};
        Buffer text = {0};
        Answer answer;
        char command[100];
        buffer_append_text(&text, HEAD STRIPS FADER);
        unsigned at = random_below(&random, 5000), points = 1 + random_below(&random, 8);
        for (unsigned i = 0; i < points; i++, at += 1 + random_below(&random, 20000))
            buffer_append_format(&text, "%u frames -%u dB%s\n", at, 1 + random_below(&random, 30),
                                 shapes[random_below(&random, 4)]);
        unsigned from = random_below(&random, at + 1), to = from + 1 + random_below(&random, at + 5000);
        Document *document = parse(text.bytes), *lifted = parse(text.bytes);
        snprintf(command, sizeof command, "lift-points vox.fader %u frames %u frames by 2 dB", from, to);
        document_execute(lifted, command, &answer);
        if (answer.status != STATUS_OK)
            fail_msg("%s: %s", command, answer.text);
        answer_clear(&answer);
        const Model *one = document_model(document), *two = document_model(lifted);
        const Lane *before = model_lane(one, "vox.fader"), *after = model_lane(two, "vox.fader");
        for (int64_t frame = 0; frame < to + 20000; frame += 97) {
            double want = lane_value_at(one, before, frame, -4) + (frame >= from && frame < to ? 2 : 0);
            double got = lane_value_at(two, after, frame, -4);
            if (fabs(got - want) > 0.01)
                fail_msg("seed %u, %s: %.4f, not %.4f at %d in\n%s", seed, command, got, want, (int)frame, text.bytes);
        }
        document_free(document);
        document_free(lifted);
        buffer_clear(&text);
    }
}

static void test_thinning_keeps_within_the_step(void **state)
{
    (void)state;
    for (unsigned seed = 1; seed <= 60; seed++) {
        Random random = {seed};
        Buffer text = {0};
        Answer answer;
        char command[64];
        double step = (double)random_below(&random, 30) / 10, level = -20;
        buffer_append_text(&text, HEAD STRIPS FADER);
        for (unsigned i = 0; i < 200; i++) {
            level += ((double)random_below(&random, 21) - 10) / 10;
            buffer_append_format(&text, "%u frames %.1f dB%s\n", i * 1000, level,
                                 random_below(&random, 8) ? "  linear" : "");
        }
        Document *document = parse(text.bytes), *thinned = parse(text.bytes);
        snprintf(command, sizeof command, "thin-points vox.fader by %.1f dB", step);
        document_execute(thinned, command, &answer);
        assert_int_equal(answer.status, STATUS_OK);
        answer_clear(&answer);
        const Model *one = document_model(document), *two = document_model(thinned);
        const Lane *whole = model_lane(one, "vox.fader"), *fewer = model_lane(two, "vox.fader");
        for (int64_t frame = 0; frame <= 200000; frame += 250)
            if (fabs(value_at(whole, one, frame) - value_at(fewer, two, frame)) > step + 1e-6)
                fail_msg("seed %u, step %.1f, frame %d", seed, step, (int)frame);
        assert_true(fewer->point_count < whole->point_count || step < 0.5);
        document_free(document);
        document_free(thinned);
        buffer_clear(&text);
    }
}

/* Two entries of the history become one, here and where the journal is read again. */
static void test_joining(void **state)
{
    (void)state;
    Document *document;
    ProblemList problems = {0};
    Answer answer;
    static const char text[] = HEAD STRIPS;
    static const struct {
        const char *command, *answer;
    } steps[] = {
        {"join", "Not joined: there are not two edits to join"},
        {"set vox.fader -6 dB", "Vox fader -6 dB"},
        {"join", "Not joined: there are not two edits to join"},
        {"set vox.fader -7 dB", "Vox fader -7 dB"},
        {"mute gtr", "Gtr mute on"},
        {"undo", "Undone: Gtr mute on"},
        {"join", "Not joined: what was undone comes after them"},
        {"redo", "Redone: Gtr mute on"},
        {"join", "Joined: Vox fader -7 dB"},
        {"undo", "Undone: Vox fader -7 dB"},
        {"redo", "Redone: Vox fader -7 dB"},
        {"join", "Joined: Vox fader -6 dB"},
        {"undo", "Undone: Vox fader -6 dB"},
        {"undo", "Not undone: there is nothing to undo"},
    };
    assert_int_equal(document_parse(&document, "song.mix", text, strlen(text), NULL, NULL, &problems), STATUS_OK);
    problems_clear(&problems);
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        document_execute(document, steps[i].command, &answer);
        assert_string_equal(answer.text, steps[i].answer);
        answer_clear(&answer);
    }
    char *got;
    size_t length;
    assert_int_equal(document_text(document, &got, &length), STATUS_OK);
    assert_string_equal(got, text);
    free(got);
    document_free(document);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_command),
        cmocka_unit_test(test_lifting_keeps_what_is_outside),
        cmocka_unit_test(test_thinning_keeps_within_the_step),
        cmocka_unit_test(test_joining),
    };
    register_test_kinds();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
