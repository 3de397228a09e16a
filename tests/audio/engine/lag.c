/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Processors made for tests: they delay, amplify, add their key or echo, and nothing else. */
#include <stdlib.h>
#include <string.h>

#include "audio/base/maths.h"
#include "audio/dsp/catalogue.h"
#include "tests/audio/engine/desk.h"

enum { RING = 4096 };

typedef struct Lane1 { /* one lane */
    float ring[RING];
    int at, lag;
    double gain, target, slope;
    int cell;
} Lane1;

typedef struct Bank {
    Lane1 lane[BANK_LANES];
    int channels;
} Bank;

static const ParamInfo lag_params[] = {
    {.key = "lag",
     .label = "Lag",
     .help = "Frames of latency.",
     .unit = UNIT_FRAMES,
     .max = 4000,
     .step = 1,
     .fine = 1,
     .coarse = 10,
     .flags = PARAM_STRUCTURAL},
    {.key = "mix",
     .label = "Mix",
     .help = "Share of the processor.",
     .unit = UNIT_PERCENT,
     .max = 100,
     .def = 100,
     .step = 1,
     .fine = 1,
     .coarse = 10},
};
static const ParamInfo gain_params[] = {
    {.key = "gain",
     .label = "Gain",
     .help = "Gain.",
     .unit = UNIT_DB,
     .min = -60,
     .max = 20,
     .step = 1,
     .fine = 1,
     .coarse = 10},
    {.key = "mix",
     .label = "Mix",
     .help = "Share of the processor.",
     .unit = UNIT_PERCENT,
     .max = 100,
     .def = 100,
     .step = 1,
     .fine = 1,
     .coarse = 10},
};

static uint64_t shape_of_lag(const double *values, int channels, double rate_hz)
{
    (void)rate_hz;
    return (uint64_t)channels * 10000 + (uint64_t)values[0];
}

static uint64_t shape_of_channels(const double *values, int channels, double rate_hz)
{
    (void)values;
    (void)rate_hz;
    return (uint64_t)channels;
}

static int latency_of_lag(const double *values, double rate_hz)
{
    (void)rate_hz;
    return (int)values[0];
}

static void reset(void *bank, int lane)
{
    Bank *b = bank;
    for (int c = 0; c < b->channels; c++) {
        int lag = b->lane[lane + c].lag;
        memset(&b->lane[lane + c], 0, sizeof b->lane[0]);
        b->lane[lane + c].lag = lag;
    }
}

static void *bank_new(const ProcessorSetup *setup)
{
    Bank *b = calloc(1, sizeof *b);
    if (!b)
        return NULL;
    b->channels = setup->channels;
    for (int i = 0; i < BANK_LANES; i++)
        b->lane[i].lag = (int)setup->values[0];
    return b;
}

static void update_lag(void *bank, int lane, const double *values, double tempo, bool jump)
{
    (void)bank;
    (void)lane;
    (void)values;
    (void)tempo;
    (void)jump;
}

static void update_gain(void *bank, int lane, const double *values, double tempo, bool jump)
{
    Bank *b = bank;
    (void)tempo;
    for (int c = 0; c < b->channels; c++) {
        Lane1 *l = &b->lane[lane + c];
        l->target = maths_lin_from_db(values[0]);
        if (jump)
            l->gain = l->target;
        l->slope = (l->target - l->gain) / CELL_FRAMES;
    }
}

static void lag_lane(Lane1 *l, float *x, const float *key, int frames)
{
    for (int i = 0; i < frames; i++) {
        l->ring[l->at & (RING - 1)] = x[i];
        x[i] = l->ring[(l->at - l->lag) & (RING - 1)];
        if (key) /* the key goes through the same lag, as a detector with look-ahead would see it at the input */
            l->ring[l->at & (RING - 1)] += key[i];
        if (key && l->lag == 0)
            x[i] += key[i];
        l->at++;
    }
}

static void process_lag(void *bank, float *const io[BANK_LANES], const float *const key[BANK_LANES], int offset,
                        int frames)
{
    Bank *b = bank;
    (void)offset;
    for (int i = 0; i < BANK_LANES; i++)
        if (io[i])
            lag_lane(&b->lane[i], io[i], key[i], frames);
}

static void process_gain(void *bank, float *const io[BANK_LANES], const float *const key[BANK_LANES], int offset,
                         int frames)
{
    Bank *b = bank;
    (void)key;
    for (int i = 0; i < BANK_LANES; i++) {
        Lane1 *l = &b->lane[i];
        for (int f = 0; io[i] && f < frames; f++)
            io[i][f] = (float)(io[i][f] * (l->gain + l->slope * (offset + f)));
        if (offset + frames == CELL_FRAMES) {
            l->gain = l->target;
            l->slope = 0;
        }
    }
}

static void process_echo(void *bank, float *const io[BANK_LANES], const float *const key[BANK_LANES], int offset,
                         int frames)
{
    Bank *b = bank;
    (void)key;
    (void)offset;
    for (int i = 0; i < BANK_LANES; i++)
        for (int f = 0; io[i] && f < frames; f++) {
            Lane1 *l = &b->lane[i];
            io[i][f] += 0.5f * l->ring[(l->at - 777) & (RING - 1)];
            l->ring[l->at++ & (RING - 1)] = io[i][f];
        }
}

static void move(void *to, int to_lane, const void *from, int from_lane)
{
    Bank *b = to;
    for (int c = 0; c < b->channels; c++)
        b->lane[to_lane + c] = ((const Bank *)from)->lane[from_lane + c];
}

static double echo_tail_s(const ProcessorSetup *setup)
{
    return 20 * 777 / setup->rate_hz;
}

#define COMMON                                                                                                         \
    .lanes = BANK_LANES, .bank_new = bank_new, .bank_free = free, .reset = reset, .move = move, .param_count = 2

static const ProcessorKind lag_kind = {.kind = "tlag",
                                       .flags = PROCESSOR_TEST | PROCESSOR_HAS_MIX,
                                       .params = lag_params,
                                       .shape = shape_of_lag,
                                       .latency_frames = latency_of_lag,
                                       .update = update_lag,
                                       .process = process_lag,
                                       COMMON};
static const ProcessorKind key_kind = {.kind = "tkey",
                                       .flags = PROCESSOR_TEST | PROCESSOR_KEYED,
                                       .params = lag_params,
                                       .shape = shape_of_lag,
                                       .latency_frames = latency_of_lag,
                                       .update = update_lag,
                                       .process = process_lag,
                                       COMMON};
static const ProcessorKind gain_kind = {.kind = "tgain",
                                        .flags = PROCESSOR_TEST | PROCESSOR_HAS_MIX,
                                        .params = gain_params,
                                        .shape = shape_of_channels,
                                        .update = update_gain,
                                        .process = process_gain,
                                        COMMON};
static const ProcessorKind echo_kind = {.kind = "techo",
                                        .flags = PROCESSOR_TEST,
                                        .params = gain_params,
                                        .shape = shape_of_channels,
                                        .update = update_lag,
                                        .process = process_echo,
                                        .tail_s = echo_tail_s,
                                        COMMON};

void desk_register(void)
{
    static bool done;
    const ProcessorKind *kinds[] = {&lag_kind, &key_kind, &gain_kind, &echo_kind};
    for (unsigned i = 0; i < ARRAY_LEN(kinds) && !done; i++)
        if (catalogue_add(kinds[i]) != STATUS_OK)
            abort();
    done = true;
}
