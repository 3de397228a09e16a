/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pyramid of a waveform against the samples themselves: lowest, highest and root mean square of every block, and of
 * columns of any width. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "audio/measure/overview.h"

typedef struct Kept { /* what was put */
    OverviewBlock *blocks[OVERVIEW_LEVELS_MAX];
    int64_t count[OVERVIEW_LEVELS_MAX];
    int64_t frames;
    int asked; /* blocks got since this was 0 */
} Kept;

static bool keep(void *context, int level, int64_t index, const OverviewBlock *block)
{
    Kept *kept = context;
    assert_int_equal(index, kept->count[level]);
    kept->blocks[level] = realloc(kept->blocks[level], (size_t)(index + 1) * sizeof *block);
    kept->blocks[level][kept->count[level]++] = *block;
    return true;
}

static bool give(void *context, int level, int64_t first, int count, OverviewBlock *blocks)
{
    Kept *kept = context;
    if (level >= overview_levels(kept->frames) || first < 0 || first + count > overview_blocks(kept->frames, level))
        fail_msg("level %d, %d blocks from %lld on", level, count, (long long)first);
    memcpy(blocks, kept->blocks[level] + first, (size_t)count * sizeof *blocks);
    kept->asked += count;
    return true;
}

static uint32_t seed;
static float noise(void)
{
    seed = seed * 1664525u + 1013904223u;
    return (float)((double)(seed >> 8) / (1 << 23) - 1);
}

/* Loud and quiet by turns, with values beyond full scale. */
static float *make_sound(int64_t frames, int channels)
{
    float *sound = malloc(sizeof *sound * (size_t)(frames * channels) + 1);
    for (int64_t i = 0; i < frames; i++)
        for (int c = 0; c < channels; c++)
            sound[c * frames + i] =
                noise() * (i / 3000 % 3 == 2 ? 1.3f : 0.02f) * (c ? 0.5f : 1) + (i / 500 % 7 == 3 ? 0.1f : 0);
    return sound;
}

static void make(Kept *kept, const float *sound, int64_t frames, int channels)
{
    OverviewMaker maker;
    *kept = (Kept){.frames = frames};
    overview_begin(&maker, channels, keep, kept);
    for (int64_t at = 0; at < frames;) { /* cut as it comes */
        int run = 1 + (int)(fabsf(noise()) * 2000);
        run = frames - at < run ? (int)(frames - at) : run;
        const float *in[2] = {sound + at, sound + (channels > 1 ? frames : 0) + at};
        assert_true(overview_add(&maker, in, run));
        at += run;
    }
    assert_true(overview_end(&maker, overview_levels(frames)));
}

static void forget(Kept *kept)
{
    for (int i = 0; i < OVERVIEW_LEVELS_MAX; i++)
        free(kept->blocks[i]);
}

typedef struct Truth {
    double low, high, rms;
} Truth;

static Truth look(const float *sound, int64_t frames, int channels, int64_t from, int64_t to)
{
    Truth truth = {INFINITY, -INFINITY, 0};
    for (int c = 0; c < channels; c++)
        for (int64_t i = from; i < to; i++) {
            double x = (double)sound[c * frames + i];
            truth.low = fmin(truth.low, x);
            truth.high = fmax(truth.high, x);
            truth.rms += x * x;
        }
    truth.rms = sqrt(truth.rms / (double)((to - from) * channels));
    return truth;
}

static double held(double x)
{
    return x > 1 ? 1 : x < -1 ? -1 : x;
}

/* Samples at most a step of 1/32767 away from 0; a root mean square within half a step of 1/65535. */
static void expect(const OverviewBlock *block, const Truth *truth, double rms_steps, const char *what, int64_t at)
{
    double low = block->low / 32767.0, high = block->high / 32767.0, rms = block->rms / 65535.0;
    bool fine = low <= held(truth->low) + 1e-9 && low > held(truth->low) - 1 / 32767.0 - 1e-9 &&
                high >= held(truth->high) - 1e-9 && high < held(truth->high) + 1 / 32767.0 + 1e-9 &&
                fabs(rms - fmin(truth->rms, 1)) <= rms_steps / 65535;
    if (!fine)
        fail_msg("%s at %lld: %f %f %f, not %f %f %f", what, (long long)at, low, high, rms, truth->low, truth->high,
                 truth->rms);
}

static const int64_t lengths[] = {1, 255, 256, 257, 1023, 1024, 1025, 65535, 65536, 65537, 300001};

static void test_every_block_of_every_level(void **state)
{
    (void)state;
    for (size_t k = 0; k < sizeof lengths / sizeof lengths[0]; k++)
        for (int channels = 1; channels <= 2; channels++) {
            Kept kept;
            int64_t frames = lengths[k];
            float *sound = make_sound(frames, channels);
            make(&kept, sound, frames, channels);
            assert_int_equal(overview_blocks(frames, overview_levels(frames) - 1), 1);
            for (int level = 0; level < overview_levels(frames); level++) {
                int64_t wide = overview_block_frames(level);
                assert_int_equal(kept.count[level], (frames + wide - 1) / wide);
                for (int64_t i = 0; i < kept.count[level]; i++) {
                    int64_t to = (i + 1) * wide < frames ? (i + 1) * wide : frames;
                    Truth truth = look(sound, frames, channels, i * wide, to);
                    expect(&kept.blocks[level][i], &truth, 0.51, "block", i);
                }
            }
            forget(&kept);
            free(sound);
        }
}

/* Where a column's ends are ends of blocks it is exact; else it has all of its own samples and none that are a block
 * away. At every zoom a column costs at most 9 blocks. */
static void test_columns_of_any_width(void **state)
{
    enum { FRAMES = 300001, COLUMNS = 64 };
    static const double steps[] = {100,  441,  480,  512,   960,     1024,  2205,
                                   2400, 4096, 9600, 24000, 44100.5, 65536, 480000};
    Kept kept;
    float *sound = make_sound(FRAMES, 2);
    (void)state;
    make(&kept, sound, FRAMES, 2);
    for (size_t k = 0; k < sizeof steps / sizeof steps[0]; k++)
        for (double from = -3 * steps[k]; from < FRAMES; from += 17 * steps[k]) {
            OverviewBlock columns[COLUMNS];
            kept.asked = 0;
            assert_true(overview_columns(FRAMES, from, steps[k], COLUMNS, give, &kept, columns));
            assert_true(kept.asked <= 9 * COLUMNS);
            int level = 0;
            while (level + 1 < overview_levels(FRAMES) && (double)overview_block_frames(level + 1) * 2 <= steps[k])
                level++;
            int64_t wide = overview_block_frames(level);
            for (int i = 0; i < COLUMNS; i++) {
                double begins = from + i * steps[k], ends = from + (i + 1) * steps[k];
                if (ends <= 0 || begins >= FRAMES) {
                    assert_true(columns[i].low == 0 && columns[i].high == 0 && columns[i].rms == 0);
                    continue;
                }
                int64_t a = begins < 0 ? 0 : (int64_t)floor(begins / (double)wide) * wide,
                        b = (int64_t)ceil(ends / (double)wide) * wide;
                Truth truth = look(sound, FRAMES, 2, a, b > FRAMES ? FRAMES : b);
                expect(&columns[i], &truth, 1.1, "column", i);
            }
        }
    forget(&kept);
    free(sound);
}

static bool refuse(void *context, int level, int64_t first, int count, OverviewBlock *blocks)
{
    (void)context, (void)level, (void)first, (void)count, (void)blocks;
    return false;
}

static void test_what_cannot_be_had_is_said(void **state)
{
    OverviewBlock columns[4];
    (void)state;
    assert_false(overview_columns(1000, 0, 100, 4, refuse, NULL, columns));
    assert_true(overview_columns(1000, 1000, 100, 4, refuse, NULL, columns)); /* nothing of it lies in the file */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_block_of_every_level),
        cmocka_unit_test(test_columns_of_any_width),
        cmocka_unit_test(test_what_cannot_be_had_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
