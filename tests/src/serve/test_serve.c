/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Desks at a session, as many as come: each is told everything, each has the whole document, its includes too, and each
 * sees every frame of meters that it subscribed to; one that leaves is nothing to the others. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "src/serve/server.h"
#include "tests/projects/scratch.h"
#include "tests/src/session/stage.h"
#include "tui/link/host.h"

enum { DESKS = 3, STEPS_MAX = 100000 };

typedef struct Hall {
    Session *session;
    Server *server;
    Host *desk[DESKS];
    char answer[DESKS][1024]; /* the last one */
    int changes[DESKS], meters[DESKS], notices[DESKS];
    bool quit[DESKS];
} Hall;

static int setup(void **state)
{
    if (scratch_setup(state) != 0)
        return -1;
    stage_write_projects();
    return 0;
}

static void hall_open(Hall *hall, const char *path, int desks)
{
    *hall = (Hall){.session = stage_open(path)};
    hall->server = server_new(hall->session);
    assert_non_null(hall->server);
    for (int i = 0; i < desks; i++) {
        int pair[2];
        assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
        assert_int_equal(host_new(&hall->desk[i], pair[0]), STATUS_OK);
        assert_true(server_add(hall->server, pair[1]));
    }
}

static void take_events(Hall *hall, int desk)
{
    HostEvent event;
    while (host_next_event(hall->desk[desk], &event)) {
        if (event.kind == HOST_ANSWER)
            snprintf(hall->answer[desk], sizeof hall->answer[desk], "%s", event.text);
        hall->changes[desk] += event.kind == HOST_CHANGE;
        hall->meters[desk] += event.kind == HOST_METERS;
        hall->notices[desk] += event.kind == HOST_NOTICE;
        hall->quit[desk] |= event.kind == HOST_QUIT;
    }
}

static bool turn(Hall *hall)
{
    bool on = server_step(hall->server, 1);
    for (int i = 0; i < DESKS; i++)
        if (hall->desk[i]) {
            bool there = host_pump(hall->desk[i]);
            (void)there; /* what came before it left is taken all the same */
            take_events(hall, i);
        }
    return on;
}

/* Until the desks have everything that was said up to now. */
static void settle(Hall *hall)
{
    for (int i = 0; i < 10; i++)
        turn(hall);
}

static void hall_close(Hall *hall)
{
    server_free(hall->server);
    for (int i = 0; i < DESKS; i++)
        host_free(hall->desk[i]);
    session_close(hall->session, true);
}

static void assert_same_document(const Hall *hall, int desk)
{
    char *ours, *theirs;
    size_t length;
    assert_non_null(host_document(hall->desk[desk]));
    assert_int_equal(document_text(session_document(hall->session), &ours, &length), STATUS_OK);
    assert_int_equal(document_text(host_document(hall->desk[desk]), &theirs, &length), STATUS_OK);
    assert_string_equal(theirs, ours);
    assert_int_equal(document_model(host_document(hall->desk[desk]))->strip_count,
                     document_model(session_document(hall->session))->strip_count);
    free(ours);
    free(theirs);
}

static void test_every_fact_is_understood(void **state)
{
    (void)state;
    Hall hall;
    hall_open(&hall, "song.mix", 1);
    static const char *const lines[] = {"loop on",
                                        "solo gtr",
                                        "listen vox.comp on",
                                        "auto vox.fader preview",
                                        "compare vox.comp",
                                        "monitor -7.25 dB",
                                        "mono on",
                                        "set gtr.pan 20",
                                        "clear clips",
                                        "bounce out.wav"};
    for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
        stage_run(hall.session, lines[i]);
        assert_int_equal(session_wait_for_jobs(hall.session), STATUS_OK);
    }
    settle(&hall);
    const HostState *now = host_state(hall.desk[0]);
    assert_int_equal(host_bad_lines(hall.desk[0]), 0);
    assert_true(now->loop_on && now->mono && !now->saved && !now->playing);
    assert_int_equal(now->loop_from, 24000);
    assert_int_equal(now->loop_to, 48000);
    assert_int_equal(now->length, session_end_frame(hall.session));
    assert_int_equal(now->undo_count, 1);
    assert_int_equal(now->bounce_percent, -1);
    assert_true(now->monitor_db == -7.25);
    assert_string_equal(now->solo, "gtr");
    assert_string_equal(now->heard, "vox.comp.listen");
    assert_memory_equal(now->compared, "vox.comp ", 9);
    assert_int_equal(now->auto_count, 1);
    assert_string_equal(now->autos[0].address, "vox.fader");
    hall_close(&hall);
}

static void test_desks_are_told_whoever_did_it(void **state)
{
    (void)state;
    Hall hall;
    hall_open(&hall, "song.mix", DESKS);
    settle(&hall);
    host_submit(hall.desk[0], "set vox.fader -8 dB");
    host_submit(hall.desk[1], "solo vox");
    settle(&hall);
    assert_string_equal(hall.answer[0], "Vox fader -8 dB");
    assert_string_equal(hall.answer[2], "");
    for (int i = 0; i < DESKS; i++) {
        assert_int_equal(hall.changes[i], 1);
        assert_same_document(&hall, i);
        assert_string_equal(host_state(hall.desk[i])->solo, "vox");
        assert_int_equal(host_bad_lines(hall.desk[i]), 0);
    }
    host_say_bye(hall.desk[1]);
    settle(&hall);
    host_submit(hall.desk[2], "undo");
    settle(&hall);
    assert_int_equal(hall.changes[0], 2);
    assert_int_equal(hall.changes[1], 1);
    assert_same_document(&hall, 0);
    hall_close(&hall);
}

/* The file that a desk's document includes comes with it: nothing is read at the desk's side. */
static void test_includes_come_by_the_wire(void **state)
{
    (void)state;
    Hall hall;
    scratch_write("more.mix", "[bus room]\nfader    -2 dB\n");
    scratch_write("with.mix", "ttymix 1\ninclude  \"more.mix\"\nstage    mix\nrate     48000 Hz\npan-law  -3 dB\n\n"
                              "[track vox]\nclip     \"vox.wav\"\nout      room\n\n[master]\n");
    hall_open(&hall, "with.mix", 2);
    assert_int_equal(unlink("more.mix"), 0); /* it could not be read any more */
    settle(&hall);
    for (int i = 0; i < 2; i++) {
        const Strip *room = model_strip(document_model(host_document(hall.desk[i])), "room");
        assert_non_null(room);
        assert_true(room->fact[FACT_FADER] == -2);
        assert_same_document(&hall, i);
        assert_int_equal(host_bad_lines(hall.desk[i]), 0);
    }
    host_submit(hall.desk[0], "set vox.fader -1 dB");
    host_submit(hall.desk[0], "edit! song.mix"); /* and they are the new project's, then */
    settle(&hall);
    assert_null(model_strip(document_model(host_document(hall.desk[1])), "room"));
    assert_same_document(&hall, 1);
    hall_close(&hall);
}

/* Two desks at different rates, and one that wants none. */
static void test_meters_reach_every_desk_that_wants_them(void **state)
{
    (void)state;
    Hall hall;
    hall_open(&hall, "song.mix", DESKS);
    host_subscribe_meters(hall.desk[0], 60, 0, 10, 2);
    host_subscribe_meters(hall.desk[1], 20, 0, 10, 2);
    host_submit(hall.desk[2], "loop on");
    host_submit(hall.desk[2], "play");
    for (int i = 0; i < STEPS_MAX && (hall.meters[0] < 10 || hall.meters[1] < 10); i++)
        turn(&hall);
    assert_true(hall.meters[0] >= 10 && hall.meters[1] >= 10);
    assert_int_equal(hall.meters[2], 0);
    hall_close(&hall);
}

static void test_the_last_desk_ends_it_and_quit_is_told_to_all(void **state)
{
    (void)state;
    Hall hall;
    hall_open(&hall, "song.mix", 2);
    settle(&hall);
    host_say_bye(hall.desk[0]);
    settle(&hall);
    assert_true(turn(&hall)); /* one is still there */
    host_say_bye(hall.desk[1]);
    host_pump(hall.desk[1]);
    assert_false(turn(&hall));
    hall_close(&hall);
    hall_open(&hall, "song.mix", 2);
    settle(&hall);
    host_submit(hall.desk[1], "quit");
    bool on = true;
    for (int i = 0; i < 100 && on; i++)
        on = turn(&hall);
    assert_false(on);
    turn(&hall);
    assert_true(hall.quit[0] && hall.quit[1]);
    hall_close(&hall);
}

/* A newcomer finds the session as it is, whoever is there already. */
static void test_a_newcomer_is_told_everything(void **state)
{
    (void)state;
    Hall hall;
    int pair[2];
    hall_open(&hall, "song.mix", 1);
    stage_run(hall.session, "solo vox");
    stage_run(hall.session, "set vox.fader -4 dB");
    settle(&hall);
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
    assert_int_equal(host_new(&hall.desk[1], pair[0]), STATUS_OK);
    assert_true(server_add(hall.server, pair[1]));
    settle(&hall);
    assert_same_document(&hall, 1);
    assert_string_equal(host_state(hall.desk[1])->solo, "vox");
    assert_int_equal(host_state(hall.desk[1])->undo_count, 1);
    assert_int_equal(hall.changes[1], 0); /* it has come with the text */
    hall_close(&hall);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_every_fact_is_understood, setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_desks_are_told_whoever_did_it, setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_includes_come_by_the_wire, setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_meters_reach_every_desk_that_wants_them, setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_the_last_desk_ends_it_and_quit_is_told_to_all, setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_a_newcomer_is_told_everything, setup, scratch_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
