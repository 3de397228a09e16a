/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is recorded is what is played: a ride (projects) and a lane of the engine give the same bits at every frame of
 * the same automation.  Random lanes of all shapes, bends down to none and silence; every law; no tolerance. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "audio/engine/step/lane.h"
#include "projects/command/ride.h"

enum { LANES = 60, POINTS = 12, RATE = 48000 };

static const ParamInfo rows[] = {
    {.key = "fader",
     .unit = UNIT_DB,
     .min = -100,
     .max = 12,
     .law = LAW_GAIN,
     .special = "-inf",
     .special_value = -INFINITY},
    {.key = "pan", .unit = UNIT_PAN, .min = -100, .max = 100, .law = LAW_LINEAR},
    {.key = "freq", .unit = UNIT_HZ, .min = 10, .max = 30000, .def = 1000, .law = LAW_LOG},
};

static double draw(double low, double high)
{
    return low + (high - low) * ((double)rand() / RAND_MAX);
}

/* `jumps`: holds, and points at one frame, too. */
static void draw_lane(const ParamInfo *row, bool jumps, LanePoint points[POINTS])
{
    static const double bends[] = {1, -1, 0.5, -0.3, 1e-3, 1e-9, 1e-11, 1e-17, 0};
    int64_t frame = rand() % 100;
    for (int i = 0; i < POINTS; i++) {
        points[i] =
            (LanePoint){.frame = frame, .value = draw(row->min, row->max), .shape = (LaneShape)(1 + rand() % 2)};
        points[i].curve = rand() % 2 ? draw(-1, 1) : bends[(size_t)rand() % ARRAY_LEN(bends)];
        if (jumps && rand() % 3 == 0)
            points[i].shape = SHAPE_HOLD;
        if (row->law == LAW_GAIN && rand() % 5 == 0)
            points[i].value = -INFINITY;
        if (i > 0 && rand() % 6 == 0)
            points[i].value = points[i - 1].value;
        frame += jumps && rand() % 5 == 0 ? 0 : 1 + rand() % 700;
    }
}

static Ride *ride_of(const ParamInfo *row, const LanePoint *points)
{
    RideSetup setup = {.param = row, .rate_hz = RATE, .points = points, .point_count = POINTS};
    Ride *ride = ride_new(&setup, 0);
    assert_non_null(ride);
    return ride;
}

/* A processor's lane jumps where its points do, as what is recorded does. */
static void test_parameters_equal_rides(void **state)
{
    (void)state;
    LanePoint points[POINTS];
    for (int k = 0; k < LANES; k++) {
        const ParamInfo *row = &rows[(size_t)k % ARRAY_LEN(rows)];
        draw_lane(row, true, points);
        Ride *ride = ride_of(row, points);
        Lane *lane = lane_new(points, POINTS, LANE_LAW_PARAM, row);
        assert_non_null(lane);
        for (int64_t frame = -5; frame < points[POINTS - 1].frame + 5; frame++) {
            double recorded = ride_lane_value(ride, frame), played;
            lane_fill(lane, frame, 1, &played);
            assert_false(isnan(played));
            assert_memory_equal(&recorded, &played, sizeof played);
        }
        lane_free(lane);
        ride_free(ride);
    }
}

/* A strip's lane needs 48 frames for a jump and moves through -100 dB where a ride says silence: without jumps they are
 * the same, and both are silent or none. */
static void test_strips_equal_rides(void **state)
{
    (void)state;
    LanePoint points[POINTS];
    for (int k = 0; k < LANES; k++) {
        const ParamInfo *row = &rows[k % 2];
        draw_lane(row, false, points);
        Ride *ride = ride_of(row, points);
        Lane *lane = lane_new(points, POINTS, row->law == LAW_GAIN ? LANE_LAW_GAIN : LANE_LAW_LINEAR, NULL);
        assert_non_null(lane);
        for (int64_t frame = -5; frame < points[POINTS - 1].frame + 5; frame++) {
            double recorded = ride_lane_value(ride, frame), played = lane_value(lane, frame);
            if (row->law == LAW_GAIN && recorded == -INFINITY)
                assert_true(played <= -100);
            else
                assert_memory_equal(&recorded, &played, sizeof played);
        }
        lane_free(lane);
        ride_free(ride);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parameters_equal_rides),
        cmocka_unit_test(test_strips_equal_rides),
    };
    srand(7);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
