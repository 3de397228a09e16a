/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fades, cross-fades, pan laws and automation through the whole engine, against closed forms in double precision
 * (libm). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <math.h>
#include <cmocka.h>

#include "audio/base/maths.h"
#include "audio/dsp/fade.h"
#include "audio/dsp/kernels.h"
#include "audio/dsp/lanes.h"
#include "audio/dsp/pan.h"
#include "tests/audio/engine/desk.h"

enum { FRAMES = 8000 };
#define ERROR_LIMIT 1e-7 /* -140 dBFS */

static float got[2][FRAMES];

static int constant_track(Desk *desk, int channels, double value)
{
    int s = desk_add_track(desk, channels, FRAMES);
    desk->tone[s].constant = value;
    return s;
}

static void render(Desk *desk)
{
    desk_bounce(desk, 1, 777, FRAMES, got[0], got[1]);
}

static double shape(FadeShape which, double x)
{
    switch (which) {
    case FADE_EQUAL_POWER: return sin(x * M_PI / 2);
    case FADE_S_CURVE: return (1 - cos(x * M_PI)) / 2;
    case FADE_EXPONENTIAL: return (exp(4 * x) - 1) / (exp(4) - 1);
    case FADE_LOGARITHMIC: return 1 - (exp(4 * (1 - x)) - 1) / (exp(4) - 1);
    default: return x;
    }
}

static void test_every_fade_has_its_formula(void **state)
{
    (void)state;
    for (int f = 0; f < FADE_SHAPE_COUNT; f++) {
        Desk *desk = desk_new(48000);
        int t = constant_track(desk, 2, 1);
        desk->clip[t][0].fade_in = 1001;
        desk->clip[t][0].fade_out = 2000;
        desk->clip[t][0].fade_in_shape = desk->clip[t][0].fade_out_shape = (FadeShape)f;
        desk->clip[t][0].gain_db = -6;
        render(desk);
        for (int i = 0; i < FRAMES; i++) {
            double want = pow(10, -0.3);
            if (i < 1001)
                want *= shape((FadeShape)f, i / 1001.0);
            if (i >= FRAMES - 2000)
                want *= shape((FadeShape)f, (FRAMES - i) / 2000.0);
            assert_true(fabs(got[0][i] - want) < ERROR_LIMIT);
        }
        desk_free(desk);
    }
}

static void test_overlaps_cross_fade_and_inner_clips_replace(void **state)
{
    (void)state;
    Desk *desk = desk_new(48000);
    int t = constant_track(desk, 2, 1);
    static Tone other;
    other = desk->tone[t];
    other.constant = 0.5;
    desk->clip[t][0] = (ClipSpec){.stream = &desk->tone[t].stream, .length = 3000};
    desk->clip[t][1] = (ClipSpec){.stream = &other.stream, .start = 2000, .length = 4000};
    desk->clip[t][2] = (ClipSpec){.stream = &desk->tone[t].stream, .start = 4000, .length = 1000};
    desk->strip[t].clip_count = 3;
    render(desk);
    for (int i = 0; i < FRAMES; i++) {
        double first = i < 3000, second = i >= 2000 && i < 6000, third = i >= 4000 && i < 5000;
        if (i >= 2000 && i < 3000) {
            first *= sin((3000 - i) / 1000.0 * M_PI / 2);
            second *= sin((i - 2000) / 1000.0 * M_PI / 2);
        }
        if (i >= 4000 && i < 4240) {
            second *= sin((4240 - i) / 240.0 * M_PI / 2);
            third *= sin((i - 4000) / 240.0 * M_PI / 2);
        } else if (i >= 4760 && i < 5000) {
            second *= sin((i - 4760) / 240.0 * M_PI / 2);
            third *= sin((5000 - i) / 240.0 * M_PI / 2);
        } else if (third > 0) {
            second = 0;
        }
        if (fabs(got[0][i] - (first + 0.5 * second + third)) > ERROR_LIMIT * 2)
            fail_msg("frame %d: %g instead of %g", i, got[0][i], first + 0.5 * second + third);
    }
    desk_free(desk);
}

/* Two clips that overlap, with a fade in and an inner one, are cut into `pieces` each; the order in which they are
 * given is of no account. */
static int cut(ClipSpec *to, const ClipSpec *from, int pieces)
{
    for (int i = 0; i < pieces; i++) {
        int64_t at = from->length * i / pieces, end = from->length * (i + 1) / pieces;
        to[pieces - 1 - i] = *from;
        to[pieces - 1 - i].start += at;
        to[pieces - 1 - i].offset += at;
        to[pieces - 1 - i].length = end - at;
        to[pieces - 1 - i].fade_in = i == 0 ? from->fade_in : 0;
        to[pieces - 1 - i].fade_out = i == pieces - 1 ? from->fade_out : 0;
    }
    return pieces;
}

static void test_what_is_split_is_one_clip(void **state)
{
    (void)state;
    static float whole[2][FRAMES];
    for (int pieces = 1; pieces <= 3; pieces++) {
        Desk *desk = desk_new(48000);
        int t = desk_add_track(desk, 2, FRAMES);
        Stream *stream = &desk->tone[t].stream;
        ClipSpec clips[3] = {
            {.stream = stream, .length = 3000, .fade_in = 1100, .fade_in_shape = FADE_S_CURVE, .gain_db = -2},
            {.stream = stream, .start = 2000, .offset = 900, .length = 4000, .fade_out = 3300, .gain_db = 1.5},
            {.stream = stream, .start = 4000, .offset = 77, .length = 1000}};
        int count = 0;
        for (int i = 0; i < 3; i++)
            count += cut(&desk->clip[t][count], &clips[i], pieces);
        desk->strip[t].clip_count = count;
        render(desk);
        if (pieces == 1)
            memcpy(whole, got, sizeof whole);
        assert_memory_equal(whole, got, sizeof whole);
        desk->clip[t][0].gain_db += 0.5; /* another gain: a clip of its own, and the fade ends with the piece before */
        render(desk);
        assert_memory_not_equal(whole, got, sizeof whole);
        desk_free(desk);
    }
}

static void test_clips_read_their_part_of_the_stem(void **state)
{
    (void)state;
    Desk *desk = desk_new(48000);
    int t = desk_add_track(desk, 2, 5000);
    desk->clip[t][0] = (ClipSpec){.stream = &desk->tone[t].stream, .start = 1234, .offset = 300, .length = 2000};
    desk->clip[t][1] = (ClipSpec){.stream = NULL, .start = 5000, .length = 100};
    desk->strip[t].clip_count = 2;
    render(desk);
    for (int i = 0; i < FRAMES; i++)
        assert_true(got[1][i] == (i >= 1234 && i < 3234 ? tone_sample(&desk->tone[t], i - 934, 1) : 0));
    desk_free(desk);
}

static void mono_law(double law, double p, double *left, double *right)
{
    double t = (p + 1) / 2;
    if (law == 0) {
        *left = fmin(1, 1 - p);
        *right = fmin(1, 1 + p);
    } else if (law == -6) {
        *left = 1 - t;
        *right = t;
    } else {
        *left = cos(t * M_PI / 2);
        *right = sin(t * M_PI / 2);
        if (law == -4.5) {
            *left = sqrt(*left * (1 - t));
            *right = sqrt(*right * t);
        }
    }
}

static void test_every_pan_law(void **state)
{
    (void)state;
    static const double laws[] = {0, -3, -4.5, -6};
    for (int l = 0; l < 4; l++)
        for (int p = -100; p <= 100; p += 25) {
            Desk *desk = desk_new(48000);
            int t = constant_track(desk, 1, 0.7);
            double left, right;
            desk->strip[t].pan_law_db = laws[l];
            desk->strip[t].pan.value = p;
            desk_bounce(desk, 1, 64, 64, got[0], got[1]);
            mono_law(laws[l], p / 100.0, &left, &right);
            assert_true(fabs(got[0][9] - 0.7 * left) < ERROR_LIMIT && fabs(got[1][9] - 0.7 * right) < ERROR_LIMIT);
            if (p == 0) /* the law is what it is called, but for rounding in its name */
                assert_true(fabs(20 * log10(got[0][9] / 0.7) - laws[l]) < 0.03);
            desk_free(desk);
        }
}

static void test_every_stereo_pan_mode(void **state)
{
    (void)state;
    for (int mode = PAN_BALANCE; mode <= PAN_IMAGE; mode++)
        for (int p = -100; p <= 100; p += 20)
            for (int w = -100; w <= 200; w += 50) {
                double gain[PAN_GAINS], x = p / 100.0, width = w / 100.0, l = 0.3, r = -0.8, want[2], a, b, c, d;
                PanSettings settings = {.mode = (PanMode)mode,
                                        .channels = 2,
                                        .position = p,
                                        .left = p,
                                        .right = -p / 2.0,
                                        .width = w,
                                        .law_db = -3};
                pan_matrix(&settings, gain);
                if (mode == PAN_DUAL) {
                    mono_law(-3, x, &a, &b);
                    mono_law(-3, -x / 2, &c, &d);
                    want[0] = a * l + c * r;
                    want[1] = b * l + d * r;
                } else {
                    double mid = (l + r) / 2, side = (l - r) / 2 * width;
                    if (mode == PAN_BALANCE) {
                        want[0] = (mid + side) * fmin(1, 1 - x);
                        want[1] = (mid - side) * fmin(1, 1 + x);
                    } else {
                        mono_law(-3, x, &a, &b);
                        side *= 1 - fabs(x);
                        want[0] = sqrt(2) * a * mid + side;
                        want[1] = sqrt(2) * b * mid - side;
                    }
                }
                assert_true(fabs(gain[PAN_LL] * l + gain[PAN_RL] * r - want[0]) < 1e-14);
                assert_true(fabs(gain[PAN_LR] * l + gain[PAN_RR] * r - want[1]) < 1e-14);
                if (p == 0 && w == 100 && mode != PAN_DUAL)
                    assert_true(gain[PAN_LL] == 1 && gain[PAN_RR] == 1 && gain[PAN_LR] == 0 && gain[PAN_RL] == 0);
            }
}

/* dB of a lane: -20 held to 1000, linear to -2 at 3000, curve -0.7 to -40 at 4000, a hold to 0 at 5000, silence from a
 * ramp at 6000. */
static double lane_db(double f)
{
    if (f < 1000)
        return -20;
    if (f < 3000)
        return -20 + 18 * (f - 1000) / 2000;
    if (f < 4000) {
        double k = 6 * -0.7, y = (exp(k * (f - 3000) / 1000) - 1) / (exp(k) - 1);
        return -2 - 38 * y;
    }
    if (f < 5000)
        return -40;
    if (f < 5048)
        return -40 + (0 - 100 * (f - 5000) / 1000 + 40) * (f - 5000) / 48;
    if (f < 6000)
        return -100 * (f - 5000) / 1000;
    return -INFINITY;
}

static void test_a_lane_of_every_shape(void **state)
{
    (void)state;
    static LanePoint points[] = {{1000, -20, SHAPE_HOLD, 0},
                                 {3000, -2, SHAPE_LINEAR, 0},
                                 {4000, -40, SHAPE_CURVE, -0.7},
                                 {5000, 0, SHAPE_HOLD, 0},
                                 {6000, -INFINITY, SHAPE_LINEAR, 0}};
    Desk *desk = desk_new(48000);
    int t = constant_track(desk, 2, 1);
    desk->strip[t].fader_db = (ControlSpec){7, LANE_READ, points, 5};
    render(desk);
    for (int i = 0; i < FRAMES; i++)
        if (fabs(got[0][i] - pow(10, lane_db(i) / 20)) > ERROR_LIMIT)
            fail_msg("frame %d: %g instead of %g", i, got[0][i], pow(10, lane_db(i) / 20));
    desk->strip[t].fader_db.mode = LANE_TRIM;
    desk->strip[t].fader_db.value = -6;
    render(desk);
    for (int i = 0; i < FRAMES; i++)
        assert_true(fabs(got[0][i] - pow(10, (lane_db(i) - 6) / 20)) < ERROR_LIMIT);
    desk->strip[t].fader_db.mode = LANE_OFF;
    render(desk);
    assert_true(fabs(got[0][4321] - pow(10, -0.3)) < ERROR_LIMIT);
    desk_free(desk);
}

static void test_lanes_of_pan_mute_and_sends_act_on_their_frames(void **state)
{
    (void)state;
    static LanePoint pan[] = {{0, -100, SHAPE_HOLD, 0}, {4000, 100, SHAPE_LINEAR, 0}};
    static LanePoint mute[] = {{0, 0, SHAPE_HOLD, 0}, {6000, 1, SHAPE_HOLD, 0}};
    static LanePoint level[] = {{0, -60, SHAPE_HOLD, 0}, {8000, 0, SHAPE_LINEAR, 0}};
    Desk *desk = desk_new(48000);
    int t = constant_track(desk, 1, 0.5), verb = desk_add_bus(desk, STRIP_RETURN);
    desk->strip[t].pan = (ControlSpec){0, LANE_READ, pan, 2};
    desk->strip[t].mute = (ControlSpec){0, LANE_READ, mute, 2};
    desk_add_send(desk, t, verb, TAP_PRE, 0);
    desk->send[t][0].level_db = (ControlSpec){0, LANE_READ, level, 2};
    render(desk);
    for (int i = 0; i < FRAMES; i++) {
        double p = i < 4000 ? -1 + 2 * i / 4000.0 : 1, left, right,
               open = i < 6000 ? 1 : fmax(0, 1 - (i - 6000) / 48.0);
        mono_law(-3, p, &left, &right);
        double send = pow(10, (-60 + 60 * i / 8000.0) / 20) * sqrt(0.5);
        assert_true(fabs(got[0][i] - 0.5 * open * (left + send)) < ERROR_LIMIT);
        assert_true(fabs(got[1][i] - 0.5 * open * (right + send)) < ERROR_LIMIT);
    }
    desk_free(desk);
}

static void test_vcas_add_their_db_and_polarity_turns(void **state)
{
    (void)state;
    Desk *desk = desk_new(48000);
    int a = desk_add_bus(desk, STRIP_VCA), b = desk_add_bus(desk, STRIP_VCA), t = constant_track(desk, 2, 0.5);
    desk->strip[a].vca = b;
    desk->strip[a].fader_db.value = -3;
    desk->strip[b].fader_db.value = -1.5;
    desk->strip[t].vca = a;
    desk->strip[t].fader_db.value = -2;
    desk->strip[t].trim_db.value = 1.5;
    desk->strip[t].polarity_left = true;
    desk_bounce(desk, 1, 64, 64, got[0], got[1]);
    assert_true(fabs(got[0][5] + 0.5 * pow(10, -0.25)) < ERROR_LIMIT &&
                fabs(got[1][5] - 0.5 * pow(10, -0.25)) < ERROR_LIMIT);
    desk_free(desk);
}

static void test_both_sets_of_kernels_give_the_same_bits(void **state)
{
    (void)state;
    enum { N = 1003 };
    static float x[3][N], out[2][N];
    static double sum[2][N], gain[N], e[2][N];
    uint32_t random = 5;
    const Kernels *best = kernels_best();
    for (int i = 0; i < N; i++) {
        for (int c = 0; c < 3; c++)
            x[c][i] = (float)(desk_random(&random) / 4294967296.0 - 0.5);
        gain[i] = desk_random(&random) / 4294967296.0;
        e[0][i] = e[1][i] = i == 7 ? -INFINITY : (i - 990) * 0.71;
    }
    const Kernels *sets[2] = {&kernels_baseline, best};
    for (int k = 0; k < 2; k++) {
        sets[k]->mix(sum[k], (const float *[]){x[0], x[1], x[2]}, (double[]){0.3, -0.7, 1.1}, 3, N);
        sets[k]->mix_varying(sum[k], x[1], gain, N);
        sets[k]->mix_more(sum[k], (const float *[]){x[2]}, (double[]){0.1}, 1, N);
        sets[k]->round_parts(out[k], (const double *[]){sum[k], gain}, 2, N);
        sets[k]->scale_varying(out[k], gain, N);
        sets[k]->scale(out[k], 0.37, N);
        sets[k]->exp(e[k], N);
    }
    assert_memory_equal(sum[0], sum[1], sizeof sum[0]);
    assert_memory_equal(out[0], out[1], sizeof out[0]);
    assert_memory_equal(e[0], e[1], sizeof e[0]);
    for (int i = 0; i < N; i++)
        assert_true(e[0][i] == (i == 7 || (i - 990) * 0.71 < -700 ? 0 : maths_exp((i - 990) * 0.71)));
}

static void test_stems_are_what_reaches_the_master_and_the_end_is_silent(void **state)
{
    (void)state;
    Desk *desk = desk_new(48000);
    int bus = desk_add_bus(desk, STRIP_BUS), a = desk_add_track(desk, 2, 3000), b = desk_add_track(desk, 1, 3000);
    desk->strip[a].out = bus;
    desk->strip[bus].fader_db.value = -3;
    desk_add_processor(desk, 0, "tlag", 100);
    desk_add_processor(desk, bus, "techo", 0);
    static float stem[8][FRAMES];
    float *wanted[8] = {0};
    for (int c = 0; c < 2; c++)
        for (int s = bus; s <= b; s++)
            wanted[2 * s + c] = stem[2 * s + c];
    Engine *engine;
    Error error;
    EngineSetup setup = {.rate_hz = 48000, .offline = true, .jobs = 2};
    assert_int_equal(engine_new(&engine, &setup, &desk->spec, &error), STATUS_OK);
    assert_false(engine_is_silent(engine));
    engine_process_stems(engine, (float *[2]){got[0], got[1]}, wanted, FRAMES);
    assert_false(engine_is_silent(engine)); /* 20 echoes of 777 frames */
    for (int i = 0; i < FRAMES; i++)
        for (int c = 0; c < 2; c++) {
            double sum = (double)stem[2 * bus + c][i] + stem[2 * b + c][i];
            assert_true(fabs(sum - got[c][i]) < 2 * ERROR_LIMIT);
            assert_true(stem[2 * a + c][i] == 0); /* it feeds a bus, not the master */
        }
    for (int i = 0; i < 2; i++)
        engine_process(engine, (float *[2]){got[0], got[1]}, FRAMES);
    assert_true(engine_is_silent(engine));
    engine_free(engine);
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
        cmocka_unit_test(test_every_fade_has_its_formula),
        cmocka_unit_test(test_overlaps_cross_fade_and_inner_clips_replace),
        cmocka_unit_test(test_what_is_split_is_one_clip),
        cmocka_unit_test(test_clips_read_their_part_of_the_stem),
        cmocka_unit_test(test_every_pan_law),
        cmocka_unit_test(test_every_stereo_pan_mode),
        cmocka_unit_test(test_a_lane_of_every_shape),
        cmocka_unit_test(test_lanes_of_pan_mute_and_sends_act_on_their_frames),
        cmocka_unit_test(test_vcas_add_their_db_and_polarity_turns),
        cmocka_unit_test(test_both_sets_of_kernels_give_the_same_bits),
        cmocka_unit_test(test_stems_are_what_reaches_the_master_and_the_end_is_silent),
    };
    return cmocka_run_group_tests(tests, set_up, NULL);
}
