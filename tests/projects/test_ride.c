/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rides against the definition of a lane (format.md: a point's shape tells the segment that ends at it): what is
 * written says at every frame what was moved, and what the old lane said before and after. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <math.h>
#include <cmocka.h>

#include "audio/dsp/catalogue.h"
#include "audio/dsp/processor.h"
#include "projects/command/ride.h"
#include "projects/model/model.h"

enum { RATE = 48000, LANE_MAX = 4000 };

#define FADER (&strip_facts[FACT_FADER])

/* A lane as the file has it, after points of [from, to] gave way to others. */
typedef struct Line {
    LanePoint points[LANE_MAX];
    int count;
} Line;

/* The definition, written for this test; just at and after a frame. */
static double line_value(const ParamInfo *param, const Line *line, int64_t frame)
{
    int i = -1;
    while (i + 1 < line->count && line->points[i + 1].frame <= frame)
        i++;
    if (i < 0)
        return line->points[0].value;
    if (i + 1 == line->count || line->points[i + 1].shape == SHAPE_HOLD)
        return line->points[i].value;
    const LanePoint *a = &line->points[i], *b = a + 1;
    double x = (double)(frame - a->frame) / (double)(b->frame - a->frame), k = 6 * b->curve;
    if (b->shape == SHAPE_CURVE && k != 0)
        x = (exp(k * x) - 1) / (exp(k) - 1);
    if (param->law == LAW_LOG)
        return a->value * pow(b->value / a->value, x);
    return a->value + (b->value - a->value) * x;
}

static void replace_points(Line *line, const RidePoints *by, int64_t from, int64_t to)
{
    Line old = *line;
    int at = 0;
    line->count = 0;
    for (; at < old.count && old.points[at].frame < from; at++)
        line->points[line->count++] = old.points[at];
    for (int i = 0; i < by->count; i++) {
        assert_true(by->items[i].frame >= from && by->items[i].frame <= to);
        assert_true(i == 0 || by->items[i].frame >= by->items[i - 1].frame);
        line->points[line->count++] = by->items[i];
    }
    for (; at < old.count; at++)
        if (old.points[at].frame > to)
            line->points[line->count++] = old.points[at];
}

static void take(const Ride *ride, int64_t now, int64_t after, Line *line)
{
    RidePoints points;
    int64_t from, to;
    assert_int_equal(ride_take_points(ride, now, after, ride ? 0.1 : 0, &points, &from, &to), STATUS_OK);
    replace_points(line, &points, from, to);
    ride_points_clear(&points);
}

static Ride *ride_over(const Line *line, const ParamInfo *param, bool relative, int64_t frame)
{
    RideSetup setup = {.param = param,
                       .rate_hz = RATE,
                       .points = line->points,
                       .point_count = line->count,
                       .rest = -3,
                       .relative = relative};
    Ride *ride = ride_new(&setup, frame);
    assert_non_null(ride);
    return ride;
}

static Line wavy_lane(void)
{
    return (Line){.points = {{0, -3, SHAPE_HOLD, 0},
                             {48000, -9, SHAPE_LINEAR, 0},
                             {96000, 0, SHAPE_CURVE, 0.8},
                             {120000, -6, SHAPE_HOLD, 0},
                             {200000, -12, SHAPE_CURVE, -0.5}},
                  .count = 5};
}

static void assert_near(const char *what, int64_t frame, double got, double want, double within)
{
    if (!(fabs(got - want) <= within))
        fail_msg("%s: at %lld it is %g, not %g", what, (long long)frame, got, want);
}

/* Outside of [from, to) the lane says what it said, whatever segment was cut. */
static void assert_same_outside(const ParamInfo *param, const Line *line, const Line *old, int64_t from, int64_t to)
{
    for (int64_t f = 0; f < 260000; f += 97)
        if (f < from || f >= to)
            assert_near("outside", f, line_value(param, line, f), line_value(param, old, f), 0.002);
}

static void test_a_touch_goes_there_and_back(void **state)
{
    (void)state;
    static const int64_t begins[] = {0, 20000, 48000, 70000, 100000, 120000, 150000, 199000, 230000};
    for (size_t i = 0; i < sizeof begins / sizeof begins[0]; i++) {
        int64_t begin = begins[i], second = begin + 9600, end = second + 33600, back = end + 12000;
        Line old = wavy_lane(), line = old;
        Ride *ride = ride_over(&old, FADER, false, begin);
        assert_true(ride_move(ride, begin, 2));
        assert_true(ride_move(ride, second, -20));
        take(ride, begin + 4800, INT64_MIN, &line); /* a piece, another, and the whole */
        take(ride, begin + 7200, ride_settled_frame(ride, begin + 4800), &line);
        take(ride, begin + 9700, ride_settled_frame(ride, begin + 7200), &line);
        assert_int_equal(ride_settled_frame(ride, begin + 4800), begin + 1440);
        assert_same_outside(FADER, &line, &old, begin, begin + 9700 + 12000);
        assert_true(ride_end(ride, end));
        take(ride, end, INT64_MIN, &line);
        assert_same_outside(FADER, &line, &old, begin, back);
        for (int64_t f = begin; f < end; f += 53) {
            double from = line_value(FADER, &old, begin);
            double want = f < begin + 1440    ? from + (2 - from) * (double)(f - begin) / 1440
                          : f < second        ? 2
                          : f < second + 1440 ? 2 - 22 * (double)(f - second) / 1440
                                              : -20;
            assert_near("moved", f, line_value(FADER, &line, f), want, 0.1001);
            assert_near("as heard", f, ride_value(ride, f), want, 1e-9);
        }
        double aim = line_value(FADER, &old, back);
        for (int64_t f = end; f < back; f += 53)
            assert_near("back", f, line_value(FADER, &line, f), -20 + (aim + 20) * (double)(f - end) / 12000, 0.1001);
        ride_free(ride);
    }
}

static void test_what_is_added_follows_the_lane(void **state)
{
    (void)state;
    for (int64_t begin = 10000; begin < 220000; begin += 17000) {
        Line old = wavy_lane(), line = old;
        int64_t end = begin + 40000, back = end + 12000;
        Ride *ride = ride_over(&old, FADER, true, begin);
        assert_true(ride_move(ride, begin, 3));
        take(ride, begin + 5000, INT64_MIN, &line);
        assert_true(ride_end(ride, end));
        take(ride, end, INT64_MIN, &line);
        assert_same_outside(FADER, &line, &old, begin, back);
        for (int64_t f = begin; f < back; f += 53) {
            double more = f < begin + 1440 ? 3 * (double)(f - begin) / 1440
                          : f < end        ? 3
                                           : 3 - 3 * (double)(f - end) / 12000;
            assert_near("added", f, line_value(FADER, &line, f), line_value(FADER, &old, f) + more,
                        0.1501); /* 0.05: a curve in steps */
        }
        ride_free(ride);
    }
}

/* Half a minute of a sine of 0.2 Hz, a move every 33 ms as a held key makes them. */
static void test_a_long_ride_is_thinned(void **state)
{
    (void)state;
    Line old = {.points = {{0, -3, SHAPE_HOLD, 0}}, .count = 1}, line = old;
    Ride *ride = ride_over(&old, FADER, false, 0);
    double moved[1000];
    for (int i = 0; i < 900; i++) {
        moved[i] = -10 + 6 * sin(2 * 3.14159265358979 * 0.2 * i / 30);
        assert_true(ride_move(ride, i * 1600, moved[i]));
    }
    assert_true(ride_end(ride, 900 * 1600));
    take(ride, 900 * 1600, INT64_MIN, &line);
    for (int i = 1; i < 900; i++)
        assert_near("thinned", i * 1600, line_value(FADER, &line, i * 1600), moved[i - 1], 0.1001);
    print_message("900 moves became %d points\n", line.count);
    assert_true(line.count < 150); /* a sine of 6 dB needs a segment every 0.3 s or so to stay within 0.1 dB */
    ride_free(ride);
}

static void test_a_straight_way_is_two_points(void **state)
{
    (void)state;
    Line old = {.points = {{0, 0, SHAPE_HOLD, 0}}, .count = 1}, line = old;
    Ride *ride = ride_over(&old, FADER, false, 48000);
    for (int i = 0; i < 60; i++)
        assert_true(ride_move(ride, 48000 + i * 1440, -0.1 * (i + 1)));
    assert_true(ride_end(ride, 48000 + 60 * 1440));
    take(ride, 48000 + 60 * 1440, INT64_MIN, &line);
    assert_int_equal(line.count, 4); /* the first, where it begins to fall, where it was let go, where it is back */
    ride_free(ride);
}

static void test_words_and_silence(void **state)
{
    (void)state;
    Line old = {.points = {{0, 0, SHAPE_HOLD, 0}, {100000, 1, SHAPE_HOLD, 0}}, .count = 2}, line = old;
    const ParamInfo *mute = &strip_facts[FACT_MUTE];
    Ride *ride = ride_over(&old, mute, false, 24000);
    assert_true(ride_move(ride, 24000, 1));
    assert_true(ride_move(ride, 30000, 0));
    assert_true(ride_move(ride, 36000, 1));
    assert_true(ride_end(ride, 40000));
    take(ride, 40000, INT64_MIN, &line);
    for (int64_t f = 0; f < 120000; f += 100) {
        bool on = (f >= 24000 && f < 30000) || (f >= 36000 && f < 40000) || f >= 100000;
        assert_near("switch", f, line_value(mute, &line, f), on, 0);
    }
    ride_free(ride);

    Line fader = {.points = {{0, -6, SHAPE_HOLD, 0}}, .count = 1};
    ride = ride_over(&fader, FADER, false, 1000);
    assert_true(ride_move(ride, 1000, -INFINITY));
    assert_true(ride_end(ride, 20000));
    take(ride, 20000, INT64_MIN, &fader);
    bool silent = false;
    for (int i = 0; i < fader.count; i++)
        silent |= fader.points[i].frame == 1000 + 1440 && isinf(fader.points[i].value);
    assert_true(silent);
    ride_free(ride);
}

static void test_frequencies_move_in_their_law(void **state)
{
    (void)state;
    const ProcessorKind *eq = catalogue_find("eq");
    const ParamInfo *freq = param_find(eq->band_params, eq->band_param_count, "freq");
    Line old = {.points = {{0, 1000, SHAPE_HOLD, 0}, {96000, 4000, SHAPE_LINEAR, 0}}, .count = 2}, line = old;
    Ride *ride = ride_over(&old, freq, false, 48000);
    RidePoints points;
    int64_t from, to;
    assert_near("the middle of two octaves", 48000, ride_lane_value(ride, 48000), 2000, 0.01);
    assert_true(ride_move(ride, 48000, 500));
    assert_true(ride_end(ride, 60000));
    assert_int_equal(ride_take_points(ride, 60000, INT64_MIN, freq->fine, &points, &from, &to), STATUS_OK);
    replace_points(&line, &points, from, to);
    ride_points_clear(&points);
    for (int64_t f = 0; f < 47999; f += 1000)
        assert_near("before", f, log(line_value(freq, &line, f)), log(line_value(freq, &old, f)), 2e-4);
    for (int64_t f = 49440; f < 60000; f += 500)
        assert_near("held", f, line_value(freq, &line, f), 500, 5);
    for (int64_t f = 72000; f < 100000; f += 1000)
        assert_near("after", f, log(line_value(freq, &line, f)), log(line_value(freq, &old, f)), 2e-4);
    ride_free(ride);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_touch_goes_there_and_back), cmocka_unit_test(test_what_is_added_follows_the_lane),
        cmocka_unit_test(test_a_long_ride_is_thinned),      cmocka_unit_test(test_a_straight_way_is_two_points),
        cmocka_unit_test(test_words_and_silence),           cmocka_unit_test(test_frequencies_move_in_their_law),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
