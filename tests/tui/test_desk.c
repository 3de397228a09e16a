/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keys into commands. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <cmocka.h>

#include "tests/tui/bench.h"
#include "tests/tui/shape_kind.h"
#include "tui/action/key_table.h"
#include "tui/desk/frame.h"
#include "tui/desk/keys.h"
#include "tui/desk/life.h"

static double fader(const Bench *bench, const char *name)
{
    return model_strip(desk_model(bench->desk), name)->fact[FACT_FADER];
}

static void test_steps_are_one_gesture(void **state)
{
    Bench bench;
    (void)state;
    bench_open(&bench);
    bench_type(&bench, "", "");
    bench_type(&bench, "6j", "begin; set vox.fader += -3 dB");
    assert_true(fader(&bench, "vox") == -7.5);
    bench.desk->pace.now_ms += 500;
    bench_type(&bench, "k", "set vox.fader += +0.5 dB");
    bench_type(&bench, "-", "set vox.fader += -0.1 dB");
    bench_type(&bench, "K", "set vox.fader += +3 dB");
    bench.desk->pace.now_ms += 1000;
    assert_int_equal(desk_rest_gesture(bench.desk), -1);
    bench_type(&bench, "", "end");
    bench_type(&bench, "lj", "begin; set synth.fader += -0.5 dB");
    bench_type(&bench, "m", "end; mute synth on");
    bench_close(&bench);
}

static void test_held_keys_are_summed_while_an_answer_is_under_way(void **state)
{
    Bench bench;
    (void)state;
    bench_open(&bench);
    bench_type_only(&bench, "jjjjj");
    assert_string_equal(bench_row(&bench, 19) + 2,
                        "-7.0    -6.0    -3.0       .   -10.0    -1.5    -2.0    -8.0   |       .");
    bench_type(&bench, "", "begin; set vox.fader += -0.5 dB; set vox.fader += -2 dB");
    assert_true(fader(&bench, "vox") == -7);
    assert_int_equal(bench.desk->nudges.count, 0);
    bench_close(&bench);
}

static void test_a_fader_under_automation_says_so(void **state)
{
    Bench bench;
    (void)state;
    bench_open(&bench);
    bench_type_only(&bench, "j");
    assert_string_equal(bench.desk->message, "vox.fader follows its automation: rt (touch) or rm (trim) records moves");
    bench_type_only(&bench, "lj");
    assert_string_equal(bench.desk->message, "");
    bench_close(&bench);
}

/* What is recorded is shown and stepped as it is heard, whatever the document says. */
static void test_recording_states(void **state)
{
    Bench bench;
    (void)state;
    bench_open(&bench);
    bench_type(&bench, "rt", "auto vox.fader touch");
    bench_say(&bench, "state play 1");
    bench_say(&bench, "state auto vox.fader touch -8.25");
    bench.desk->message[0] = '\0';
    assert_string_equal(bench_row(&bench, 22), "Vox fader -8.25 dB  step 0.5  auto Touch");
    bench_type(&bench, "j", "begin; set vox.fader += -0.5 dB");
    assert_string_equal(bench.desk->message, "");
    bench_say(&bench, "state auto vox.fader touch -8.75");
    bench_type(&bench, "rlrwrmrr",
               "end; auto vox.fader latch; auto vox.fader write; auto vox.fader trim; auto vox.fader read");
    bench_type(&bench, "rp", "auto vox.fader preview");
    bench_say(&bench, "state auto vox.fader preview -6");
    bench_type(&bench, "rp", "auto vox.fader punch");
    bench_type(&bench, "fpro", "auto vox.pan off");
    bench_type(&bench, "ffvlrt", "auto vox.fader touch; auto synth.fader touch");
    bench_say(&bench, "state auto vox.fader read -");
    bench_say(&bench, "state auto vox.fader nonsense 3");
    assert_int_equal(host_state(bench.desk->host)->auto_count, 0);
    bench_close(&bench);
}

/* Warnings wait for each other; the desk's own words and news of no weight give way. */
static void test_one_warning_does_not_wipe_out_another(void **state)
{
    Bench bench;
    (void)state;
    bench_open(&bench);
    fake_session_say(
        bench.session,
        "notice info welcome\nnotice warn 3 edits were found\nnotice warn no sound\nnotice error no space\n");
    bench_settle(&bench);
    assert_string_equal(bench.desk->message, "3 edits were found");
    fake_session_say(bench.session, "notice warn no sound\nnotice warn 3 edits were found\n");
    bench_settle(&bench);
    bench_type_only(&bench, "l");
    assert_string_equal(bench.desk->message, "no sound");
    bench_type_only(&bench, "/nobody<Enter>");
    assert_string_equal(bench.desk->message, "No strip is called nobody");
    bench_type_only(&bench, "h");
    assert_string_equal(bench.desk->message, "no space");
    bench_type_only(&bench, "l");
    assert_string_equal(bench.desk->message, "");
    bench_close(&bench);
}

static void test_more_warnings_than_there_is_room_for_lose_the_least(void **state)
{
    static Notices notices;
    Notice notice;
    char text[16];
    (void)state;
    notices_keep(&notices, 1, "first");
    notices_keep(&notices, 0, "least");
    for (int i = 0; i < NOTICES_MAX - 1; i++) {
        snprintf(text, sizeof text, "%d", i);
        notices_keep(&notices, 2, text);
    }
    assert_int_equal(notices.count, NOTICES_MAX);
    assert_true(notices_take(&notices, &notice));
    assert_string_equal(notice.text, "first");
    assert_true(notices_take(&notices, &notice));
    assert_string_equal(notice.text, "0");
    assert_int_equal(notice.level, 2);
}

/* A sentence that is wider than the screen goes on in the row of the hints. */
static void test_a_long_message_takes_two_rows(void **state)
{
    Bench bench;
    (void)state;
    bench_open(&bench);
    fake_session_say(bench.session,
                     "notice warn 12 unsaved edits were found, made on another text than the one on disk. Type recover "
                     "to try them, discard to set them aside.\n");
    bench_settle(&bench);
    assert_string_equal(bench_row(&bench, 22),
                        "12 unsaved edits were found, made on another text than the one on disk. Type");
    assert_string_equal(bench_row(&bench, 23), ":recover to try them, :discard to set them aside.");
    bench_type_only(&bench, "l");
    assert_non_null(strstr(bench_row(&bench, 23), "? help"));
    bench_close(&bench);
}

static void test_meters_stay_with_their_strips(void **state)
{
    Bench bench;
    (void)state;
    bench_open(&bench);
    meter_view_feed(&bench.desk->meters, 2, &(HostStrip){.peak_db = {-7, -8}});
    bench_type(&bench, "dd", "delete vox");
    assert_true(meter_view_level(&bench.desk->meters, 1)->highest_db == -7);
    bench_type(&bench, "u", "undo");
    assert_true(meter_view_level(&bench.desk->meters, 2)->highest_db == -7);
    bench_type(&bench, "cc", "clear clips");
    assert_true(meter_view_level(&bench.desk->meters, 2)->highest_db < -100);
    bench_close(&bench);
}

static void test_a_refused_step_is_taken_back_on_screen(void **state)
{
    Bench bench;
    (void)state;
    bench_open(&bench);
    bench_type_only(&bench, "j");
    Nudge *nudge = &bench.desk->nudges.items[0];
    bool known;
    char command[NUDGE_COMMAND_MAX];
    assert_true(nudge->shown == -5);
    assert_null(nudge_answer(&bench.desk->nudges, nudge->sequence, true, &known, command));
    assert_true(known && bench.desk->nudges.count == 0);
    assert_true(nudge_value(&bench.desk->nudges, "vox.fader", -4.5) == -4.5);
    bench_close(&bench);
}

static void test_silence_and_the_ends_of_the_range(void **state)
{
    static const struct {
        double from, step, to;
        const char *command;
    } cases[] = {{-4.5, 0.5, -4, "set a.fader += +0.5 dB"},
                 {11.9, 0.5, 12, "set a.fader +12 dB"},
                 {-99.9, -0.5, -INFINITY, "set a.fader -inf dB"},
                 {-INFINITY, 0.5, -60, "set a.fader -60 dB"},
                 {-INFINITY, -0.5, -INFINITY, "set a.fader -inf dB"}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        NudgeList *list = calloc(1, sizeof *list);
        char command[NUDGE_COMMAND_MAX];
        Nudge *nudge = nudge_add(list, "a.fader", &strip_facts[FACT_FADER], cases[i].from, cases[i].step, command);
        assert_true(nudge && nudge->shown == cases[i].to);
        assert_string_equal(command, cases[i].command);
        free(list);
    }
}

static void test_values_are_typed(void **state)
{
    Bench bench;
    (void)state;
    bench_open(&bench);
    bench_type(&bench, "=-9 dB<Enter>", "set vox.fader -9 dB");
    bench_type(&bench, "l.", "set synth.fader -9 dB");
    bench_type(&bench, "=<Esc>", "");
    bench_type(&bench, "0", "reset synth.fader");
    bench_type(&bench, "h:set vox.pan R 30 %<Enter>", "set vox.pan R 30 %");
    bench_type(&bench, ":<Up><Enter>", "set vox.pan R 30 %");
    bench_close(&bench);
}

static void test_focus(void **state)
{
    Bench bench;
    (void)state;
    bench_open(&bench);
    bench_type(&bench, "f1=-14<Enter>", "set vox.send.plate -14");
    bench_type(&bench, "f2k", "begin; set vox.send.slap += +0.5 dB");
    bench_type(&bench, "f3", "");
    assert_string_equal(bench_row(&bench, 22), "Vox has no send 3");
    bench_type(&bench, "ff6>", "end; begin; set vox.pan += +30 %");
    assert_true(model_strip(desk_model(bench.desk), "vox")->fact[FACT_PAN] == 30);
    bench_type(&bench, "fp", "");
    assert_string_equal(bench_row(&bench, 22), "Vox pan R 30 %  step 5");
    bench_type(&bench, "))))", "");
    assert_int_equal(bench.desk->view.focus, FOCUS_SEND);
    bench_type(&bench, "llll", "end"); /* a strip without sends: the focus falls back */
    assert_int_equal(bench.desk->view.focus, FOCUS_FADER);
    bench_close(&bench);
}

static void test_switches_and_several_strips(void **state)
{
    Bench bench;
    (void)state;
    bench_open(&bench);
    bench_type(&bench, "m", "mute vox on");
    bench_type(&bench, "m", "mute vox off");
    bench_type(&bench, "i", "set vox.polarity invert");
    bench_type(&bench, "gS", "set vox.solo-safe on");
    bench_type(&bench, "s", "solo vox on");
    assert_true(strncmp(bench_row(&bench, 0), "SOLO 1  Potassium", 17) == 0);
    assert_string_equal(bench_row(&bench, 20),
                        ". S R i . m .   . m .   . m .   M m . i . m .   . f .   . f .    | MON -12.0");
    bench_type(&bench, "s", "solo vox off");
    bench_type(&bench, "vllm", "begin; mute vox on; mute synth on; mute padbass on; end");
    bench_type(&bench, "K", "begin; set vox.fader += +3 dB; set synth.fader += +3 dB; set padbass.fader += +3 dB");
    bench_type(&bench, "<Esc>m", "end; mute padbass off");
    bench_type(&bench, "b", "begin; bypass padbass.shape on; bypass padbass.comp on; end");
    bench_type(&bench, "B", "compare padbass");
    bench_close(&bench);
}

static void test_the_monitor_is_steered_and_shown(void **state)
{
    Bench bench;
    (void)state;
    bench_open(&bench);
    bench_type(&bench, ",p", "pfl vox toggle");
    bench_type(&bench, "l,P", "afl synth toggle");
    bench_type(&bench, ",l,r,s,x",
               "monitor left toggle; monitor right toggle; monitor side toggle; monitor swap toggle");
    bench_type(&bench, ",b,t,n,0", "monitor band next; audition next; monitor normal; monitor reference");
    bench_type(&bench, "2,k,j", "monitor += 1 dB; monitor += 1 dB; monitor -= 1 dB");
    bench_type(&bench, "G,p", "");
    bench_say(&bench, "state listen pfl vox");
    bench_say(&bench, "state room left swap low-mid phone");
    bench_settle(&bench);
    assert_true(strncmp(bench_row(&bench, 0), "PFL vox  ", 9) == 0);
    assert_non_null(strstr(bench_row(&bench, 0), "  LEFT SWAP LOW-MID PHONE  "));
    bench_say(&bench, "state listen ");
    bench_say(&bench, "state room ");
    bench_settle(&bench);
    assert_true(strncmp(bench_row(&bench, 0), "Potassium  ", 11) == 0);
    assert_null(strstr(bench_row(&bench, 0), "LEFT"));
    bench_close(&bench);
}

static void test_selection_and_search(void **state)
{
    Bench bench;
    (void)state;
    bench_open(&bench);
    bench_type(&bench, "G", "");
    assert_string_equal(view_strip(&bench.desk->view, desk_model(bench.desk))->name, "master");
    bench_type(&bench, "gg3lh", "");
    assert_string_equal(view_strip(&bench.desk->view, desk_model(bench.desk))->name, "padbass");
    bench_type(&bench, "}}", "");
    assert_string_equal(view_strip(&bench.desk->view, desk_model(bench.desk))->name, "plate");
    bench_type(&bench, "/DEL<Enter>", "");
    assert_string_equal(view_strip(&bench.desk->view, desk_model(bench.desk))->name, "slap");
    bench_type(&bench, "/nobody<Enter>", "");
    assert_string_equal(bench.desk->message, "No strip is called nobody");
    bench_type(&bench, "g<lt>", "move slap before plate");
    bench_type(&bench, "yyh", "yank-chain slap");
    bench_type(&bench, "vhp", "begin; paste-chain micro; paste-chain drums; end");
    bench_type(&bench, "/slap<Enter>R", "");
    assert_int_equal(bench.desk->prompt.kind, PROMPT_NAME);
    bench_type(&bench, "<Esc>dd", "delete slap");
    bench_type(&bench, "99l99h", "");
    assert_string_equal(view_strip(&bench.desk->view, desk_model(bench.desk))->name, "vox");
    bench_close(&bench);
}

static void test_transport(void **state)
{
    Bench bench;
    (void)state;
    bench_open(&bench);
    bench_type(&bench, "<Space>", "toggle-play");
    bench_type(&bench, "g<Space>", "stop here");
    bench_type(&bench, "3L", "jog 3");
    bench_type(&bench, "2[", "jog previous; jog previous");
    bench_type(&bench, "<Home><End>", "locate 0:00; locate end");
    bench_type(&bench, "'q", "");
    assert_string_equal(bench.desk->message, "There is no mark q; Mq sets it");
    bench_type(&bench, "D!o", "dim toggle; cut toggle; mono toggle");
    bench_type(&bench, "csccu<C-r>", "clear solos; clear clips; undo; redo");
    bench_close(&bench);
}

static void test_the_loop_is_set_at_the_playhead(void **state)
{
    Bench bench;
    (void)state;
    bench_open(&bench);
    bench_type(&bench, "g]", "");
    assert_string_equal(bench.desk->message, "The loop would end before it begins");
    bench_type(&bench, "g[", "loop 1:02.350 1:25.000");
    assert_true(model_frame_of_time(desk_model(bench.desk), &desk_model(bench.desk)->loop_from) == 62 * 48000 + 16800);
    bench_close(&bench);
}

static void test_macros(void **state)
{
    Bench bench;
    (void)state;
    bench_open(&bench);
    bench_type(&bench, "q", "");
    bench_type(&bench, "ml", "mute vox on");
    bench_type(&bench, "q", "");
    bench_type(&bench, "2@", "mute synth on; mute padbass on");
    bench_type(&bench, "q@q@", "");
    bench_close(&bench);
}

static void test_what_is_not_there_is_said(void **state)
{
    static const struct {
        const char *keys, *said;
    } cases[] = {
        {"gd", "There is no delivery screen in this version"},
        {"ga", "There is no master screen in this version"},
        {"T", "T does nothing here. ? shows the keys."},
        {"zq", "zq does nothing here. ? shows the keys."},
        {".", "There is nothing to repeat yet"},
        {":select nobody<Enter>", "No such strip: nobody"},
        {":help flute<Enter>", "No such command: flute. Tab after : offers what there is."},
        {":narrow maybe<Enter>", "Not done: say narrow [on|off]"},
        {":unwatch<Enter>", "unwatch is a word of the desk in lines of text (--plain)"},
        {":keys<Enter>", "keys is a word of the desk in lines of text (--plain)"},
        {":help set<Enter>", "set ADDRESS [=|+=|-=] VALUE [in LENGTH] | PROCESSOR|BAND PARAMETER VALUE...: Gives a "
                             "number, word or text a value; the strip may be a pattern. With a time a number is "
                             "written at once and heard gliding there. Example: set vox.fader += 1.5 dB"},
    };
    Bench bench;
    (void)state;
    bench_open(&bench);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        bench_type(&bench, cases[i].keys, "");
        assert_string_equal(bench.desk->message, cases[i].said);
    }
    bench_close(&bench);
}

static void test_pasted_text_is_no_keys(void **state)
{
    Bench bench;
    (void)state;
    bench_open(&bench);
    desk_take_bytes(bench.desk, "\033[200~mmdd\r:quit\r\033[201~", 23);
    bench_type(&bench, "", "");
    assert_string_equal(bench.desk->message, "Pasted text is taken only after : = or /");
    desk_take_bytes(bench.desk, ":\033[200~set vox\r.fader\033[201~", 28);
    assert_string_equal(bench.desk->prompt.text, "set vox.fader");
    bench_close(&bench);
}

static void test_quitting(void **state)
{
    Bench bench;
    (void)state;
    bench_open(&bench);
    bench_type_only(&bench, "ZZ");
    bench_settle(&bench);
    assert_true(bench.desk->over && bench.desk->exit_status == 0);
    bench_close(&bench);
}

static void test_without_a_document_every_key_is_safe(void **state)
{
    Bench bench;
    (void)state;
    bench_open_song(&bench, &(FakeSessionSetup){.withheld = true});
    for (const KeyBinding *row = key_table; row->keys; row++)
        if (strcmp(row->action, "suspend") != 0 && strcmp(row->action, "save-and-quit") != 0) {
            char keys[64];
            snprintf(keys, sizeof keys, "%.*s", (int)strcspn(row->keys, "<"), row->keys);
            bench_type_only(&bench, strchr(row->keys, '<') && strlen(row->keys) > 1 ? keys : row->keys);
            bench_type_only(&bench, "1<Esc><Esc>");
        }
    desk_draw(bench.desk);
    bench_close(&bench);
}

static void test_random_keys_do_no_harm(void **state)
{
    static const char letters[] = "hljkJK+-=0<>()fpwto123456789msibSDo!gGvARd{}z'MaHL[]\\.q@wWE/"
                                  "nN:?`\t\r\x7f\x1b\x10\x0e\x0c\x12 xyZ\xc3\xbc\x1b[A";
    const char *rounds_text = getenv("TTYMIX_FUZZ");
    int rounds = rounds_text ? atoi(rounds_text) : 3000;
    Bench bench;
    (void)state;
    bench_open(&bench);
    srand(3);
    for (int i = 0; i < rounds; i++) {
        char bytes[16];
        int length = rand() % 15 + 1;
        for (int k = 0; k < length; k++)
            bytes[k] = letters[(size_t)rand() % (sizeof letters - 1)];
        desk_take_bytes(bench.desk, bytes, (size_t)length);
        bench.desk->quit_after = 0; /* ZZ would end it */
        assert_false(bench.desk->over);
        bench.desk->pace.now_ms += 40;
        desk_rest_gesture(bench.desk);
        if (i % 7 == 0 && canvas_resize(&bench.desk->canvas, rand() % 220 + 1, rand() % 70 + 1) != STATUS_OK)
            fail();
        if (i % 4 == 0)
            bench_settle(&bench);
    }
    bench_close(&bench);
}

static void list_presets(void *context, ArgKind kind, CommandOffers *offers)
{
    (void)context;
    if (kind == ARG_PRESET)
        command_offer(offers, "vocal-warm");
}

/* Words that the desk alone knows, and those that its setup lists. */
static void test_lines_are_completed(void **state)
{
    static const char *const cases[][2] = {
        {":scree<Tab>mi<Tab>", "screen mixer "}, {":preset load vox v<Tab>", "preset load vox vocal-warm "},
        {":preset lo<Tab>", "preset load "},     {":unwat<Tab>", "unwat"},
        {":set vox.fa<Tab>", "set vox.fader "},
    };
    Bench bench;
    (void)state;
    bench_open(&bench);
    bench.desk->setup.list = list_presets;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        bench_type_only(&bench, cases[i][0]);
        assert_string_equal(bench.desk->prompt.text, cases[i][1]);
        bench_type_only(&bench, "<Esc>");
    }
    bench_close(&bench);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lines_are_completed),
        cmocka_unit_test(test_steps_are_one_gesture),
        cmocka_unit_test(test_held_keys_are_summed_while_an_answer_is_under_way),
        cmocka_unit_test(test_a_fader_under_automation_says_so),
        cmocka_unit_test(test_recording_states),
        cmocka_unit_test(test_one_warning_does_not_wipe_out_another),
        cmocka_unit_test(test_more_warnings_than_there_is_room_for_lose_the_least),
        cmocka_unit_test(test_a_long_message_takes_two_rows),
        cmocka_unit_test(test_meters_stay_with_their_strips),
        cmocka_unit_test(test_a_refused_step_is_taken_back_on_screen),
        cmocka_unit_test(test_silence_and_the_ends_of_the_range),
        cmocka_unit_test(test_values_are_typed),
        cmocka_unit_test(test_focus),
        cmocka_unit_test(test_switches_and_several_strips),
        cmocka_unit_test(test_the_monitor_is_steered_and_shown),
        cmocka_unit_test(test_selection_and_search),
        cmocka_unit_test(test_transport),
        cmocka_unit_test(test_the_loop_is_set_at_the_playhead),
        cmocka_unit_test(test_macros),
        cmocka_unit_test(test_what_is_not_there_is_said),
        cmocka_unit_test(test_pasted_text_is_no_keys),
        cmocka_unit_test(test_quitting),
        cmocka_unit_test(test_without_a_document_every_key_is_safe),
        cmocka_unit_test(test_random_keys_do_no_harm),
    };
    setlocale(LC_CTYPE, "C.UTF-8");
    shape_kind_register();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
