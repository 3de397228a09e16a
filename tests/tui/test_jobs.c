/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Everyday jobs, each in at most seven keys: what the document says then, that `u` takes it back byte for byte (once
 * for each edit), and that it is the same song when it is saved and opened again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "tests/tui/bench.h"

enum { KEYS_MAX = 7, JOBS_MIN = 30 };

static const char song[] = "ttymix 1\n"
                           "title    \"Jobs\"\n"
                           "stage    mix\n"
                           "rate     48000 Hz\n"
                           "pan-law  -3 dB\n"
                           "\n"
                           "[tempo]\n"
                           "0:00       90 bpm  4/4\n"
                           "\n"
                           "[markers]\n"
                           "0:56       \"Pre\"\n"
                           "1:00       \"Chorus\"\n"
                           "1:10       \"Out\"\n"
                           "loop       1:04  1:25\n"
                           "\n"
                           "[track vox]\n"
                           "clip     \"vox.wav\"  length 1:30\n"
                           "eq\n"
                           "  1      bell  freq 350 Hz  gain -3 dB  q 1.4\n"
                           "comp     threshold -24 dB  ratio 3:1\n"
                           "fader    -4.5 dB\n"
                           "send     plate  -20 dB\n"
                           "\n"
                           "[track gtr]\n"
                           "fader    -6 dB\n"
                           "\n"
                           "[track bass]\n"
                           "\n"
                           "[track keys]\n"
                           "\n"
                           "[return plate]\n"
                           "\n"
                           "[automation vox.fader]\n"
                           "0:30       -4.5 dB\n"
                           "1:20       -4.5 dB  linear\n"
                           "\n"
                           "[master]\n";

typedef struct Job {
    const char *what, *before, *keys; /* `before` brings the desk there, and is not counted */
    const char *want;                 /* is in the text then, and was not; with a ~ before it: was, and is not */
    int edits;                        /* 0: one */
} Job;

static const Job jobs[] = {
    {"mute", "", "m", "\nmute\n"},
    {"fader 3 dB down", "l", "6j", "fader    -9 dB"},
    {"fader to a value", "l", "=-12<Enter>", "fader    -12 dB"},
    {"fader to its default", "l", "0", "~fader    -6 dB"},
    {"pan 30 to the right", "", "6>", "pan      R 30 %"},
    {"trim 3 dB up", "", "ft6k", "trim     +3 dB"},
    {"width 80 %", "", "fw=80<Enter>", "width    80 %"},
    {"offset 3 ms", "", "fo3k", "offset   +3 ms"},
    {"send 1 to -14 dB", "", "f1=-14<Enter>", "plate  -14 dB"},
    {"turn polarity", "", "i", "polarity invert"},
    {"solo safe", "lll", "gS", "solo-safe"},
    {"bypass a chain", "", "b", "comp     threshold -24 dB  ratio 3:1  bypass"},
    {"mute three strips", "", "v2lm", "[track gtr]\nfader    -6 dB\nmute\n"},
    {"three faders 3 dB down", "l", "v2l6j", "[track keys]\nfader    -3 dB\n"},
    {"the same on the next strip", "lm", "l.", "[track bass]\nmute\n"},
    {"do again what was undone", "mu", "<C-r>", "\nmute\n"},
    {"rename", "l", "Rlead<Enter>", "[track lead]\n"},
    {"delete a strip", "l", "dd", "~[track gtr]\n"},
    {"move a strip", "l", "g>", "[track bass]\n\n[track gtr]\n"},
    {"a marker here", "", "MMIn<Enter>", "\"In\"\n"},
    {"the loop begins here", "", "g[", "~loop       1:04  1:25"},
    {"90 Hz low cut", "", "eac=90<Enter>", "lowcut     freq 90 Hz", 2},
    {"a bell 3 dB down", "", "eab6j", "freq 1 kHz  gain -3 dB", 2},
    {"a band an octave up", "", "e12l", "~freq 350 Hz"},
    {"a band narrower", "", "e4>", "~q 1.4"},
    {"delete a band", "", "ex", "~  1      bell"},
    {"bypass the equalizer", "", "eb", "eq       bypass"},
    {"add a gate", "l", "eAgate<Enter>", "\ngate\n"},
    {"delete a processor", "", "e}dd", "~comp"},
    {"a processor earlier", "", "e}g<lt>", "comp     threshold -24 dB  ratio 3:1\neq"},
    {"split a clip", "gt", "C", "clip     \"vox.wav\"  at "},
    {"crop a clip", "gt", "t]", "~length 1:30"},
    {"fade a clip out from here", "gt", "F]", "fade-out"},
    {"a clip 3 dB up", "gt", "fg=3<Enter>", "gain +3 dB"},
    {"duplicate a clip", "gt", "Y", "at 1:30"},
    {"delete a clip", "gt", "dd", "~clip "},
    {"lift a section by 3 dB", "gt", "vs6k", "-1.5 dB"},
    {"a point here", "gt", "ai", "1:02."},
};

static char *text_of(const Bench *bench)
{
    char *text = NULL;
    size_t length;
    assert_int_equal(document_text(host_document(bench->desk->host), &text, &length), STATUS_OK);
    return text;
}

static int count_keys(const char *keys)
{
    int count = 0;
    for (; *keys; count++)
        key_parse(&keys);
    return count;
}

/* As saved and opened again: without a problem, and the same text. */
static void check_reopened(const Job *job, const char *text)
{
    ProblemList problems = {0};
    Document *document = NULL;
    char *again = NULL;
    size_t length;
    Status status = document_parse(&document, "song.mix", text, strlen(text), NULL, NULL, &problems);
    if (status != STATUS_OK || problems.count > 0)
        fail_msg("%s (%s): %s\n%s", job->what, job->keys, problems.count ? problems.items[0].text : "not read", text);
    assert_int_equal(document_text(document, &again, &length), STATUS_OK);
    assert_string_equal(again, text);
    free(again);
    problems_clear(&problems);
    document_free(document);
}

static void do_job(const Job *job)
{
    Bench bench;
    bench_open_song(&bench, &(FakeSessionSetup){.text = song});
    bench_type_only(&bench, job->before);
    bench_settle(&bench);
    char *before = text_of(&bench);
    bench_type_only(&bench, job->keys);
    bench_settle(&bench);
    char *after = text_of(&bench);
    bool gone = job->want[0] == '~';
    const char *want = job->want + gone;
    if (strcmp(before, after) == 0)
        fail_msg("%s (%s) changed nothing: %s", job->what, job->keys, bench.desk->message);
    if (gone ? !strstr(before, want) || strstr(after, want) : !strstr(after, want) || (want[0] && strstr(before, want)))
        fail_msg("%s (%s): %s\n%s", job->what, job->keys, bench.desk->message, after);
    check_reopened(job, after);
    bench_type_only(&bench, "<Esc><Esc>");
    for (int i = 0; i < (job->edits ? job->edits : 1); i++)
        bench_type_only(&bench, "u");
    bench_settle(&bench);
    char *undone = text_of(&bench);
    if (strcmp(undone, before) != 0)
        fail_msg("%s (%s) undone:\n%s", job->what, job->keys, undone);
    free(before);
    free(after);
    free(undone);
    bench_close(&bench);
}

static void test_each_job_in_seven_keys(void **state)
{
    (void)state;
    assert_true(ARRAY_LEN(jobs) >= JOBS_MIN);
    for (size_t i = 0; i < ARRAY_LEN(jobs); i++) {
        if (count_keys(jobs[i].keys) > KEYS_MAX)
            fail_msg("%s: %s has %d keys", jobs[i].what, jobs[i].keys, count_keys(jobs[i].keys));
        do_job(&jobs[i]);
    }
}

/* Of the ears and of the transport: nothing of them is in the document, and nothing to undo. */
static void test_jobs_that_change_nothing(void **state)
{
    static const struct {
        const char *keys, *line;
    } rows[] = {{"s", "solo vox on"},
                {"B", "compare vox"},
                {",p", "pfl vox toggle"},
                {"cs", "clear solos"},
                {"D", "dim toggle"},
                {"!", "cut toggle"},
                {",t", "audition next"},
                {"<Space>", "toggle-play"},
                {"\\", "loop toggle"},
                {"]", "jog next"},
                {"<Home>", "locate 0:00"},
                {",x", "monitor swap toggle"},
                {"rt", "auto vox.fader touch"},
                {"ro", "auto vox.fader off"},
                {"yyv3lp", "yank-chain vox; begin; paste-chain vox; paste-chain gtr; paste-chain bass; "
                           "paste-chain keys; end"}};
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        Bench bench;
        bench_open_song(&bench, &(FakeSessionSetup){.text = song});
        char *before = text_of(&bench);
        bench_type(&bench, rows[i].keys, rows[i].line);
        char *after = text_of(&bench);
        assert_string_equal(after, before);
        assert_int_equal(host_state(bench.desk->host)->undo_count, 0);
        free(before);
        free(after);
        bench_close(&bench);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_job_in_seven_keys),
        cmocka_unit_test(test_jobs_that_change_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
