/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every part of a session through its row: opened, its commands run, told to newcomers, and forgotten when another
 * project is opened.  What a session on the second project tells and plays must be what a session tells and plays that
 * has never seen the first. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "src/session/parts.h"
#include "tests/projects/scratch.h"
#include "tests/src/session/stage.h"

static int setup(void **state)
{
    if (scratch_setup(state) != 0)
        return -1;
    stage_write_projects();
    return 0;
}

/* Lines that leave something behind in a part; `told` is what a newcomer hears of it, or NULL. */
static const struct {
    const char *part, *line, *told;
} dirt[] = {
    {"history", "undo to 0", NULL},
    {"transport", "loop on", "loop 1 24000 48000\n"},
    {"transport", "locate 0:00.4", "position 19200\n"},
    {"heard", "listen vox.comp on", "heard vox.comp.listen\n"},
    {"solos", "solo gtr", "solo gtr\n"},
    {"compare", "compare vox.comp", "compared vox.comp "},
    {"record", "auto vox.fader preview", "auto vox.fader preview -3\n"},
    {"record", "auto gtr.fader touch", "auto gtr.fader touch -\n"},
    {"glide", "set plate.fader -60 dB in 500 s", "auto plate.fader read "},
    {"monitor", "dim on", NULL},
    {"monitor", "monitor left", NULL},
    {"monitor", "audition car", NULL},
    {"monitor", "pfl vox", "listen pfl vox\n"},
    {"files", "write copy.mix", NULL},
    {"bounce", "bounce out.wav", NULL},
    {"presets", "preset list", NULL},
    {"gainstage", "gainstage vox -20 dBFS rms", NULL},
    {"match", "match vox", NULL},
    {"silence", "strip-silence vox below -30 dB", NULL},
};

/* A desk asks for a waveform: it is made, which is told. */
static void ask_for_overview(Session *session)
{
    OverviewBlock column;
    int64_t length;
    assert_false(session_overview(session, "none.wav", 0, 480, 1, &column, &length));
    assert_int_equal(length, -1);
    while (!session_overview(session, "vox.wav", 0, 480, 1, &column, &length)) {
        nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
        session_tick(session);
    }
    assert_true(length > 0 && column.high > 0 && column.low < 0 && column.rms > 0);
    session_tick(session);
}

static void run_all(Session *session, Ear *ear)
{
    ask_for_overview(session);
    for (size_t i = 0; i < ARRAY_LEN(dirt); i++) {
        stage_run(session, dirt[i].line);
        if (session_wait_for_jobs(session) != STATUS_OK)
            fail_msg("%s: %s", dirt[i].line, ear->text);
        session_tick(session);
    }
}

static void test_each_part_has_a_line_of_this_test(void **state)
{
    (void)state;
    for (int i = 0; session_parts[i]; i++) {
        bool found = false;
        for (size_t k = 0; k < ARRAY_LEN(dirt); k++)
            found |= strcmp(dirt[k].part, session_parts[i]->name) == 0;
        bool elsewhere = strcmp(session_parts[i]->name, "merge") == 0 ||
                         strcmp(session_parts[i]->name, "recovery") == 0 ||
                         strcmp(session_parts[i]->name, "overviews") == 0; /* ask_for_overview */
        if (!found && !elsewhere)
            fail_msg("%s is not tested here", session_parts[i]->name);
    }
}

static void test_what_parts_remember_is_told_to_a_newcomer(void **state)
{
    (void)state;
    static Ear ear;
    Session *session = stage_open("song.mix");
    stage_listen(session, &ear);
    run_all(session, &ear);
    size_t heard = ear.length;
    char *facts = stage_facts(session);
    for (size_t i = 0; i < ARRAY_LEN(dirt); i++)
        if (dirt[i].told && !strstr(facts, dirt[i].told))
            fail_msg("`%s` is not told:\n%s", dirt[i].line, facts);
    assert_non_null(strstr(facts, "overviews 1 -1\n"));
    assert_int_equal(ear.length, heard); /* nobody else is told anything by that */
    free(facts);
    session_close(session, true);
}

static void test_another_project_leaves_nothing_of_the_old_one(void **state)
{
    (void)state;
    static Ear ear;
    Session *session = stage_open("song.mix"), *fresh = stage_open("same.mix");
    char *untouched = stage_mix(session);
    stage_listen(session, &ear);
    run_all(session, &ear);
    char *dirty = stage_mix(session);
    assert_string_not_equal(dirty, untouched); /* or there would be nothing to be left behind */
    assert_string_equal(stage_run(session, "edit! other.mix"), "Opened other.mix.");
    char *facts_at_first = stage_facts(session), *fresh_at_first = stage_facts(fresh);
    assert_string_equal(facts_at_first, fresh_at_first);
    stage_run(session, "set vox.fader -11 dB"); /* the layers are asked again */
    stage_run(fresh, "set vox.fader -11 dB");
    char *facts = stage_facts(session), *mix = stage_mix(session), *fresh_facts = stage_facts(fresh),
         *fresh_mix = stage_mix(fresh);
    assert_string_equal(facts, fresh_facts);
    assert_string_equal(mix, fresh_mix);
    assert_string_equal(session_solos(session), "");
    assert_null(session_recording_word(session, "gtr.fader"));
    assert_null(session_totals(session, 1));
    assert_false(session_is_playing(session));
    assert_int_equal(document_undo_count(session_document(session)), 1);
    const MonitorSpec *monitor = player_monitor(session_player(session)); /* the room's, not the song's */
    assert_true(monitor->dim && monitor->sides == SIDES_LEFT && monitor->audition);
    assert_int_equal(monitor->listen, LISTEN_MASTER); /* the song's */
    for (char **text =
             (char *[]){untouched, dirty, facts_at_first, fresh_at_first, facts, mix, fresh_facts, fresh_mix, NULL};
         *text; text++)
        free(*text);
    session_close(session, true);
    session_close(fresh, true);
}

/* Listeners hear it in this order: replaced, then every fact. */
static void test_listeners_are_told_of_another_project(void **state)
{
    (void)state;
    static Ear ear;
    Session *session = stage_open("song.mix");
    stage_listen(session, &ear);
    stage_run(session, "solo gtr");
    ear.length = 0;
    stage_run(session, "edit other.mix");
    const char *replaced = strstr(ear.text, "replaced\n");
    assert_non_null(replaced);
    assert_non_null(strstr(replaced, "fact solo \n"));
    assert_non_null(strstr(replaced, "fact saved 1\n"));
    session_close(session, true);
}

/* What cannot be opened or played changes nothing, heard, remembered or told. */
static void test_a_project_that_cannot_be_played_changes_nothing(void **state)
{
    (void)state;
    static Ear ear;
    scratch_write("loop.mix",
                  "ttymix 1\nstage mix\nrate 48000 Hz\npan-law -3 dB\n\n[bus a]\nout b\n\n[bus b]\nout a\n\n"
                  "[master]\n");
    scratch_write("wrong.mix", "ttymix 1\nrate many\n\n[master]\n");
    Session *session = stage_open("song.mix");
    stage_listen(session, &ear);
    run_all(session, &ear);
    char *facts = stage_facts(session), *mix = stage_mix(session);
    const char *const paths[] = {"edit! loop.mix", "edit! wrong.mix", "edit! nowhere/x.mix"};
    for (size_t i = 0; i < ARRAY_LEN(paths); i++) {
        stage_refuse(session, paths[i]);
        char *facts_now = stage_facts(session), *mix_now = stage_mix(session);
        assert_string_equal(facts_now, facts);
        assert_string_equal(mix_now, mix);
        free(facts_now);
        free(mix_now);
    }
    stage_run(session, "set vox.fader -7 dB"); /* it is still edited, and heard */
    char *mix_now = stage_mix(session);
    assert_string_not_equal(mix_now, mix);
    free(mix_now);
    free(facts);
    free(mix);
    session_close(session, true);
}

/* What is soloed or listened to follows a new name and ends with its strip; undo brings the strip back without it. */
static void test_listening_follows_names(void **state)
{
    (void)state;
    Session *session = stage_open("song.mix");
    stage_run(session, "solo vox");
    stage_run(session, "listen vox.comp on");
    stage_run(session, "afl vox");
    stage_run(session, "auto vox.fader latch");
    stage_run(session, "rename vox lead");
    char *facts = stage_facts(session);
    assert_non_null(strstr(facts, "solo lead\n"));
    assert_non_null(strstr(facts, "heard lead.comp.listen\n"));
    assert_non_null(strstr(facts, "listen afl lead\n"));
    assert_non_null(strstr(facts, "auto lead.fader latch -\n"));
    free(facts);
    stage_run(session, "delete lead");
    facts = stage_facts(session);
    assert_non_null(strstr(facts, "solo \n"));
    assert_non_null(strstr(facts, "heard \n"));
    assert_non_null(strstr(facts, "listen \n"));
    assert_null(strstr(facts, "auto "));
    free(facts);
    session_close(session, true);
}

/* Both desks of one session, each with what it has seen: every frame is new to each once. */
static void test_meters_by_serial_for_two_desks(void **state)
{
    (void)state;
    enum { FRAMES_WANTED = 20, TICKS_MAX = 100000 };
    Session *session = stage_open("song.mix");
    uint64_t seen[2] = {0, 0}, serial = 0;
    int frames[2] = {0, 0};
    assert_null(player_meters(session_player(session), &serial));
    stage_run(session, "play");
    for (int i = 0; i < TICKS_MAX && frames[1] < FRAMES_WANTED; i++) {
        session_tick(session);
        for (int desk = 0; desk < 2; desk++) {
            const MeterFrame *frame = player_meters(session_player(session), &serial);
            if (!frame || serial == seen[desk] || (desk == 1 && serial % 2)) /* the second looks every other time */
                continue;
            assert_true(serial > seen[desk]);
            assert_int_equal(frame->strip_count, document_model(session_document(session))->strip_count);
            seen[desk] = serial;
            frames[desk]++;
        }
        nanosleep(&(struct timespec){0, 1000000}, NULL);
    }
    assert_true(frames[1] >= FRAMES_WANTED);
    assert_true(frames[0] >= 2 * frames[1] - 1); /* what the second left out the first has had */
    session_close(session, true);
}

static void test_files_merge_and_quit(void **state)
{
    (void)state;
    static Ear ear;
    Session *session = stage_open("song.mix");
    stage_listen(session, &ear);
    stage_run(session, "set vox.fader -4 dB");
    assert_string_equal(stage_refuse(session, "quit"),
                        "Not quit: there are unsaved edits. wq saves them, quit! gives them up.");
    const char *text = scratch_read("song.mix");
    char *theirs = strdup(text), *title = strstr(theirs, "A song");
    assert_non_null(title);
    memcpy(title, "B song", 6);
    scratch_write("song.mix", theirs);
    free(theirs);
    stage_refuse(session, "write");
    assert_string_equal(stage_run(session, "merge"), "Merged; 0 conflicts. Look at it, then write.");
    assert_string_equal(stage_run(session, "write"), "Saved.");
    assert_non_null(strstr(scratch_read("song.mix"), "B song"));
    assert_non_null(strstr(scratch_read("song.mix"), "-4 dB"));
    assert_false(session_is_over(session));
    stage_run(session, "quit");
    assert_true(session_is_over(session));
    assert_false(session_was_discarded(session));
    session_close(session, false);
    assert_false(scratch_exists(".song.mix.journal"));
    assert_false(scratch_exists(".song.mix.lock"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_part_has_a_line_of_this_test),
        cmocka_unit_test_setup_teardown(test_what_parts_remember_is_told_to_a_newcomer, setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_another_project_leaves_nothing_of_the_old_one, setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_listeners_are_told_of_another_project, setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_a_project_that_cannot_be_played_changes_nothing, setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_listening_follows_names, setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_meters_by_serial_for_two_desks, setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_files_merge_and_quit, setup, scratch_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
