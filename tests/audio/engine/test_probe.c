/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Probes: what they show is what goes into a processor and what comes out of it, frame for frame, through plans that
 * change; and what is played has the same bits with and without them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <math.h>
#include <cmocka.h>

#include "tests/audio/engine/desk.h"

enum { BLOCKS = 40, FRAMES = 64 * BLOCKS };

/* Two tracks with three gains and an equalizer each, so that banks of several strips hand their sound on in lanes. */
static Desk *open_desk(void)
{
    Desk *desk = desk_new(48000);
    for (int i = 0; i < 2; i++) {
        int s = desk_add_track(desk, 2, 1000000);
        for (int p = 0; p < 3; p++)
            desk_add_processor(desk, s, "gain", -6.0205999132796239); /* half */
    }
    return desk;
}

static void play(Engine *engine, float out[2][FRAMES])
{
    for (int b = 0; b < BLOCKS; b++)
        engine_process(engine, (float *[2]){out[0] + 64 * b, out[1] + 64 * b}, 64);
}

static Engine *start(Desk *desk)
{
    EngineSetup setup = {.rate_hz = 48000};
    Engine *engine;
    Error error;
    assert_int_equal(engine_new(&engine, &setup, &desk->spec, &error), STATUS_OK);
    engine_play(engine);
    return engine;
}

static void test_both_sides_of_a_processor(void **state)
{
    static float plain[2][FRAMES], probed[2][FRAMES], seen[FRAMES][4];
    Desk *desk = open_desk();
    int track = desk->spec.strip_count - 1; /* the second */
    uint32_t uids[ENGINE_PROBES] = {desk->processor[track][1].uid, 0, desk->processor[track][2].uid, 999999};
    (void)state;
    Engine *engine = start(desk);
    play(engine, plain);
    engine_free(engine);
    engine = start(desk);
    engine_set_probes(engine, uids);
    play(engine, probed);
    assert_memory_equal(plain, probed, sizeof plain);
    assert_int_equal(engine_probe_read(engine, 0, seen[0], FRAMES), FRAMES);
    for (int i = 0; i < FRAMES; i++)
        for (int c = 0; c < 2; c++) {
            float in = tone_sample(&desk->tone[track], i, c);
            assert_float_equal(seen[i][c], 0.5f * in, 1e-6);
            assert_float_equal(seen[i][2 + c], 0.25f * in, 1e-6);
        }
    assert_int_equal(engine_probe_read(engine, 1, seen[0], FRAMES), 0);
    assert_int_equal(engine_probe_read(engine, 2, seen[0], FRAMES), FRAMES);
    assert_float_equal(seen[100][3], 0.125f * tone_sample(&desk->tone[track], 100, 1), 1e-6);
    assert_int_equal(engine_probe_read(engine, 3, seen[0], FRAMES), 0);
    engine_free(engine);
    desk_free(desk);
}

/* Another plan: the processor is found in it, or no more. What is not asked for is not copied. */
static void test_probes_follow_the_plan(void **state)
{
    static float out[2][FRAMES], seen[FRAMES][4];
    Desk *desk = open_desk();
    int track = desk->spec.strip_count - 1;
    uint32_t uids[ENGINE_PROBES] = {desk->processor[track][0].uid};
    Error error;
    (void)state;
    Engine *engine = start(desk);
    engine_set_probes(engine, uids);
    play(engine, out);
    assert_int_equal(engine_probe_read(engine, 0, seen[0], FRAMES), FRAMES);
    ProcessorSpec first = desk->processor[track][0];
    desk->processor[track][0] = desk->processor[track][2]; /* to the end of the chain */
    desk->processor[track][2] = first;
    assert_int_equal(engine_apply(engine, &desk->spec, &error), STATUS_OK);
    play(engine, out);
    play(engine, out);
    int got = 0;
    for (int n; (n = engine_probe_read(engine, 0, seen[0], FRAMES)) > 0;)
        got += n;
    assert_int_equal(got, 2 * FRAMES);
    assert_float_equal(seen[FRAMES - 1][0], 0.25f * tone_sample(&desk->tone[track], 3 * FRAMES - 1, 0), 1e-6);
    engine_set_probes(engine, (uint32_t[ENGINE_PROBES]){0});
    play(engine, out);
    assert_int_equal(engine_probe_read(engine, 0, seen[0], FRAMES), 0);
    engine_free(engine);
    desk_free(desk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_both_sides_of_a_processor),
        cmocka_unit_test(test_probes_follow_the_plan),
    };
    desk_register();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
