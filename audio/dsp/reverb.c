/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The dials of the reverb, and the cuts in front of the room (reverb_tank.h). The wet signal alone comes out; the
 * engine mixes.
 *
 * With `far` = distance/100 % - 1/2, the room's size is 0.2 + 1.6 size, its diffusion 0.75 diffusion, its early level the
 * dial's less 18 far dB, its late level 12 far dB, its turning the modulation in Hz.  Two cuts (svf.h), the low one
 * first, stand before it; above a distance of one half the high one is at 20 kHz e^(-4 far) or where it was set,
 * whichever is lower.  Their tangents move in straight lines over the cell; a cut that is off is at 1 Hz, or at half
 * the rate, while it moves there, and no filter and without memory once it stands.
 */
#include <math.h>
#include <stdlib.h>

#include "audio/base/maths.h"
#include "audio/dsp/kinds.h"
#include "audio/dsp/reverb_tank.h"
#include "audio/dsp/svf.h"

enum {
    PREDELAY,
    DECAY,
    SIZE,
    DIFFUSION,
    LOW_DECAY,
    HIGH_DECAY,
    EARLY,
    DISTANCE,
    MODULATION,
    LOW_CUT,
    HIGH_CUT,
    WIDTH,
    MIX,
    VALUES
};
enum { INSTANCES = 2, OFF = 0 };

static const ParamInfo params[VALUES] = {
    [PREDELAY] = {"predelay", "Pre-delay", "Time before the room answers.", UNIT_MS, 0, 500, 0, LAW_LINEAR, 5, 1, 20,
                  NULL, NULL, 0, 0},
    [DECAY] = {"decay", "Decay", "Time in which 1 kHz falls by 60 dB.", UNIT_S, 0.1, 20, 1.8, LAW_LOG, 1.1, 1.02, 1.5,
               NULL, NULL, 0, 0},
    [SIZE] = {"size", "Size", "How far the walls are apart; also the density.", UNIT_PERCENT, 0, 100, 50, LAW_LINEAR, 5,
              1, 20, NULL, NULL, 0, 0},
    [DIFFUSION] = {"diffusion", "Diffusion", "How soon echoes blur.", UNIT_PERCENT, 0, 100, 80, LAW_LINEAR, 5, 1, 20,
                   NULL, NULL, 0, 0},
    [LOW_DECAY] = {"lowdecay", "Low decay", "Decay at 63 Hz, as a part of the decay.", UNIT_PERCENT, 10, 200, 100,
                   LAW_LOG, 1.1, 1.02, 1.5, NULL, NULL, 0, 0},
    [HIGH_DECAY] = {"highdecay", "High decay", "Decay at 8 kHz, as a part of the decay.", UNIT_PERCENT, 10, 200, 45,
                    LAW_LOG, 1.1, 1.02, 1.5, NULL, NULL, 0, 0},
    [EARLY] = {"early", "Early level", "Level of the early reflections.", UNIT_DB, -100, 12, -6, LAW_GAIN, 1, 0.5, 6,
               NULL, "-inf", -INFINITY, 0},
    [DISTANCE] = {"distance", "Distance", "From front to back: less early, more late and duller sound.", UNIT_PERCENT,
                  0, 100, 50, LAW_LINEAR, 5, 1, 20, NULL, NULL, 0, 0},
    [MODULATION] = {"modulation", "Modulation", "How fast the modes wander.", UNIT_PERCENT, 0, 100, 25, LAW_LINEAR, 5,
                    1, 20, NULL, NULL, 0, 0},
    [LOW_CUT] = {"lowcut", "Low cut", "Keeps lows out of the room, 12 dB/oct.", UNIT_HZ, 20, 2000, OFF, LAW_LOG, 1.0595,
                 1.01, 2, NULL, "off", OFF, 0},
    [HIGH_CUT] = {"highcut", "High cut", "Keeps highs out of the room, 12 dB/oct.", UNIT_HZ, 500, 20000, OFF, LAW_LOG,
                  1.0595, 1.01, 2, NULL, "off", OFF, 0},
    [WIDTH] = {"width", "Width", "0 % is mono.", UNIT_PERCENT, 0, 150, 100, LAW_LINEAR, 5, 1, 20, NULL, NULL, 0, 0},
    [MIX] = {"mix", "Mix", "Wet share of the output.", UNIT_PERCENT, 0, 100, 100, LAW_LINEAR, 5, 1, 20, NULL, NULL, 0,
             0},
};

typedef struct Cuts {
    Svf low[2], high[2];
    Ramp low_g, high_g;
    bool low_on, high_on, low_next, high_next;
} Cuts;

typedef struct ReverbBank {
    ReverbTank tank[INSTANCES];
    Cuts cuts[INSTANCES];
    int channels;
} ReverbBank;

static uint64_t shape(const double *values, int channels, double rate_hz)
{
    (void)values;
    return (uint64_t)rate_hz << 2 | (uint64_t)channels;
}

/* A shelf goes on beyond its dial: at the end of the spectrum the loss differs by `beyond` times as much. */
static double longest_part(double part, double beyond)
{
    return part > 1 ? 1 / (1 - beyond * (1 - 1 / part)) : 1;
}

static double tail_s(const double *values, double rate_hz)
{
    (void)rate_hz;
    double low = longest_part(param_clamp(&params[LOW_DECAY], values[LOW_DECAY]) * 0.01, 1.1),
           high = longest_part(param_clamp(&params[HIGH_DECAY], values[HIGH_DECAY]) * 0.01, 1.3);
    return 2 * param_clamp(&params[DECAY], values[DECAY]) * (low > high ? low : high) + values[PREDELAY] * 1e-3 + 0.3;
}

static void reverb_free(void *bank)
{
    ReverbBank *own = bank;
    if (!own)
        return;
    for (int i = 0; i < INSTANCES / own->channels; i++)
        reverb_tank_clear(&own->tank[i]);
    free(own);
}

static void *reverb_new(const ProcessorSetup *setup)
{
    ReverbBank *bank = lanes_alloc(sizeof *bank);
    if (!bank)
        return NULL;
    bank->channels = setup->channels;
    bool made = true;
    for (int i = 0; i < INSTANCES / setup->channels; i++)
        made = reverb_tank_init(&bank->tank[i], setup->channels, setup->rate_hz) && made;
    if (!made) {
        reverb_free(bank);
        return NULL;
    }
    return bank;
}

static void reverb_reset(void *bank, int lane)
{
    ReverbBank *own = bank;
    reverb_tank_reset(&own->tank[lane]);
    memset(own->cuts[lane].low, 0, sizeof own->cuts[lane].low);
    memset(own->cuts[lane].high, 0, sizeof own->cuts[lane].high);
}

static void cuts_settle(Cuts *cuts)
{
    ramps_settle(&cuts->low_g, 1);
    ramps_settle(&cuts->high_g, 1);
    if (!cuts->low_next)
        memset(cuts->low, 0, sizeof cuts->low);
    if (!cuts->high_next)
        memset(cuts->high, 0, sizeof cuts->high);
    cuts->low_on = cuts->low_next;
    cuts->high_on = cuts->high_next;
}

/* `off` is the farthest frequency while it moves there, and no filter once it stands. */
static void cuts_set(Cuts *cuts, double low_hz, double high_hz, double rate_hz, bool jump)
{
    cuts->low_next = low_hz != OFF;
    cuts->high_next = high_hz != OFF;
    ramp_set(&cuts->low_g, svf_g(cuts->low_next ? low_hz : 1, rate_hz), jump);
    ramp_set(&cuts->high_g, svf_g(cuts->high_next ? high_hz : rate_hz, rate_hz), jump);
    cuts->low_on = cuts->low_on || cuts->low_next;
    cuts->high_on = cuts->high_on || cuts->high_next;
    if (jump)
        cuts_settle(cuts);
}

/* Air takes the highs of what is far away. */
static double high_cut_hz(const double *values)
{
    double hz = param_clamp(&params[HIGH_CUT], values[HIGH_CUT]),
           far = param_clamp(&params[DISTANCE], values[DISTANCE]) * 0.01 - 0.5;
    if (far <= 0)
        return hz;
    double air = 20000 * maths_exp(-4 * far);
    return hz == OFF || air < hz ? air : hz;
}

static void reverb_update(void *bank, int lane, const double *values, double tempo_bpm UNUSED, bool jump)
{
    ReverbBank *own = bank;
    double v[VALUES];
    for (int i = 0; i < VALUES; i++)
        v[i] = param_clamp(&params[i], values[i]);
    double far = v[DISTANCE] * 0.01 - 0.5;
    ReverbRoom room = {
        .decay_s = v[DECAY],
        .low_decay = v[LOW_DECAY] * 0.01,
        .high_decay = v[HIGH_DECAY] * 0.01,
        .size = 0.2 + 1.6 * v[SIZE] * 0.01,
        .predelay_s = v[PREDELAY] * 1e-3,
        .diffusion = 0.75 * v[DIFFUSION] * 0.01,
        .early_lin = maths_lin_from_db(v[EARLY]) * maths_lin_from_db(-18 * far),
        .late_lin = maths_lin_from_db(12 * far),
        .side = v[WIDTH] * 0.01,
        .turn_hz = v[MODULATION] * 0.01,
    };
    /* In this order: while the tank's cell is open, the cuts' ramps run with it. */
    cuts_settle(&own->cuts[lane]);
    cuts_set(&own->cuts[lane], v[LOW_CUT], high_cut_hz(values), own->tank[lane].rate_hz, jump);
    reverb_tank_set(&own->tank[lane], &room, jump);
}

static void cuts_process(Cuts *cuts, float *x, int c, int offset, int frames)
{
    for (int i = 0; cuts->low_on && i < frames; i++)
        x[i] = svf_low_cut(&cuts->low[c], ramp_at(&cuts->low_g, offset + i), x[i]);
    for (int i = 0; cuts->high_on && i < frames; i++)
        x[i] = svf_high_cut(&cuts->high[c], ramp_at(&cuts->high_g, offset + i), x[i]);
}

static void reverb_process(void *bank, float *const io[BANK_LANES], const float *const key[BANK_LANES] UNUSED,
                           int offset, int frames)
{
    ReverbBank *own = bank;
    for (int r = 0; r < INSTANCES / own->channels; r++) {
        if (!io[r])
            continue;
        Cell *cell = &own->tank[r].cell;
        if (cell->moving && cell->expected >= 0 && cell->expected != offset)
            cuts_settle(&own->cuts[r]);
        for (int c = 0; c < own->channels; c++)
            cuts_process(&own->cuts[r], io[r + c], c, offset, frames);
        reverb_tank_process(&own->tank[r], io + r, offset, frames);
        if (offset + frames >= CELL_FRAMES)
            cuts_settle(&own->cuts[r]);
    }
}

static void reverb_move(void *to, int to_lane, const void *from, int from_lane)
{
    ReverbBank *target = to;
    const ReverbBank *source = from;
    reverb_tank_copy(&target->tank[to_lane], &source->tank[from_lane]);
    target->cuts[to_lane] = source->cuts[from_lane];
}

const ProcessorKind reverb_kind = {
    .kind = "reverb",
    .letter = 'R',
    .label = "Reverb",
    .help = "A room, from a small chamber to a hall.",
    .rank = 90,
    .flags = PROCESSOR_HAS_MIX,
    .lanes = INSTANCES,
    .params = params,
    .param_count = VALUES,
    .shape = shape,
    .tail_s = tail_s,
    .bank_new = reverb_new,
    .bank_free = reverb_free,
    .reset = reverb_reset,
    .update = reverb_update,
    .process = reverb_process,
    .move = reverb_move,
};
