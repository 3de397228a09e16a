/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cuts peaks off at a ceiling, hard or softly, without aliases (shaper.h).
 *
 * Only what is cut goes through the filters and is taken from the delayed input: below the ceiling (hard) the signal
 * passes bit for bit.  Being free of aliases, the result may rise a little above the ceiling between and at samples; a
 * limiter goes after it. Softness s bends from (1 - s/2) of the way on: f(u) = k u - (k - 1) u^3 with k = 1 + s/2 and u
 * = x / (k ceiling).
 */
#include <math.h>
#include <stdlib.h>

#include "audio/base/maths.h"
#include "audio/dsp/kinds.h"
#include "audio/dsp/shape/shaper.h"

enum { CEILING, SOFTNESS, VALUES };

#define CEILING_OFF 100.0
#define FAR_DB 60.0 /* where no ceiling stands */

static const ParamInfo params[VALUES] = {
    [CEILING] = {.key = "ceiling",
                 .label = "Ceiling",
                 .help = "Where peaks are cut off.",
                 .unit = UNIT_DBFS,
                 .min = -30,
                 .max = 6,
                 .def = CEILING_OFF,
                 .step = 0.1,
                 .fine = 0.05,
                 .coarse = 1,
                 .special = "off",
                 .special_value = CEILING_OFF},
    [SOFTNESS] = {.key = "softness",
                  .label = "Softness",
                  .help = "0 % cuts hard, 100 % bends early.",
                  .unit = UNIT_PERCENT,
                  .max = 100,
                  .step = 5,
                  .fine = 1,
                  .coarse = 20},
};

static uint64_t shape_of(const double *values, int channels, double rate_hz)
{
    (void)values;
    return (uint64_t)rate_hz << 2 | (uint64_t)channels;
}

static int latency_frames(const double *values, double rate_hz)
{
    (void)values;
    return shaper_latency(rate_hz, true);
}

static double tail_s(const ProcessorSetup *setup)
{
    return 2.0 * shaper_latency(setup->rate_hz, true) / setup->rate_hz;
}

static void *clipper_new(const ProcessorSetup *setup)
{
    ShaperBank *bank = shaper_new(setup->rate_hz, true, setup->channels);
    if (bank)
        bank->reciprocal = true;
    return bank;
}

static void clipper_reset(void *bank, int lane)
{
    shaper_reset(bank, lane);
}

static void clipper_update(void *bank, int lane, const double *values, double tempo_bpm UNUSED, bool jump)
{
    ShaperBank *own = bank;
    double ceiling_db = param_clamp(&params[CEILING], values[CEILING]),
           softness = param_clamp(&params[SOFTNESS], values[SOFTNESS]) * 0.01;
    bool off = ceiling_db == CEILING_OFF;
    double k = off ? 1 : 1 + 0.5 * softness, drive = 1 / (k * maths_lin_from_db(off ? FAR_DB : ceiling_db));
    glide_begin(&own->glide, jump);
    for (int c = lane; c < lane + own->channels; c++) {
        glide_set(&own->glide, SHAPER_DRIVE, c, drive, jump);
        glide_set(&own->glide, SHAPER_C1, c, k, jump);
        glide_set(&own->glide, SHAPER_C3, c, 1 - k, jump);
        glide_set(&own->glide, SHAPER_LINEAR, c, k, jump);
        glide_set(&own->glide, SHAPER_WET, c, 1 / k, jump);
        glide_set(&own->glide, SHAPER_DRY, c, 1, jump);
    }
}

static void clipper_process(void *bank, float *const io[BANK_LANES], const float *const key[BANK_LANES] UNUSED,
                            int offset, int frames)
{
    shaper_process(bank, io, offset, frames);
}

static void clipper_move(void *to, int to_lane, const void *from, int from_lane)
{
    shaper_move(to, to_lane, from, from_lane);
}

static double transfer_db(const double *values, double in_db)
{
    if (values[CEILING] == CEILING_OFF)
        return in_db;
    double k = 1 + 0.5 * values[SOFTNESS] * 0.01, u = maths_lin_from_db(in_db - values[CEILING]) / k;
    u = u < 1 ? u : 1;
    return maths_db_from_lin(u * (k - (k - 1) * u * u)) + values[CEILING];
}

const ProcessorKind clipper_kind = {
    .kind = "clipper",
    .letter = 'X',
    .label = "Clipper",
    .help = "Cuts peaks off at a ceiling, without aliases.",
    .rank = 65,
    .lanes = BANK_LANES,
    .params = params,
    .param_count = VALUES,
    .shape = shape_of,
    .latency_frames = latency_frames,
    .tail_s = tail_s,
    .bank_new = clipper_new,
    .bank_free = free,
    .reset = clipper_reset,
    .update = clipper_update,
    .process = clipper_process,
    .move = clipper_move,
    .transfer_db = transfer_db,
};
