/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The processor `limiter`: its table and its banks; unit.h says what it computes. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "audio/base/maths.h"
#include "audio/dsp/kinds.h"
#include "audio/dsp/limiter/unit.h"

enum { INSTANCES = 2, RELEASE_AUTO = 0 };

/* Order of the values. */
enum {
    LIMITER_GAIN,      /* dB before the limiter */
    LIMITER_CEILING,   /* dBTP */
    LIMITER_LOOKAHEAD, /* ms, structural */
    LIMITER_RELEASE,   /* ms, or auto */
    LIMITER_LINK,      /* % */
    LIMITER_CHARACTER,
    LIMITER_TRUE_PEAK,
    LIMITER_UNITY, /* listening: the gain taken off again */
    LIMITER_DELTA, /* listening: only what is taken away */
    LIMITER_VALUES
};
static const char *const character_words[] = {"transparent", "punchy", "smooth", NULL};

/* What `release auto` and the hold are: after a peak, a fast return to what the last moments needed on average, then a
 * slow one. */
static const struct {
    double fast_s, slow_s, hold_lookaheads;
} characters[] = {
    {0.080, 1.0, 1.25},
    {0.025, 0.35, 1.0},
    {0.200, 2.0, 3.0},
};

static const ParamInfo params[LIMITER_VALUES] = {
    [LIMITER_GAIN] = {.key = "gain",
                      .label = "Gain",
                      .help = "Level added before the limiter.",
                      .unit = UNIT_DB,
                      .min = -24,
                      .max = 36,
                      .step = 0.5,
                      .fine = 0.1,
                      .coarse = 3},
    [LIMITER_CEILING] = {.key = "ceiling",
                         .label = "Ceiling",
                         .help = "Highest true peak that leaves the limiter.",
                         .unit = UNIT_DBTP,
                         .min = -30,
                         .def = -1,
                         .step = 0.1,
                         .fine = 0.05,
                         .coarse = 1},
    [LIMITER_LOOKAHEAD] = {.key = "lookahead",
                           .label = "Look-ahead",
                           .help = "Time in which the gain comes down before a peak.",
                           .unit = UNIT_MS,
                           .min = 0.1,
                           .max = 10,
                           .def = 5,
                           .law = LAW_LOG,
                           .step = 1.1,
                           .fine = 1.02,
                           .coarse = 1.5,
                           .flags = PARAM_STRUCTURAL},
    [LIMITER_RELEASE] = {.key = "release",
                         .label = "Release",
                         .help = "Time constant of the return after a peak, or auto.",
                         .unit = UNIT_MS,
                         .min = 1,
                         .max = 5000,
                         .def = RELEASE_AUTO,
                         .law = LAW_LOG,
                         .step = 1.1,
                         .fine = 1.02,
                         .coarse = 1.5,
                         .special = "auto",
                         .special_value = RELEASE_AUTO},
    [LIMITER_LINK] = {.key = "link",
                      .label = "Link",
                      .help = "How far one channel's reduction holds for the other.",
                      .unit = UNIT_PERCENT,
                      .max = 100,
                      .def = 100,
                      .step = 5,
                      .fine = 1,
                      .coarse = 20},
    [LIMITER_CHARACTER] = {.key = "character",
                           .label = "Character",
                           .help = "Hold, and the times of release auto.",
                           PARAM_CHOICE(character_words)},
    [LIMITER_TRUE_PEAK] = {.key = "truepeak",
                           .label = "True peak",
                           .help = "Peaks between the samples count, too.",
                           .def = 1,
                           PARAM_SWITCH},
    [LIMITER_UNITY] = {.key = "unity",
                       .label = "Unity",
                       .help = "Listen with the gain taken off again.",
                       PARAM_SWITCH,
                       .flags = PARAM_FIXED | PARAM_LISTENING},
    [LIMITER_DELTA] = {.key = "delta",
                       .label = "Delta",
                       .help = "Listen to what the limiter takes away.",
                       PARAM_SWITCH,
                       .flags = PARAM_FIXED | PARAM_LISTENING},
};

typedef struct Bank {
    LimitUnit *unit[INSTANCES]; /* stereo: one */
    PeakScan scan;
    int channels;
} Bank;

static int lookahead_frames(const double *values, double rate_hz)
{
    int frames = (int)floor(param_clamp(&params[LIMITER_LOOKAHEAD], values[LIMITER_LOOKAHEAD]) * 1e-3 * rate_hz + 0.5);
    return frames < 1 ? 1 : frames;
}

static int latency_frames(const double *values, double rate_hz)
{
    return LIMITUNIT_LATENCY + lookahead_frames(values, rate_hz);
}

static double tail_s(const ProcessorSetup *setup)
{
    const double *values = setup->values;
    return latency_frames(values, setup->rate_hz) / setup->rate_hz;
}

static uint64_t shape(const double *values, int channels, double rate_hz)
{
    return (uint64_t)lookahead_frames(values, rate_hz) << 34 | (uint64_t)rate_hz << 2 | (uint64_t)channels;
}

static void bank_free(void *bank)
{
    Bank *own = bank;
    if (!own)
        return;
    for (int u = 0; u < INSTANCES; u++)
        limitunit_free(own->unit[u]);
    free(own);
}

static void *bank_new(const ProcessorSetup *setup)
{
    Bank *bank = aligned_alloc(64, (sizeof *bank + 63) / 64 * 64);
    if (!bank)
        return NULL;
    memset(bank, 0, sizeof *bank);
    bank->channels = setup->channels;
    peakscan_init(&bank->scan);
    for (int u = 0; u < INSTANCES / setup->channels; u++) {
        bank->unit[u] = limitunit_new(setup->channels, lookahead_frames(setup->values, setup->rate_hz), setup->rate_hz);
        if (!bank->unit[u]) {
            bank_free(bank);
            return NULL;
        }
    }
    return bank;
}

static void reset(void *bank, int lane)
{
    limitunit_reset(((Bank *)bank)->unit[lane]);
}

static LimitRelease release_of(const LimitUnit *unit, const double *values)
{
    int character = (int)param_clamp(&params[LIMITER_CHARACTER], values[LIMITER_CHARACTER]);
    double release_ms = param_clamp(&params[LIMITER_RELEASE], values[LIMITER_RELEASE]);
    bool is_auto = release_ms == RELEASE_AUTO;
    LimitRelease release = {
        .keep = limitunit_keep(is_auto ? characters[character].fast_s : release_ms * 1e-3, unit->rate_hz)};
    if (is_auto)
        release.follow = 4294967296 - (int64_t)limitunit_keep(characters[character].slow_s, unit->rate_hz);
    release.hold_frames = (int)(unit->lookahead * characters[character].hold_lookaheads);
    return release;
}

static void update(void *bank, int lane, const double *values, double tempo_bpm UNUSED, bool jump)
{
    LimitUnit *unit = ((Bank *)bank)->unit[lane];
    double gain = maths_lin_from_db(param_clamp(&params[LIMITER_GAIN], values[LIMITER_GAIN]));
    cell_begin(&unit->cell, jump);
    ramp_set(&unit->ramps[RAMP_GAIN], gain, jump);
    ramp_set(&unit->ramps[RAMP_CEILING],
             maths_lin_from_db(param_clamp(&params[LIMITER_CEILING], values[LIMITER_CEILING])), jump);
    unit->release = release_of(unit, values);
    unit->link = (float)(param_clamp(&params[LIMITER_LINK], values[LIMITER_LINK]) * 0.01);
    unit->true_peak = values[LIMITER_TRUE_PEAK] >= 0.5;
    double unity = values[LIMITER_UNITY] > 0 ? 1 + (1 / gain - 1) * values[LIMITER_UNITY] : 1;
    bool fading = !jump && (unit->ramps[RAMP_DELTA].to > 0 || unit->ramps[RAMP_UNITY].to != 1);
    unit->listening = values[LIMITER_DELTA] > 0 || unity != 1 || fading;
    ramp_set(&unit->ramps[RAMP_UNITY], unity, jump);
    ramp_set(&unit->ramps[RAMP_DELTA], values[LIMITER_DELTA], jump);
}

static void process(void *bank, float *const io[BANK_LANES], const float *const key[BANK_LANES] UNUSED, int offset,
                    int frames)
{
    Bank *own = bank;
    for (int u = 0; u < INSTANCES / own->channels; u++)
        if (io[u])
            limitunit_process(own->unit[u], &own->scan, io + u, offset, frames);
}

static void move(void *to, int to_lane, const void *from, int from_lane)
{
    limitunit_copy(((Bank *)to)->unit[to_lane], ((const Bank *)from)->unit[from_lane]);
}

static float gain_reduction_db(const void *bank, int lane)
{
    float reduction = ((const Bank *)bank)->unit[lane]->reduction;
    return reduction > 0 ? (float)-maths_db_from_lin(reduction < 0.999999f ? 1.0 - reduction : 1e-6) : 0;
}

static double transfer_db(const double *values, double in_db)
{
    double out = in_db + values[LIMITER_GAIN];
    return out < values[LIMITER_CEILING] ? out : values[LIMITER_CEILING];
}

const ProcessorKind limiter_kind = {
    .kind = "limiter",
    .letter = 'L',
    .label = "Limiter",
    .help = "Keeps true peaks below a ceiling, with look-ahead.",
    .rank = 100,
    .flags = PROCESSOR_AFTER_FADER,
    .lanes = INSTANCES,
    .params = params,
    .param_count = LIMITER_VALUES,
    .ceiling = "ceiling",
    .ceiling_switch = "truepeak",
    .shape = shape,
    .latency_frames = latency_frames,
    .tail_s = tail_s,
    .bank_new = bank_new,
    .bank_free = bank_free,
    .reset = reset,
    .update = update,
    .process = process,
    .move = move,
    .gain_reduction_db = gain_reduction_db,
    .transfer_db = transfer_db,
};
