/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The door to the document: its followers in order, what is taken back, what a recovery does where something is in the
 * way, and that nothing waits for the engine.  And two sessions in one process, rescued both. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "src/base/signals.h"
#include "src/session/player_private.h"
#include "src/session/recover.h"
#include "tests/projects/scratch.h"
#include "tests/src/session/stage.h"

static int setup(void **state)
{
    if (scratch_setup(state) != 0)
        return -1;
    stage_write_projects();
    return 0;
}

/* ---- the door alone ---- */

typedef struct Door {
    Project song;
    Board board;
    Edits *edits;
} Door;

static void door_open(Door *door)
{
    ProblemList problems = {0};
    Error error = {0};
    ProjectSetup how = {.offline = false};
    *door = (Door){.edits = NULL};
    assert_int_equal(project_open(&door->song, "song.mix", &how, &problems, &error), STATUS_OK);
    door->edits = edits_new(&door->board, &door->song);
    assert_non_null(door->edits);
}

static void door_close(Door *door, bool clean)
{
    edits_close(door->edits, clean);
    edits_free(door->edits);
    project_close(&door->song);
    board_clear(&door->board);
}

static char order[400];

typedef struct Follower {
    const char *name;
    int refuse_at, accepted; /* the count of an edit that is refused, and with what */
    Status refusal;
} Follower;

static void note(const Follower *follower, const char *what)
{
    size_t used = strlen(order);
    snprintf(order + used, sizeof order - used, "%s-%s ", follower->name, what);
}

static void on_before(void *part, const Edit *edit)
{
    assert_null(edit->change);
    note(part, "before");
}

static void on_changed(void *part, const Edit *edit)
{
    assert_true(edit->change->splice_count > 0);
    note(part, "changed");
}

static Status on_accept(void *part, const Edit *edit, Error *error)
{
    Follower *follower = part;
    (void)edit;
    note(part, "accept");
    return ++follower->accepted == follower->refuse_at ? error_set(error, follower->refusal, "not now") : STATUS_OK;
}

static void on_after(void *part, const Edit *edit)
{
    assert_non_null(edit->answer);
    note(part, "after");
}

static const EditFollower all_of_it = {
    .before = on_before, .changed = on_changed, .accept = on_accept, .after = on_after};

static void test_followers_are_called_in_order(void **state)
{
    (void)state;
    Door door;
    Follower a = {.name = "a"}, b = {.name = "b"};
    SessionAnswer answer;
    door_open(&door);
    assert_true(edits_follow(door.edits, &all_of_it, &a) && edits_follow(door.edits, &all_of_it, &b));
    edits_open(door.edits);
    order[0] = '\0';
    edits_run(door.edits, "set vox.fader -5 dB", &answer);
    assert_string_equal(order, "a-before b-before a-changed b-changed a-accept b-accept a-after b-after ");
    order[0] = '\0';
    edits_run(door.edits, "set nothing.fader -5 dB", &answer); /* nothing was done */
    assert_string_equal(order, "a-before b-before a-after b-after ");
    door_close(&door, true);
}

static void test_what_a_follower_refuses_is_taken_back(void **state)
{
    (void)state;
    Door door;
    static Ear ear;
    Follower picky = {.name = "p", .refuse_at = 2, .refusal = STATUS_REFUSED};
    SessionAnswer answer;
    char *before, *after;
    size_t length;
    door_open(&door);
    assert_true(edits_follow(door.edits, &all_of_it, &picky));
    edits_open(door.edits);
    edits_run(door.edits, "set vox.fader -5 dB", &answer);
    assert_int_equal(document_text(door.song.document, &before, &length), STATUS_OK);
    (void)ear;
    edits_run(door.edits, "set vox.fader -6 dB", &answer);
    assert_int_equal(answer.status, STATUS_REFUSED);
    assert_string_equal(answer.text, "Not changed: not now.");
    assert_int_equal(document_text(door.song.document, &after, &length), STATUS_OK);
    assert_string_equal(after, before);
    free(before);
    free(after);
    door_close(&door, true);
}

/* ---- recovery ---- */

enum { LEFT = 40 };

/* Edits that a crash has left: the door is closed, and their journal stays. */
static void leave_edits(void)
{
    Door door;
    SessionAnswer answer;
    door_open(&door);
    edits_open(door.edits);
    for (int i = 0; i < LEFT; i++) {
        char line[60];
        snprintf(line, sizeof line, "set vox.fader -%d dB", i + 1);
        edits_run(door.edits, line, &answer);
        assert_int_equal(answer.status, STATUS_OK);
    }
    door_close(&door, false);
}

static double fader_of(const Door *door)
{
    return model_strip(document_model(door->song.document), "vox")->fact[FACT_FADER];
}

/* Memory is short at the 25th edit: all of them are taken back, offered again, and taken the next time. */
static void test_a_recovery_that_is_stopped_is_offered_again(void **state)
{
    (void)state;
    Door door;
    Follower short_of_memory = {.name = "m", .refuse_at = 25, .refusal = STATUS_NO_MEMORY};
    SessionAnswer answer;
    leave_edits();
    door_open(&door);
    assert_true(edits_follow(door.edits, &all_of_it, &short_of_memory));
    edits_open(door.edits);
    double before = fader_of(&door);
    order[0] = '\0';
    recover_run(door.edits, &answer);
    assert_int_equal(answer.status, STATUS_NO_MEMORY);
    assert_non_null(strstr(answer.text, "Not recovered: edit 25 of 40"));
    assert_true(fader_of(&door) == before);
    assert_false(document_is_changed(door.song.document));
    assert_int_equal(document_undo_count(door.song.document), 0);
    assert_int_equal(document_redo_count(door.song.document), 0);
    assert_true(edits_refuse(door.edits, "changed", &answer)); /* still to be decided about */
    recover_run(door.edits, &answer);
    assert_string_equal(answer.text, "40 edits recovered; nothing is saved yet.");
    assert_true(fader_of(&door) == -LEFT);
    assert_int_equal(document_undo_count(door.song.document), LEFT);
    door_close(&door, true);
}

/* What never fits is told, the others are taken, and the journal is kept. */
static void test_a_recovery_goes_on_past_what_does_not_fit(void **state)
{
    (void)state;
    Door door;
    Follower picky = {.name = "p", .refuse_at = 25, .refusal = STATUS_REFUSED};
    SessionAnswer answer;
    leave_edits();
    door_open(&door);
    assert_true(edits_follow(door.edits, &all_of_it, &picky));
    edits_open(door.edits);
    recover_run(door.edits, &answer);
    assert_string_equal(answer.text,
                        "39 of 40 edits recovered; the others do not fit this text, the old journal is kept "
                        "as .song.mix.journal.1.");
    assert_true(fader_of(&door) == -LEFT);
    door_close(&door, true);
    assert_true(scratch_exists(".song.mix.journal.1"));
}

/* ---- nothing waits for the engine ---- */

/* A device that takes nothing: edits are taken all the same, and once somebody calls the engine it has the last mix. */
static void test_edits_wait_outside_a_full_engine(void **state)
{
    (void)state;
    enum { MANY = 3000 };
    Session *session = stage_open("song.mix");
    Player *player = session_player(session);
    player->has_device = true; /* so it is said; nobody calls the engine */
    char line[80];
    for (int i = 0; i < MANY; i++) {
        snprintf(line, sizeof line, i % 100 == 50 ? "toggle vox.multiband.bypass" : "set vox.fader -%d.%d dB",
                 1 + i % 59, i % 10);
        stage_run(session, line);
    }
    stage_run(session, "set vox.fader -12.5 dB");
    assert_true(player_is_behind(player));
    stage_run(session, "add bus b"); /* a loop of routing is refused at once also now */
    stage_run(session, "add bus c");
    stage_run(session, "out b c");
    assert_non_null(strstr(stage_refuse(session, "out c b"), "Not changed: "));
    stage_run(session, "undo");
    float left[64], right[64];
    for (int i = 0; i < MANY && player_is_behind(player); i++) {
        engine_process(player->rig.engine, (float *[2]){left, right}, 64);
        session_tick(session);
    }
    assert_false(player_is_behind(player));
    assert_true(player_mix(player)->strips[0].fader_db.value == -12.5);
    player->has_device = false;
    session_close(session, true);
}

/* ---- two sessions in one process ---- */

static void test_two_sessions_live_side_by_side(void **state)
{
    (void)state;
    Session *one = stage_open("song.mix"), *two = stage_open("other.mix");
    stage_run(one, "set vox.fader -1 dB");
    stage_run(two, "set vox.fader -2 dB");
    stage_run(two, "solo gtr");
    assert_string_equal(session_solos(one), "");
    assert_string_equal(session_solos(two), "gtr");
    session_close(one, true);
    stage_run(two, "set vox.fader -3 dB"); /* the end of the one is nothing to the other */
    stage_run(two, "write");
    session_close(two, false);
    assert_non_null(strstr(scratch_read("other.mix"), "fader    -3 dB"));
}

/* In a process of its own: both are edited, and it crashes before either journal was told to be written. */
static void crash_with_two_sessions(void)
{
    signals_catch_for_session();
    Session *one = stage_open("song.mix"), *two = stage_open("other.mix");
    stage_run(one, "set vox.fader -21 dB");
    stage_run(two, "set vox.fader -22 dB");
    raise(SIGSEGV);
}

static void recover_one(const char *path, const char *fader)
{
    char copy[100];
    Session *session = stage_open(path);
    assert_string_equal(stage_run(session, "recover"), "1 edit recovered; nothing is saved yet.");
    snprintf(copy, sizeof copy, "write! recovered-%s", path);
    stage_run(session, copy);
    assert_non_null(strstr(scratch_read(copy + strlen("write! ")), fader));
    session_close(session, true);
}

static void test_a_crash_rescues_every_session(void **state)
{
    (void)state;
    int status = 0;
    pid_t child = fork();
    if (child == 0) {
        crash_with_two_sessions();
        _exit(0);
    }
    assert_true(child > 0);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGSEGV);
    assert_false(scratch_exists(".song.mix.lock"));
    assert_false(scratch_exists(".other.mix.lock"));
    recover_one("song.mix", "fader    -21 dB");
    recover_one("other.mix", "fader    -22 dB");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_followers_are_called_in_order, setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_what_a_follower_refuses_is_taken_back, setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_a_recovery_that_is_stopped_is_offered_again, setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_a_recovery_goes_on_past_what_does_not_fit, setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_edits_wait_outside_a_full_engine, setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_two_sessions_live_side_by_side, setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_a_crash_rescues_every_session, setup, scratch_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
