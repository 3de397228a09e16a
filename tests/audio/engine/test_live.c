/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Playback that is changed while it runs: edits, swaps, loops, locates and stops. What is not touched keeps every bit,
 * what is touched does not click. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <math.h>
#include <cmocka.h>

#include "audio/dsp/catalogue.h"
#include "tests/audio/engine/desk.h"

enum { BLOCK = 64, EDITS = 1000, SONG = 10000000, SETTLE_BLOCKS = 100 };

typedef struct Live {
    Engine *engine;
    float out[2][BLOCK];
} Live;

static Live open_desk(Desk *desk)
{
    Live live = {0};
    Error error;
    EngineSetup setup = {.rate_hz = 48000, .meters = true};
    assert_int_equal(engine_new(&live.engine, &setup, &desk->spec, &error), STATUS_OK);
    return live;
}

static void block_of(Live *live)
{
    engine_process(live->engine, (float *[2]){live->out[0], live->out[1]}, BLOCK);
}

static void apply(Live *live, Desk *desk)
{
    Error error;
    Status status = engine_apply(live->engine, &desk->spec, &error);
    if (status != STATUS_OK)
        fail_msg("%s", error.text);
}

/* A click is a corner: the second difference of signals that are constant, or a slow sine, is small but where something
 * jumps. */
typedef struct ClickDetector {
    double last, before;
    int seen;
    double worst;
} ClickDetector;

static void listen(ClickDetector *detector, const float *x, int frames)
{
    for (int i = 0; i < frames; i++) {
        double step = fabs(x[i] - detector->last);
        if (detector->seen++ > 0 && step > detector->worst)
            detector->worst = step;
        detector->last = x[i];
    }
}

/* Left: tracks of noise that nobody touches. Right: constants that are edited; a full-scale edit that ramps over 5 ms
 * steps by 1/240. */
static Desk *two_sided_desk(void)
{
    Desk *desk = desk_new(48000);
    int bus = desk_add_bus(desk, STRIP_BUS), touched_bus = desk_add_bus(desk, STRIP_BUS);
    for (int t = 0; t < 6; t++) {
        int s = desk_add_track(desk, 2, SONG);
        desk->strip[s].pan.value = -100;
        desk->strip[s].fader_db.value = -12;
        desk->strip[s].out = t % 2 ? bus : 0;
        desk_add_processor(desk, s, t % 2 ? "techo" : "tgain", -3);
        desk_add_processor(desk, s, "tgain", -1);
    }
    for (int t = 0; t < 4; t++) {
        int s = desk_add_track(desk, 2, SONG);
        desk->tone[s].constant = 0.1;
        desk->strip[s].pan.value = 100;
        desk->strip[s].out = t % 2 ? touched_bus : 0;
        desk_add_processor(desk, s, "tgain", 0);
    }
    return desk;
}

/* One random edit of the tracks on the right. Never one that changes a strip on the left. */
static void edit(Desk *desk, uint32_t *random)
{
    static uint32_t uid = 1000000;
    int s = 9 + (int)(desk_random(random) % 4);
    StripSpec *strip = &desk->strip[s];
    switch (desk_random(random) % 12) {
    case 0: strip->fader_db.value = -(double)(desk_random(random) % 40); break;
    case 1: strip->mute.value = 1 - strip->mute.value; break;
    case 2: strip->silenced = !strip->silenced; break;
    case 3: strip->trim_db.value = -(double)(desk_random(random) % 12); break;
    case 4: strip->polarity_left = strip->polarity_right = !strip->polarity_right; break;
    case 5: strip->out = strip->out == 2 ? 0 : 2; break;
    case 6:
        if (strip->processor_count < 4)
            desk_add_processor(desk, s, "tgain", 0)->uid = uid++;
        break;
    case 7:
        if (strip->processor_count < 4)
            desk_add_processor(desk, s, "tlag", 30 * (desk_random(random) % 9))->uid = uid++;
        break;
    case 8:
        if (strip->processor_count > 0)
            strip->processor_count--;
        break;
    case 9:
        if (strip->processor_count > 0)
            desk->processor[s][0].bypass.value = 1 - desk->processor[s][0].bypass.value;
        break;
    case 10:
        desk->value[s][0][0] = strip->processor_count > 0 && desk->processor[s][0].kind->param_count > 0 &&
                                       strcmp(desk->processor[s][0].kind->kind, "tgain") == 0
                                   ? -(double)(desk_random(random) % 20)
                                   : desk->value[s][0][0];
        break;
    case 11: desk->clip[s][0].gain_db = -(double)(desk_random(random) % 12); break;
    }
}

static void test_untouched_strips_keep_every_bit_and_touched_ones_do_not_click(void **state)
{
    (void)state;
    Desk *desk = two_sided_desk();
    Desk *still = two_sided_desk();
    Live live = open_desk(desk), quiet = open_desk(still);
    uint32_t random = 4711;
    ClickDetector clicks = {0};
    engine_play(live.engine);
    engine_play(quiet.engine);
    for (int i = 0; i < EDITS * 6; i++) {
        if (i % 6 == 3 && i > 20) {
            edit(desk, &random);
            apply(&live, desk);
        }
        block_of(&live);
        block_of(&quiet);
        if (i > 10)
            listen(&clicks, live.out[1], BLOCK);
        if (memcmp(live.out[0], quiet.out[0], sizeof live.out[0]) != 0)
            fail_msg("block %d: an untouched strip changed", i);
        engine_poll(live.engine);
    }
    /* the steepest that is allowed: four tracks of 0.1 turned over by polarity (0.2 in 960 frames) while fading in 240
     */
    assert_true(clicks.worst > 0);
    assert_true(clicks.worst < 4 * 0.1 / 240 * 1.6);
    engine_free(live.engine);
    engine_free(quiet.engine);
    desk_free(desk);
    desk_free(still);
}

/* The left again, through processors that users have; on the right others of the same kinds come and go, so that banks
 * are regrouped. */
static void test_processors_that_change_their_bank_keep_every_bit(void **state)
{
    (void)state;
    static double value[16][512];
    static ProcessorSpec chain[2][4][16];
    static const char *kinds[4] = {"comp", "gate", "eq", "transient"};
    Desk *desk[2] = {desk_new(48000), desk_new(48000)};
    Live live[2];
    for (int d = 0; d < 2; d++)
        for (int t = 0; t < 4; t++) {
            int s = desk_add_track(desk[d], 2, SONG);
            desk[d]->strip[s].pan.value = t < 2 ? -100 : 100;
            desk[d]->strip[s].processors = chain[d][t];
        }
    int made = 0;
    for (int k = 0; k < 4; k++) {
        const ProcessorKind *kind = catalogue_find(kinds[k]);
        if (!kind)
            continue;
        processor_values_init(kind, value[k]);
        for (int d = 0; d < 2; d++)
            for (int t = 0; t < 2; t++) {
                chain[d][t][made] =
                    (ProcessorSpec){.uid = (uint32_t)(900 + 10 * t + k), .kind = kind, .values = value[k], .key = -1};
                desk[d]->strip[1 + t].processor_count = made + 1;
            }
        int threshold = processor_value_index(kind, -1, "threshold");
        if (threshold >= 0)
            value[k][threshold] = -24;
        made++;
    }
    assert_true(made > 0);
    for (int d = 0; d < 2; d++) {
        live[d] = open_desk(desk[d]);
        engine_play(live[d].engine);
    }
    uint32_t random = 31, uid = 5000;
    for (int i = 0; i < 1200; i++) {
        if (i % 8 == 5) { /* a processor comes, or one goes, at a random place of a track on the right */
            int t = 2 + (int)(desk_random(&random) % 2), k = (int)(desk_random(&random) % (uint32_t)made);
            StripSpec *strip = &desk[0]->strip[1 + t];
            if (strip->processor_count < 10 && desk_random(&random) % 3) {
                int at = (int)(desk_random(&random) % (uint32_t)(strip->processor_count + 1));
                memmove(&chain[0][t][at + 1], &chain[0][t][at],
                        (size_t)(strip->processor_count++ - at) * sizeof chain[0][t][0]);
                chain[0][t][at] = chain[0][0][k];
                chain[0][t][at].uid = uid++;
            } else if (strip->processor_count > 0) {
                strip->processor_count--;
            }
            apply(&live[0], desk[0]);
        }
        block_of(&live[0]);
        block_of(&live[1]);
        if (memcmp(live[0].out[0], live[1].out[0], sizeof live[0].out[0]) != 0)
            fail_msg("block %d: an untouched strip changed", i);
        engine_poll(live[0].engine);
    }
    for (int i = 0; i < 20; i++)
        block_of(&live[0]);
    engine_poll(live[0].engine);
    assert_true(engine_is_settled(live[0].engine));
    for (int d = 0; d < 2; d++) {
        engine_free(live[d].engine);
        desk_free(desk[d]);
    }
}

static void test_nonsense_stays_finite(void **state)
{
    (void)state;
    static LanePoint points[] = {
        {500, NAN, SHAPE_LINEAR, NAN}, {100, 1e300, SHAPE_CURVE, 7}, {900, -INFINITY, SHAPE_LINEAR, 0}};
    Desk *desk = desk_new(48000);
    int t = desk_add_track(desk, 2, SONG);
    desk->clip[t][0].gain_db = NAN;
    desk->clip[t][0].fade_in = INT64_MAX;
    desk->clip[t][0].offset = INT64_MIN;
    desk->strip[t].pan.value = NAN;
    desk->strip[t].width.value = NAN;
    desk->strip[t].trim_db.value = NAN;
    desk->strip[t].fader_db = (ControlSpec){NAN, LANE_TRIM, points, 3};
    Live live = open_desk(desk);
    engine_play(live.engine);
    for (int i = 0; i < 40; i++) {
        block_of(&live);
        apply(&live, desk); /* equal to what was told, NaN or not */
        for (int f = 0; f < BLOCK; f++)
            assert_true(isfinite(live.out[0][f]) && isfinite(live.out[1][f]));
    }
    engine_poll(live.engine);
    assert_true(engine_is_settled(live.engine));
    engine_free(live.engine);
    desk_free(desk);
}

static void test_the_detector_hears_a_planted_click(void **state)
{
    (void)state;
    float x[BLOCK];
    ClickDetector clicks = {0};
    for (int i = 0; i < BLOCK; i++)
        x[i] = i < 30 ? 0.1f : 0.1f * 0.9f; /* a gain that jumps by 1 dB */
    listen(&clicks, x, BLOCK);
    assert_true(clicks.worst > 4 * 0.1 / 240 * 1.6);
}

static void test_a_loop_wraps_on_its_frame_and_the_tail_goes_on(void **state)
{
    (void)state;
    Desk *desk = desk_new(48000);
    int t = desk_add_track(desk, 2, SONG), lagging = desk_add_track(desk, 2, SONG);
    desk_add_processor(desk, lagging, "tlag", 100);
    desk->strip[lagging].pan.value = 100;
    desk->strip[t].pan.value = -100;
    Live live = open_desk(desk);
    engine_set_loop(live.engine, true, 1000, 1777);
    engine_play(live.engine);
    int64_t expected = 0, at = 0;
    while (!engine_is_running(live.engine))
        block_of(&live);
    EngineState begun;
    engine_state(live.engine, &begun);
    expected = begun.position;
    for (int i = 0; i < 200; i++) {
        block_of(&live);
        for (int f = 0; f < BLOCK; f++, at++) {
            assert_true(live.out[0][f] == tone_sample(&desk->tone[t], expected, 0));
            assert_true(live.out[1][f] == tone_sample(&desk->tone[lagging], expected, 1));
            expected = expected + 1 == 1777 ? 1000 : expected + 1;
        }
    }
    engine_free(live.engine);
    desk_free(desk);
}

static void test_a_locate_fades_out_and_in_without_a_gap(void **state)
{
    (void)state;
    enum { FADE = 240 };
    Desk *desk = desk_new(48000);
    int t = desk_add_track(desk, 2, SONG);
    Live live = open_desk(desk);
    engine_play(live.engine);
    for (int i = 0; i < 10; i++)
        block_of(&live);
    engine_locate(live.engine, 50000);
    for (int at = 0; at < 2 * FADE + 640; at += BLOCK) {
        block_of(&live);
        for (int f = 0; f < BLOCK; f++) {
            int i = at + f;
            double want = i < FADE ? tone_sample(&desk->tone[t], 640 + i, 0) * (1 - i / (double)FADE)
                                   : tone_sample(&desk->tone[t], 50000 + i - FADE, 0) *
                                         (i < 2 * FADE ? (i - FADE) / (double)FADE : 1);
            assert_true(fabs(live.out[0][f] - want) < 1e-7);
        }
    }
    engine_free(live.engine);
    desk_free(desk);
}

static void test_a_stop_fades_lets_tails_ring_and_comes_to_rest(void **state)
{
    (void)state;
    Desk *desk = desk_new(48000);
    int t = desk_add_track(desk, 2, SONG);
    desk->tone[t].constant = 0.5;
    desk_add_processor(desk, t, "techo", 0);
    Live live = open_desk(desk);
    ClickDetector clicks = {0};
    engine_play(live.engine);
    for (int i = 0; i < 100; i++)
        block_of(&live);
    double last = 1;
    engine_stop(live.engine);
    for (int i = 0; i < 2000; i++) {
        block_of(&live);
        listen(&clicks, live.out[0], BLOCK);
        if (i == 10)
            assert_true(live.out[0][0] > 0.1); /* the echo goes on */
        last = live.out[0][BLOCK - 1];
    }
    assert_true(clicks.worst < 1.1 / 240);
    assert_true(last == 0);
    EngineState rest;
    engine_state(live.engine, &rest);
    assert_false(rest.playing);
    assert_int_equal(rest.position, 6400 + 240);
    assert_false(engine_is_running(live.engine));
    engine_free(live.engine);
    desk_free(desk);
}

static void test_a_fader_moves_over_20_ms_in_a_straight_line(void **state)
{
    (void)state;
    Desk *desk = desk_new(48000);
    int t = desk_add_track(desk, 2, SONG);
    desk->tone[t].constant = 1;
    Live live = open_desk(desk);
    engine_play(live.engine);
    for (int i = 0; i < 10; i++)
        block_of(&live);
    desk->strip[t].fader_db.value = -6;
    apply(&live, desk);
    double to = pow(10, -6.0 / 20);
    for (int i = 0; i < 20; i++) {
        block_of(&live);
        for (int f = 0; f < BLOCK; f++) {
            int at = i * BLOCK + f;
            double want = at < 960 ? 1 + (to - 1) * at / 960 : to;
            assert_true(fabs(live.out[0][f] - want) < 1e-7);
        }
    }
    engine_free(live.engine);
    desk_free(desk);
}

static void test_the_monitor_acts_after_the_tap_and_passes_at_its_defaults(void **state)
{
    (void)state;
    Desk *desk = desk_new(48000);
    int t = desk_add_track(desk, 2, SONG);
    desk->tone[t].constant = 0.5;
    desk->strip[t].pan.value = -100;
    Live live = open_desk(desk);
    float tap[2 * 4096];
    engine_set_monitor(live.engine, &(MonitorSpec){.dim = true, .mono = true});
    engine_play(live.engine);
    for (int i = 0; i < 40; i++)
        block_of(&live);
    assert_true(fabs(live.out[0][0] - 0.025) < 1e-7 && live.out[0][0] == live.out[1][0]);
    assert_int_equal(engine_tap_read(live.engine, tap, 4096), 40 * BLOCK);
    assert_true(tap[2 * 2000] == 0.5f && tap[2 * 2000 + 1] == 0);
    engine_set_monitor(live.engine, &(MonitorSpec){.listen = LISTEN_PFL, .listen_uid = desk->strip[t].uid});
    for (int i = 0; i < 40; i++)
        block_of(&live);
    assert_true(live.out[0][0] == 0.5f && live.out[1][0] == 0.5f); /* before the fader and the pan */
    engine_set_monitor(live.engine, &(MonitorSpec){0});
    for (int i = 0; i < 40; i++)
        block_of(&live);
    assert_true(live.out[0][0] == 0.5f && live.out[1][0] == 0);
    engine_free(live.engine);
    desk_free(desk);
}

static void test_meters_tell_peaks_squares_and_overs(void **state)
{
    (void)state;
    Desk *desk = desk_new(48000);
    int t = desk_add_track(desk, 1, SONG), split = desk_add_track(desk, 2, SONG);
    desk->tone[t].constant = 0.5;
    desk->tone[split].constant = 0.5;
    desk->strip[t].fader_db.value = 12;
    desk->strip[split].fader_db.value = -6;
    desk_add_processor(desk, split, "tgain", 6);
    desk_add_processor(desk, split, "tgain", 0)->after_fader = true;
    Live live = open_desk(desk);
    const MeterFrame *frame = NULL;
    engine_play(live.engine);
    for (int i = 0; i < 32; i++)
        block_of(&live);
    assert_true(engine_meters(live.engine, &frame));
    assert_int_equal(frame->strip_count, 3);
    assert_int_equal(frame->revision, 1);
    assert_int_equal(frame->frames, 2048);
    assert_int_equal(frame->position, 2048);
    const StripMeter *m = &frame->strips[t];
    double gain = pow(10, 12.0 / 20), half = sqrt(0.5);
    assert_true(fabs(m->peak[METER_INPUT][0] - 0.5) < 1e-6 && fabs(m->peak[METER_PRE][1] - 0.5) < 1e-6);
    assert_true(fabs(m->peak[METER_POST][0] - 0.5 * gain) < 1e-6 &&
                fabs(m->peak[METER_OUTPUT][1] - 0.5 * gain * half) < 1e-6);
    assert_true(fabs(m->square_sum[METER_POST][0] / 2048 - 0.25 * gain * gain) < 1e-3);
    assert_int_equal(m->overs[0], 2048);
    m = &frame->strips[split];
    assert_true(fabs(m->peak[METER_INPUT][0] - 0.5) < 1e-6 && fabs(m->peak[METER_PRE][0] - 0.5 * pow(10, 0.3)) < 1e-5);
    assert_true(fabs(m->peak[METER_POST][0] - 0.5) < 1e-5 && fabs(m->peak[METER_OUTPUT][0] - 0.5) < 1e-5);
    assert_int_equal(m->overs[0], 0);
    assert_false(engine_meters(live.engine, &frame));
    engine_free(live.engine);
    desk_free(desk);
}

static int set_up(void **state)
{
    (void)state;
    desk_register();
    return 0;
}

/* Nobody calls engine_process: values are refused for the time being, the transport is told at last what it was told
 * last. */
static void test_what_is_sent_while_nothing_is_taken_is_not_lost(void **state)
{
    (void)state;
    enum { MANY = 5000 };
    Desk *desk = desk_new(48000);
    Live live;
    Error error;
    EngineState now;
    int s = desk_add_track(desk, 2, SONG), bus = desk_add_bus(desk, STRIP_BUS), taken = 0;
    desk->tone[s].constant = 0.1;
    live = open_desk(desk);
    for (int i = 1; i <= MANY; i++) {
        desk->strip[s].fader_db.value = -0.001 * i;
        Status status = engine_apply(live.engine, &desk->spec, &error);
        if (status != STATUS_OK)
            assert_int_equal(status, STATUS_BUSY);
        taken += status == STATUS_OK;
        engine_stop(live.engine);
        engine_locate(live.engine, i);
        engine_set_loop(live.engine, true, i, 2 * MANY);
        engine_set_monitor(live.engine, &(MonitorSpec){.cut = i % 2 != 0});
        engine_play(live.engine);
    }
    assert_in_range(taken, 1, MANY / 4);
    desk->strip[bus].out = bus; /* what can never be played is refused as such also now */
    assert_int_equal(engine_apply(live.engine, &desk->spec, &error), STATUS_REFUSED);
    desk->strip[bus].out = 0;
    for (int i = 0; i < 2 * MANY; i++) {
        block_of(&live);
        engine_poll(live.engine);
    }
    assert_int_equal(engine_apply(live.engine, &desk->spec, &error), STATUS_OK);
    block_of(&live);
    engine_state(live.engine, &now);
    assert_true(now.playing);
    assert_in_range(now.position, MANY, 2 * MANY);
    for (int i = 0; i < SETTLE_BLOCKS; i++)
        block_of(&live);
    /* MANY is even, so nothing is cut; a track in the middle of a stereo master keeps its constant */
    double want = 0.1 * pow(10, -0.001 * MANY / 20);
    assert_float_equal(live.out[0][BLOCK - 1], want, 1e-5);
    engine_free(live.engine);
    desk_free(desk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_untouched_strips_keep_every_bit_and_touched_ones_do_not_click),
        cmocka_unit_test(test_processors_that_change_their_bank_keep_every_bit),
        cmocka_unit_test(test_nonsense_stays_finite),
        cmocka_unit_test(test_the_detector_hears_a_planted_click),
        cmocka_unit_test(test_a_loop_wraps_on_its_frame_and_the_tail_goes_on),
        cmocka_unit_test(test_a_locate_fades_out_and_in_without_a_gap),
        cmocka_unit_test(test_a_stop_fades_lets_tails_ring_and_comes_to_rest),
        cmocka_unit_test(test_a_fader_moves_over_20_ms_in_a_straight_line),
        cmocka_unit_test(test_the_monitor_acts_after_the_tap_and_passes_at_its_defaults),
        cmocka_unit_test(test_meters_tell_peaks_squares_and_overs),
        cmocka_unit_test(test_what_is_sent_while_nothing_is_taken_is_not_lost),
    };
    return cmocka_run_group_tests(tests, set_up, NULL);
}
