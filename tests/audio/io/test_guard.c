/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The guard behind a conversion, against a meter of 16 phases and 256 taps a phase, in double, that shares nothing with
 * it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "audio/io/file/convert.h"
#include "audio/io/file/guard.h"

#ifndef M_PI
#define M_PI 3.14159265358979323846
#endif

enum { FRAMES = 48000, ROOM = 2 * FRAMES + 8192, METER_HALF = 128, METER_PHASES = 16 };

typedef struct Sound {
    float *channel[2];
    int frames;
} Sound;

static Sound sound_new(int frames)
{
    Sound sound = {{calloc(ROOM, sizeof(float)), calloc(ROOM, sizeof(float))}, frames};
    assert_non_null(sound.channel[0]);
    assert_non_null(sound.channel[1]);
    return sound;
}

static void sound_free(Sound *sound)
{
    free(sound->channel[0]);
    free(sound->channel[1]);
}

static double noise_next(uint64_t *state)
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return (double)((*state * 2685821657736338717u) >> 11) / 4503599627370496.0 - 1;
}

/* Highest level between the samples, in dBTP, by a Blackman-windowed sinc. */
static double true_peak_db(const Sound *sound)
{
    static double taps[METER_PHASES][2 * METER_HALF];
    double peak = 0;
    for (int p = 0; p < METER_PHASES; p++)
        for (int k = 0; k < 2 * METER_HALF; k++) {
            double t = (double)p / METER_PHASES - (k - (METER_HALF - 1)), x = t / METER_HALF;
            taps[p][k] = fabs(x) >= 1 ? 0
                                      : (0.42 + 0.5 * cos(M_PI * x) + 0.08 * cos(2 * M_PI * x)) *
                                            (t == 0 ? 1 : sin(M_PI * t) / (M_PI * t));
        }
    for (int c = 0; c < 2; c++)
        for (int i = METER_HALF; i < sound->frames - METER_HALF; i++) {
            const float *x = sound->channel[c] + i;
            if (fabs((double)x[0]) < 0.6 * peak && fabs((double)x[1]) < 0.6 * peak)
                continue;
            for (int p = 0; p < METER_PHASES; p++) {
                double sum = 0;
                for (int k = 0; k < 2 * METER_HALF; k++)
                    sum += taps[p][k] * (double)x[k - (METER_HALF - 1)];
                peak = fmax(peak, fabs(sum));
            }
        }
    return 20 * log10(peak);
}

/* Runs the sound through a guard in blocks of `block`, in place, and gives what it did. */
static GuardResult guard_all(Sound *sound, int rate_hz, double ceiling_db, bool true_peak, int block)
{
    Guard *guard;
    GuardSetup setup = {rate_hz, ceiling_db, true_peak};
    int done = 0;
    assert_int_equal(guard_new(&guard, &setup, NULL), STATUS_OK);
    Sound out = sound_new(0);
    for (int at = 0; at < sound->frames + 1; at += block) {
        bool last = at + block > sound->frames;
        int frames = last ? sound->frames - at : block;
        float *planar[2] = {sound->channel[0] + at, sound->channel[1] + at};
        int dropped = frames > 0 ? guard_run(guard, planar, frames) : 0;
        for (int c = 0; c < 2; c++)
            memcpy(out.channel[c] + done, planar[c] + dropped, (size_t)(frames - dropped) * sizeof(float));
        done += frames - dropped;
        if (last)
            break;
    }
    Sound rest = sound_new(0);
    int dropped = guard_rest(guard, rest.channel), left = guard_latency(guard) - dropped;
    for (int c = 0; c < 2; c++) {
        memcpy(out.channel[c] + done, rest.channel[c] + dropped, (size_t)left * sizeof(float));
        memcpy(sound->channel[c], out.channel[c], ROOM * sizeof(float));
    }
    assert_int_equal(done + left, sound->frames);
    GuardResult result = guard_result(guard);
    guard_free(guard);
    sound_free(&out);
    sound_free(&rest);
    return result;
}

static Status collect(void *context, float *const *planar, int frames, Error *error)
{
    Sound *sound = context;
    (void)error;
    for (int c = 0; c < 2; c++)
        memcpy(sound->channel[c] + sound->frames, planar[c], (size_t)frames * sizeof(float));
    sound->frames += frames;
    return STATUS_OK;
}

static Sound convert(const Sound *sound, int in_hz, int out_hz)
{
    Converter *converter;
    Sound out = sound_new(0);
    assert_int_equal(converter_new(&converter, in_hz, out_hz, 2, NULL), STATUS_OK);
    assert_int_equal(
        converter_push(converter, (const float *const *)sound->channel, sound->frames, collect, &out, NULL), STATUS_OK);
    assert_int_equal(converter_finish(converter, collect, &out, NULL), STATUS_OK);
    converter_free(converter);
    return out;
}

/* Hard-edged and bright, and held to the ceiling: what a conversion's filter makes overshoot. */
static Sound limited_master(double ceiling_db)
{
    Sound sound = sound_new(FRAMES);
    uint64_t seed = 11;
    double low[2] = {0, 0}, edge[2] = {0, 0};
    for (int i = 0; i < FRAMES; i++)
        for (int c = 0; c < 2; c++) {
            double loud = i / 700 % 3 == c ? 2.5 : 0.4, square = i / 31 % 2 ? 1 : -1;
            low[c] += 0.6 * (noise_next(&seed) - low[c]);
            edge[c] += 0.7 * (loud * square - edge[c]);
            sound.channel[c][i] = (float)(0.6 * edge[c] + 0.7 * loud * low[c]);
        }
    guard_all(&sound, 48000, ceiling_db, true, 512);
    return sound;
}

static void test_a_ceiling_outlives_a_conversion(void **state)
{
    static const int rates[] = {44100, 96000, 32000};
    const double ceiling = -1;
    Sound master = limited_master(ceiling);
    (void)state;
    double before = true_peak_db(&master);
    printf("figure guard_before_conversion %.4g dBTP bar -0.95\n", before);
    assert_true(before < ceiling + 0.05 && before > ceiling - 0.2);
    for (int r = 0; r < 3; r++) {
        Sound converted = convert(&master, 48000, rates[r]);
        double bare = true_peak_db(&converted);
        GuardResult result = guard_all(&converted, rates[r], ceiling, true, 2048);
        double kept = true_peak_db(&converted);
        printf("figure guard_unguarded_%d %.4g dBTP bar %g\n", rates[r], bare, ceiling);
        printf("figure guard_overshoot_%d %.4g dB bar 0.05\n", rates[r], kept - ceiling);
        assert_true(kept < ceiling + 0.05);
        if (rates[r] < 48000) { /* what is filtered off moves the peaks */
            assert_true(bare > ceiling + 0.3);
            assert_true(result.reduction_db > 0.3 && result.reduction_db < bare - ceiling + 0.3);
            assert_true(result.reduced_frames > 0 && result.reduced_frames <= converted.frames + 1024);
        }
        sound_free(&converted);
    }
    sound_free(&master);
}

static void test_below_the_ceiling_no_bit_changes(void **state)
{
    static const int lengths[] = {1, 7, 300, 5000};
    (void)state;
    for (int n = 0; n < 4; n++) {
        Sound sound = sound_new(lengths[n]), was = sound_new(lengths[n]);
        uint64_t seed = 3;
        for (int i = 0; i < lengths[n]; i++)
            for (int c = 0; c < 2; c++)
                was.channel[c][i] = sound.channel[c][i] = (float)(0.4 * noise_next(&seed));
        GuardResult result = guard_all(&sound, 44100, -1, true, 2048);
        assert_memory_equal(sound.channel[0], was.channel[0], (size_t)lengths[n] * sizeof(float));
        assert_memory_equal(sound.channel[1], was.channel[1], (size_t)lengths[n] * sizeof(float));
        assert_true(result.reduction_db == 0 && result.reduced_frames == 0);
        sound_free(&sound);
        sound_free(&was);
    }
}

static void test_cuts_change_no_bit(void **state)
{
    static const int blocks[] = {2048, 1, 13, 64};
    Sound first = {{NULL, NULL}, 0};
    GuardResult result = {0, 0};
    (void)state;
    for (int b = 0; b < 4; b++) {
        Sound sound = limited_master(0);
        sound.frames = 12000;
        GuardResult one = guard_all(&sound, 44100, -6, true, blocks[b]);
        if (b == 0) {
            first = sound;
            result = one;
            continue;
        }
        assert_memory_equal(sound.channel[0], first.channel[0], 12000 * sizeof(float));
        assert_memory_equal(sound.channel[1], first.channel[1], 12000 * sizeof(float));
        assert_true(one.reduction_db == result.reduction_db && one.reduced_frames == result.reduced_frames);
        sound_free(&sound);
    }
    sound_free(&first);
}

/* Without true peak samples alone count: what lies between them may be higher. */
static void test_samples_alone(void **state)
{
    Sound sound = sound_new(8000);
    (void)state;
    for (int i = 0; i < 8000; i++)
        sound.channel[0][i] = sound.channel[1][i] = (float)(1.3 * sin(M_PI / 2 * i + M_PI / 4)); /* samples at 0.92 */
    GuardResult result = guard_all(&sound, 48000, -0.01, false, 512);
    assert_true(result.reduction_db == 0);
    for (int i = 0; i < 8000; i++)
        sound.channel[0][i] = (float)(1.3 * sin(2 * M_PI * 0.0137 * i));
    result = guard_all(&sound, 48000, -0.01, false, 512);
    assert_true(fabs(result.reduction_db - 20 * log10(1.3) - 0.01) < 0.01);
    for (int i = 0; i < 8000; i++)
        assert_true(fabs((double)sound.channel[0][i]) <= pow(10, -0.01 / 20) + 1e-6);
    sound_free(&sound);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_ceiling_outlives_a_conversion),
        cmocka_unit_test(test_below_the_ceiling_no_bit_changes),
        cmocka_unit_test(test_cuts_change_no_bit),
        cmocka_unit_test(test_samples_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
