/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scale, the meters' movement, and numbers in few columns. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <math.h>
#include <string.h>
#include <cmocka.h>

#include "tui/view/ballistics.h"
#include "tui/widget/reading.h"
#include "tui/widget/scale.h"

/* tui.md, Scale. */
static void test_the_scale_is_the_given_one(void **state)
{
    static const double given[][2] = {{12, 1},    {6, .88},  {0, .75},   {-5, .625}, {-10, .5}, {-15, .4},
                                      {-20, .32}, {-30, .2}, {-40, .12}, {-50, .07}, {-60, .04}};
    (void)state;
    for (size_t i = 0; i < sizeof given / sizeof given[0]; i++)
        assert_true(fabs(scale_travel_of_db(given[i][0]) - given[i][1]) < 1e-12);
    assert_true(fabs(scale_travel_of_db(3) - 0.815) < 1e-12 && fabs(scale_travel_of_db(-7.5) - 0.5625) < 1e-12);
    assert_true(scale_travel_of_db(-INFINITY) == 0 && scale_travel_of_db(NAN) == 0 && scale_travel_of_db(99) == 1);
    for (int rows = 2; rows < 60; rows++)
        for (int row = 0; row < rows; row++)
            assert_int_equal(scale_row_of_db(scale_db_of_row(row, rows), rows), row);
}

/* IEC 60268-10 type I: 20 dB in 1.7 s. */
static void test_meters_fall_20_db_in_1_7_seconds(void **state)
{
    MeterView view = {0};
    (void)state;
    assert_int_equal(meter_view_follow(&view, &(Model){.strips = &(Strip){.uid = 1}, .strip_count = 1}), STATUS_OK);
    meter_view_feed(&view, 0, &(HostStrip){.peak_db = {-6, -10}});
    assert_true(meter_view_level(&view, 0)->level_db[0] == -6); /* rises at once */
    for (int i = 0; i < 34; i++)
        assert_true(meter_view_step(&view, 0.05));
    assert_true(fabsf(meter_view_level(&view, 0)->level_db[0] + 26) < 0.01f);
    assert_true(meter_view_level(&view, 0)->hold_db[0] == -6); /* held for 2 s */
    for (int i = 0; i < 7; i++)
        meter_view_step(&view, 0.05);
    assert_true(meter_view_level(&view, 0)->hold_db[0] < -28);
    assert_true(meter_view_level(&view, 0)->highest_db == -6); /* until cleared */
    meter_view_clear_holds(&view);
    assert_true(meter_view_level(&view, 0)->highest_db <= METER_FLOOR_DB);
    int steps = 0;
    while (meter_view_step(&view, 0.05) && steps < 1000)
        steps++;
    assert_true(steps < 200); /* comes to rest */
    assert_true(meter_view_level(&view, 7)->level_db[0] == METER_FLOOR_DB);
    meter_view_feed(&view, 9, &(HostStrip){.peak_db = {0, 0}});
    meter_view_clear(&view);
}

static void test_readings(void **state)
{
    static const ParamInfo db = {.key = "fader",
                                 .unit = UNIT_DB,
                                 .special = "-inf",
                                 .special_value = -INFINITY,
                                 .law = LAW_GAIN,
                                 .min = -100,
                                 .max = 12};
    static const ParamInfo pan = {.key = "pan", .unit = UNIT_PAN, .min = -100, .max = 100},
                           width = {.key = "width", .unit = UNIT_PERCENT, .min = -100};
    static const ParamInfo freq = {.key = "freq", .unit = UNIT_HZ, .min = 10, .max = 30000, .law = LAW_LOG};
    static const ParamInfo offset = {.key = "offset", .unit = UNIT_MS, .min = -1000, .max = 1000};
    static const ParamInfo ratio = {.key = "ratio", .unit = UNIT_RATIO, .min = 1, .max = 100};
    static const struct {
        const ParamInfo *param;
        double value;
        const char *text;
    } values[] = {{&db, -4.5, "-4.5 dB"},
                  {&db, 6, "+6 dB"},
                  {&db, 0, "0 dB"},
                  {&db, -0.00001, "0 dB"},
                  {&db, -INFINITY, "-inf dB"},
                  {&db, -12.345, "-12.345 dB"},
                  {&pan, 25, "R 25 %"},
                  {&pan, -100, "L 100 %"},
                  {&pan, 0, "C"},
                  {&width, -20, "-20 %"},
                  {&ratio, 3, "3:1"},
                  {&freq, 12000, "12 kHz"},
                  {&freq, 350.12345, "350.123 Hz"},
                  {&offset, 5, "+5 ms"}} /* signs and units are the file's */;
    static const struct {
        double db;
        const char *text;
    } levels[] = {{-4.52, "-4.5"}, {3, "+3.0"}, {0.04, "0.0"}, {-INFINITY, "-inf"}, {-12345, "-999.0"}};
    static const struct {
        int64_t frame;
        const char *text;
    } times[] = {
        {0, "0:00.000"}, {62 * 48000 + 16800, "1:02.350"}, {-24000, "-0:00.500"}, {48000LL * 36000, "600:00.000"}};
    char text[READING_MAX];
    (void)state;
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
        reading_value(values[i].param, values[i].value, text);
        assert_string_equal(text, values[i].text);
    }
    for (size_t i = 0; i < sizeof levels / sizeof levels[0]; i++) {
        reading_level(levels[i].db, text);
        assert_string_equal(text, levels[i].text);
    }
    for (size_t i = 0; i < sizeof times / sizeof times[0]; i++) {
        reading_time(times[i].frame, 48000, text);
        assert_string_equal(text, times[i].text);
    }
    reading_rate(44100, text);
    assert_string_equal(text, "44.1k");
    reading_pan(-33.4, text);
    assert_string_equal(text, "L33");
    reading_step(&db, 0.5, text);
    assert_string_equal(text, "+0.5 dB");
}

/* Each type on a sine of -18 dBFS (peak and AES17 RMS) that stands, and how far it has come and fallen after a while:
 * a mean of time constant T has 1 - e^(-t/T) of the square after t; peaks fall as the standards say. */
static void test_types_of_meters(void **state)
{
    static const struct {
        const char *name;
        double shown, settles_s, fall_db_per_s;
    } rows[] = {{"peak", -18, 0, 20 / 1.7}, {"rms", -18, 0.3, 0}, {"k-12", -6, 0.6, 0},      {"k-14", -4, 0.6, 0},
                {"k-20", 2, 0.6, 0},        {"vu", 0, 0.065, 0},  {"ppm-1", 0, 0, 20 / 1.7}, {"ppm-2", 0, 0, 24 / 2.8}};
    Document *document = NULL;
    ProblemList problems = {0};
    const char *text = "ttymix 1\nrate 48000 Hz\n[track vox]\n[master]\n";
    (void)state;
    assert_int_equal(document_parse(&document, "a.mix", text, strlen(text), NULL, NULL, &problems), STATUS_OK);
    assert_int_equal(ARRAY_LEN(rows), METER_TYPES);
    for (int i = 0; i < METER_TYPES; i++) {
        MeterView view = {.count = 0};
        HostStrip sine = {.peak_db = {-18, -18}, .rms_db = {-18, -18}},
                  nothing = {.peak_db = {-120, -120}, .rms_db = {-120, -120}};
        assert_string_equal(meter_types[i].name, rows[i].name);
        assert_int_equal(meter_view_follow(&view, document_model(document)), STATUS_OK);
        meter_view_choose(&view, i, METER_POINT_USUAL);
        assert_true(meter_view_feed(&view, 0, &sine));
        meter_view_step(&view, 0.02);
        double first = (double)meter_view_level(&view, 0)->level_db[0];
        if (rows[i].settles_s > 0)
            assert_float_equal(first, -18 + 10 * log10(1 - exp(-0.02 / rows[i].settles_s)), 0.01);
        for (int k = 0; k < 250; k++) {
            meter_view_feed(&view, 0, &sine);
            meter_view_step(&view, rows[i].settles_s > 0 ? 0.02 : 0);
        }
        double stood = (double)meter_view_level(&view, 0)->level_db[0];
        if (fabs(meter_view_scaled(&view, stood, -18) - rows[i].shown) > 0.01)
            fail_msg("%s: %g", rows[i].name, meter_view_scaled(&view, stood, -18));
        meter_view_feed(&view, 0, &nothing);
        meter_view_step(&view, 0.5);
        double fell = stood - (double)meter_view_level(&view, 0)->level_db[0],
               wanted = rows[i].settles_s > 0 ? 10 * 0.5 / rows[i].settles_s / log(10) : 0.5 * rows[i].fall_db_per_s;
        if (fabs(fell - wanted) > 0.02)
            fail_msg("%s fell by %g dB, not %g", rows[i].name, fell, wanted);
        meter_view_clear(&view);
    }
    document_free(document);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_types_of_meters),
        cmocka_unit_test(test_the_scale_is_the_given_one),
        cmocka_unit_test(test_meters_fall_20_db_in_1_7_seconds),
        cmocka_unit_test(test_readings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
