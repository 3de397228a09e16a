/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The states of recording, with positions from outside: what is taken, when it ends, what the document has at every
 * moment, and that one pass is one entry of the history.  What was run as edits, run again on the first text, gives the
 * same text: that is what a journal does. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <math.h>
#include <cmocka.h>

#include "projects/command/command.h"
#include "src/session/recorder.h"

enum { RATE = 48000, TICK = 960, EDITS_MAX = 4000 };

static const char song[] = "ttymix 1\n"
                           "stage    mix\n"
                           "rate     48000 Hz\n"
                           "pan-law  -3 dB\n"
                           "\n"
                           "[track vox]\n"
                           "comp\n"
                           "fader    -3 dB\n"
                           "\n"
                           "[track gtr]\n"
                           "\n"
                           "# the singer's rides\n"
                           "[automation vox.fader]\n"
                           "mode     read\n"
                           "0:00     -3 dB\n"
                           "0:02     -9 dB  linear\n"
                           "0:10     -9 dB\n"
                           "\n"
                           "[master]\n";

typedef struct Stage {
    Document *document;
    Recorder *recorder;
    char *edits[EDITS_MAX];
    int edit_count, heard;
    char told[100];
    int64_t position;
} Stage;

static Status run_edit(void *context, const char *line)
{
    Stage *stage = context;
    Answer answer;
    document_execute(stage->document, line, &answer);
    Status status = answer.status;
    if (status == STATUS_OK && answer.resolved) {
        assert_true(stage->edit_count < EDITS_MAX);
        stage->edits[stage->edit_count++] = strdup(answer.resolved);
        recorder_follow(stage->recorder, &answer.change);
    }
    answer_clear(&answer);
    return status;
}

static void note_heard(void *context)
{
    ((Stage *)context)->heard++;
}

static void note_state(void *context, const char *address, RecordingState state, bool has_value, double value)
{
    Stage *stage = context;
    if (has_value)
        snprintf(stage->told, sizeof stage->told, "%s %s %.3g", address, recording_words[state], value);
    else
        snprintf(stage->told, sizeof stage->told, "%s %s -", address, recording_words[state]);
}

static Document *new_document(void)
{
    Document *document;
    ProblemList problems = {0};
    assert_int_equal(document_parse(&document, "song.mix", song, strlen(song), NULL, NULL, &problems), STATUS_OK);
    problems_clear(&problems);
    return document;
}

static char *text_of(const Document *document)
{
    char *text;
    size_t length;
    assert_int_equal(document_text(document, &text, &length), STATUS_OK);
    return text;
}

static void stage_open(Stage *stage)
{
    *stage = (Stage){.document = new_document()};
    RecorderHost host = {stage, run_edit, note_heard, note_state};
    stage->recorder = recorder_new(stage->document, &host);
    assert_non_null(stage->recorder);
}

/* The edits run again give the same text and the same history. */
static void assert_replays(const Stage *stage)
{
    Document *again = new_document();
    Answer answer;
    for (int i = 0; i < stage->edit_count; i++) {
        document_execute(again, stage->edits[i], &answer);
        if (answer.status != STATUS_OK)
            fail_msg("%s: %s", stage->edits[i], answer.text);
        answer_clear(&answer);
    }
    char *want = text_of(stage->document), *got = text_of(again);
    assert_string_equal(got, want);
    assert_int_equal(document_undo_count(again), document_undo_count(stage->document));
    free(want);
    free(got);
    document_free(again);
}

static void stage_close(Stage *stage)
{
    assert_replays(stage);
    recorder_free(stage->recorder);
    document_free(stage->document);
    for (int i = 0; i < stage->edit_count; i++)
        free(stage->edits[i]);
}

static void set_state(Stage *stage, const char *address, RecordingState state)
{
    Error error = {0};
    if (recorder_set_state(stage->recorder, address, state, &error) != STATUS_OK)
        fail_msg("%s", error.text);
}

static void refuses(Stage *stage, const char *address, RecordingState state, const char *why)
{
    Error error = {0};
    assert_int_not_equal(recorder_set_state(stage->recorder, address, state, &error), STATUS_OK);
    assert_string_equal(error.text, why);
}

static void play_to(Stage *stage, double seconds)
{
    int64_t end = (int64_t)(seconds * RATE);
    for (; stage->position + TICK <= end; stage->position += TICK)
        recorder_tick(stage->recorder, stage->position + TICK);
}

static void play(Stage *stage, double seconds)
{
    stage->position = (int64_t)(seconds * RATE);
    recorder_play(stage->recorder, stage->position);
}

static void says(Stage *stage, const char *line, const char *expected)
{
    Answer answer;
    document_execute(stage->document, line, &answer);
    assert_string_equal(answer.text, expected);
    if (answer.status == STATUS_OK && answer.resolved)
        stage->edits[stage->edit_count++] = strdup(answer.resolved);
    answer_clear(&answer);
}

/* The value of a lane by the definition of linear and held points, which are all that these songs have. */
static double lane_at(const Stage *stage, const char *address, double seconds)
{
    const Model *model = document_model(stage->document);
    const Lane *lane = model_lane(model, address);
    assert_non_null(lane);
    double frame = seconds * RATE;
    int i = -1;
    while (i + 1 < lane->point_count && (double)model_frame_of_time(model, &lane->points[i + 1].at) <= frame)
        i++;
    if (i < 0 || i + 1 == lane->point_count || lane->points[i + 1].shape == 0)
        return lane->points[i < 0 ? 0 : i].value;
    double a = (double)model_frame_of_time(model, &lane->points[i].at),
           b = (double)model_frame_of_time(model, &lane->points[i + 1].at);
    return lane->points[i].value + (lane->points[i + 1].value - lane->points[i].value) * (frame - a) / (b - a);
}

static void assert_lane(const Stage *stage, const char *address, double seconds, double value)
{
    double is = lane_at(stage, address, seconds);
    if (fabs(is - value) > 0.11)
        fail_msg("%s at %g s is %g, not %g", address, seconds, is, value);
}

static MixOverride override_of(const Stage *stage, int count)
{
    MixOverride overrides[8];
    assert_int_equal(recorder_list(stage->recorder, overrides), count);
    return count ? overrides[0] : (MixOverride){.address = NULL};
}

static void test_touch(void **state)
{
    (void)state;
    Stage stage;
    stage_open(&stage);
    set_state(&stage, "vox.fader", RECORDING_TOUCH);
    assert_string_equal(stage.told, "vox.fader touch -");
    play(&stage, 0);
    play_to(&stage, 1);
    override_of(&stage, 0);
    assert_string_equal(stage.told, "vox.fader touch -6");    /* half of the way from -3 to -9 */
    says(&stage, "set vox.fader += 4 dB", "Vox fader -2 dB"); /* a step from what is heard */
    assert_float_equal(override_of(&stage, 1).value, -2, 1e-6);
    assert_false(override_of(&stage, 1).adds);
    play_to(&stage, 1.5);
    assert_replays(&stage); /* a crash in the middle */
    assert_lane(&stage, "vox.fader", 1.2, -2);
    assert_lane(&stage, "vox.fader", 1.39, -2);
    assert_lane(&stage, "vox.fader", 1.8, -8.4); /* as though it had been let go just now */
    assert_int_equal(document_undo_count(stage.document), 1);
    play_to(&stage, 1.6);
    says(&stage, "set vox.fader -1 dB", "Vox fader -1 dB");
    play_to(&stage, 2.25);
    assert_true(recorder_is_recording(stage.recorder)); /* 0.65 s after the last move */
    play_to(&stage, 2.5);
    assert_false(recorder_is_recording(stage.recorder));
    override_of(&stage, 0);
    assert_lane(&stage, "vox.fader", 0.99, -5.97);
    assert_lane(&stage, "vox.fader", 1.03, -2);
    assert_lane(&stage, "vox.fader", 1.59, -2);
    assert_lane(&stage, "vox.fader", 1.63, -1);
    assert_lane(&stage, "vox.fader", 2.3, -1);
    assert_lane(&stage, "vox.fader", 2.55, -9);
    assert_lane(&stage, "vox.fader", 9, -9);
    recorder_stop(stage.recorder, stage.position);
    assert_int_equal(document_undo_count(stage.document), 1);
    assert_string_equal(document_undo_title(stage.document, 0), "Vox fader automation, touch");
    says(&stage, "undo", "Undone: Vox fader automation, touch");
    char *text = text_of(stage.document);
    assert_string_equal(text, song);
    free(text);
    stage_close(&stage);
}

static void test_latch_holds_until_it_stops(void **state)
{
    (void)state;
    Stage stage;
    stage_open(&stage);
    set_state(&stage, "gtr.pan", RECORDING_LATCH); /* no automation yet */
    play(&stage, 1);
    play_to(&stage, 2);
    says(&stage, "set gtr.pan L 50 %", "Gtr pan L 50 %");
    play_to(&stage, 5);
    assert_true(recorder_is_recording(stage.recorder));
    recorder_stop(stage.recorder, 5 * RATE);
    assert_lane(&stage, "gtr.pan", 0, 0);
    assert_lane(&stage, "gtr.pan", 1.99, 0);
    assert_lane(&stage, "gtr.pan", 2.04, -50);
    assert_lane(&stage, "gtr.pan", 5, -50);
    assert_lane(&stage, "gtr.pan", 5.26, 0);
    assert_int_equal(recorder_state(stage.recorder, "gtr.pan"), RECORDING_LATCH);
    says(&stage, "set gtr.pan R 10 %", "Gtr pan R 10 %"); /* nothing plays: an edit */
    assert_float_equal(model_strip(document_model(stage.document), "gtr")->fact[FACT_PAN], 10, 0);
    stage_close(&stage);
}

static void test_write_writes_what_is_there(void **state)
{
    (void)state;
    Stage stage;
    stage_open(&stage);
    set_state(&stage, "vox.fader", RECORDING_WRITE);
    play(&stage, 1);
    assert_true(recorder_is_recording(stage.recorder));
    play_to(&stage, 4);
    recorder_jump(stage.recorder, 1 * RATE); /* the end of a loop */
    assert_int_equal(recorder_state(stage.recorder, "vox.fader"), RECORDING_TOUCH);
    assert_lane(&stage, "vox.fader", 0.9, -5.7);
    assert_lane(&stage, "vox.fader", 1.1, -6);
    assert_lane(&stage, "vox.fader", 3.99, -6);
    assert_lane(&stage, "vox.fader", 4.3, -9);
    int count = stage.edit_count;
    stage.position = 1 * RATE;
    play_to(&stage, 3);
    recorder_stop(stage.recorder, stage.position);
    assert_int_equal(stage.edit_count, count);
    stage_close(&stage);
}

static void test_trim_without_automation_is_heard_as_it_is_recorded(void **state)
{
    (void)state;
    Stage stage;
    stage_open(&stage);
    says(&stage, "set gtr.fader -20 dB", "Gtr fader -20 dB");
    set_state(&stage, "gtr.fader", RECORDING_TRIM);
    play(&stage, 0);
    play_to(&stage, 1);
    says(&stage, "set gtr.fader += 2 dB", "Gtr fader -18 dB");
    assert_false(override_of(&stage, 1).adds);
    assert_float_equal(override_of(&stage, 1).value, -18, 1e-6);
    play_to(&stage, 1.3);
    assert_float_equal(override_of(&stage, 1).value, -18, 1e-6);
    assert_lane(&stage, "gtr.fader", 1.2, -18);
    stage_close(&stage);
}

static void test_trim_adds(void **state)
{
    (void)state;
    Stage stage;
    stage_open(&stage);
    refuses(&stage, "vox.comp.ratio", RECORDING_TRIM,
            "vox.comp.ratio has nothing that could be added to; touch and latch record it");
    set_state(&stage, "vox.fader", RECORDING_TRIM);
    play(&stage, 0);
    play_to(&stage, 1);
    says(&stage, "set vox.fader += 2 dB", "Vox fader -4 dB");
    assert_true(override_of(&stage, 1).adds);
    assert_float_equal(override_of(&stage, 1).value, 2, 1e-6);
    play_to(&stage, 1.5);
    says(&stage, "set vox.fader += 1 dB", "Vox fader -4.5 dB"); /* -7.5, and 2, and 1 more */
    MixOverride override = override_of(&stage, 1); /* what was recorded of it already is not what it adds to */
    assert_int_equal(override.point_count, 3);
    assert_float_equal(override.points[1].value, -9, 0);
    assert_true(override.points[1].frame == 2 * RATE);
    play_to(&stage, 4);
    recorder_stop(stage.recorder, 4 * RATE);
    assert_lane(&stage, "vox.fader", 1.25, -6.75 + 2);
    assert_lane(&stage, "vox.fader", 1.75, -8.25 + 3);
    assert_lane(&stage, "vox.fader", 2.1, -6);
    assert_lane(&stage, "vox.fader", 2.5, -9); /* let go at 2.2 s */
    assert_lane(&stage, "vox.fader", 0.5, -4.5);
    assert_int_equal(document_undo_count(stage.document), 1);
    stage_close(&stage);
}

static void test_preview_is_tried_then_punched_in(void **state)
{
    (void)state;
    Stage stage;
    stage_open(&stage);
    refuses(&stage, "vox.fader", RECORDING_PUNCH, "vox.fader is not in preview");
    recorder_stop(stage.recorder, 3 * RATE);
    set_state(&stage, "vox.fader", RECORDING_PREVIEW);
    assert_string_equal(stage.told, "vox.fader preview -9");
    says(&stage, "set vox.fader += 3 dB", "Vox fader -6 dB");
    assert_float_equal(override_of(&stage, 1).value, -6, 1e-6);
    refuses(&stage, "vox.fader", RECORDING_PUNCH, "nothing plays, and a preview is punched in while the song plays");
    play(&stage, 0);
    play_to(&stage, 1);
    says(&stage, "set vox.fader -5 dB", "Vox fader -5 dB");
    assert_int_equal(stage.edit_count, 0);
    assert_false(recorder_is_recording(stage.recorder));
    play_to(&stage, 3);
    set_state(&stage, "vox.fader", RECORDING_PUNCH);
    assert_int_equal(recorder_state(stage.recorder, "vox.fader"), RECORDING_LATCH);
    play_to(&stage, 6);
    recorder_stop(stage.recorder, 6 * RATE);
    assert_lane(&stage, "vox.fader", 2.99, -9);
    assert_lane(&stage, "vox.fader", 3.04, -5);
    assert_lane(&stage, "vox.fader", 5.99, -5);
    assert_lane(&stage, "vox.fader", 6.26, -9);
    stage_close(&stage);
}

static void test_read_says_what_is_not_heard(void **state)
{
    (void)state;
    Stage stage;
    stage_open(&stage);
    play(&stage, 0);
    play_to(&stage, 1);
    says(&stage, "set vox.fader -4 dB", "Vox fader -4 dB");
    says(&stage, "set vox.fader -5 dB", "Vox fader -5 dB");
    assert_int_equal(recorder_unheard_count(stage.recorder), 1);
    assert_string_equal(recorder_unheard(stage.recorder, 0), "vox.fader");
    recorder_forget_unheard(stage.recorder);
    assert_int_equal(recorder_unheard_count(stage.recorder), 0);
    says(&stage, "set gtr.fader -4 dB", "Gtr fader -4 dB");
    assert_int_equal(recorder_unheard_count(stage.recorder), 0);
    stage_close(&stage);
}

/* Two faders at once are one entry; an edit of something else in between parts it in two. */
static void test_the_history_of_a_pass(void **state)
{
    (void)state;
    Stage stage;
    stage_open(&stage);
    set_state(&stage, "vox.fader", RECORDING_LATCH);
    set_state(&stage, "gtr.fader", RECORDING_LATCH);
    play(&stage, 0);
    play_to(&stage, 1);
    says(&stage, "set *.fader -6 dB", "Vox fader -6 dB, Gtr fader -6 dB");
    play_to(&stage, 2);
    says(&stage, "begin", "Gesture begun"); /* as a desk does around its keys */
    says(&stage, "set vox.fader += 1 dB", "Vox fader -5 dB");
    play_to(&stage, 2.5);
    says(&stage, "end", "Gesture ended");
    play_to(&stage, 3);
    recorder_end_passes(stage.recorder); /* before an undo */
    assert_int_equal(document_undo_count(stage.document), 1);
    says(&stage, "undo", "Undone: Vox fader automation, latch");
    char *text = text_of(stage.document);
    assert_string_equal(text, song);
    free(text);
    says(&stage, "begin", "Gesture begun");
    says(&stage, "set vox.fader -2 dB", "Vox fader -2 dB");
    play_to(&stage, 3.5);
    says(&stage, "end", "Gesture ended"); /* it has the ride's name */
    says(&stage, "mute gtr", "Gtr mute on");
    play_to(&stage, 4);
    recorder_stop(stage.recorder, 4 * RATE);
    assert_int_equal(document_undo_count(stage.document), 3);
    says(&stage, "undo", "Undone: Vox fader automation, latch");
    says(&stage, "undo", "Undone: Gtr mute on");
    says(&stage, "undo", "Undone: Vox fader automation, latch");
    text = text_of(stage.document);
    assert_string_equal(text, song);
    free(text);
    stage_close(&stage);
}

static void test_names_and_what_is_gone(void **state)
{
    (void)state;
    Stage stage;
    stage_open(&stage);
    set_state(&stage, "vox.fader", RECORDING_TOUCH);
    set_state(&stage, "gtr.fader", RECORDING_TOUCH);
    play(&stage, 0);
    assert_int_equal(run_edit(&stage, "rename vox lead"), STATUS_OK);
    assert_int_equal(recorder_state(stage.recorder, "lead.fader"), RECORDING_TOUCH);
    assert_int_equal(recorder_state(stage.recorder, "vox.fader"), RECORDING_READ);
    says(&stage, "set lead.fader -6 dB", "Lead fader -6 dB");
    says(&stage, "set gtr.fader -6 dB", "Gtr fader -6 dB");
    override_of(&stage, 2);
    assert_int_equal(run_edit(&stage, "delete gtr"), STATUS_OK);
    override_of(&stage, 1);
    play_to(&stage, 2);
    recorder_stop(stage.recorder, stage.position);
    assert_lane(&stage, "lead.fader", 0.5, -6);
    stage_close(&stage);
}

static void test_modes_of_the_file(void **state)
{
    (void)state;
    Stage stage;
    stage_open(&stage);
    refuses(&stage, "gtr.fader", RECORDING_OFF, "gtr.fader has no automation");
    refuses(&stage, "vox.comp.detector", RECORDING_TOUCH, "vox.comp.detector cannot be automated");
    refuses(&stage, "vox.comp.listen", RECORDING_TOUCH, "vox.comp.listen cannot be automated");
    set_state(&stage, "vox.fader", RECORDING_OFF);
    assert_int_equal(model_lane(document_model(stage.document), "vox.fader")->mode, 2);
    set_state(&stage, "vox.fader", RECORDING_TOUCH); /* what is recorded shall be heard */
    assert_int_equal(model_lane(document_model(stage.document), "vox.fader")->mode, 0);
    assert_int_equal(run_edit(&stage, "mode vox.fader trim"), STATUS_OK);
    refuses(&stage, "vox.fader", RECORDING_LATCH,
            "the automation of vox.fader adds to its value; `mode vox.fader read` lets it be recorded");
    set_state(&stage, "vox.fader", RECORDING_READ);
    assert_int_equal(model_lane(document_model(stage.document), "vox.fader")->mode, 0);
    stage_close(&stage);
}

/* Eighty seconds of leaps: what is written is what was moved, in lines that a project may have. */
static void test_a_long_pass(void **state)
{
    (void)state;
    Stage stage;
    stage_open(&stage);
    set_state(&stage, "gtr.fader", RECORDING_LATCH);
    play(&stage, 0);
    char line[60], expected[60];
    for (int i = 0; i < 400; i++) {
        snprintf(line, sizeof line, "set gtr.fader %d dB", i % 2 ? -20 : -10);
        snprintf(expected, sizeof expected, "Gtr fader %d dB", i % 2 ? -20 : -10);
        says(&stage, line, expected);
        play_to(&stage, 0.2 * (i + 1));
    }
    recorder_stop(stage.recorder, stage.position);
    const Lane *lane = model_lane(document_model(stage.document), "gtr.fader");
    assert_true(lane->point_count > 780 && lane->point_count < 810);
    for (int i = 0; i < 400; i++)
        assert_lane(&stage, "gtr.fader", 0.2 * i + 0.1, i % 2 ? -20 : -10);
    assert_int_equal(document_undo_count(stage.document), 1);
    stage_close(&stage);
}

static uint32_t next_random(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

/* A line of somebody's, as a session runs it: a pass ends before an undo. */
static void somebody(Stage *stage, const char *line)
{
    Answer answer;
    if (strcmp(line, "undo") == 0 || strcmp(line, "redo") == 0)
        recorder_end_passes(stage->recorder);
    document_execute(stage->document, line, &answer);
    if (answer.status == STATUS_OK && answer.resolved) {
        stage->edits[stage->edit_count++] = strdup(answer.resolved);
        recorder_follow(stage->recorder, &answer.change);
    }
    answer_clear(&answer);
}

/* Whatever hands do in whatever order: what was run gives the same text again, and undoing all of it the first. */
static void test_anything_in_any_order(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "set vox.fader += 1.5 dB",
        "set vox.fader -12 dB",
        "reset vox.fader",
        "set *.fader += -1 dB",
        "set gtr.pan R 30 %",
        "toggle gtr.mute",
        "mute vox",
        "undo",
        "redo",
        "begin",
        "end",
        "set vox.comp.ratio 8:1",
        "set vox.comp.ratio 2:1",
        "point vox.fader 0:03 -1 dB curve 0.4",
        "clear vox.fader",
        "set vox.fader -inf dB",
        "delete gtr",
    };
    static const char *const addresses[] = {"vox.fader", "gtr.fader",      "gtr.pan",
                                            "gtr.mute",  "vox.comp.ratio", "vox.mute"};
    for (uint32_t seed = 1; seed <= 25; seed++) {
        Stage stage;
        uint32_t random = seed;
        int depth = 0;
        stage_open(&stage);
        for (int i = 0; i < 120 && stage.edit_count < EDITS_MAX - 600; i++) {
            Error error;
            const char *line = lines[next_random(&random) % (sizeof lines / sizeof lines[0])];
            switch (next_random(&random) % 8) {
            case 0:
                if (recorder_set_state(stage.recorder, addresses[next_random(&random) % 6],
                                       (RecordingState)(next_random(&random) % 8), &error) != STATUS_OK)
                    assert_true(error.text[0]);
                break;
            case 1: play(&stage, next_random(&random) % 4); break;
            case 2: recorder_stop(stage.recorder, stage.position); break;
            case 3:
                stage.position = (int64_t)(next_random(&random) % 8) * RATE;
                recorder_jump(stage.recorder, stage.position);
                break;
            case 4: play_to(&stage, (double)stage.position / RATE + 0.05 * (next_random(&random) % 20)); break;
            default:
                depth += strcmp(line, "begin") == 0 ? 1 : strcmp(line, "end") == 0 ? -1 : 0;
                somebody(&stage, line);
            }
        }
        recorder_stop(stage.recorder, stage.position);
        for (; depth > 0; depth--)
            somebody(&stage, "end");
        assert_replays(&stage);
        while (document_undo_count(stage.document) > 0)
            somebody(&stage, "undo");
        char *text = text_of(stage.document);
        assert_string_equal(text, song);
        free(text);
        stage_close(&stage);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_touch),
        cmocka_unit_test(test_latch_holds_until_it_stops),
        cmocka_unit_test(test_write_writes_what_is_there),
        cmocka_unit_test(test_trim_adds),
        cmocka_unit_test(test_trim_without_automation_is_heard_as_it_is_recorded),
        cmocka_unit_test(test_preview_is_tried_then_punched_in),
        cmocka_unit_test(test_read_says_what_is_not_heard),
        cmocka_unit_test(test_the_history_of_a_pass),
        cmocka_unit_test(test_names_and_what_is_gone),
        cmocka_unit_test(test_modes_of_the_file),
        cmocka_unit_test(test_a_long_pass),
        cmocka_unit_test(test_anything_in_any_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
