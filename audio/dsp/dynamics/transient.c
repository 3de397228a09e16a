/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The processor `transient`: more or less of attacks and of what rings on, however loud they are. */
#include <stdlib.h>

#include "audio/base/maths.h"
#include "audio/dsp/dynamics/comp_core.h"
#include "audio/dsp/dynamics/transient_kernel.h"
#include "audio/dsp/kinds.h"

#define DB_PER_OCTAVE 6.02059991327962390427
#define DEAD_MAX_OCTAVES 2.0                /* at sensitivity 0: 12 dB */
#define FLOOR_OCTAVES (-19.931568569324174) /* log2 of TRANSIENT_FLOOR */
#define RISE_FAST_MS 0.5
#define RISE_SLOW_MS 20.0
#define FALL_COMMON_MS 100.0
#define FALL_FAST_MS 40.0
#define FALL_SLOW_MS 400.0

enum { ATTACK, SUSTAIN, SENSITIVITY, MIX, PARAM_COUNT };

static const ParamInfo params[PARAM_COUNT] = {
    [ATTACK] = {.key = "attack",
                .label = "Attack",
                .help = "Sharper or softer beginnings.",
                .unit = UNIT_PERCENT,
                .min = -100,
                .max = 100,
                .step = 5,
                .fine = 1,
                .coarse = 20},
    [SUSTAIN] = {.key = "sustain",
                 .label = "Sustain",
                 .help = "Longer or shorter endings.",
                 .unit = UNIT_PERCENT,
                 .min = -100,
                 .max = 100,
                 .step = 5,
                 .fine = 1,
                 .coarse = 20},
    [SENSITIVITY] = {.key = "sensitivity",
                     .label = "Sensitivity",
                     .help = "How small a change of level counts: all at 100 %, above 12 dB at 0 %.",
                     .unit = UNIT_PERCENT,
                     .max = 100,
                     .def = 80,
                     .step = 5,
                     .fine = 1,
                     .coarse = 20},
    [MIX] = {.key = "mix",
             .label = "Mix",
             .help = "Part of the shaped sound; the rest is dry.",
             .unit = UNIT_PERCENT,
             .max = 100,
             .def = 100,
             .step = 5,
             .fine = 1,
             .coarse = 20},
};

static uint64_t transient_shape(const double *values, int channels, double rate_hz)
{
    (void)values;
    (void)rate_hz;
    return (uint64_t)channels;
}

static void lane_reset(TransientBank *transient, int lane)
{
    F8 *const followers[] = {&transient->quick, &transient->slow, &transient->short_end, &transient->long_end};
    for (unsigned i = 0; i < ARRAY_LEN(followers); i++)
        ((float *)followers[i])[lane] = (float)FLOOR_OCTAVES;
    ((float *)&transient->gain)[lane] = 0.0f;
    for (int k = 0; k < TRANSIENT_GLIDES; k++)
        glide_set(&transient->glide, k, lane, 0, true);
    peak_window_reset(&transient->window, lane);
    peak_window_set_length(&transient->window, lane, transient->window.cells);
}

static void transient_reset(void *bank, int lane)
{
    TransientBank *transient = bank;
    for (int i = 0; i < transient->channels; i++)
        lane_reset(transient, lane + i);
}

static float pole_step(double ms, double rate_hz)
{
    return (float)(1.0 - maths_exp(-1.0 / (ms * 0.001 * rate_hz)));
}

static void *transient_new(const ProcessorSetup *setup)
{
    int cells = comp_window_cells(setup->rate_hz);
    size_t head = (sizeof(TransientBank) + 63) & ~(size_t)63;
    unsigned char *memory = lanes_alloc(head + peak_window_bytes(cells));
    if (!memory)
        return NULL;
    TransientBank *transient = (TransientBank *)memory;
    transient->channels = setup->channels;
    transient->window.ends = (F8 *)(memory + head);
    transient->window.cells = cells;
    transient->rise_fast = pole_step(RISE_FAST_MS, setup->rate_hz);
    transient->rise_slow = pole_step(RISE_SLOW_MS, setup->rate_hz);
    transient->fall_common = pole_step(FALL_COMMON_MS, setup->rate_hz);
    transient->fall_fast = pole_step(FALL_FAST_MS, setup->rate_hz);
    transient->fall_slow = pole_step(FALL_SLOW_MS, setup->rate_hz);
    glide_init(&transient->glide, transient->from, transient->to, TRANSIENT_GLIDES);
    for (int lane = 0; lane < BANK_LANES; lane++)
        lane_reset(transient, lane);
    return transient;
}

static void transient_update(void *bank, int lane, const double *values, double tempo_bpm, bool jump)
{
    TransientBank *transient = bank;
    (void)tempo_bpm;
    glide_begin(&transient->glide, jump);
    for (int i = 0; i < transient->channels; i++) {
        glide_set(&transient->glide, TRANSIENT_ATTACK, lane + i, values[ATTACK] * 0.01, jump);
        glide_set(&transient->glide, TRANSIENT_SUSTAIN, lane + i, values[SUSTAIN] * 0.01, jump);
        glide_set(&transient->glide, TRANSIENT_DEAD, lane + i, DEAD_MAX_OCTAVES * (1 - values[SENSITIVITY] * 0.01),
                  jump);
    }
}

static void transient_process(void *bank, float *const io[BANK_LANES], const float *const key[BANK_LANES], int offset,
                              int frames)
{
    (void)key;
    transient_run[lanes_level()](bank, io, offset, frames);
}

static void transient_move(void *to, int to_lane, const void *from, int from_lane)
{
    TransientBank *target = to;
    const TransientBank *source = from;
    for (int i = 0; i < source->channels; i++) {
        glide_move(&target->glide, to_lane + i, &source->glide, from_lane + i);
        lanes_copy(&target->quick, to_lane + i, &source->quick, from_lane + i, 5);
        peak_window_move(&target->window, to_lane + i, &source->window, from_lane + i);
    }
}

/* What is taken away; a boost reads 0. */
static float transient_reduction_db(const void *bank, int lane)
{
    float octaves = ((const float *)&((const TransientBank *)bank)->gain)[lane];
    return octaves < 0 ? -octaves * (float)DB_PER_OCTAVE : 0.0f;
}

const ProcessorKind transient_kind = {
    .kind = "transient",
    .letter = 'T',
    .label = "Transient shaper",
    .help = "Brings out or softens attacks and what rings on, at any level.",
    .rank = 50,
    .flags = PROCESSOR_HAS_MIX,
    .lanes = BANK_LANES,
    .params = params,
    .param_count = PARAM_COUNT,
    .shape = transient_shape,
    .bank_new = transient_new,
    .bank_free = free,
    .reset = transient_reset,
    .update = transient_update,
    .process = transient_process,
    .move = transient_move,
    .gain_reduction_db = transient_reduction_db,
    .shows = SHOWS_HIT,
};
