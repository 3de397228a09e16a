/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Play stops where a bounce ends: once the song and what rings on after it are over. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "tests/projects/scratch.h"
#include "tests/src/session/stage.h"

enum { RATE = 48000, SONG = 2 * RATE, TICKS_MAX = 100000 };

/* The clip's end comes once more, 3 s later, after a pause. */
static const char echo[] = "ttymix 1\nstage mix\nrate 48000 Hz\npan-law -3 dB\n\n[track vox]\nclip \"vox.wav\"\n"
                           "delay time 3000 ms  feedback 0 %  mix 50 %\n\n[master]\n";

static int setup(void **state)
{
    if (scratch_setup(state) != 0)
        return -1;
    stage_write_projects();
    scratch_write("echo.mix", echo);
    return 0;
}

static int64_t tick(Session *session)
{
    EngineState state;
    session_tick(session);
    session_engine_state(session, &state);
    nanosleep(&(struct timespec){0, 2000000}, NULL);
    return state.position;
}

/* Play begins once what is read at the place is there. */
static void play(Session *session, const char *said)
{
    assert_string_equal(stage_run(session, "play"), said);
    for (int i = 0; i < TICKS_MAX && !session_is_playing(session); i++)
        tick(session);
    assert_true(session_is_playing(session));
}

static void test_it_stops_when_all_has_sounded(void **state)
{
    (void)state;
    static Ear ear;
    EngineState before, after;
    Session *session = stage_open("echo.mix");
    assert_int_equal(session_end_frame(session), SONG);
    stage_listen(session, &ear);
    stage_run(session, "locate 0:01.5");
    session_engine_state(session, &before);
    play(session, "Playing.");
    for (int i = 0; i < TICKS_MAX && session_is_playing(session); i++)
        tick(session);
    assert_false(session_is_playing(session));
    session_engine_state(session, &after); /* from 1.5 s to behind the echo of the last frame */
    assert_true(after.processed - before.processed >= SONG + 3 * RATE - 3 * RATE / 2);
    assert_non_null(strstr(ear.text, "notice The end: stopped.\n"));
    for (int i = 0; i < 50; i++)
        tick(session);
    assert_int_equal(tick(session), 3 * RATE / 2); /* where it began */
    session_close(session, true);
}

static void test_it_runs_on_where_it_shall(void **state)
{
    (void)state;
    Session *session = stage_open("song.mix");
    assert_string_equal(stage_run(session, "run-on on"), "Play runs on beyond the end.");
    stage_run(session, "locate end");
    play(session, "Playing.");
    int64_t position = 0;
    for (int i = 0; i < TICKS_MAX && position < SONG + 4 * RATE; i++)
        position = tick(session);
    assert_true(position >= SONG + 4 * RATE && session_is_playing(session));
    assert_string_equal(stage_run(session, "run-on off"), "Play stops at the end of the song.");
    for (int i = 0; i < TICKS_MAX && session_is_playing(session); i++)
        tick(session);
    assert_false(session_is_playing(session));
    session_close(session, true);
}

static void test_a_loop_has_no_end(void **state)
{
    (void)state;
    Session *session = stage_open("song.mix");
    stage_run(session, "loop 0:01.9 0:06");
    stage_run(session, "loop on");
    stage_run(session, "locate 0:01.9");
    play(session, "Playing.");
    int wraps = 0;
    int64_t last = 0;
    for (int i = 0; i < TICKS_MAX && wraps < 1 && session_is_playing(session); i++) {
        int64_t position = tick(session);
        wraps += position < last && last > 5 * RATE;
        last = position;
    }
    assert_int_equal(wraps, 1);
    assert_true(session_is_playing(session));
    session_close(session, true);
}

static void test_what_lies_beyond_is_said(void **state)
{
    (void)state;
    Session *session = stage_open("song.mix");
    assert_string_equal(stage_run(session, "locate 0:10"), "At 0:10, beyond the end at 0:02.");
    play(session, "Playing, beyond the end: it stops when nothing sounds.");
    for (int i = 0; i < TICKS_MAX && session_is_playing(session); i++)
        tick(session);
    assert_false(session_is_playing(session));
    session_close(session, true);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_it_stops_when_all_has_sounded, setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_it_runs_on_where_it_shall, setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_a_loop_has_no_end, setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_what_lies_beyond_is_said, setup, scratch_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
