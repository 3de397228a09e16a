/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What must not get through the engine, tried on every row of the catalogue: parameters and automation that are
 * NaN, infinite or out of range, sound as loud as a stem's edge lets through (audio/io/file/unpack.h), full-scale
 * squares, denormals.  Whatever comes out is finite and never a denormal, and once it is over the processor works like
 * a fresh one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <cmocka.h>

#include "audio/base/attributes.h"
#include "audio/dsp/catalogue.h"
#include "tests/audio/engine/desk.h"

enum { VALUES = 1024, POINTS = 12, HOSTILE = 3200, CALM = 32000, FRAMES = HOSTILE + CALM, TRACKS = 2 };

static uint32_t chance = 7;

static double chance_unit(void)
{
    return desk_random(&chance) / 4294967296.0;
}

/* ---- sound ---- */

typedef struct Noise { /* a Stream: hostile up to HOSTILE, then a calm tone */
    Stream stream;
    int way;
} Noise;

static float hostile_sample(int way, int64_t frame, int channel)
{
    uint32_t hash = (uint32_t)frame * 2654435761u + (uint32_t)channel * 977u;
    hash ^= hash >> 15;
    hash *= 2246822519u;
    hash ^= hash >> 13;
    float unit = (float)(hash >> 8) / 8388608.0f - 1;
    switch (way) {
    case 0: return frame / 37 % 2 ? 1e6f : -1e6f;
    case 1: return frame / 53 % 2 ? 1.0f : -1.0f;
    case 2: return 1e6f * unit;
    case 3: return 1e-39f * unit;
    default: return frame % 641 == 9 ? 1e6f : 0.0f;
    }
}

static bool noise_read(Stream *stream, int64_t from, int frames, float *const *out, bool wait)
{
    (void)wait;
    for (int c = 0; c < stream->channels; c++)
        for (int i = 0; i < frames; i++) {
            int64_t at = from + i;
            out[c][i] = at < HOSTILE ? hostile_sample(((const Noise *)stream)->way, at, c)
                                     : (float)(0.1 * sin(0.2 * (double)at + c));
        }
    return true;
}

static const StreamOps noise_ops = {noise_read};

/* ---- parameters ---- */

static double hostile_value(const ParamInfo *param)
{
    const double values[] = {NAN,    -NAN,       INFINITY,   -INFINITY,  1e300,
                             -1e300, param->min, param->max, param->def, param->special_value};
    return values[(int)(chance_unit() * ARRAY_LEN(values))];
}

typedef struct Hostile { /* one processor's values and lanes */
    double values[VALUES];
    ControlSpec lane[VALUES];
    const ControlSpec *lanes[VALUES];
    LanePoint points[VALUES][POINTS];
} Hostile;

/* A lane that jumps about and stands at the default from HOSTILE on. */
static void lane_fill(Hostile *hostile, int i, const ParamInfo *param)
{
    for (int p = 0; p < POINTS - 1; p++)
        hostile->points[i][p] =
            (LanePoint){.frame = 250 * p, .value = hostile_value(param), .shape = p % 2 ? SHAPE_HOLD : SHAPE_LINEAR};
    hostile->points[i][POINTS - 1] = (LanePoint){.frame = HOSTILE, .value = param->def, .shape = SHAPE_HOLD};
    hostile->lane[i] = (ControlSpec){.value = param->def, .points = hostile->points[i], .point_count = POINTS};
    hostile->lanes[i] = &hostile->lane[i];
}

/* Values that cannot move stay at what they are, for the calm part too. */
static void hostile_fill(Hostile *hostile, const ProcessorKind *kind)
{
    memset(hostile, 0, sizeof *hostile);
    processor_values_init(kind, hostile->values);
    for (int i = 0; i < processor_value_count(kind); i++) {
        const ParamInfo *param = processor_value_param(kind, i);
        bool band = i >= kind->param_count, used = !band || (i - kind->param_count) / kind->band_param_count < 5;
        if (param->flags & (PARAM_STRUCTURAL | PARAM_FIXED)) {
            double value = hostile_value(param);
            hostile->values[i] = used && !(param->flags & PARAM_FIXED) ? value : param->def;
        } else if (used) {
            lane_fill(hostile, i, param);
        }
    }
}

static void desk_fill(Desk *desk, const ProcessorKind *kind, Noise *noises, Hostile *hostile, int way)
{
    static float impulse[300];
    static ProcessorFile file = {{impulse, impulse}, ARRAY_LEN(impulse)};
    for (size_t i = 0; i < ARRAY_LEN(impulse); i++)
        impulse[i] = (float)exp(-0.02 * (double)i);
    for (int t = 0; t < TRACKS; t++) {
        int s = desk_add_track(desk, 1 + t, FRAMES);
        noises[t] = (Noise){{&noise_ops, 1 + t, FRAMES}, way};
        desk->clip[s][0].stream = &noises[t].stream;
        desk->strip[s].processor_count = 1;
        desk->processor[s][0] = (ProcessorSpec){.uid = (uint32_t)s,
                                                .kind = kind,
                                                .values = hostile[t].values,
                                                .lanes = hostile[t].lanes,
                                                .key = kind->flags & PROCESSOR_KEYED && t == 0 ? 2 : -1,
                                                .key_tap = TAP_INPUT,
                                                .file = kind->flags & PROCESSOR_FILE ? &file : NULL};
    }
}

static float got[2][FRAMES], fresh[2][FRAMES];

static void assert_clean(const ProcessorKind *kind, int way, double rate_hz)
{
    for (int c = 0; c < 2; c++)
        for (int i = 0; i < FRAMES; i++)
            if (!isfinite(got[c][i]) || (got[c][i] != 0 && fabsf(got[c][i]) < FLT_MIN))
                fail_msg("%s, sound %d, %g Hz: frame %d is %g", kind->kind, way, rate_hz, i, (double)got[c][i]);
}

static double level_of(const float *x)
{
    double sum = 0;
    for (int i = FRAMES - 4000; i < FRAMES; i++)
        sum += (double)x[i] * x[i];
    return sqrt(sum / 4000);
}

/* At 8 kHz, after four seconds. Echoes and rooms may ring on; all others must be what they would be. */
static void assert_recovered(const ProcessorKind *kind, int way, double rate_hz)
{
    static const char *const ringing[] = {"delay", "reverb", "convolve"};
    for (size_t i = 0; i < ARRAY_LEN(ringing); i++)
        if (strcmp(kind->kind, ringing[i]) == 0)
            return;
    for (int c = 0; c < 2; c++)
        if (!(fabs(level_of(got[c]) - level_of(fresh[c])) < 0.06 * level_of(fresh[c]))) /* half a dB */
            fail_msg("%s, sound %d, %g Hz: channel %d is at %g long after, %g where nothing was", kind->kind, way,
                     rate_hz, c, level_of(got[c]), level_of(fresh[c]));
}

static void render(const ProcessorKind *kind, Hostile *hostile, int way, double rate_hz, float out[2][FRAMES])
{
    Noise noises[TRACKS];
    Desk *desk = desk_new(rate_hz);
    desk_fill(desk, kind, noises, hostile, way);
    desk_bounce(desk, 1, 0, FRAMES, out[0], out[1]);
    desk_free(desk);
}

static void test_every_processor_survives_and_recovers(void **state)
{
    (void)state;
    static const double rates_hz[] = {8000, 48000, 192000};
    Hostile *hostile = calloc(TRACKS, sizeof *hostile);
    assert_non_null(hostile);
    for (int k = 0; catalogue_at(k); k++)
        for (int round = 0; round < 6; round++) {
            double rate_hz = rates_hz[(round + k) % 3];
            for (int t = 0; t < TRACKS; t++)
                hostile_fill(&hostile[t], catalogue_at(k));
            render(catalogue_at(k), hostile, round, rate_hz, got);
            assert_clean(catalogue_at(k), round, rate_hz);
            for (int t = 0; t < TRACKS; t++)
                memset(hostile[t].lanes, 0, sizeof hostile[t].lanes);
            render(catalogue_at(k), hostile, 3, rate_hz, fresh);
            assert_clean(catalogue_at(k), 3, rate_hz);
            if (rate_hz == 8000)
                assert_recovered(catalogue_at(k), round, rate_hz);
        }
    free(hostile);
}

/* ---- a chain that multiplies beyond what a float holds ---- */

enum { GAINS = 7, BUSES = 3 };

/* 22 times +36 dB over a track and its buses, and filters and detectors behind: 1e39 times the sound and more, until it
 * is taken off again. */
static void overflow_fill(Desk *desk, Noise *noise, double *values, double *eq, bool loud)
{
    const ProcessorKind *gain = catalogue_find("gain"),
                        *behind[] = {catalogue_find("eq"), catalogue_find("comp"), catalogue_find("limiter")};
    int from = desk_add_track(desk, 2, FRAMES);
    static LanePoint points[2];
    static ControlSpec lane;
    static const ControlSpec *lanes[VALUES];
    points[0] = (LanePoint){.frame = 0, .value = loud ? 36 : 0, .shape = SHAPE_HOLD};
    points[1] = (LanePoint){.frame = HOSTILE, .value = 0, .shape = SHAPE_HOLD};
    lane = (ControlSpec){.points = points, .point_count = 2};
    lanes[0] = &lane;
    noise->stream = (Stream){&noise_ops, 2, FRAMES};
    noise->way = loud ? 1 : 3;
    desk->clip[from][0].stream = &noise->stream;
    for (int strip = from, b = 0; b <= BUSES; b++) {
        int next = b < BUSES ? desk_add_bus(desk, STRIP_BUS) : 0, count = 0;
        for (; count < GAINS; count++)
            desk->processor[strip][count] = (ProcessorSpec){
                .uid = (uint32_t)(100 * strip + count), .kind = gain, .values = values, .lanes = lanes, .key = -1};
        desk->processor[strip][count] = (ProcessorSpec){
            .uid = (uint32_t)(100 * strip + count), .kind = behind[b % 3], .values = eq + VALUES * (b % 3), .key = -1};
        desk->strip[strip].processor_count = count + 1;
        desk->strip[strip].out = next;
        strip = next;
    }
}

static void test_a_chain_that_overflows_gives_numbers_and_recovers(void **state)
{
    (void)state;
    double gain[VALUES];
    double *behind = calloc(3 * VALUES, sizeof *behind);
    static const char *const kinds[] = {"eq", "comp", "limiter"};
    assert_non_null(behind);
    processor_values_init(catalogue_find("gain"), gain);
    for (int k = 0; k < 3; k++)
        processor_values_init(catalogue_find(kinds[k]), behind + VALUES * k);
    behind[processor_value_index(catalogue_find("eq"), 0, "type")] = 1;
    behind[processor_value_index(catalogue_find("eq"), 0, "gain")] = 12;
    behind[VALUES + processor_value_index(catalogue_find("comp"), -1, "threshold")] = -30;
    for (int loud = 0; loud < 2; loud++) {
        Noise noise;
        Desk *desk = desk_new(8000);
        overflow_fill(desk, &noise, gain, behind, loud);
        desk_bounce(desk, 1, 0, FRAMES, got[0], got[1]);
        assert_clean(catalogue_find("gain"), loud, 8000);
        desk_bounce(desk, 2, 64, FRAMES, fresh[0], fresh[1]);
        assert_memory_equal(got, fresh, sizeof got); /* whatever the runs and threads */
        desk_free(desk);
        if (!loud)
            continue;
        double most = 0;
        for (int i = FRAMES - 4000; i < FRAMES; i++)
            most = fmax(most, fabs(got[0][i]));
        if (!(most > 0.01 && most < 100)) /* it sounds again, and as loud as it is */
            fail_msg("long after it peaks at %g", most);
    }
    free(behind);
}

/* 24 bells of +30 dB in a row before a compressor and a gate, all at rest: these go from lane to lane in one step where
 * nothing is kept dry, and one by one where it is.  Who has overflowed begins anew at the same cell in both. */
static void test_a_chain_in_lanes_overflows_as_one_by_one(void **state)
{
    (void)state;
    static double values[3][VALUES];
    static const char *const kinds[] = {"eq", "comp", "gate"};
    Noise noises[4];
    Desk *desk = desk_new(8000);
    for (int k = 0; k < 3; k++)
        processor_values_init(catalogue_find(kinds[k]), values[k]);
    for (int band = 0; band < 24; band++) {
        const ProcessorKind *eq = catalogue_find("eq");
        values[0][processor_value_index(eq, band, "type")] = 1;
        values[0][processor_value_index(eq, band, "freq")] = 2500;
        values[0][processor_value_index(eq, band, "gain")] = 30;
        values[0][processor_value_index(eq, band, "q")] = 10;
    }
    values[1][processor_value_index(catalogue_find("comp"), -1, "threshold")] = -30;
    values[1][processor_value_index(catalogue_find("comp"), -1, "lookahead")] =
        5; /* playback keeps it dry, too, for a bypass */
    values[2][processor_value_index(catalogue_find("gate"), -1, "threshold")] = -60;
    for (int t = 0; t < 4; t++) {
        int s = desk_add_track(desk, 2, FRAMES);
        noises[t] = (Noise){{&noise_ops, 2, FRAMES}, t % 2 ? 3 : 1};
        desk->clip[s][0].stream = &noises[t].stream;
        desk->strip[s].processor_count = 3;
        for (int k = 0; k < 3; k++)
            desk->processor[s][k] = (ProcessorSpec){
                .uid = (uint32_t)(10 * s + k), .kind = catalogue_find(kinds[k]), .values = values[k], .key = -1};
    }
    desk_bounce(desk, 1, 0, FRAMES, got[0], got[1]);
    assert_clean(catalogue_find("eq"), 1, 8000);
    desk_play(desk, 64, FRAMES, fresh[0], fresh[1]);
    assert_memory_equal(got, fresh, sizeof got);
    desk_bounce(desk, 2, 100, FRAMES, fresh[0], fresh[1]);
    assert_memory_equal(got, fresh, sizeof got);
    desk_free(desk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_processor_survives_and_recovers),
        cmocka_unit_test(test_a_chain_that_overflows_gives_numbers_and_recovers),
        cmocka_unit_test(test_a_chain_in_lanes_overflows_as_one_by_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
