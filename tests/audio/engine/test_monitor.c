/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The monitor section: what is heard through it is what mathematics says.  Matrices against their formulas; auditions
 * and bands against the analogue prototypes (Butterworth; R. Bristow-Johnson, "Cookbook formulae for audio EQ biquad
 * filter coefficients", H(s) of bell and shelf) by the transform of the impulse response; the noise by its power an
 * octave and by BS.1770's weighting; and nothing clicks, nor leaves anything behind. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <complex.h>
#include <math.h>
#include <cmocka.h>

#include "audio/engine/live/monitor.h"
#include "tests/audio/engine/desk.h"

enum { RATE = 48000, LENGTH = 1 << 16, GLIDE = 960 };

static float out_left[LENGTH], out_right[LENGTH];

static Monitor *monitor_at(const MonitorSpec *spec)
{
    static Monitor monitor;
    float scrap[2][LIVE_RUN_FRAMES];
    monitor_init(&monitor, RATE);
    monitor_set(&monitor, spec, GLIDE);
    for (int at = 0; at <= GLIDE; at += LIVE_RUN_FRAMES) {
        memset(scrap, 0, sizeof scrap);
        monitor_run(&monitor, (float *[2]){scrap[0], scrap[1]}, LIVE_RUN_FRAMES);
    }
    return &monitor;
}

static void run(Monitor *monitor, int frames)
{
    for (int at = 0; at < frames; at += LIVE_RUN_FRAMES)
        monitor_run(monitor, (float *[2]){out_left + at, out_right + at},
                    frames - at < LIVE_RUN_FRAMES ? frames - at : LIVE_RUN_FRAMES);
}

static void clear(void)
{
    memset(out_left, 0, sizeof out_left);
    memset(out_right, 0, sizeof out_right);
}

/* ---- matrices ---- */

static void test_sides_swap_mono_and_level(void **state)
{
    (void)state;
    const double l = 0.5, r = -0.125;
    for (int i = 0; i < 64; i++) {
        MonitorSpec spec = {.sides = (MonitorSides)(i % 4),
                            .swap = i / 4 % 2,
                            .mono = i / 8 % 2,
                            .dim = i / 16 % 2,
                            .level_db = i / 32 ? -6 : 0};
        const double wants[4][2] = {{l, r}, {l, 0}, {0, r}, {(l - r) / 2, (l - r) / 2}};
        double left = wants[spec.sides][spec.swap], right = wants[spec.sides][!spec.swap];
        double gain = pow(10, (spec.level_db + (spec.dim ? -20 : 0)) / 20);
        if (spec.mono)
            left = right = (left + right) / 2;
        Monitor *monitor = monitor_at(&spec);
        out_left[0] = (float)l;
        out_right[0] = (float)r;
        run(monitor, 1);
        assert_true(fabs(out_left[0] - gain * left) < 1e-7);
        assert_true(fabs(out_right[0] - gain * right) < 1e-7);
    }
}

static void test_cut_is_silence(void **state)
{
    (void)state;
    Monitor *monitor = monitor_at(&(MonitorSpec){.cut = true, .audition = audition_find("car")});
    for (int i = 0; i < 4800; i++)
        out_left[i] = out_right[i] = 0.5f;
    run(monitor, 4800);
    for (int i = 0; i < 4800; i++)
        assert_true(out_left[i] == 0 && out_right[i] == 0);
}

/* ---- curves ---- */

static double complex prototype(const EqBand *band, double hz)
{
    double complex s = I * hz / band->freq_hz;
    double a = pow(10, band->gain_db / 40), q = band->q > 0 ? band->q : band->type == EQ_LOWSHELF ? sqrt(0.5) : 1;
    if (band->type == EQ_BELL)
        return (s * s + s * (a / q) + 1) / (s * s + s / (a * q) + 1);
    if (band->type == EQ_LOWSHELF)
        return a * (s * s + sqrt(a) / q * s + a) / (a * s * s + sqrt(a) / q * s + 1);
    assert_true(band->type == EQ_LOWCUT || band->type == EQ_HIGHCUT);
    double ratio = band->type == EQ_LOWCUT ? band->freq_hz / hz : hz / band->freq_hz;
    return 1 / sqrt(1 + pow(ratio, 2 * band->slope_db / 6));
}

static double curve_db(const MonitorSpec *spec, double hz)
{
    double db = 0;
    for (int i = 0; spec->audition && i < AUDITION_BANDS && spec->audition->band[i].type != EQ_NONE; i++)
        db += 20 * log10(cabs(prototype(&spec->audition->band[i], hz)));
    EqBand low = {EQ_LOWCUT, spec->band_low_hz, 0, 0, 24}, high = {EQ_HIGHCUT, spec->band_high_hz, 0, 0, 24};
    db += spec->band_low_hz > 0 ? 20 * log10(cabs(prototype(&low, hz))) : 0;
    return db + (spec->band_high_hz > 0 ? 20 * log10(cabs(prototype(&high, hz))) : 0);
}

static double complex transform(const float *x, double hz)
{
    double complex sum = 0, turn = cexp(-2 * M_PI * I * hz / RATE), at = 1;
    for (int i = 0; i < LENGTH; i++, at *= turn)
        sum += x[i] * at;
    return sum;
}

/* An impulse at both channels (side 1), or turned at the right (-1), against the curve; where that is above -50 dB. */
static void check_curve(const MonitorSpec *spec, int side, double gain_db)
{
    static Monitor monitor;
    monitor = *monitor_at(spec);
    clear();
    out_left[0] = 0.25f;
    out_right[0] = (float)side * 0.25f;
    run(&monitor, LENGTH);
    for (double hz = 25; hz < 16000; hz *= 1.19) {
        double want = curve_db(spec, hz) + gain_db, got = 20 * log10(4 * cabs(transform(out_left, hz)));
        if (want > -50 && fabs(got - want) > 0.1)
            fail_msg("%s at %.0f Hz: %.3f, not %.3f dB", spec->audition ? spec->audition->name : "band", hz, got, want);
        if (want < -60)
            assert_true(got < -50);
    }
}

/* The car without its noise: what it adds is measured below. */
static Audition without_noise(const char *name)
{
    const Audition *row = audition_find(name);
    assert_non_null(row);
    Audition copy = *row;
    copy.noise_below_hz = 0;
    return copy;
}

static void test_auditions_are_their_curves(void **state)
{
    (void)state;
    static const char *const names[] = {"phone", "laptop", "cube", "car", "club"};
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        Audition row = without_noise(names[i]);
        check_curve(&(MonitorSpec){.audition = &row}, 1, 0);
    }
    Audition laptop = without_noise("laptop"); /* its sides are 60 % wide */
    check_curve(&(MonitorSpec){.audition = &laptop}, -1, 20 * log10(0.6));
    check_curve(&(MonitorSpec){.band_low_hz = 200, .band_high_hz = 800}, 1, 0);
    check_curve(&(MonitorSpec){.band_high_hz = 120}, 1, 0);
    check_curve(&(MonitorSpec){.audition = &laptop, .band_low_hz = 1000, .band_high_hz = 4000}, 1, 0);
}

static void test_mono_auditions_have_no_sides(void **state)
{
    (void)state;
    static const char *const names[] = {"phone", "cube", "mono"};
    for (size_t k = 0; k < ARRAY_LEN(names); k++) {
        Monitor *monitor = monitor_at(&(MonitorSpec){.audition = audition_find(names[k])});
        clear();
        out_left[0] = 0.5f;
        out_right[0] = -0.5f;
        run(monitor, 9600);
        for (int i = 0; i < 9600; i++)
            assert_true(fabsf(out_left[i]) < 1e-7f && fabsf(out_right[i]) < 1e-7f);
    }
}

/* Of the club's sides below 120 Hz nothing is left but what a low cut of 24 dB/oct leaves; the middle is untouched. */
static void test_the_club_is_mono_below(void **state)
{
    (void)state;
    Audition club = without_noise("club");
    EqBand cut = {EQ_LOWCUT, 120, 0, 0, 24};
    Monitor *monitor = monitor_at(&(MonitorSpec){.audition = &club});
    clear();
    out_left[0] = 0.25f;
    out_right[0] = -0.25f;
    run(monitor, LENGTH);
    for (double hz = 30; hz < 4000; hz *= 1.3) {
        double want = 20 * log10(cabs(prototype(&cut, hz)) * cabs(prototype(&club.band[0], hz)));
        assert_true(fabs(20 * log10(4 * cabs(transform(out_left, hz))) - want) < 0.1);
        assert_true(fabs(20 * log10(4 * cabs(transform(out_right, hz))) - want) < 0.1);
    }
}

static void test_side_and_one_ear_are_the_monitors_own(void **state)
{
    (void)state;
    Monitor *monitor = monitor_at(&(MonitorSpec){.audition = audition_find("side")});
    out_left[0] = 0.5f;
    out_right[0] = -0.125f;
    run(monitor, 1);
    assert_true(out_left[0] == 0.3125f && out_right[0] == 0.3125f);
    monitor = monitor_at(&(MonitorSpec){.audition = audition_find("one-ear")});
    out_left[0] = 0.5f;
    out_right[0] = -0.125f;
    run(monitor, 1);
    assert_true(out_left[0] == 0.5f && out_right[0] == 0);
}

/* ---- the car's noise ---- */

enum { CAR_S = 60, CAR_BLOCKS = CAR_S * RATE / LENGTH };

/* As if every bin were looked at, of which one in `stride` is. */
static double power_between(const float *x, double from_hz, double to_hz, int stride)
{
    double power = 0, step = (double)stride * RATE / LENGTH;
    for (double hz = from_hz; hz < to_hz; hz += step) {
        double size = cabs(transform(x, hz));
        power += size * size;
    }
    return stride * power;
}

/* A tone at 1 kHz through the car, with and without noise: the difference is the noise. */
static void test_the_road_is_18_lu_below_and_pink(void **state)
{
    (void)state;
    static Monitor with, without;
    static float noise[LENGTH], quiet[2][LENGTH];
    Audition still = without_noise("car");
    const Audition *car = audition_find("car");
    with = *monitor_at(&(MonitorSpec){.audition = car});
    without = *monitor_at(&(MonitorSpec){.audition = &still});
    KWeight of_mix, of_noise;
    KWeightPair mix_sum = {0, 0}, noise_sum = {0, 0};
    kweight_init(&of_mix, RATE);
    kweight_init(&of_noise, RATE);
    double octave[4] = {0}, above = 0;
    for (int block = 0; block < CAR_BLOCKS; block++) {
        for (int i = 0; i < LENGTH; i++)
            out_left[i] = out_right[i] = (float)(0.1 * sin(2 * M_PI * 1000.0 / RATE * (block * (double)LENGTH + i)));
        memcpy(quiet[0], out_left, sizeof quiet[0]);
        memcpy(quiet[1], out_right, sizeof quiet[1]);
        run(&with, LENGTH);
        for (int at = 0; at < LENGTH; at += LIVE_RUN_FRAMES)
            monitor_run(&without, (float *[2]){quiet[0] + at, quiet[1] + at}, LIVE_RUN_FRAMES);
        for (int i = 0; i < LENGTH; i++)
            noise[i] = out_left[i] - quiet[0][i];
        if (block < 3) /* 4 s until the means are steady */
            continue;
        kweight_add_squares(&of_mix, quiet[0], NULL, LENGTH, &mix_sum);
        kweight_add_squares(&of_noise, noise, NULL, LENGTH, &noise_sum);
        for (int i = 0; i < LENGTH; i++) /* Hann's window: nothing strays above */
            noise[i] *= (float)(0.5 - 0.5 * cos(2 * M_PI * i / LENGTH));
        for (int k = 0; k < 3; k++)
            octave[k] += power_between(noise, 25 << k, 50 << k, 1);
        above += power_between(noise, 1200, 2400, 40);
    }
    double lu = 10 * log10(noise_sum[0] / mix_sum[0]);
    if (fabs(lu - car->noise_lu) > 0.5)
        fail_msg("the noise is at %.2f LU", lu);
    for (int k = 1; k < 3; k++)
        if (fabs(10 * log10(octave[k] / octave[0])) > 1)
            fail_msg("octave %d has %.2f dB more than the first", k, 10 * log10(octave[k] / octave[0]));
    assert_true(10 * log10(above / octave[0]) < -40); /* two octaves above 300 Hz */
}

/* ---- coming and going ---- */

/* A slow sine steps by 2 pi 40/48000 of its size, and 0.0053 at the most; a filter that came at once would step by
 * tenths. */
static void test_nothing_clicks_and_nothing_is_left_behind(void **state)
{
    (void)state;
    static Monitor monitor;
    uint32_t random = 5;
    double phase = 0;
    float last = 0;
    monitor_init(&monitor, RATE);
    for (int i = 0; i < 600; i++) {
        if (i % 7 == 0 && i < 500)
            monitor_set(
                &monitor,
                &(MonitorSpec){.sides = (MonitorSides)(desk_random(&random) % 4),
                               .swap = desk_random(&random) % 2,
                               .band_high_hz = desk_random(&random) % 2 ? 300 : 0,
                               .audition = desk_random(&random) % 2 ? &auditions[desk_random(&random) % 8] : NULL},
                GLIDE);
        if (i == 500)
            monitor_set(&monitor, &(MonitorSpec){0}, GLIDE);
        float in[2][LIVE_RUN_FRAMES], x[2][LIVE_RUN_FRAMES];
        for (int f = 0; f < LIVE_RUN_FRAMES; f++, phase += 2 * M_PI * 40 / RATE) {
            in[0][f] = (float)(0.5 * sin(phase));
            in[1][f] = (float)(0.25 * cos(phase));
        }
        memcpy(x, in, sizeof x);
        monitor_run(&monitor, (float *[2]){x[0], x[1]}, LIVE_RUN_FRAMES);
        for (int f = 0; f < LIVE_RUN_FRAMES; f++) {
            assert_true(fabs(x[0][f] - last) < 0.03);
            last = x[0][f];
        }
        if (i > 500 + 2 * GLIDE / LIVE_RUN_FRAMES + 2)
            assert_memory_equal(x, in, sizeof x);
    }
}

/* The same frames cut otherwise: the same bits. */
static void test_cuts_of_a_run_change_no_bit(void **state)
{
    (void)state;
    static Monitor whole, cut;
    whole = *monitor_at(&(MonitorSpec){.audition = audition_find("car"), .band_low_hz = 50, .dim = true});
    cut = whole;
    for (int i = 0; i < 100; i++) {
        float a[2][LIVE_RUN_FRAMES], b[2][LIVE_RUN_FRAMES];
        for (int f = 0; f < LIVE_RUN_FRAMES; f++) {
            a[0][f] = (float)sin(0.01 * (i * LIVE_RUN_FRAMES + f));
            a[1][f] = (float)cos(0.3 * (i * LIVE_RUN_FRAMES + f));
        }
        memcpy(b, a, sizeof b);
        monitor_run(&whole, (float *[2]){a[0], a[1]}, LIVE_RUN_FRAMES);
        monitor_run(&cut, (float *[2]){b[0], b[1]}, 17);
        monitor_run(&cut, (float *[2]){b[0] + 17, b[1] + 17}, LIVE_RUN_FRAMES - 17);
        assert_memory_equal(a, b, sizeof a);
    }
}

/* ---- strips ---- */

static void hear(Engine *engine, int blocks, float out[2][64])
{
    for (int i = 0; i < blocks; i++)
        engine_process(engine, (float *[2]){out[0], out[1]}, 64);
}

static void test_a_strip_before_and_after_its_fader(void **state)
{
    (void)state;
    Desk *desk = desk_new(RATE);
    int one = desk_add_track(desk, 1, 10000000), two = desk_add_track(desk, 2, 10000000);
    desk->tone[one].constant = 0.5;
    desk->tone[two].constant = 0.25;
    desk->strip[one].fader_db.value = -6;
    desk->strip[one].pan.value = -100;
    desk->strip[one].mute.value = 1;
    Engine *engine;
    Error error;
    float out[2][64], last = 0;
    EngineSetup setup = {.rate_hz = RATE};
    assert_int_equal(engine_new(&engine, &setup, &desk->spec, &error), STATUS_OK);
    engine_play(engine);
    hear(engine, 40, out);
    assert_true(out[0][0] == 0.25f && out[1][0] == 0.25f);
    engine_set_monitor(engine, &(MonitorSpec){.listen = LISTEN_PFL, .listen_uid = desk->strip[one].uid});
    hear(engine, 40, out);
    assert_true(out[0][0] == 0.5f && out[1][0] == 0.5f); /* muted, and before the pan */
    engine_set_monitor(engine, &(MonitorSpec){.listen = LISTEN_AFL, .listen_uid = desk->strip[one].uid});
    last = out[0][63];
    assert_true(desk_worst_step(engine, 40, &last) < 0.001); /* from 0.5 to 0.25 over 20 ms */
    hear(engine, 1, out);
    assert_true(fabs(out[0][0] - 0.5 * pow(10, -6.0 / 20)) < 1e-6);
    assert_true(fabs(out[1][0]) < 1e-7);
    engine_set_monitor(engine, &(MonitorSpec){.listen = LISTEN_PFL, .listen_uid = 999999}); /* no such strip */
    hear(engine, 40, out);
    assert_true(out[0][0] == 0 && out[1][0] == 0);
    engine_set_monitor(engine, &(MonitorSpec){.listen = LISTEN_PFL, .listen_uid = desk->strip[two].uid});
    hear(engine, 40, out);
    assert_true(out[0][0] == 0.25f && out[1][0] == 0.25f);
    engine_set_monitor(engine, &(MonitorSpec){0});
    hear(engine, 40, out);
    assert_true(out[0][0] == 0.25f && out[1][0] == 0.25f);
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
        cmocka_unit_test(test_sides_swap_mono_and_level),
        cmocka_unit_test(test_cut_is_silence),
        cmocka_unit_test(test_auditions_are_their_curves),
        cmocka_unit_test(test_mono_auditions_have_no_sides),
        cmocka_unit_test(test_the_club_is_mono_below),
        cmocka_unit_test(test_side_and_one_ear_are_the_monitors_own),
        cmocka_unit_test(test_the_road_is_18_lu_below_and_pink),
        cmocka_unit_test(test_nothing_clicks_and_nothing_is_left_behind),
        cmocka_unit_test(test_cuts_of_a_run_change_no_bit),
        cmocka_unit_test(test_a_strip_before_and_after_its_fader),
    };
    return cmocka_run_group_tests(tests, set_up, NULL);
}
