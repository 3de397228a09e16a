/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Delay compensation with processors as they ship: each that looks ahead or is linear in phase, neutral, in each place
 * that a signal can take, against the same signal upside down and without it.  Nothing is left, in a bounce and in
 * playback. */
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

enum { FRAMES = 24000, VALUES = 512, SLOTS = 4 };

/* Neutral, and late; `left` is what of a signal within +-1 may be left, dB. */
static const struct Late {
    const char *kind;
    struct {
        const char *key;
        double value;
    } given[2];
    double left_db;
} lates[] = {
    {"limiter", {{"ceiling", 0}, {"lookahead", 5}}, -150},
    {"eq", {{"phase", 1}, {"length", 1}}, -120},
    {"comp", {{"lookahead", 7}}, -150},
    {"gate", {{"lookahead", 3}}, -150},
    {"clipper", {{"ceiling", 0}}, -150},
};
enum { LATES = sizeof lates / sizeof *lates };

static double values[SLOTS][VALUES];
static float got[2][FRAMES];

/* Puts a late processor on a strip; `slot` is whose values it has. */
static ProcessorSpec *add_late(Desk *desk, int strip, int which, int slot)
{
    ProcessorSpec *spec = desk_add_processor(desk, strip, "tgain", 0);
    spec->kind = catalogue_find(lates[which].kind);
    spec->values = values[slot];
    assert_non_null(spec->kind);
    assert_true(processor_value_count(spec->kind) <= VALUES);
    processor_values_init(spec->kind, values[slot]);
    for (int i = 0; i < 2 && lates[which].given[i].key; i++)
        values[slot][processor_value_index(spec->kind, -1, lates[which].given[i].key)] = lates[which].given[i].value;
    assert_true(spec->kind->latency_frames(values[slot], 48000) > 0);
    return spec;
}

/* A track of the one signal that all have, upside down or not. */
static int add_signal(Desk *desk, bool inverted)
{
    int s = desk_add_track(desk, 2, FRAMES);
    desk->tone[s].seed = 7;
    desk->strip[s].polarity_left = desk->strip[s].polarity_right = inverted;
    return s;
}

static void on_track(Desk *desk, int which)
{
    add_late(desk, add_signal(desk, true), which, 0);
}

static void behind_the_fader(Desk *desk, int which)
{
    add_late(desk, add_signal(desk, true), which, 0)->after_fader = true;
}

static void on_bus(Desk *desk, int which)
{
    int bus = desk_add_bus(desk, STRIP_BUS), s = add_signal(desk, true);
    desk->strip[s].out = bus;
    add_late(desk, bus, which, 0);
}

/* Track, inner and outer bus, each with one. */
static void one_after_the_other(Desk *desk, int which)
{
    int outer = desk_add_bus(desk, STRIP_BUS), inner = desk_add_bus(desk, STRIP_BUS), s = add_signal(desk, true);
    desk->strip[s].out = inner;
    desk->strip[inner].out = outer;
    add_late(desk, s, which, 0);
    add_late(desk, inner, which, 1);
    add_late(desk, outer, which, 2);
}

/* The strip itself is not heard, what it sends is. */
static void on_return(Desk *desk, Tap tap, int which)
{
    int verb = desk_add_bus(desk, STRIP_RETURN), hole = desk_add_bus(desk, STRIP_BUS), s = add_signal(desk, true);
    desk->strip[hole].mute.value = 1;
    desk->strip[s].out = hole;
    add_late(desk, s, (which + 1) % 2, 1); /* input taps stand before it, the others behind */
    desk_add_send(desk, s, verb, tap, 0);
    add_late(desk, verb, which, 0);
}

static void on_return_of_input(Desk *desk, int which)
{
    on_return(desk, TAP_INPUT, which);
}

static void on_return_of_pre(Desk *desk, int which)
{
    on_return(desk, TAP_PRE, which);
}

static void on_return_of_post(Desk *desk, int which)
{
    on_return(desk, TAP_POST, which);
}

/* Two ways side by side, of different lengths, -6.02 dB each. */
static void on_parallel_buses(Desk *desk, int which)
{
    int s = add_signal(desk, true), hole = desk_add_bus(desk, STRIP_BUS);
    desk->strip[s].out = hole;
    desk->strip[hole].mute.value = 1;
    for (int i = 0; i < 2; i++) {
        int bus = desk_add_bus(desk, STRIP_BUS);
        desk_add_send(desk, s, bus, TAP_POST, 20 * log10(0.5));
        add_late(desk, bus, i ? which : (which + 1) % 2, i);
    }
}

static void bypassed(Desk *desk, int which)
{
    add_late(desk, add_signal(desk, true), which, 0)->bypass.value = 1;
}

/* What is before and behind the one on the master comes at its time, too. */
static void on_track_before_a_late_master(Desk *desk, int which)
{
    on_track(desk, which);
    add_late(desk, 0, (which + 1) % 2, 3);
}

typedef void Build(Desk *desk, int which);

static const struct {
    const char *name;
    Build *build;
} places[] = {
    {"track", on_track},
    {"track, after the fader", behind_the_fader},
    {"bus", on_bus},
    {"track, bus and bus", one_after_the_other},
    {"return, input send", on_return_of_input},
    {"return, pre-fader send", on_return_of_pre},
    {"return, post-fader send", on_return_of_post},
    {"parallel buses", on_parallel_buses},
    {"track, bypassed", bypassed},
    {"track before a late master", on_track_before_a_late_master},
};

static double peak_db(void)
{
    double peak = 1e-12;
    for (int c = 0; c < 2; c++)
        for (int i = 0; i < FRAMES; i++)
            peak = fmax(peak, fabs((double)got[c][i]));
    return 20 * log10(peak);
}

static void check(Desk *desk, const char *place, int which, double left_db)
{
    for (int way = 0; way < 3; way++) {
        if (way < 2)
            desk_bounce(desk, way + 1, 1000, FRAMES, got[0], got[1]);
        else
            desk_play(desk, 100, FRAMES, got[0], got[1]);
        if (peak_db() > left_db)
            fail_msg("%s, %s: %.1f dBFS is left", place, lates[which].kind, peak_db());
    }
}

static void test_each_place_nulls(void **state)
{
    (void)state;
    for (int which = 0; which < LATES; which++)
        for (size_t p = 0; p < sizeof places / sizeof *places; p++) {
            Desk *desk = desk_new(48000);
            add_signal(desk, false);
            places[p].build(desk, which);
            bool beside_eq = strcmp(lates[(which + 1) % 2].kind, "eq") == 0;
            double left_db = fmax(lates[which].left_db, beside_eq ? -120 : -150);
            check(desk, places[p].name, which, left_db + 10);
            desk_free(desk);
        }
}

/* What the others would show: one frame is enough. */
static void test_a_frame_is_seen(void **state)
{
    (void)state;
    Desk *desk = desk_new(48000);
    add_signal(desk, false);
    int late = add_signal(desk, true);
    desk_bounce(desk, 1, 1000, FRAMES, got[0], got[1]);
    assert_true(peak_db() < -150);
    desk->strip[late].offset_frames = 1;
    desk_bounce(desk, 1, 1000, FRAMES, got[0], got[1]);
    assert_true(peak_db() > -10);
    desk_free(desk);
}

/* The master's own latency is taken off: the same frames come, and no bit of a transparent limiter is another. */
static void test_a_late_master_begins_at_its_time(void **state)
{
    (void)state;
    static float plain[2][FRAMES];
    Desk *desk = desk_new(48000);
    add_signal(desk, false);
    desk_bounce(desk, 1, 1000, FRAMES, plain[0], plain[1]);
    add_late(desk, 0, 0, 0)->after_fader = true;
    for (int way = 0; way < 2; way++) {
        if (way == 0)
            desk_bounce(desk, 2, 1000, FRAMES, got[0], got[1]);
        else
            desk_play(desk, 100, FRAMES, got[0], got[1]);
        assert_memory_equal(got, plain, sizeof got);
    }
    desk_free(desk);
}

/* Two compressors that are told the same by two strips, one of them late: they do the same, frame by frame. */
static void test_a_late_key_tells_the_same(void **state)
{
    (void)state;
    static double comp[VALUES];
    const ProcessorKind *kind = catalogue_find("comp");
    processor_values_init(kind, comp);
    comp[processor_value_index(kind, -1, "threshold")] = -30;
    comp[processor_value_index(kind, -1, "ratio")] = 6;
    comp[processor_value_index(kind, -1, "attack")] = 1;
    for (int which = 0; which < LATES; which++)
        for (int tap = TAP_PRE; tap <= TAP_POST; tap++) {
            Desk *desk = desk_new(48000);
            for (int i = 0; i < 2; i++) {
                int key = add_signal(desk, false), heard = add_signal(desk, i == 1);
                desk->strip[key].mute.value = tap == TAP_PRE; /* a mute does not keep it from keying */
                desk->tone[key].seed = 99;
                if (i == 1)
                    desk->strip[key].polarity_left = desk->strip[key].polarity_right =
                        tap == TAP_POST; /* it is heard: cancel */
                if (i == 1)
                    add_late(desk, key, which, 0);
                ProcessorSpec *spec = desk_add_processor(desk, heard, "tgain", 0);
                spec->kind = kind;
                spec->values = comp;
                spec->key = key;
                spec->key_tap = (Tap)tap;
            }
            check(desk, "key", which, lates[which].left_db + 12);
            desk_free(desk);
        }
}

/* Half of it and half of what went in: the dry path is as late. */
static void test_dry_paths_are_as_late(void **state)
{
    (void)state;
    for (int which = 0; which < LATES; which++) {
        Desk *desk = desk_new(48000);
        add_signal(desk, false);
        ProcessorSpec *spec = add_late(desk, add_signal(desk, true), which, 0);
        int mix = processor_value_index(spec->kind, -1, "mix");
        if (mix >= 0) {
            values[0][mix] = 50;
            check(desk, "mix 50 %", which, lates[which].left_db);
        }
        desk_free(desk);
    }
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
        cmocka_unit_test(test_each_place_nulls),
        cmocka_unit_test(test_a_frame_is_seen),
        cmocka_unit_test(test_a_late_master_begins_at_its_time),
        cmocka_unit_test(test_a_late_key_tells_the_same),
        cmocka_unit_test(test_dry_paths_are_as_late),
    };
    return cmocka_run_group_tests(tests, set_up, NULL);
}
