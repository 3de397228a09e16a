/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The processor `gain`: level, polarity, swap and mono as one 2x2 matrix on a pair of lanes; exactly the input at its
 * defaults. */
#include <math.h>
#include <stdlib.h>

#include "audio/base/maths.h"
#include "audio/dsp/kinds.h"
#include "audio/dsp/shape/gain_kernel.h"

enum { LEVEL, POLARITY, SWAP, MONO, PARAM_COUNT };

static const char *const polarity_words[] = {"normal", "invert", "left", "right", NULL};

static const ParamInfo params[PARAM_COUNT] = {
    [LEVEL] = {.key = "level",
               .label = "Level",
               .help = "Gain in dB; -inf is silence.",
               .unit = UNIT_DB,
               .min = -100,
               .max = 36,
               .law = LAW_GAIN,
               .step = 0.5,
               .fine = 0.1,
               .coarse = 3,
               .special = "-inf",
               .special_value = -INFINITY},
    [POLARITY] = {.key = "polarity",
                  .label = "Polarity",
                  .help = "Which channels are turned upside down.",
                  PARAM_CHOICE(polarity_words)},
    [SWAP] = {.key = "swap", .label = "Swap", .help = "Exchanges left and right.", PARAM_SWITCH},
    [MONO] = {.key = "mono",
              .label = "Mono",
              .help = "Both channels carry half the sum of left and right.",
              PARAM_SWITCH},
};

typedef struct GainBank {
    F8 from[GAIN_GLIDES], to[GAIN_GLIDES];
    Glide glide;
    int channels;
} GainBank;

static uint64_t gain_shape(const double *values, int channels, double rate_hz)
{
    (void)values;
    (void)rate_hz;
    return (uint64_t)channels;
}

static void gain_reset(void *bank, int lane)
{
    GainBank *gain = bank;
    for (int i = 0; i < gain->channels; i++) {
        glide_set(&gain->glide, GAIN_OWN, lane + i, 1, true);
        glide_set(&gain->glide, GAIN_OTHER, lane + i, 0, true);
    }
}

static void *gain_new(const ProcessorSetup *setup)
{
    GainBank *gain = lanes_alloc(sizeof *gain);
    if (!gain)
        return NULL;
    gain->channels = setup->channels;
    glide_init(&gain->glide, gain->from, gain->to, GAIN_GLIDES);
    for (int lane = 0; lane < BANK_LANES; lane += setup->channels)
        gain_reset(gain, lane);
    return gain;
}

static void gain_update(void *bank, int lane, const double *values, double tempo_bpm, bool jump)
{
    GainBank *gain = bank;
    (void)tempo_bpm;
    double level = maths_lin_from_db(values[LEVEL]);
    int polarity = (int)values[POLARITY];
    bool stereo = gain->channels == 2, swap = stereo && values[SWAP] >= 0.5, mono = stereo && values[MONO] >= 0.5;
    /* Polarity is applied at the input, so that `left` means the channel as it comes in. */
    double left = polarity == 1 || polarity == 2 ? -level : level,
           right = polarity == 1 || polarity == 3 ? -level : level;
    double own = mono ? 0.5 : swap ? 0 : 1, other = mono ? 0.5 : swap ? 1 : 0;
    glide_begin(&gain->glide, jump);
    glide_set(&gain->glide, GAIN_OWN, lane, own * left, jump);
    glide_set(&gain->glide, GAIN_OTHER, lane, other * right, jump);
    if (stereo) {
        glide_set(&gain->glide, GAIN_OWN, lane + 1, own * right, jump);
        glide_set(&gain->glide, GAIN_OTHER, lane + 1, other * left, jump);
    }
}

static void gain_process(void *bank, float *const io[BANK_LANES], const float *const key[BANK_LANES], int offset,
                         int frames)
{
    GainBank *gain = bank;
    (void)key;
    glide_enter(&gain->glide, offset);
    gain_run[lanes_level()](&gain->glide, io, offset, frames);
    glide_leave(&gain->glide, offset, frames);
}

static void gain_move(void *to, int to_lane, const void *from, int from_lane)
{
    const GainBank *source = from;
    for (int i = 0; i < source->channels; i++)
        glide_move(&((GainBank *)to)->glide, to_lane + i, &source->glide, from_lane + i);
}

const ProcessorKind gain_kind = {
    .kind = "gain",
    .letter = 'G',
    .label = "Gain",
    .help = "Level, polarity, swap and mono, placed anywhere in the chain.",
    .rank = 5,
    .lanes = BANK_LANES,
    .params = params,
    .param_count = PARAM_COUNT,
    .makeup = "level",
    .shape = gain_shape,
    .bank_new = gain_new,
    .bank_free = free,
    .reset = gain_reset,
    .update = gain_update,
    .process = gain_process,
    .move = gain_move,
};
