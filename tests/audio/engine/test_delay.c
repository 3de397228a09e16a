/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Delay compensation: whatever the processors on the way report, every impulse arrives on its own frame, and with its
 * own gain. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <math.h>
#include <cmocka.h>

#include "tests/audio/engine/desk.h"

enum { FRAMES = 6000, AT = 2500 };

static float got[2][FRAMES];

static int impulse_track(Desk *desk)
{
    int s = desk_add_track(desk, 2, FRAMES);
    desk->tone[s].impulse = AT;
    return s;
}

/* Everything that sounds at all sounds at AT, and adds up to `sum` there. */
static void assert_arrives(Desk *desk, double sum)
{
    static const int jobs[] = {1, 2};
    for (int j = 0; j < 3; j++) {
        if (j < 2)
            desk_bounce(desk, jobs[j], 1000, FRAMES, got[0], got[1]);
        else
            desk_play(desk, 100, FRAMES, got[0], got[1]);
        for (int c = 0; c < 2; c++)
            for (int i = 0; i < FRAMES; i++)
                if (fabs(got[c][i] - (i == AT ? sum : 0)) > 1e-6)
                    fail_msg("channel %d frame %d: %g instead of %g", c, i, got[c][i], i == AT ? sum : 0);
    }
}

static void test_each_latency_on_a_track(void **state)
{
    (void)state;
    static const int lags[] = {1, 63, 64, 65, 1000};
    for (int i = 0; i < 5; i++) {
        Desk *desk = desk_new(48000);
        desk_add_processor(desk, impulse_track(desk), "tlag", lags[i]);
        impulse_track(desk);
        assert_arrives(desk, 2);
        desk_free(desk);
    }
}

static void test_buses_of_buses_and_returns_into_buses(void **state)
{
    (void)state;
    Desk *desk = desk_new(48000);
    int inner = desk_add_bus(desk, STRIP_BUS), outer = desk_add_bus(desk, STRIP_BUS),
        verb = desk_add_bus(desk, STRIP_RETURN);
    desk->strip[inner].out = outer;
    desk->strip[verb].out = outer;
    desk_add_processor(desk, inner, "tlag", 63);
    desk_add_processor(desk, outer, "tlag", 1000);
    desk_add_processor(desk, verb, "tlag", 1);
    desk_add_processor(desk, 0, "tlag", 240)->after_fader = true;
    int a = impulse_track(desk), b = impulse_track(desk);
    desk->strip[a].out = inner;
    desk_add_processor(desk, a, "tlag", 64);
    for (int tap = TAP_INPUT; tap <= TAP_POST; tap++) {
        int t = impulse_track(desk);
        desk_add_processor(desk, t, "tlag", 100);
        desk_add_processor(desk, t, "tlag", 7)->after_fader = true;
        desk_add_send(desk, t, verb, (Tap)tap, 0);
    }
    desk_add_send(desk, b, inner, TAP_POST, 0);
    assert_arrives(desk, 1 + 1 + 3 + 3 + 1);
    desk_free(desk);
}

static void test_keys_three_strips_away_arrive_with_what_they_key(void **state)
{
    (void)state;
    static const Tap taps[] = {TAP_INPUT, TAP_PRE, TAP_POST};
    for (int i = 0; i < 3; i++) {
        Desk *desk = desk_new(48000);
        int bus = desk_add_bus(desk, STRIP_BUS), outer = desk_add_bus(desk, STRIP_BUS),
            keyed = desk_add_bus(desk, STRIP_BUS);
        int a = impulse_track(desk), b = impulse_track(desk);
        desk->strip[a].out = bus;
        desk->strip[bus].out = outer;
        desk->strip[b].out = keyed;
        desk_add_processor(desk, a, "tlag", 63);
        desk_add_processor(desk, bus, "tlag", 1000);
        desk_add_processor(desk, outer, "tlag", 64);
        desk_add_processor(desk, keyed, "tlag", 5);
        ProcessorSpec *key = desk_add_processor(desk, keyed, "tkey", 0);
        key->key = outer;
        key->key_tap = taps[i];
        assert_arrives(desk, 3); /* through outer, through keyed, and as the key that is added there */
        desk_free(desk);
    }
}

static void test_a_muted_strip_still_keys(void **state)
{
    (void)state;
    Desk *desk = desk_new(48000);
    int a = impulse_track(desk), b = impulse_track(desk), bus = desk_add_bus(desk, STRIP_RETURN);
    desk_add_send(desk, a, bus, TAP_PRE, 0);
    desk->strip[a].mute.value = 1;
    desk_add_processor(desk, b, "tkey", 0)->key = a;
    assert_arrives(desk, 2);
    desk_free(desk);
}

static void test_bypass_keeps_the_latency_and_mix_meets_its_dry_path(void **state)
{
    (void)state;
    Desk *desk = desk_new(48000);
    int a = impulse_track(desk), b = impulse_track(desk);
    desk_add_processor(desk, a, "tlag", 300)->bypass.value = 1;
    desk_add_processor(desk, b, "tlag", 77);
    desk->value[b][0][1] = 50;
    assert_arrives(desk, 2);
    desk_free(desk);
}

static void test_automation_meets_its_own_frame_behind_any_latency(void **state)
{
    (void)state;
    static LanePoint points[] = {{AT - 100, 0, SHAPE_HOLD, 0}, {AT + 100, -20, SHAPE_LINEAR, 0}};
    Desk *desk = desk_new(48000);
    int verb = desk_add_bus(desk, STRIP_RETURN), t = impulse_track(desk), other = impulse_track(desk);
    desk_add_processor(desk, verb, "tlag", 63);
    desk_add_processor(desk, t, "tlag", 1000);
    desk_add_processor(desk, other, "tlag", 2000);
    desk->strip[t].fader_db = (ControlSpec){0, LANE_READ, points, 2};
    desk->strip[t].trim_db = (ControlSpec){0, LANE_READ, points, 2};
    desk->strip[0].fader_db = (ControlSpec){0, LANE_READ, points, 2};
    desk_add_send(desk, t, verb, TAP_PRE, 0);
    double ten = pow(10, -0.5); /* -10 dB at AT */
    assert_arrives(desk, ten * (ten * ten + ten + 1));
    desk_free(desk);
}

static void test_an_offset_moves_clips_and_delays_buses(void **state)
{
    (void)state;
    Desk *desk = desk_new(48000);
    int early = impulse_track(desk), bus = desk_add_bus(desk, STRIP_BUS);
    desk->strip[early].offset_frames = -40;
    desk->strip[early].out = bus;
    desk->strip[bus].offset_frames = 40;
    impulse_track(desk);
    assert_arrives(desk, 2);
    desk_free(desk);
}

static void test_a_latency_changes_no_bit_on_other_strips(void **state)
{
    (void)state;
    static LanePoint points[] = {{0, -20, SHAPE_HOLD, 0}, {5000, 3, SHAPE_LINEAR, 0}};
    static ControlSpec lane = {0, LANE_READ, points, 2};
    static const ControlSpec *lanes[2] = {&lane, NULL};
    static float with[2][FRAMES];
    Desk *desk = desk_new(48000);
    int t = desk_add_track(desk, 2, FRAMES), quiet = desk_add_track(desk, 2, FRAMES);
    desk->strip[quiet].mute.value = 1;
    desk_add_processor(desk, t, "tgain", 0)->lanes = lanes;
    desk_bounce(desk, 1, 512, FRAMES, got[0], got[1]);
    desk_add_processor(desk, quiet, "tlag", 777);
    desk_add_processor(desk, 0, "tlag", 100);
    desk_bounce(desk, 1, 512, FRAMES, with[0], with[1]);
    assert_memory_equal(got, with, sizeof got);
    desk_free(desk);
}

static void test_strip_latency_is_told(void **state)
{
    (void)state;
    Desk *desk = desk_new(48000);
    Engine *engine;
    Error error;
    int t = impulse_track(desk);
    desk_add_processor(desk, t, "tlag", 100);
    desk_add_processor(desk, t, "tlag", 11)->after_fader = true;
    EngineSetup setup = {.rate_hz = 48000};
    assert_int_equal(engine_new(&engine, &setup, &desk->spec, &error), STATUS_OK);
    assert_int_equal(engine_strip_latency(engine, (uint32_t)t + 1), 111);
    assert_int_equal(engine_strip_latency(engine, 99), -1);
    engine_free(engine);
    desk_free(desk);
}

static void assert_refused(Desk *desk, Status status, const char *text)
{
    Engine *engine = NULL;
    Error error = {0};
    EngineSetup setup = {.rate_hz = 48000};
    assert_int_equal(engine_new(&engine, &setup, &desk->spec, &error), status);
    assert_string_equal(error.text, text);
}

static void test_circles_are_refused_with_the_names_along_them(void **state)
{
    (void)state;
    Desk *desk = desk_new(48000);
    int drums = desk_add_bus(desk, STRIP_BUS), verb = desk_add_bus(desk, STRIP_RETURN);
    memcpy(desk->name[drums], "drums", 6);
    memcpy(desk->name[verb], "verb", 5);
    desk_add_send(desk, drums, verb, TAP_POST, 0);
    desk->strip[verb].out = drums;
    assert_refused(desk, STATUS_REFUSED, "the routing runs in a circle: drums > verb > drums");
    desk->strip[verb].out = 0;
    desk_add_processor(desk, drums, "tkey", 0)->key = verb;
    assert_refused(desk, STATUS_REFUSED, "the routing runs in a circle: drums > verb > drums");
    desk->strip[drums].processor_count = 0;
    desk->strip[drums].out = drums;
    assert_refused(desk, STATUS_REFUSED, "the routing runs in a circle: drums > drums");
    desk->strip[drums].out = 77;
    assert_refused(desk, STATUS_BAD_VALUE, "drums: its output is not a bus");
    desk->strip[drums].out = 0;
    int a = desk_add_bus(desk, STRIP_VCA), b = desk_add_bus(desk, STRIP_VCA);
    desk->strip[a].vca = b;
    desk->strip[b].vca = a;
    assert_refused(desk, STATUS_REFUSED, "the VCAs run in a circle: strip3");
    desk_free(desk);
}

static int set_up(void **state)
{
    (void)state;
    desk_register();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_latency_on_a_track),
        cmocka_unit_test(test_buses_of_buses_and_returns_into_buses),
        cmocka_unit_test(test_keys_three_strips_away_arrive_with_what_they_key),
        cmocka_unit_test(test_a_muted_strip_still_keys),
        cmocka_unit_test(test_bypass_keeps_the_latency_and_mix_meets_its_dry_path),
        cmocka_unit_test(test_automation_meets_its_own_frame_behind_any_latency),
        cmocka_unit_test(test_an_offset_moves_clips_and_delays_buses),
        cmocka_unit_test(test_a_latency_changes_no_bit_on_other_strips),
        cmocka_unit_test(test_strip_latency_is_told),
        cmocka_unit_test(test_circles_are_refused_with_the_names_along_them),
    };
    return cmocka_run_group_tests(tests, set_up, NULL);
}
