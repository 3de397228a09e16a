/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the engine is told of a document: every fact, clip, send, processor and lane at the place where the engine looks
 * for it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "src/mix/compile.h"
#include "src/mix/decided.h"
#include "tests/projects/scratch.h"
#include "tests/src/songs.h"

enum { A, K, B, HALL, V, MASTER, STRIPS };

#define SONG                                                                                                           \
    "ttymix 1\nrate 48000 Hz\n\n[tempo]\n0:00 120 bpm\n\n"                                                             \
    "[track a]\n"                                                                                                      \
    "clip \"a.wav\" at 0:01 offset 10 frames length 0.5 s gain -2 dB fade-in 10 ms fade-out 20 ms\n"                   \
    "clip:gone \"gone.wav\" at 0:03\n"                                                                                 \
    "trim +1 dB\npolarity left\nfader -4.5 dB\npan L 30 %\nmute on\nvca v\nout b\n"                                    \
    "eq\n  1 bell freq 1 kHz gain +6 dB\n"                                                                             \
    "comp threshold -20 dB key k tap post\n"                                                                           \
    "send hall -12 dB tap pre pan R 10 %\n\n"                                                                          \
    "[track k]\n\n[bus b]\nwobble depth 3\n\n[return hall]\n\n[vca v]\n\n[master]\nlimiter\n\n"                        \
    "[automation a.fader]\nmode trim\n0:00 -3 dB\n0:02 0 dB hold\n\n"                                                  \
    "[automation a.eq.1.gain]\n0:01 -6 dB\n\n"                                                                         \
    "[automation a.send.hall]\n0:01 -6 dB\n\n"                                                                         \
    "[automation a.comp.bypass]\n0:01 on\n\n"                                                                          \
    "[automation hall.pan]\nmode off\n0:01 L 50 %\n"

static Project project;
static Mix mix;

static int open_song(void **state)
{
    ProjectSetup setup = {.offline = true};
    ProblemList problems = {0};
    if (scratch_setup(state) != 0)
        return -1;
    scratch_write("song.mix", SONG);
    songs_write_level("a.wav", 1, 48000, 48000, 0.5f);
    Status status = project_open(&project, "song.mix", &setup, &problems, NULL);
    for (int i = 0; i < problems.count; i++)
        print_message("%d: %s\n", problems.items[i].line, problems.items[i].text);
    problems_clear(&problems);
    return status;
}

static int close_song(void **state)
{
    mix_clear(&mix);
    project_close(&project);
    return scratch_teardown(state);
}

static void compile(const MixStates *states)
{
    assert_int_equal(mix_compile(&mix, project.document, &project.stems, states), STATUS_OK);
    assert_int_equal(mix.spec.strip_count, STRIPS);
}

static void test_strips(void **state)
{
    static const StripKind kinds[STRIPS] = {STRIP_TRACK, STRIP_TRACK, STRIP_BUS, STRIP_RETURN, STRIP_VCA, STRIP_MASTER};
    (void)state;
    compile(NULL);
    for (int i = 0; i < STRIPS; i++) {
        assert_int_equal(mix.spec.strips[i].kind, kinds[i]);
        assert_int_equal(mix.spec.strips[i].uid, document_model(project.document)->strips[i].uid);
        assert_false(mix.spec.strips[i].silenced);
        assert_false(mix.spec.strips[i].output_silenced);
    }
    const StripSpec *a = &mix.spec.strips[A];
    assert_string_equal(a->name, "a");
    assert_int_equal(a->channels, 1); /* all its stems are mono */
    assert_int_equal(a->out, B);
    assert_int_equal(a->vca, V);
    assert_int_equal(mix.spec.strips[B].out, MASTER);
    assert_int_equal(mix.spec.strips[MASTER].out, -1);
    assert_true(a->trim_db.value == 1 && a->fader_db.value == -4.5 && a->pan.value == -30 && a->mute.value == 1);
    assert_true(a->polarity_left && !a->polarity_right);
    assert_int_equal(mix.spec.master, MASTER);
    assert_true(mix.spec.rate_hz == 48000);
    assert_int_equal(mix.spec.tempo_count, 1);
    assert_true(mix.spec.tempo[0].bpm == 120);
}

static void test_clips(void **state)
{
    (void)state;
    compile(NULL);
    const StripSpec *a = &mix.spec.strips[A];
    assert_int_equal(a->clip_count, 2);
    const ClipSpec *clip = &a->clips[0];
    assert_non_null(clip->stream);
    assert_int_equal(clip->start, 48000);
    assert_int_equal(clip->offset, 10);
    assert_int_equal(clip->length, 24000);
    assert_int_equal(clip->fade_in, 480);
    assert_int_equal(clip->fade_out, 960);
    assert_true(clip->gain_db == -2);
    assert_null(a->clips[1].stream);
    assert_int_equal(a->clips[1].start, 3 * 48000);
    assert_int_equal(mix.missing_clips, 1);
    assert_int_equal(mix.cue_count, 1); /* nothing is read ahead of what is missing */
    assert_int_equal(mix.cues[0].length, 24000);
    assert_int_equal(mix.spec.end_frame, 3 * 48000); /* what is missing has no length, but a place */
}

static void test_processors_and_sends(void **state)
{
    (void)state;
    compile(NULL);
    const StripSpec *a = &mix.spec.strips[A];
    assert_int_equal(a->processor_count, 2);
    const ProcessorSpec *eq = &a->processors[0], *comp = &a->processors[1];
    assert_string_equal(eq->kind->kind, "eq");
    assert_string_equal(comp->kind->kind, "comp");
    assert_true(eq->values[processor_value_index(eq->kind, 0, "gain")] == 6);
    assert_true(comp->values[processor_value_index(comp->kind, -1, "threshold")] == -20);
    assert_int_equal(comp->key, K);
    assert_int_equal(comp->key_tap, TAP_POST);
    assert_int_equal(eq->key, -1);
    assert_int_equal(a->send_count, 1);
    assert_int_equal(a->sends[0].to, HALL);
    assert_int_equal(a->sends[0].tap, TAP_PRE);
    assert_true(a->sends[0].level_db.value == -12 && a->sends[0].pan.value == 10 && a->sends[0].mute.value == 0);
    assert_int_equal(mix.unknown_processors, 1);
    assert_null(mix.spec.strips[B].processors[0].kind);
}

static void expect_lane(const ControlSpec *control, LaneMode mode, int count, int64_t last, double value)
{
    assert_int_equal(control->mode, mode);
    assert_int_equal(control->point_count, count);
    assert_int_equal(control->points[count - 1].frame, last);
    assert_true(control->points[count - 1].value == value);
}

static void test_lanes_find_their_controls(void **state)
{
    (void)state;
    compile(NULL);
    const StripSpec *a = &mix.spec.strips[A];
    const ProcessorSpec *eq = &a->processors[0];
    int gain = processor_value_index(eq->kind, 0, "gain");
    expect_lane(&a->fader_db, LANE_TRIM, 2, 2 * 48000, 0);
    assert_true(a->fader_db.points[0].value == -3 && a->fader_db.points[0].frame == 0);
    expect_lane(eq->lanes[gain], LANE_READ, 1, 48000, -6);
    assert_null(eq->lanes[gain + 1]);
    assert_null(a->processors[1].lanes);
    expect_lane(&a->processors[1].bypass, LANE_READ, 1, 48000, 1);
    expect_lane(&a->sends[0].level_db, LANE_READ, 1, 48000, -6);
    assert_int_equal(mix.spec.strips[HALL].pan.mode, LANE_OFF);
}

static void test_overrides_stand_over_lanes(void **state)
{
    static const LanePoint point = {.frame = 7, .value = -1};
    MixOverride overrides[] = {{.address = "a.fader", .value = -20},
                               {.address = "a.eq.1.gain", .value = 3, .adds = true, .points = &point, .point_count = 1},
                               {.address = "a.comp." MIX_BYPASS_DB, .value = 2},
                               {.address = "a.nothing", .value = 1},
                               {.address = "nobody.fader", .value = 1},
                               {.address = "", .value = 1}};
    MixStates states = {.overrides = overrides, .override_count = (int)ARRAY_LEN(overrides)};
    (void)state;
    compile(&states);
    const StripSpec *a = &mix.spec.strips[A];
    const ProcessorSpec *eq = &a->processors[0];
    int gain = processor_value_index(eq->kind, 0, "gain");
    assert_true(a->fader_db.value == -20 && a->fader_db.mode == LANE_OFF);
    assert_true(eq->values[gain] == 3);
    expect_lane(eq->lanes[gain], LANE_TRIM, 1, 7, -1);
    assert_true(a->processors[1].bypass_db.value == 2);
}

static void test_solo_silences(void **state)
{
    bool soloed[STRIPS] = {[HALL] = true};
    MixStates states = {.soloed = soloed};
    (void)state;
    compile(&states);
    assert_true(mix.spec.strips[A].output_silenced && !mix.spec.strips[A].silenced); /* it feeds the return */
    assert_true(mix.spec.strips[B].silenced);
    assert_false(mix.spec.strips[HALL].silenced);
    assert_false(mix.spec.strips[MASTER].silenced);
}

/* ---- settings that automation decides ---- */

static void run(const char *line, Status status)
{
    Answer answer = {0};
    document_execute(project.document, line, &answer);
    print_message("%s: %s\n", line, answer.text);
    assert_int_equal(answer.status, status);
    answer_clear(&answer);
}

static void test_what_automation_decides(void **state)
{
    Decided decided = {0};
    (void)state;
    decided_watch(&decided, project.document);
    run("set a.fader -inf", STATUS_OK);     /* trim adds: it is heard */
    run("set hall.pan R 5 %", STATUS_OK);   /* off is not played */
    run("set a.pan C", STATUS_OK);          /* not automated */
    run("set a.eq.1.gain 0 dB", STATUS_OK); /* decided */
    run("set a.eq.1.gain 1 dB", STATUS_OK); /* once */
    run("set a.send.hall -inf", STATUS_OK); /* decided, and switched off behind it */
    run("bypass a.comp", STATUS_OK);        /* decided */
    run("set a.comp.nonsense 1", STATUS_NOT_FOUND);
    run("mode a.send.hall off", STATUS_OK);
    decided_settle(&decided);
    assert_int_equal(decided.count, 2);
    assert_string_equal(decided.addresses[0], "a.eq.1.gain");
    assert_string_equal(decided.addresses[1], "a.comp.bypass");
    run("set a.comp.bypass off", STATUS_OK); /* nobody listens any more */
    assert_int_equal(decided.count, 2);
    decided_clear(&decided);
    decided_clear(&decided);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_song, close_song)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_strips),
        TEST(test_clips),
        TEST(test_processors_and_sends),
        TEST(test_lanes_find_their_controls),
        TEST(test_overrides_stand_over_lanes),
        TEST(test_solo_silences),
        TEST(test_what_automation_decides),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
