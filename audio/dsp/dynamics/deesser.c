/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The processor `deesser`: turns down a band, or everything, while the band is loud. */
#include <math.h>
#include <stdlib.h>

#include "audio/dsp/dynamics/comp_core.h"
#include "audio/dsp/dynamics/deesser_kernel.h"
#include "audio/dsp/kinds.h"

#define DB_PER_OCTAVE 6.02059991327962390427
#define NEVER 1000.0 /* octaves: a threshold that nothing reaches */

enum { FREQ, SHAPE, RANGE, THRESHOLD, RELATIVE, ATTACK, RELEASE, MODE, LISTEN, PARAM_COUNT };

static const char *const shape_words[] = {"bell", "highshelf", NULL};
static const char *const mode_words[] = {"split", "wide", NULL};

static const ParamInfo params[PARAM_COUNT] = {
    [FREQ] = {.key = "freq",
              .label = "Frequency",
              .help = "Middle of the bell, or where the shelf begins.",
              .unit = UNIT_HZ,
              .min = 1000,
              .max = 16000,
              .def = 6500,
              .law = LAW_LOG,
              .step = 1.0595,
              .fine = 1.0145,
              .coarse = 1.26},
    [SHAPE] = {.key = "shape",
               .label = "Shape",
               .help = "The band that is heard and turned down.",
               .def = 1,
               PARAM_CHOICE(shape_words)},
    [RANGE] = {.key = "range",
               .label = "Range",
               .help = "The most that is taken away.",
               .unit = UNIT_DB,
               .max = 24,
               .def = 6,
               .step = 0.5,
               .fine = 0.1,
               .coarse = 3},
    [THRESHOLD] = {.key = "threshold",
                   .label = "Threshold",
                   .help = "Level of the band above which it is turned down; 0 dB, the upper end, is idle.",
                   .unit = UNIT_DB,
                   .min = -80,
                   .step = 0.5,
                   .fine = 0.1,
                   .coarse = 3},
    [RELATIVE] = {.key = "relative",
                  .label = "Relative",
                  .help = "The level of the band counts against that of the whole signal, however loud it is.",
                  PARAM_SWITCH},
    [ATTACK] = {.key = "attack",
                .label = "Attack",
                .help = "Time to 63 % of a step up, in dB.",
                .unit = UNIT_MS,
                .min = 0.05,
                .max = 50,
                .def = 0.5,
                .law = LAW_LOG,
                .step = 1.0595,
                .fine = 1.01,
                .coarse = 1.26},
    [RELEASE] = {.key = "release",
                 .label = "Release",
                 .help = "Time to 63 % of a step down, in dB.",
                 .unit = UNIT_MS,
                 .min = 5,
                 .max = 1000,
                 .def = 60,
                 .law = LAW_LOG,
                 .step = 1.0595,
                 .fine = 1.01,
                 .coarse = 1.26},
    [MODE] = {.key = "mode",
              .label = "Mode",
              .help = "Turns down the band alone, or everything.",
              PARAM_CHOICE(mode_words)},
    [LISTEN] = {.key = "listen",
                .label = "Listen",
                .help = "Hear the band.",
                PARAM_SWITCH,
                .flags = PARAM_FIXED | PARAM_LISTENING},
};

static uint64_t deesser_shape(const double *values, int channels, double rate_hz)
{
    (void)values;
    (void)rate_hz;
    return (uint64_t)channels;
}

static double deesser_tail(const ProcessorSetup *setup)
{
    const double *values = setup->values;
    return lane_svf_ring_s(values[FREQ], setup->rate_hz, DEESSER_K) + 0.001;
}

static void lane_reset(DeesserBank *deesser, int lane)
{
    for (int k = 0; k < DEESSER_GLIDES; k++)
        glide_set(&deesser->glide, k, lane, 0, true);
    glide_set(&deesser->glide, DEESSER_THRESHOLD, lane, NEVER, true);
    ((float *)&deesser->reduction)[lane] = 0.0f;
    ((float *)&deesser->filter.first)[lane] = 0.0f;
    ((float *)&deesser->filter.second)[lane] = 0.0f;
    peak_window_reset(&deesser->band, lane);
    peak_window_reset(&deesser->whole, lane);
    peak_window_set_length(&deesser->band, lane, -1);
    peak_window_set_length(&deesser->whole, lane, -1);
}

static void deesser_reset(void *bank, int lane)
{
    DeesserBank *deesser = bank;
    for (int i = 0; i < deesser->channels; i++)
        lane_reset(deesser, lane + i);
}

static void *deesser_new(const ProcessorSetup *setup)
{
    int cells = comp_window_cells(setup->rate_hz);
    size_t head = (sizeof(DeesserBank) + 63) & ~(size_t)63, ends = peak_window_bytes(cells);
    unsigned char *memory = lanes_alloc(head + 2 * ends);
    if (!memory)
        return NULL;
    DeesserBank *deesser = (DeesserBank *)memory;
    deesser->rate_hz = setup->rate_hz;
    deesser->channels = setup->channels;
    deesser->band.ends = (F8 *)(memory + head);
    deesser->whole.ends = (F8 *)(memory + head + ends);
    deesser->band.cells = deesser->whole.cells = cells;
    glide_init(&deesser->glide, deesser->from, deesser->to, DEESSER_GLIDES);
    for (int lane = 0; lane < BANK_LANES; lane++)
        lane_reset(deesser, lane);
    return deesser;
}

static double pole_step(double frames)
{
    return 1.0 - maths_exp(-1.0 / frames);
}

static void lane_update(DeesserBank *deesser, int lane, const double *values, bool jump)
{
    Glide *glide = &deesser->glide;
    double per_ms = 0.001 * deesser->rate_hz, release = values[RELEASE] * per_ms;
    bool shelf = values[SHAPE] >= 0.5, wide = values[MODE] >= 0.5, idle = values[THRESHOLD] >= 0;
    int cells = (int)floor(0.5 * release / CELL_FRAMES);
    cells = cells > deesser->band.cells ? deesser->band.cells : cells;
    peak_window_set_length(&deesser->band, lane, cells);
    peak_window_set_length(&deesser->whole, lane, cells);
    glide_set(glide, DEESSER_G, lane, lane_svf_g(values[FREQ], deesser->rate_hz), jump);
    glide_set(glide, DEESSER_BELL, lane, shelf ? 0 : 1, jump);
    glide_set(glide, DEESSER_SHELF, lane, shelf ? 1 : 0, jump);
    glide_set(glide, DEESSER_THRESHOLD, lane, idle ? NEVER : values[THRESHOLD] / DB_PER_OCTAVE, jump);
    glide_set(glide, DEESSER_RANGE, lane, values[RANGE] / DB_PER_OCTAVE, jump);
    glide_set(glide, DEESSER_RELATIVE, lane, values[RELATIVE] >= 0.5, jump);
    glide_set(glide, DEESSER_SPLIT, lane, wide ? 0 : 1, jump);
    glide_set(glide, DEESSER_WIDE, lane, wide ? 1 : 0, jump);
    glide_set(glide, DEESSER_ATTACK, lane, pole_step(values[ATTACK] * per_ms), jump);
    glide_set(glide, DEESSER_RELEASE, lane, pole_step(release - cells * CELL_FRAMES), jump);
    glide_set(glide, DEESSER_LISTEN, lane, values[LISTEN], jump);
}

static void deesser_update(void *bank, int lane, const double *values, double tempo_bpm, bool jump)
{
    DeesserBank *deesser = bank;
    (void)tempo_bpm;
    glide_begin(&deesser->glide, jump);
    for (int i = 0; i < deesser->channels; i++)
        lane_update(deesser, lane + i, values, jump);
}

static void deesser_process(void *bank, float *const io[BANK_LANES], const float *const key[BANK_LANES], int offset,
                            int frames)
{
    (void)key;
    deesser_run[lanes_level()](bank, io, offset, frames);
}

static void deesser_move(void *to, int to_lane, const void *from, int from_lane)
{
    DeesserBank *target = to;
    const DeesserBank *source = from;
    for (int i = 0; i < source->channels; i++) {
        glide_move(&target->glide, to_lane + i, &source->glide, from_lane + i);
        lanes_copy(&target->reduction, to_lane + i, &source->reduction, from_lane + i, 1);
        lanes_copy(&target->filter.first, to_lane + i, &source->filter.first, from_lane + i, 2);
        peak_window_move(&target->band, to_lane + i, &source->band, from_lane + i);
        peak_window_move(&target->whole, to_lane + i, &source->whole, from_lane + i);
    }
}

static float deesser_reduction_db(const void *bank, int lane)
{
    return ((const float *)&((const DeesserBank *)bank)->reduction)[lane] * (float)DB_PER_OCTAVE;
}

/* The band is s/(s^2 + s + 1) or s^2/(s^2 + s + 1), s = j w with w the tangent over that of its frequency. */
static double deesser_reach_db(const double *values, double hz, double rate_hz)
{
    double gain = maths_lin_from_db(-values[RANGE]);
    if (values[MODE] >= 0.5)
        return -values[RANGE];
    double share = hz / rate_hz < 0.499 ? hz / rate_hz : 0.499;
    double w = maths_tan(MATHS_PI * share) / maths_tan(MATHS_PI * values[FREQ] / rate_hz), below = 1 - w * w;
    double part = (gain - 1) / (below * below + w * w);
    /* the band times the conjugate of what divides it */
    double real = values[SHAPE] < 0.5 ? w * w : -w * w * below, imaginary = values[SHAPE] < 0.5 ? w * below : w * w * w;
    double sum = (1 + part * real) * (1 + part * real) + part * imaginary * part * imaginary;
    return 0.5 * maths_db_from_lin(sum);
}

const ProcessorKind deesser_kind = {
    .kind = "deesser",
    .letter = 'S',
    .label = "De-esser",
    .help = "Turns down sharp sibilants.",
    .rank = 40,
    .lanes = BANK_LANES,
    .params = params,
    .param_count = PARAM_COUNT,
    .spoken = "De-esser",
    .shape = deesser_shape,
    .tail_s = deesser_tail,
    .bank_new = deesser_new,
    .bank_free = free,
    .reset = deesser_reset,
    .update = deesser_update,
    .process = deesser_process,
    .move = deesser_move,
    .gain_reduction_db = deesser_reduction_db,
    .reach_db = deesser_reach_db,
};
