/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `set ADDRESS VALUE in TIME`: the document has the number at once and as it was typed, the engine is told what lies
 * between, and nothing of it stays. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <math.h>
#include <cmocka.h>

#include "src/session/parts.h"
#include "tests/projects/scratch.h"
#include "tests/src/session/stage.h"

enum { TICKS_MAX = 100000 };

static int setup(void **state)
{
    if (scratch_setup(state) != 0)
        return -1;
    stage_write_projects();
    return 0;
}

/* The fader of a strip as the engine is told it. */
static double heard(const Session *session, const char *name)
{
    const MixSpec *mix = player_mix(session_player(session));
    for (int s = 0; s < mix->strip_count; s++)
        if (strcmp(mix->strips[s].name, name) == 0)
            return mix->strips[s].fader_db.value;
    fail_msg("no strip %s", name);
    return 0;
}

static double written(const Session *session, const char *name)
{
    return model_strip(document_model(session_document(session)), name)->fact[FACT_FADER];
}

static void tick(Session *session)
{
    session_tick(session);
    nanosleep(&(struct timespec){0, 1000000}, NULL);
}

static void test_it_is_written_at_once_and_heard_on_its_way(void **state)
{
    (void)state;
    static Ear ear;
    Session *session = stage_open("song.mix");
    double last = heard(session, "vox"), to = -53.25;
    int steps = 0;
    stage_listen(session, &ear);
    stage_run(session, "play");
    assert_string_equal(stage_run(session, "set vox.fader -53.25 dB in 0.5 s"), "Vox fader -53.25 dB in 0.5 s");
    assert_true(written(session, "vox") == to);
    assert_true(heard(session, "vox") == last); /* where it was */
    assert_int_equal(document_undo_count(session_document(session)), 1);
    for (int i = 0; i < TICKS_MAX && heard(session, "vox") != to; i++) {
        tick(session);
        double now = heard(session, "vox");
        assert_true(now <= last && now >= to);
        steps += now < last && now > to;
        last = now;
        if (steps == 2)
            stage_run(session, "stop"); /* it goes on */
    }
    assert_true(heard(session, "vox") == to);
    assert_true(steps > 0);
    assert_non_null(strstr(ear.text, "fact auto vox.fader read -"));
    ear.length = 0;
    char *facts = stage_facts(session);
    assert_null(strstr(facts, "auto "));
    free(facts);
    assert_int_equal(document_undo_count(session_document(session)), 1);
    stage_run(session, "write");
    assert_non_null(strstr(scratch_read("song.mix"), "-53.25 dB"));
    stage_run(session, "undo");
    assert_int_equal(document_undo_count(session_document(session)), 0);
    session_close(session, true);
}

/* Whatever else happens to the number, or to its strip, ends it there and then. */
static void test_what_ends_it(void **state)
{
    (void)state;
    static const struct {
        const char *line, *strip;
        double then;
    } ends[] = {{"set vox.fader 2 dB", "vox", 2},
                {"undo", "vox", -3},
                {"set vox.fader 1 dB in 0.001 s", "vox", 1},
                {"delete vox", "gtr", 0},
                {"edit! other.mix", "vox", -10}};
    for (size_t i = 0; i < ARRAY_LEN(ends); i++) {
        Session *session = stage_open("song.mix");
        stage_run(session, "set vox.fader -60 dB in 500 s");
        tick(session);
        assert_true(heard(session, "vox") > -10);
        stage_run(session, ends[i].line);
        for (int t = 0; t < 20; t++)
            tick(session);
        assert_true(heard(session, ends[i].strip) == ends[i].then);
        char *facts = stage_facts(session);
        assert_null(strstr(facts, "auto "));
        free(facts);
        session_close(session, true);
    }
}

static void test_a_new_name_is_followed(void **state)
{
    (void)state;
    Session *session = stage_open("song.mix");
    stage_run(session, "set vox.fader -60 dB in 500 s");
    stage_run(session, "rename vox lead");
    tick(session);
    assert_true(heard(session, "lead") > -10);
    char *facts = stage_facts(session);
    assert_non_null(strstr(facts, "auto lead.fader read -"));
    assert_null(strstr(facts, "vox"));
    free(facts);
    session_close(session, true);
}

/* All of a line, or nothing of it. */
static void test_a_line_that_fails_leaves_nothing(void **state)
{
    (void)state;
    Session *session = stage_open("song.mix");
    double before = heard(session, "vox");
    stage_refuse(session, "set vox.fader -60 dB in 500 s; set vox.fader loud");
    tick(session);
    assert_true(heard(session, "vox") == before && written(session, "vox") == before);
    char *facts = stage_facts(session);
    assert_null(strstr(facts, "auto "));
    free(facts);
    session_close(session, true);
}

static void test_what_automation_decides_does_not_glide(void **state)
{
    (void)state;
    Session *session = stage_open("song.mix");
    const char *said = stage_run(session, "set gtr.fader -5 dB in 500 s");
    assert_non_null(strstr(said, "Its automation plays all the same"));
    assert_true(heard(session, "gtr") == -5); /* behind its points */
    session_close(session, true);
}

/* Where moves are recorded it is a move: a line of points from what was heard to what was typed. */
static void test_it_is_recorded(void **state)
{
    (void)state;
    Session *session = stage_open("song.mix");
    stage_run(session, "auto vox.fader latch");
    stage_run(session, "play");
    for (int i = 0; i < TICKS_MAX && !session_is_playing(session); i++)
        tick(session); /* once what is read at the place is there */
    assert_true(session_is_playing(session));
    stage_run(session, "set vox.fader -24 dB in 0.4 s");
    const Lane *lane = NULL;
    for (int i = 0; i < TICKS_MAX; i++) {
        tick(session);
        lane = model_lane(document_model(session_document(session)), "vox.fader");
        if (lane && lane->points[lane->point_count - 1].value == -24)
            break;
    }
    stage_run(session, "stop");
    session_finish_rides(session);
    lane = model_lane(document_model(session_document(session)), "vox.fader");
    assert_non_null(lane);
    int last = lane->point_count - 1; /* where play ended it goes back */
    assert_true(last > 2 && lane->points[0].value == -3 && lane->points[last].value == -3);
    assert_true(lane->points[last - 1].value == -24);
    for (int i = 1; i < last; i++)
        assert_true(lane->points[i].value <= lane->points[i - 1].value);
    assert_int_equal(document_undo_count(session_document(session)), 1);
    session_close(session, true);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_it_is_written_at_once_and_heard_on_its_way, setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_what_ends_it, setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_a_new_name_is_followed, setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_a_line_that_fails_leaves_nothing, setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_what_automation_decides_does_not_glide, setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_it_is_recorded, setup, scratch_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
