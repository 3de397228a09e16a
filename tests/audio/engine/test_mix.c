/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tracks, buses and sends summed, against double precision; and the same bits however the work is cut. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <math.h>
#include <cmocka.h>

#include "audio/base/cpu.h"
#include "audio/dsp/catalogue.h"
#include "audio/dsp/lanes.h"
#include "tests/audio/engine/desk.h"

enum { FRAMES = 20000 };
#define ERROR_LIMIT 1e-7 /* -140 dBFS */

static float got[2][FRAMES], again[2][FRAMES];

static void test_one_stereo_track_passes_every_bit(void **state)
{
    (void)state;
    Desk *desk = desk_new(48000);
    int t = desk_add_track(desk, 2, 15000);
    desk_bounce(desk, 1, 480, FRAMES, got[0], got[1]);
    for (int c = 0; c < 2; c++)
        for (int i = 0; i < FRAMES; i++)
            assert_true(got[c][i] == tone_sample(&desk->tone[t], i, c));
    desk_free(desk);
}

static void test_a_mix_equals_double_precision(void **state)
{
    (void)state;
    Desk *desk = desk_new(48000);
    int bus = desk_add_bus(desk, STRIP_BUS), verb = desk_add_bus(desk, STRIP_RETURN);
    double sum[2] = {0}, worst = 0;
    for (int t = 0; t < 21; t++) {
        int s = desk_add_track(desk, t % 3 ? 2 : 1, FRAMES);
        desk->strip[s].fader_db.value = -30.0 + t;
        desk->strip[s].pan.value = t * 7 - 70;
        desk->strip[s].out = t % 2 ? bus : 0;
        desk_add_send(desk, s, verb, t % 3 == 1 ? TAP_PRE : TAP_POST, -20 - t);
    }
    desk->strip[bus].fader_db.value = -2;
    desk_bounce(desk, 1, 333, FRAMES, got[0], got[1]);
    for (int i = 0; i < FRAMES; i++) {
        sum[0] = sum[1] = 0;
        for (int t = 0; t < 21; t++) {
            int s = 3 + t;
            double fader = pow(10, (-30.0 + t) / 20), send = pow(10, (-20.0 - t) / 20), p = (t * 7 - 70) / 100.0;
            double left = tone_sample(&desk->tone[s], i, 0), right = tone_sample(&desk->tone[s], i, 1);
            double panned[2], pre[2];
            if (t % 3 == 0) {
                panned[0] = left * cos((p + 1) * M_PI / 4);
                panned[1] = left * sin((p + 1) * M_PI / 4);
                pre[0] = pre[1] = left * sqrt(0.5);
            } else {
                panned[0] = left * (p > 0 ? 1 - p : 1);
                panned[1] = right * (p < 0 ? 1 + p : 1);
                pre[0] = left;
                pre[1] = right;
            }
            for (int c = 0; c < 2; c++) {
                sum[c] += panned[c] * fader * (t % 2 ? pow(10, -2.0 / 20) : 1);
                sum[c] += (t % 3 == 1 ? pre[c] : panned[c] * fader) * send;
            }
        }
        for (int c = 0; c < 2; c++)
            worst = fmax(worst, fabs(got[c][i] - sum[c]));
    }
    assert_true(worst < ERROR_LIMIT);
    desk_free(desk);
}

/* Thirty strips with processors of several latencies, keys, sends, buses and lanes. */
static Desk *busy_desk(void)
{
    static LanePoint points[] = {{100, -20, SHAPE_HOLD, 0},
                                 {5000, 0, SHAPE_LINEAR, 0},
                                 {5003, -INFINITY, SHAPE_HOLD, 0},
                                 {9000, 3, SHAPE_CURVE, 0.5}};
    static ControlSpec lane = {0, LANE_READ, points, 4};
    static const ControlSpec *lanes[2] = {&lane, NULL};
    Desk *desk = desk_new(48000);
    int bus = desk_add_bus(desk, STRIP_BUS), verb = desk_add_bus(desk, STRIP_RETURN);
    desk->strip[verb].out = bus;
    desk_add_processor(desk, verb, "techo", 0);
    desk_add_processor(desk, bus, "tlag", 63);
    desk_add_processor(desk, 0, "tlag", 240);
    for (int t = 0; t < 20; t++) {
        int s = desk_add_track(desk, 1 + t % 2, FRAMES - 100 * t);
        desk->strip[s].fader_db = t % 3 ? (ControlSpec){-6} : (ControlSpec){0, LANE_READ, points, 4};
        desk->strip[s].pan.value = 5 * t - 50;
        desk->strip[s].out = t % 4 ? bus : 0;
        desk->clip[s][0].fade_in = 1000;
        desk->clip[s][0].fade_in_shape = (FadeShape)(t % FADE_SHAPE_COUNT);
        if (t % 2)
            desk_add_processor(desk, s, "tgain", -3)->lanes = lanes;
        if (t % 3 == 0)
            desk_add_processor(desk, s, "tlag", 100 * t);
        if (t > 2 && t % 4 == 0)
            desk_add_processor(desk, s, "tkey", 5)->key = s - 1;
        if (t % 5 == 1)
            desk_add_processor(desk, s, "tgain", 2)->after_fader = true;
        desk_add_send(desk, s, verb, (Tap)(t % 3), -12);
    }
    return desk;
}

static void test_blocks_and_executors_give_the_same_bits(void **state)
{
    (void)state;
    static const int blocks[] = {1, 17, 64, 480, 4096, 0};
    desk_register();
    Desk *desk = busy_desk();
    desk_bounce(desk, 1, 4096, FRAMES, got[0], got[1]);
    double power = 0;
    for (int i = 0; i < FRAMES; i++)
        power += got[0][i] * got[0][i];
    assert_true(power > 1);
    for (unsigned b = 0; b < 6; b++) {
        desk_bounce(desk, 1, blocks[b], FRAMES, again[0], again[1]);
        assert_memory_equal(got, again, sizeof got);
        desk_play(desk, blocks[b], FRAMES, again[0], again[1]);
        assert_memory_equal(got, again, sizeof got);
    }
    for (int jobs = 2; jobs <= 4; jobs += 2) {
        desk_bounce(desk, jobs, 1000, FRAMES, again[0], again[1]);
        assert_memory_equal(got, again, sizeof got);
    }
    desk_free(desk);
}

/* Of the busy desk's bytes. Every compiler, level of optimisation and CPU must come to this number; who changes the
 * arithmetic of the engine on purpose writes the new one here. */
#define BUSY_HASH UINT64_C(0x93f8bbfd3055c66f)

static uint64_t hash_of(const void *bytes, size_t size) /* FNV-1a */
{
    uint64_t hash = UINT64_C(14695981039346656037);
    for (size_t i = 0; i < size; i++)
        hash = (hash ^ ((const unsigned char *)bytes)[i]) * UINT64_C(1099511628211);
    return hash;
}

static void test_builds_and_cpus_give_the_same_bits(void **state)
{
    (void)state;
    desk_register();
    Desk *desk = busy_desk();
    for (int level = LANES_BASE; level < LANES_LEVELS; level++) {
        cpu_use_extensions((CpuLevel)level);
        desk_bounce(desk, 1, 4096, FRAMES, got[0], got[1]);
        assert_true(hash_of(got, sizeof got) == BUSY_HASH);
    }
    cpu_use_extensions(CPU_ALL);
    desk_free(desk);
}

/* The same chain on 20 stereo tracks, 9 mono ones and a bus, so that banks are filled, paired and left over. */
static Desk *desk_of_chains(void)
{
    static const char *const chain[] = {"gate", "comp", "eq"};
    static double value[32][3][512];
    Desk *desk = desk_new(48000);
    int bus = desk_add_bus(desk, STRIP_BUS);
    for (int s = 0; s < 30; s++) {
        int strip = s == 0 ? bus : desk_add_track(desk, s <= 20 ? 2 : 1, FRAMES - 3000);
        for (int p = 0; p < 3; p++) {
            const ProcessorKind *kind = catalogue_find(chain[(p + (s > 15)) % 3]);
            double *values = value[s][p];
            processor_values_init(kind, values);
            values[processor_value_index(kind, -1, kind->band_max ? "output" : "threshold")] =
                kind->band_max ? 1 : -30 + s;
            for (int slot = 0; kind->band_max && slot < 4; slot++) {
                values[processor_value_index(kind, slot, "type")] = 1 + slot;
                values[processor_value_index(kind, slot, "freq")] = 60 + 700 * slot * (1 + s);
                values[processor_value_index(kind, slot, "gain")] = 3 - s % 7;
            }
            desk->processor[strip][desk->strip[strip].processor_count++] =
                (ProcessorSpec){.uid = (uint32_t)(8000 + 3 * s + p), .kind = kind, .values = values, .key = -1};
        }
        desk->strip[strip].out = s && s % 3 ? bus : 0;
    }
    return desk;
}

static void test_chains_in_pairs_give_the_bits_of_every_cpu(void **state)
{
    (void)state;
    Desk *desk = desk_of_chains();
    cpu_use_extensions(CPU_PLAIN);
    desk_bounce(desk, 1, 4096, FRAMES, got[0], got[1]);
    double power = 0;
    for (int i = 0; i < FRAMES; i++)
        power += got[0][i] * got[0][i];
    assert_true(power > 1);
    for (CpuLevel level = CPU_AVX2; level < CPU_LEVELS; level++) {
        cpu_use_extensions(level);
        for (int jobs = 1; jobs <= 2; jobs++) {
            desk_bounce(desk, jobs, 0, FRAMES, again[0], again[1]);
            assert_memory_equal(got, again, sizeof got);
        }
        desk_play(desk, 64, FRAMES, again[0], again[1]);
        assert_memory_equal(got, again, sizeof got);
        desk_play(desk, 0, FRAMES, again[0], again[1]);
        assert_memory_equal(got, again, sizeof got);
    }
    cpu_use_extensions(CPU_ALL);
    desk_free(desk);
}

/* Every kind there is, mono and stereo, on tracks, a bus and behind the fader, its first two numbers automated. */
static Desk *desk_of_all_kinds(void)
{
    static double value[64][512];
    static LanePoint points[64][2];
    static ControlSpec lane[64];
    static const ControlSpec *lanes[64][512];
    Desk *desk = desk_new(48000);
    int bus = desk_add_bus(desk, STRIP_BUS), count = 0;
    for (int k = 0; catalogue_at(k) && count < 60; k++) {
        if (catalogue_at(k)->flags & PROCESSOR_FILE)
            continue;
        for (int channels = 1; channels <= 2; channels++, count++) {
            int t = desk_add_track(desk, channels, FRAMES - 3000), n = desk->strip[t].processor_count++;
            processor_values_init(catalogue_at(k), value[count]);
            memset(lanes[count], 0, sizeof lanes[count]);
            const ParamInfo *first = processor_value_param(catalogue_at(k), 0);
            if (!(first->flags & (PARAM_STRUCTURAL | PARAM_FIXED)) && first->law < LAW_CHOICE) {
                points[count][0] = (LanePoint){1000, first->min, SHAPE_HOLD, 0};
                points[count][1] = (LanePoint){9000, first->max, SHAPE_LINEAR, 0};
                lane[count] = (ControlSpec){0, LANE_READ, points[count], 2};
                lanes[count][0] = &lane[count];
            }
            desk->processor[t][n] = (ProcessorSpec){.uid = (uint32_t)(7000 + count),
                                                    .kind = catalogue_at(k),
                                                    .values = value[count],
                                                    .lanes = lanes[count],
                                                    .key = -1,
                                                    .after_fader = channels == 2};
            desk->strip[t].out = count % 3 ? bus : 0;
        }
    }
    return desk;
}

static void test_every_kind_is_played_as_it_is_bounced(void **state)
{
    (void)state;
    Desk *desk = desk_of_all_kinds();
    desk_bounce(desk, 1, 4096, FRAMES, got[0], got[1]);
    for (int i = 0; i < FRAMES; i++)
        assert_true(isfinite(got[0][i]) && isfinite(got[1][i]));
    desk_bounce(desk, 2, 0, FRAMES, again[0], again[1]);
    assert_memory_equal(got, again, sizeof got);
    desk_play(desk, 0, FRAMES, again[0], again[1]);
    assert_memory_equal(got, again, sizeof got);
    desk_free(desk);
}

static void test_512_tracks_are_planned_at_once_and_too_many_are_refused(void **state)
{
    (void)state;
    Desk *desk = desk_new(48000);
    Engine *engine;
    Error error;
    EngineSetup setup = {.rate_hz = 48000};
    desk_register();
    for (int t = 0; t < 512; t++) {
        int s = desk_add_track(desk, 2, 1000);
        for (int p = 0; p < 5; p++)
            desk_add_processor(desk, s, (p + t) % 2 ? "tgain" : "techo", 0);
    }
    assert_int_equal(engine_new(&engine, &setup, &desk->spec, &error), STATUS_OK);
    engine_free(engine);
    desk->spec.strip_count = 4097;
    assert_int_equal(engine_new(&engine, &setup, &desk->spec, &error), STATUS_FULL);
    assert_string_equal(error.text, "4097 strips; at most 4096 are mixed");
    desk_free(desk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one_stereo_track_passes_every_bit),
        cmocka_unit_test(test_a_mix_equals_double_precision),
        cmocka_unit_test(test_blocks_and_executors_give_the_same_bits),
        cmocka_unit_test(test_builds_and_cpus_give_the_same_bits),
        cmocka_unit_test(test_chains_in_pairs_give_the_bits_of_every_cpu),
        cmocka_unit_test(test_every_kind_is_played_as_it_is_bounced),
        cmocka_unit_test(test_512_tracks_are_planned_at_once_and_too_many_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
