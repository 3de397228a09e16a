/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Harmonics on purpose, without aliases (shaper.h).
 *
 * Each character is a polynomial of unit slope at zero that reaches full scale flat: tape bends earliest, the soft clip
 * by its cube, the transistor late and hard, the hard clip not before full scale; the tube is tape's curve off its
 * centre.  All run at 8 times the rate below 64 kHz (4 times below 128 kHz, twice above); the hard clip at twice that
 * where it would not come to 380 kHz: at 44.1 kHz and below, 88.2 and 176.4 kHz.  Drive 0 dB leaves the signal alone;
 * the curve is faded in over the first 3 dB.  An asymmetric curve makes a constant part, which is learned and taken off
 * (3 Hz), and forgotten again where the bias is gone.
 */
#include <math.h>
#include <stdlib.h>

#include "audio/base/maths.h"
#include "audio/dsp/kinds.h"
#include "audio/dsp/shape/shaper.h"

enum { DRIVE, CHARACTER, TONE, BIAS, MIX, OUTPUT, VALUES };
enum { TAPE, TUBE, TRANSISTOR, SOFT_CLIP, HARD_CLIP, CHARACTERS };

#define FADE_DB 3.0
#define BLOCK_HZ 3.0

static const char *const character_words[] = {"tape", "tube", "transistor", "softclip", "hardclip", NULL};

static const struct {
    double c1, c3, c5, c7, bias;
} curves[CHARACTERS] = {
    [TAPE] = {15.0 / 8, -10.0 / 8, 3.0 / 8, 0, 0},
    [TUBE] = {15.0 / 8, -10.0 / 8, 3.0 / 8, 0, 0.25},
    [TRANSISTOR] = {7.0 / 6, 0, 0, -1.0 / 6, 0},
    [SOFT_CLIP] = {1.5, -0.5, 0, 0, 0},
    [HARD_CLIP] = {1, 0, 0, 0, 0},
};

static const ParamInfo params[VALUES] = {
    [DRIVE] = {.key = "drive",
               .label = "Drive",
               .help = "Gain into the curve; 0 dB leaves the signal alone.",
               .unit = UNIT_DB,
               .max = 48,
               .step = 0.5,
               .fine = 0.1,
               .coarse = 3},
    [CHARACTER] = {.key = "character",
                   .label = "Character",
                   .help = "The curve.",
                   .def = TAPE,
                   PARAM_CHOICE(character_words),
                   .flags = PARAM_STRUCTURAL},
    [TONE] = {.key = "tone",
              .label = "Tone",
              .help = "Tilts the result around 700 Hz.",
              .unit = UNIT_PERCENT,
              .min = -100,
              .max = 100,
              .step = 5,
              .fine = 1,
              .coarse = 20},
    [BIAS] = {.key = "bias",
              .label = "Bias",
              .help = "Moves the signal on the curve: even harmonics.",
              .unit = UNIT_PERCENT,
              .min = -100,
              .max = 100,
              .step = 5,
              .fine = 1,
              .coarse = 20},
    [MIX] = {.key = "mix",
             .label = "Mix",
             .help = "Wet share of the output.",
             .unit = UNIT_PERCENT,
             .max = 100,
             .def = 100,
             .step = 5,
             .fine = 1,
             .coarse = 20},
    [OUTPUT] = {.key = "output",
                .label = "Output",
                .help = "Gain after the curve.",
                .unit = UNIT_DB,
                .min = -36,
                .max = 24,
                .step = 0.5,
                .fine = 0.1,
                .coarse = 3},
};

typedef struct SaturateBank {
    ShaperBank *shaper;
    double rate_hz;
} SaturateBank;

static bool has_corners(const double *values)
{
    return param_clamp(&params[CHARACTER], values[CHARACTER]) == HARD_CLIP;
}

static uint64_t shape_of(const double *values, int channels, double rate_hz)
{
    return (uint64_t)rate_hz << 5 | (uint64_t)shaper_stages(rate_hz, has_corners(values)) << 2 | (uint64_t)channels;
}

static int latency_frames(const double *values, double rate_hz)
{
    return shaper_latency(rate_hz, has_corners(values));
}

static double tail_s(const ProcessorSetup *setup)
{
    const double *values = setup->values;
    return 0.75 + 2.0 * latency_frames(values, setup->rate_hz) /
                      setup->rate_hz; /* the constant part's memory: 120 dB at 3 Hz */
}

static void saturate_free(void *bank)
{
    SaturateBank *own = bank;
    if (!own)
        return;
    free(own->shaper);
    free(own);
}

static void *saturate_new(const ProcessorSetup *setup)
{
    SaturateBank *bank = calloc(1, sizeof *bank);
    if (!bank)
        return NULL;
    bank->rate_hz = setup->rate_hz;
    bank->shaper = shaper_new(setup->rate_hz, has_corners(setup->values), setup->channels);
    if (!bank->shaper) {
        free(bank);
        return NULL;
    }
    return bank;
}

static void saturate_reset(void *bank, int lane)
{
    shaper_reset(((SaturateBank *)bank)->shaper, lane);
}

static void saturate_update(void *bank, int lane, const double *values, double tempo_bpm UNUSED, bool jump)
{
    SaturateBank *own = bank;
    Glide *glide = &own->shaper->glide;
    double v[VALUES];
    for (int i = 0; i < VALUES; i++)
        v[i] = param_clamp(&params[i], values[i]);
    int character = (int)v[CHARACTER];
    double c1 = curves[character].c1, c3 = curves[character].c3, c5 = curves[character].c5, c7 = curves[character].c7;
    double gain = maths_lin_from_db(v[DRIVE]), output = maths_lin_from_db(v[OUTPUT]);
    double share = v[DRIVE] < FADE_DB ? v[DRIVE] / FADE_DB : 1, b = curves[character].bias + 0.5 * v[BIAS] * 0.01;
    double square = b * b, rest = b * (c1 + square * (c3 + square * (c5 + square * c7)));
    glide_begin(glide, jump);
    for (int c = lane; c < lane + own->shaper->channels; c++) {
        glide_set(glide, SHAPER_DRIVE, c, gain / c1, jump);
        glide_set(glide, SHAPER_BIAS, c, b, jump);
        glide_set(glide, SHAPER_C1, c, c1, jump);
        glide_set(glide, SHAPER_C3, c, c3, jump);
        glide_set(glide, SHAPER_C5, c, c5, jump);
        glide_set(glide, SHAPER_C7, c, c7, jump);
        glide_set(glide, SHAPER_WET, c, share * output, jump);
        glide_set(glide, SHAPER_DRY, c, (1 - share) * gain * output, jump);
        glide_set(glide, SHAPER_OFFSET, c, share * output * rest, jump);
        glide_set(glide, SHAPER_BLOCK, c, 1 - maths_exp(-2 * MATHS_PI * BLOCK_HZ / own->rate_hz), jump);
        glide_set(glide, SHAPER_LEARN, c, b != 0 ? 1 : 0, jump);
        glide_set(glide, SHAPER_TONE, c, 0.5 * v[TONE] * 0.01, jump);
    }
}

static void saturate_process(void *bank, float *const io[BANK_LANES], const float *const key[BANK_LANES] UNUSED,
                             int offset, int frames)
{
    shaper_process(((SaturateBank *)bank)->shaper, io, offset, frames);
}

static void saturate_move(void *to, int to_lane, const void *from, int from_lane)
{
    shaper_move(((SaturateBank *)to)->shaper, to_lane, ((const SaturateBank *)from)->shaper, from_lane);
}

/* Peak of a slow sine, the bias left aside. */
static double transfer_db(const double *values, double in_db)
{
    int character = (int)param_clamp(&params[CHARACTER], values[CHARACTER]);
    double x = maths_lin_from_db(in_db + values[DRIVE]), u = x / curves[character].c1, square;
    u = u < 1 ? u : 1;
    square = u * u;
    double bent =
        u * (curves[character].c1 +
             square * (curves[character].c3 + square * (curves[character].c5 + square * curves[character].c7)));
    double share = values[DRIVE] < FADE_DB ? values[DRIVE] / FADE_DB : 1;
    return maths_db_from_lin(share * bent + (1 - share) * x) + values[OUTPUT];
}

const ProcessorKind saturate_kind = {
    .kind = "saturate",
    .letter = 'S',
    .label = "Saturator",
    .help = "Harmonics of tape, tube, transistor or clipping, without aliases.",
    .rank = 60,
    .flags = PROCESSOR_HAS_MIX,
    .lanes = BANK_LANES,
    .params = params,
    .param_count = VALUES,
    .makeup = "output",
    .shape = shape_of,
    .latency_frames = latency_frames,
    .tail_s = tail_s,
    .bank_new = saturate_new,
    .bank_free = saturate_free,
    .reset = saturate_reset,
    .update = saturate_update,
    .process = saturate_process,
    .move = saturate_move,
    .transfer_db = transfer_db,
};
