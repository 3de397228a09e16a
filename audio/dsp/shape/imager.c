/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The stereo image: middle and sides, their width in three bands, mono bass, rotation and balance.
 *
 * Width, bands and mono bass act on the sides alone, so left + right stays what it was.  The bands are two gentle
 * filters (12 dB/oct) whose parts are added to or taken from the sides: with equal widths nothing is filtered.  On a
 * mono strip only `mid` acts.
 */
#include <math.h>
#include <stdlib.h>

#include "audio/base/maths.h"
#include "audio/dsp/kinds.h"
#include "audio/dsp/math/svf.h"
#include "audio/dsp/shape/imager_kernel.h"

enum { WIDTH, MID, SIDE, LOW_WIDTH, MID_WIDTH, HIGH_WIDTH, LOW_FREQ, HIGH_FREQ, MONO_BELOW, ROTATION, BALANCE, VALUES };
enum { OFF = 0 };

static const ParamInfo params[VALUES] = {
    [WIDTH] = {.key = "width",
               .label = "Width",
               .help = "Level of the sides: 0 % is mono, 100 % leaves them.",
               .unit = UNIT_PERCENT,
               .max = 200,
               .def = 100,
               .step = 5,
               .fine = 1,
               .coarse = 20},
    [MID] = {.key = "mid",
             .label = "Mid",
             .help = "Gain of the middle.",
             .unit = UNIT_DB,
             .min = -100,
             .max = 12,
             .law = LAW_GAIN,
             .step = 0.5,
             .fine = 0.1,
             .coarse = 3,
             .special = "-inf",
             .special_value = -INFINITY},
    [SIDE] = {.key = "side",
              .label = "Side",
              .help = "Gain of the sides.",
              .unit = UNIT_DB,
              .min = -100,
              .max = 12,
              .law = LAW_GAIN,
              .step = 0.5,
              .fine = 0.1,
              .coarse = 3,
              .special = "-inf",
              .special_value = -INFINITY},
    [LOW_WIDTH] = {.key = "lowwidth",
                   .label = "Low width",
                   .help = "Width of the low band, times the width.",
                   .unit = UNIT_PERCENT,
                   .max = 200,
                   .def = 100,
                   .step = 5,
                   .fine = 1,
                   .coarse = 20},
    [MID_WIDTH] = {.key = "midwidth",
                   .label = "Mid width",
                   .help = "Width of the middle band, times the width.",
                   .unit = UNIT_PERCENT,
                   .max = 200,
                   .def = 100,
                   .step = 5,
                   .fine = 1,
                   .coarse = 20},
    [HIGH_WIDTH] = {.key = "highwidth",
                    .label = "High width",
                    .help = "Width of the high band, times the width.",
                    .unit = UNIT_PERCENT,
                    .max = 200,
                    .def = 100,
                    .step = 5,
                    .fine = 1,
                    .coarse = 20},
    [LOW_FREQ] = {.key = "lowfreq",
                  .label = "Low crossover",
                  .help = "Where the low band ends.",
                  .unit = UNIT_HZ,
                  .min = 40,
                  .max = 1000,
                  .def = 200,
                  .law = LAW_LOG,
                  .step = 1.0595,
                  .fine = 1.01,
                  .coarse = 2},
    [HIGH_FREQ] = {.key = "highfreq",
                   .label = "High crossover",
                   .help = "Where the high band begins.",
                   .unit = UNIT_HZ,
                   .min = 1000,
                   .max = 16000,
                   .def = 4000,
                   .law = LAW_LOG,
                   .step = 1.0595,
                   .fine = 1.01,
                   .coarse = 2},
    [MONO_BELOW] = {.key = "monobelow",
                    .label = "Mono below",
                    .help = "The sides are cut below, 24 dB/oct.",
                    .unit = UNIT_HZ,
                    .min = 20,
                    .max = 500,
                    .def = OFF,
                    .law = LAW_LOG,
                    .step = 1.0595,
                    .fine = 1.01,
                    .coarse = 2,
                    .special = "off",
                    .special_value = OFF},
    [ROTATION] = {.key = "rotation",
                  .label = "Rotation",
                  .help = "Turns the image; to the right is positive.",
                  .unit = UNIT_DEGREES,
                  .min = -90,
                  .max = 90,
                  .step = 1,
                  .fine = 0.5,
                  .coarse = 10},
    [BALANCE] = {.key = "balance",
                 .label = "Balance",
                 .help = "Turns one side down; to the right is positive.",
                 .unit = UNIT_PERCENT,
                 .min = -100,
                 .max = 100,
                 .step = 5,
                 .fine = 1,
                 .coarse = 20},
};

static uint64_t shape(const double *values, int channels, double rate_hz)
{
    (void)values;
    return (uint64_t)rate_hz << 2 | (uint64_t)channels;
}

static void imager_reset(void *bank, int lane)
{
    ImagerBank *own = bank;
    for (int c = 0; c < own->channels; c++)
        for (int i = 0; i < IMAGER_FILTERS; i++) {
            ((float *)&own->low[i])[lane + c] = 0;
            ((float *)&own->band[i])[lane + c] = 0;
        }
}

typedef struct ImagerSetup { /* the public part of a bank must know its rate */
    ImagerBank bank;
    double rate_hz;
} ImagerSetup;

static void *imager_new(const ProcessorSetup *setup)
{
    ImagerSetup *made = lanes_alloc(sizeof *made);
    if (!made)
        return NULL;
    made->bank.channels = setup->channels;
    made->rate_hz = setup->rate_hz;
    glide_init(&made->bank.glide, made->bank.from, made->bank.to, IMAGER_GLIDES);
    for (int lane = 0; lane < BANK_LANES; lane++) {
        glide_set(&made->bank.glide, IMAGER_SIDE, lane, 1, true);
        glide_set(&made->bank.glide, IMAGER_LOW_WIDTH, lane, 1, true);
        glide_set(&made->bank.glide, IMAGER_MID_WIDTH, lane, 1, true);
        glide_set(&made->bank.glide, IMAGER_HIGH_WIDTH, lane, 1, true);
        glide_set(&made->bank.glide, IMAGER_OWN, lane, 1, true);
    }
    return made;
}

/* Rotation and balance of one lane: c = 0 left, 1 right. */
static void place_set(Glide *glide, int lane, int c, const double *v, bool jump)
{
    double angle = v[ROTATION] * MATHS_PI / 180, balance = v[BALANCE] * 0.01;
    double level = c == 0 ? (balance > 0 ? 1 - balance : 1) : (balance < 0 ? 1 + balance : 1);
    bool turned = v[ROTATION] != 0;
    glide_set(glide, IMAGER_OWN, lane, level * (turned ? maths_cos(angle) : 1), jump);
    glide_set(glide, IMAGER_OTHER, lane, turned ? level * maths_sin(angle) * (c == 0 ? -1 : 1) : 0, jump);
}

static void imager_update(void *bank, int lane, const double *values, double tempo_bpm UNUSED, bool jump)
{
    ImagerSetup *own = bank;
    Glide *glide = &own->bank.glide;
    double v[VALUES];
    for (int i = 0; i < VALUES; i++)
        v[i] = param_clamp(&params[i], values[i]);
    glide_begin(glide, jump);
    for (int c = 0; c < own->bank.channels; c++) {
        int at = lane + c;
        double width = v[WIDTH] * 0.01;
        glide_set(glide, IMAGER_MID, at, maths_lin_from_db(v[MID]) - 1, jump);
        glide_set(glide, IMAGER_SIDE, at, maths_lin_from_db(v[SIDE]), jump);
        glide_set(glide, IMAGER_LOW_WIDTH, at, width * v[LOW_WIDTH] * 0.01, jump);
        glide_set(glide, IMAGER_MID_WIDTH, at, width * v[MID_WIDTH] * 0.01, jump);
        glide_set(glide, IMAGER_HIGH_WIDTH, at, width * v[HIGH_WIDTH] * 0.01, jump);
        glide_set(glide, IMAGER_LOW_G, at, svf_g(v[LOW_FREQ], own->rate_hz), jump);
        glide_set(glide, IMAGER_HIGH_G, at, svf_g(v[HIGH_FREQ], own->rate_hz), jump);
        glide_set(glide, IMAGER_MONO_G, at, svf_g(v[MONO_BELOW] == OFF ? 20 : v[MONO_BELOW], own->rate_hz), jump);
        glide_set(glide, IMAGER_MONO, at, v[MONO_BELOW] == OFF ? 0 : 1, jump);
        if (own->bank.channels == 2)
            place_set(glide, at, c, v, jump);
    }
}

static void imager_process(void *bank, float *const io[BANK_LANES], const float *const key[BANK_LANES] UNUSED,
                           int offset, int frames)
{
    ImagerBank *own = bank;
    glide_enter(&own->glide, offset);
    imager_run[lanes_level()](own, io, offset, frames);
    glide_leave(&own->glide, offset, frames);
}

static void imager_move(void *to, int to_lane, const void *from, int from_lane)
{
    ImagerBank *target = to;
    const ImagerBank *source = from;
    for (int c = 0; c < source->channels; c++) {
        glide_move(&target->glide, to_lane + c, &source->glide, from_lane + c);
        lanes_copy(target->low, to_lane + c, source->low, from_lane + c, IMAGER_FILTERS);
        lanes_copy(target->band, to_lane + c, source->band, from_lane + c, IMAGER_FILTERS);
    }
}

/* The longest memory is that of the lowest filter: 20 Hz falls by 120 dB in 0.3 s. */
static double tail_s(const ProcessorSetup *setup)
{
    const double *values = setup->values;
    bool filters =
        values[MONO_BELOW] != OFF || values[LOW_WIDTH] != values[MID_WIDTH] || values[HIGH_WIDTH] != values[MID_WIDTH];
    return filters ? 0.4 : 0;
}

typedef struct Complex {
    double re, im;
} Complex;

static Complex times(Complex a, Complex b)
{
    return (Complex){a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re};
}

/* 1/(s^2 + damping s + 1) for s = j w. */
static Complex low_pass(double w, double damping)
{
    double re = 1 - w * w, im = damping * w, square = re * re + im * im;
    return (Complex){re / square, -im / square};
}

/* s^2 of that. */
static Complex high_pass(double w, double damping)
{
    Complex low = low_pass(w, damping);
    return (Complex){-w * w * low.re, -w * w * low.im};
}

/* The filters of the kernel, at the place of a frequency that the trapezoidal rule gives it. */
static double imager_width(const double *values, double hz, double rate_hz)
{
    double g = svf_g(hz, rate_hz), width = values[WIDTH] * 0.01, own = width * values[MID_WIDTH] * 0.01;
    double lower = width * values[LOW_WIDTH] * 0.01 - own, upper = width * values[HIGH_WIDTH] * 0.01 - own;
    Complex low = low_pass(g / svf_g(values[LOW_FREQ], rate_hz), IMAGER_BAND_DAMPING),
            high = high_pass(g / svf_g(values[HIGH_FREQ], rate_hz), IMAGER_BAND_DAMPING);
    Complex wide = {own + lower * low.re + upper * high.re, lower * low.im + upper * high.im};
    if (values[MONO_BELOW] != OFF) {
        double w = g / svf_g(values[MONO_BELOW], rate_hz);
        wide = times(wide, times(high_pass(w, IMAGER_MONO_DAMPING_1), high_pass(w, IMAGER_MONO_DAMPING_2)));
    }
    double middle = maths_lin_from_db(values[MID]), side = maths_lin_from_db(values[SIDE]);
    return middle > 0 ? sqrt(wide.re * wide.re + wide.im * wide.im) * side / middle : INFINITY;
}

const ProcessorKind imager_kind = {
    .kind = "imager",
    .letter = 'I',
    .label = "Imager",
    .help = "Width, middle and sides, rotation and balance.",
    .rank = 70,
    .lanes = BANK_LANES,
    .params = params,
    .param_count = VALUES,
    .shape = shape,
    .tail_s = tail_s,
    .bank_new = imager_new,
    .bank_free = free,
    .reset = imager_reset,
    .update = imager_update,
    .process = imager_process,
    .move = imager_move,
    .width = imager_width,
};
