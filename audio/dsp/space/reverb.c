/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The dials of the reverb, and the cuts in front of the room (reverb_tank.h). The wet signal alone comes out; the
 * engine mixes.
 *
 * With `far` = distance/100 % - 1/2, the room's size is 0.2 + 1.6 size, its diffusion 0.75 diffusion, its early level
 * the dial's less 18 far dB, its late level 12 far dB, its turning the modulation in Hz.  Two cuts (svf.h), the low one
 * first, stand before it; above a distance of one half the high one is at 20 kHz e^(-4 far) or where it was set,
 * whichever is lower.  Their tangents move in straight lines over the cell; a cut comes and goes by a crossfade with
 * what passes by, over the cell, at the frequency that it has; it begins without memory.
 */
#include <math.h>
#include <stdlib.h>

#include "audio/base/maths.h"
#include "audio/dsp/kinds.h"
#include "audio/dsp/math/svf.h"
#include "audio/dsp/space/reverb_tank.h"

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
    [PREDELAY] = {.key = "predelay",
                  .label = "Pre-delay",
                  .help = "Time before the room answers.",
                  .unit = UNIT_MS,
                  .max = 500,
                  .step = 5,
                  .fine = 1,
                  .coarse = 20},
    [DECAY] = {.key = "decay",
               .label = "Decay",
               .help = "Time in which 1 kHz falls by 60 dB.",
               .unit = UNIT_S,
               .min = 0.1,
               .max = 20,
               .def = 1.8,
               .law = LAW_LOG,
               .step = 1.1,
               .fine = 1.02,
               .coarse = 1.5},
    [SIZE] = {.key = "size",
              .label = "Size",
              .help = "How far the walls are apart; also the density.",
              .unit = UNIT_PERCENT,
              .max = 100,
              .def = 50,
              .step = 5,
              .fine = 1,
              .coarse = 20},
    [DIFFUSION] = {.key = "diffusion",
                   .label = "Diffusion",
                   .help = "How soon echoes blur.",
                   .unit = UNIT_PERCENT,
                   .max = 100,
                   .def = 80,
                   .step = 5,
                   .fine = 1,
                   .coarse = 20},
    [LOW_DECAY] = {.key = "lowdecay",
                   .label = "Low decay",
                   .help = "Decay at 63 Hz, as a part of the decay.",
                   .unit = UNIT_PERCENT,
                   .min = 10,
                   .max = 200,
                   .def = 100,
                   .law = LAW_LOG,
                   .step = 1.1,
                   .fine = 1.02,
                   .coarse = 1.5},
    [HIGH_DECAY] = {.key = "highdecay",
                    .label = "High decay",
                    .help = "Decay at 8 kHz, as a part of the decay.",
                    .unit = UNIT_PERCENT,
                    .min = 10,
                    .max = 200,
                    .def = 45,
                    .law = LAW_LOG,
                    .step = 1.1,
                    .fine = 1.02,
                    .coarse = 1.5},
    [EARLY] = {.key = "early",
               .label = "Early level",
               .help = "Level of the early reflections.",
               .unit = UNIT_DB,
               .min = -100,
               .max = 12,
               .def = -6,
               .law = LAW_GAIN,
               .step = 1,
               .fine = 0.5,
               .coarse = 6,
               .special = "-inf",
               .special_value = -INFINITY},
    [DISTANCE] = {.key = "distance",
                  .label = "Distance",
                  .help = "From front to back: less early, more late and duller sound.",
                  .unit = UNIT_PERCENT,
                  .max = 100,
                  .def = 50,
                  .step = 5,
                  .fine = 1,
                  .coarse = 20},
    [MODULATION] = {.key = "modulation",
                    .label = "Modulation",
                    .help = "How fast the modes wander.",
                    .unit = UNIT_PERCENT,
                    .max = 100,
                    .def = 25,
                    .step = 5,
                    .fine = 1,
                    .coarse = 20},
    [LOW_CUT] = {.key = "lowcut",
                 .label = "Low cut",
                 .help = "Keeps lows out of the room, 12 dB/oct.",
                 .unit = UNIT_HZ,
                 .min = 20,
                 .max = 2000,
                 .def = OFF,
                 .law = LAW_LOG,
                 .step = 1.0595,
                 .fine = 1.01,
                 .coarse = 2,
                 .special = "off",
                 .special_value = OFF},
    [HIGH_CUT] = {.key = "highcut",
                  .label = "High cut",
                  .help = "Keeps highs out of the room, 12 dB/oct.",
                  .unit = UNIT_HZ,
                  .min = 500,
                  .max = 20000,
                  .def = OFF,
                  .law = LAW_LOG,
                  .step = 1.0595,
                  .fine = 1.01,
                  .coarse = 2,
                  .special = "off",
                  .special_value = OFF},
    [WIDTH] = {.key = "width",
               .label = "Width",
               .help = "0 % is mono.",
               .unit = UNIT_PERCENT,
               .max = 150,
               .def = 100,
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
};

typedef struct Cuts {
    Svf low[2], high[2];
    SvfCut low_cut, high_cut;
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

static double tail_s(const ProcessorSetup *setup)
{
    const double *values = setup->values;
    double low = longest_part(param_clamp(&params[LOW_DECAY], values[LOW_DECAY]) * 0.01, 1.1),
           high = longest_part(param_clamp(&params[HIGH_DECAY], values[HIGH_DECAY]) * 0.01, 1.3);
    return 2 * param_clamp(&params[DECAY], values[DECAY]) * (low > high ? low : high) + values[PREDELAY] * 1e-3 + 0.3;
}

static double gap_s(const ProcessorSetup *setup)
{
    return setup->values[PREDELAY] * 1e-3 + 0.3; /* no line of the network is as long */
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
    if (svf_cut_settle(&cuts->low_cut))
        memset(cuts->low, 0, sizeof cuts->low);
    if (svf_cut_settle(&cuts->high_cut))
        memset(cuts->high, 0, sizeof cuts->high);
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

static ReverbRoom room_of(const double *v)
{
    double far = v[DISTANCE] * 0.01 - 0.5;
    return (ReverbRoom){
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
}

static double reverb_decay_s(const double *values, double hz, double rate_hz)
{
    ReverbRoom room = room_of(values);
    return reverb_tank_decay_s(&room, rate_hz, hz);
}

static void reverb_update(void *bank, int lane, const double *values, double tempo_bpm UNUSED, bool jump)
{
    ReverbBank *own = bank;
    double v[VALUES];
    for (int i = 0; i < VALUES; i++)
        v[i] = param_clamp(&params[i], values[i]);
    ReverbRoom room = room_of(v);
    /* In this order: while the tank's cell is open, the cuts' ramps run with it. */
    cuts_settle(&own->cuts[lane]);
    svf_cut_set(&own->cuts[lane].low_cut, v[LOW_CUT], own->tank[lane].rate_hz, jump);
    svf_cut_set(&own->cuts[lane].high_cut, high_cut_hz(values), own->tank[lane].rate_hz, jump);
    reverb_tank_set(&own->tank[lane], &room, jump);
}

static void cuts_move(Cuts *cuts, float *x, int c, int offset, int frames)
{
    for (int i = 0; cuts->low_cut.on && i < frames; i++)
        x[i] = svf_cut_run(&cuts->low_cut, &cuts->low[c], true, offset + i, x[i]);
    for (int i = 0; cuts->high_cut.on && i < frames; i++)
        x[i] = svf_cut_run(&cuts->high_cut, &cuts->high[c], false, offset + i, x[i]);
}

/* Frame by frame through both cuts of both channels, which do not wait for one another. */
static inline __attribute__((always_inline)) void cuts_stand(Cuts *cuts, float *const io[], const int channels,
                                                             const bool low, const bool high, int frames)
{
    Svf lows[2] = {cuts->low[0], cuts->low[1]}, highs[2] = {cuts->high[0], cuts->high[1]};
    float low_g = cuts->low_cut.g.to, high_g = cuts->high_cut.g.to;
    for (int i = 0; i < frames; i++)
        for (int c = 0; c < channels; c++) {
            float x = io[c][i];
            x = low ? svf_low_cut(&lows[c], low_g, x) : x;
            io[c][i] = high ? svf_high_cut(&highs[c], high_g, x) : x;
        }
    memcpy(cuts->low, lows, sizeof lows);
    memcpy(cuts->high, highs, sizeof highs);
}

static bool cut_stands(const SvfCut *cut)
{
    return !cut->on || (cut->g.from == cut->g.to && cut->share.from == 1 && cut->share.to == 1);
}

static void cuts_process(Cuts *cuts, float *const io[], int channels, int offset, int frames)
{
    bool low = cuts->low_cut.on, high = cuts->high_cut.on,
         stands = cut_stands(&cuts->low_cut) && cut_stands(&cuts->high_cut);
    if (!low && !high)
        return;
    if (stands && channels == 2 && low && high)
        cuts_stand(cuts, io, 2, true, true, frames);
    else if (stands && channels == 2 && low)
        cuts_stand(cuts, io, 2, true, false, frames);
    else if (stands && channels == 2)
        cuts_stand(cuts, io, 2, false, true, frames);
    else
        for (int c = 0; c < channels; c++)
            cuts_move(cuts, io[c], c, offset, frames);
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
        cuts_process(&own->cuts[r], io + r, own->channels, offset, frames);
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
    .gap_s = gap_s,
    .bank_new = reverb_new,
    .bank_free = reverb_free,
    .reset = reverb_reset,
    .update = reverb_update,
    .process = reverb_process,
    .move = reverb_move,
    .decay_s = reverb_decay_s,
};
