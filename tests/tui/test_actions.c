/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a user was told wrongly, or could not type, and can now. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "tests/tui/bench.h"
#include "tests/tui/shape_kind.h"

/* Several strips are counted, in one sentence, once the session has done all of it. */
static void test_several_strips_are_counted(void **state)
{
    static const struct {
        const char *keys, *said;
    } cases[] = {
        {"vllm", "3 strips muted"},         {"m", "3 strips unmuted"},    {"i", "3 strips inverted"},
        {"gS", "3 strips solo safe"},       {"s", "3 strips soloed"},     {"=-40 dB<Enter>", "3 faders -40 dB"},
        {"fp0", "3 pans at their default"}, {"ffdd", "3 strips deleted"},
    };
    Bench bench;
    (void)state;
    bench_open(&bench);
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        bench_type_only(&bench, cases[i].keys);
        assert_string_not_equal(bench.desk->message, cases[i].said);
        bench_settle(&bench);
        if (strcmp(bench.desk->message, cases[i].said) != 0)
            fail_msg("%s: %s", cases[i].keys, bench.desk->message);
    }
    bench_type_only(&bench, "m");
    bench_settle(&bench);
    assert_null(strstr(bench.desk->message, "strips"));
    bench_close(&bench);
}

static void test_several_that_fail_say_why(void **state)
{
    Bench bench;
    (void)state;
    bench_open(&bench);
    bench_type_only(&bench, "vll=4000 dB<Enter>");
    bench_settle(&bench);
    assert_int_equal(bench.desk->message_level, 2);
    assert_string_equal(bench.desk->message, "Not changed: fader takes -100 dB to +12 dB or -inf, it is -3 dB");
    bench_close(&bench);
}

static void test_names_and_markers_are_taken_as_they_are(void **state)
{
    Bench bench;
    (void)state;
    bench_open(&bench);
    bench_type(&bench, "RLead \"Vox\"  2<Enter>", "label vox \"Lead \\\\\"Vox\\\\\"  2\"");
    assert_string_equal(strip_title(view_strip(&bench.desk->view, desk_model(bench.desk))), "Lead \"Vox\"  2");
    bench_type(&bench, "Rlead<Enter>", "label vox \"lead\"");
    bench_type(&bench, "Gh", "");
    bench_type(&bench, "Rbeat<Enter>", "rename rhythm beat");
    bench_type(&bench, "Rthe beat<Enter>", "label beat \"the beat\"");
    bench_type(&bench, "gg", "");
    bench_type(&bench, "R  <Enter>", "");
    bench_type(&bench, "MMThe \"big\" end<Enter>", "marker 1:02.350 \"The \\\\\"big\\\\\" end\"");
    const Model *model = desk_model(bench.desk);
    assert_string_equal(model->markers[1].label, "The \"big\" end");
    bench_type(&bench, "Ma", "");
    assert_string_equal(bench.desk->message, "Mark a at 1:02.350");
    bench_close(&bench);
}

static void test_the_offset_steps(void **state)
{
    Bench bench;
    (void)state;
    bench_open(&bench);
    bench_type(&bench, "fok", "begin; set vox.offset += +1 ms");
    assert_true(model_strip(desk_model(bench.desk), "vox")->fact[FACT_OFFSET] == 1);
    assert_string_equal(bench_row(&bench, 22), "Vox offset +1 ms  step 1");
    bench_type(&bench, "3-", "set vox.offset += -0.3 ms");
    bench_close(&bench);
}

/* zt and zp, and the same typed: what the meters show, in the header, and what is asked of the session. */
static void test_meters_are_chosen(void **state)
{
    Bench bench;
    (void)state;
    bench_open(&bench);
    assert_null(strstr(bench_row(&bench, 0), "rms"));
    bench_type(&bench, "zt", "");
    assert_string_equal(bench.desk->message, "Meters: rms, behind the fader; 0 is 0 dBFS");
    assert_non_null(strstr(bench_row(&bench, 0), "rms"));
    bench_type(&bench, "4zt", "");
    assert_string_equal(bench.desk->message, "Meters: vu, behind the fader; 0 is -18 dBFS");
    bench_type(&bench, "zp", "");
    assert_string_equal(bench.desk->message, "Meters: vu, behind pan and mute; 0 is -18 dBFS");
    assert_non_null(strstr(bench_row(&bench, 0), "vu output"));
    bench_settle(&bench);
    assert_non_null(strstr(fake_session_heard(bench.session), "meters 20 0 12 3\n"));
    bench_type(&bench, ":meters k-20 input<Enter>", "");
    assert_string_equal(bench.desk->message, "Meters: k-20, at the input; 0 is -20 dBFS");
    bench_type(&bench, ":meters k-9<Enter>", "");
    assert_int_equal(bench.desk->message_level, 2);
    bench_type(&bench, ":meters peak post<Enter>", "");
    assert_null(strstr(bench_row(&bench, 0), "post"));
    bench_close(&bench);
}

static void write_file(const char *folder, const char *name, const char *text)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

/* A command bound to a key runs, the desk's own words too; what is wrong is said with its line, one after
 * the other; what an answer covered comes again. */
static void test_the_users_keys(void **state)
{
    char folder[] = "/tmp/ttymix-keys-XXXXXX", path[256];
    Bench bench;
    (void)state;
    assert_non_null(mkdtemp(folder));
    write_file(folder, "keys", "bind x :mute all\nbind\n\nbind X :help\nbind Y flute\n");
    bench_open_config(&bench, folder);
    bench_say(&bench, "notice warn no device");
    assert_string_equal(bench.desk->message, "keys:2: a line of the keys file is `bind KEYS ACTION`, `bind KEYS "
                                             ":COMMAND`, `map KEYS KEYS` or `unbind KEYS`, not: bind");
    bench_type(&bench, "x", "mute all");
    assert_true(model_strip(desk_model(bench.desk), "synth")->fact[FACT_MUTE] == 1);
    bench_type_only(&bench, "l");
    assert_string_equal(bench.desk->message, "no device");
    bench_type_only(&bench, "l");
    assert_string_equal(bench.desk->message, "keys:5: no such action: flute");
    bench_type(&bench, "X", "");
    assert_int_equal(bench.desk->screen, SCREEN_HELP);
    bench_close(&bench);
    snprintf(path, sizeof path, "%s/keys", folder);
    unlink(path);
    rmdir(folder);
}

/* Keys stand for keys, as typed from the file or on the desk, with a count, and through others; not for themselves. */
static void test_keys_stand_for_keys(void **state)
{
    Bench bench;
    (void)state;
    bench_open(&bench);
    bench_type(&bench, ":map Qd ml<Enter>", "");
    assert_string_equal(bench.desk->message, "map Qd ml");
    bench_type(&bench, "2Qd", "mute vox on; mute synth on");
    bench_type(&bench, ":map Qe QdQd<Enter>ggQe", "mute vox off; mute synth off");
    bench_type(&bench, ":bind Qf :mute all<Enter>Qf", "mute all");
    bench_type(&bench, ":map Qg ggiQh<Enter>:map Qh Qg<Enter>", "");
    bench_type_only(&bench, "Qg");
    assert_string_equal(bench.desk->message, "These keys stand for themselves: ggiQh");
    bench_type_only(&bench, ":unbind Qd<Enter>");
    bench_settle(&bench);
    size_t heard = strlen(fake_session_heard(bench.session));
    bench_type_only(&bench, "Qd");
    bench_settle(&bench);
    assert_string_equal(bench.desk->message, "Qd does nothing here. ? shows the keys.");
    assert_int_equal(strlen(fake_session_heard(bench.session)), heard);
    bench_type_only(&bench, ":bind Q flute<Enter>");
    assert_string_equal(bench.desk->message, "Not bound: no such action: flute");
    bench_close(&bench);
}

/* The file of commands read at the start: of the desk and of the session, what is wrong by its line. */
static void test_commands_at_the_start(void **state)
{
    char folder[] = "/tmp/ttymix-start-XXXXXX", path[256];
    Bench bench;
    (void)state;
    assert_non_null(mkdtemp(folder));
    write_file(
        folder, "start",
        "# mine\n\nsolo vox on\nbind gv :mute all\nset vox.fader -9 dB\nflute\nsolo nobody on\nscreen timeline\n");
    bench_open_config(&bench, folder);
    assert_non_null(strstr(fake_session_heard(bench.session), " solo vox on\n"));
    assert_null(strstr(fake_session_heard(bench.session), "set vox.fader"));
    assert_int_equal(bench.desk->screen, SCREEN_TIMELINE);
    assert_string_equal(bench.desk->message,
                        "start:5: what changes the song does not belong here: set vox.fader -9 dB");
    bench_type_only(&bench, "gv");
    bench_settle(&bench);
    assert_non_null(strstr(fake_session_heard(bench.session), " mute all\n"));
    bench_close(&bench);
    snprintf(path, sizeof path, "%s/start", folder);
    unlink(path);
    rmdir(folder);
}

/* What cannot be seen is not edited; the music can be stopped all the same. */
static void test_nothing_is_edited_unseen(void **state)
{
    Bench bench;
    (void)state;
    bench_open(&bench);
    bench_type_only(&bench, ":");
    assert_int_equal(canvas_resize(&bench.desk->canvas, 79, 24), STATUS_OK);
    bench_type(&bench, "delete vox<Enter>", "");
    bench_type(&bench, "<Esc>", "");
    assert_int_equal(bench.desk->prompt.kind, PROMPT_NONE);
    bench_type(&bench, "mjddu=", "");
    assert_string_equal(bench_row(&bench, 13), "type-value waits for room to be seen");
    assert_int_equal(bench.desk->prompt.kind, PROMPT_NONE);
    bench_type(&bench, "<Space>!", "toggle-play; cut toggle");
    assert_string_equal(bench_row(&bench, 13), "playing");
    assert_int_equal(canvas_resize(&bench.desk->canvas, 80, 24), STATUS_OK);
    bench_type(&bench, "m", "mute vox on");
    bench_close(&bench);
}

/* A session at rest goes on telling its meters: nothing is drawn for it. */
static void test_nothing_new_is_not_drawn(void **state)
{
    static const struct {
        const char *line;
        bool drawn;
    } cases[] = {{"meters 1 2992800 0:-1200:-1200:-1200:-1200:0:0", false},
                 {"meters 1 2992800 0:-90:-1200:-1200:-1200:0:0", true},
                 {"meters 1 2992800 0:-1200:-1200:-1200:-1200:30:0", true},
                 {"meters 1 2992800 0:-1200:-1200:-1200:-1200:30:0", false},
                 {"meters 1 2992800 0:-1200:-1200:-1200:-1200:30:2", true},
                 {"meters 1 2992801 0:-1200:-1200:-1200:-1200:30:2", true},
                 {"loud -169 -178 -182 62 -46 62", true},
                 {"loud -169 -178 -182 62 -46 62", false},
                 {"loud -169 -178 -182 62 -46 63", true}};
    Bench bench;
    (void)state;
    bench_open_song(&bench, &(FakeSessionSetup){.mute = true});
    bench_say(&bench, "meters 1 2992800 0:-1200:-1200:-1200:-1200:0:0");
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        bench.desk->pace.dirty = false;
        bench_say(&bench, cases[i].line);
        if (bench.desk->pace.dirty != cases[i].drawn)
            fail_msg("%s: %s", cases[i].line, bench.desk->pace.dirty ? "drawn" : "not drawn");
    }
    bench_close(&bench);
}

/* Every fact of a strip is told, as `what is not default` in words does. */
static void test_what_is_not_default(void **state)
{
    Bench bench;
    (void)state;
    bench_open(&bench);
    bench_type(&bench, ":set vox.pan-law -4.5 dB; set vox.pan-left L 50 %<Enter>",
               "set vox.pan-law -4.5 dB; set vox.pan-left L 50 %");
    bench_type(&bench, "E", "");
    assert_string_equal(
        bench.desk->message,
        "Vox: fader -4.5 dB, pan-left L 50 %, pan-law -4.5 dB, gate, shape, comp, gain bypassed, send plate -14.0, "
        "send slap -20.0");
    bench_close(&bench);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_meters_are_chosen),
        cmocka_unit_test(test_several_strips_are_counted),
        cmocka_unit_test(test_several_that_fail_say_why),
        cmocka_unit_test(test_names_and_markers_are_taken_as_they_are),
        cmocka_unit_test(test_the_offset_steps),
        cmocka_unit_test(test_the_users_keys),
        cmocka_unit_test(test_keys_stand_for_keys),
        cmocka_unit_test(test_commands_at_the_start),
        cmocka_unit_test(test_nothing_is_edited_unseen),
        cmocka_unit_test(test_nothing_new_is_not_drawn),
        cmocka_unit_test(test_what_is_not_default),
    };
    setlocale(LC_CTYPE, "C.UTF-8");
    shape_kind_register();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
