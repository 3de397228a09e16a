/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A processor that is not in the house: `louder` lifts, and cuts off what passes its top.  Linked to the program as it
 * stands, it makes tests/src/ttymix_louder: whatever knew processors by name would not know this one. */
#include <stdlib.h>

#include "audio/base/maths.h"
#include "audio/dsp/catalogue.h"
#include "audio/dsp/cell.h"

enum { LIFT, TOP, KEEP, VALUES };
enum { LANES = 2 };

static const ParamInfo params[VALUES] = {
    [LIFT] = {.key = "lift",
              .label = "Lift",
              .help = "Gain.",
              .unit = UNIT_DB,
              .min = -24,
              .max = 36,
              .step = 0.5,
              .fine = 0.1,
              .coarse = 3},
    [TOP] = {.key = "top",
             .label = "Top",
             .help = "Where it is cut off.",
             .unit = UNIT_DBTP,
             .min = -30,
             .step = 0.1,
             .fine = 0.05,
             .coarse = 1},
    [KEEP] = {.key = "keep", .label = "Keep", .help = "Cuts at the top.", .def = 1, PARAM_SWITCH},
};

typedef struct Lane {
    Cell cell;
    Ramp ramp[2]; /* gain and top, linear */
    bool keep;
} Lane;

typedef struct Bank {
    int channels;
    Lane lane[LANES];
} Bank;

static uint64_t shape(const double *values UNUSED, int channels, double rate_hz UNUSED)
{
    return (uint64_t)channels;
}

static void *bank_new(const ProcessorSetup *setup)
{
    Bank *bank = calloc(1, sizeof *bank);
    if (bank)
        bank->channels = setup->channels;
    return bank;
}

static void reset(void *bank, int lane)
{
    ((Bank *)bank)->lane[lane] = (Lane){.cell = {.expected = -1}};
}

static void update(void *bank, int lane, const double *values, double tempo_bpm UNUSED, bool jump)
{
    Lane *at = &((Bank *)bank)->lane[lane];
    cell_begin(&at->cell, jump);
    ramp_set(&at->ramp[0], maths_lin_from_db(values[LIFT]), jump);
    ramp_set(&at->ramp[1], maths_lin_from_db(values[TOP]), jump);
    at->keep = values[KEEP] >= 0.5;
}

static float cut(float x, float top)
{
    return x > top ? top : x < -top ? -top : x;
}

static void process(void *bank, float *const io[BANK_LANES], const float *const key[BANK_LANES] UNUSED, int offset,
                    int frames)
{
    Bank *own = bank;
    for (int first = 0; first < LANES; first += own->channels) {
        Lane *at = &own->lane[first];
        if (cell_enter(&at->cell, offset))
            ramps_settle(at->ramp, 2);
        for (int c = first; c < first + own->channels; c++)
            for (int i = 0; io[c] && i < frames; i++) {
                float x = io[c][i] * ramp_at(&at->ramp[0], offset + i);
                io[c][i] = at->keep ? cut(x, ramp_at(&at->ramp[1], offset + i)) : x;
            }
        if (cell_leave(&at->cell, offset, frames))
            ramps_settle(at->ramp, 2);
    }
}

static void move(void *to, int to_lane, const void *from, int from_lane)
{
    ((Bank *)to)->lane[to_lane] = ((const Bank *)from)->lane[from_lane];
}

static const ProcessorKind louder_kind = {
    .kind = "louder",
    .letter = 'Q',
    .label = "Louder",
    .help = "Lifts, up to a top.",
    .rank = 97,
    .flags = PROCESSOR_AFTER_FADER,
    .lanes = LANES,
    .params = params,
    .param_count = VALUES,
    .spoken = "Loud-maker",
    .makeup = "lift",
    .ceiling = "top",
    .ceiling_switch = "keep",
    .shape = shape,
    .bank_new = bank_new,
    .bank_free = free,
    .reset = reset,
    .update = update,
    .process = process,
    .move = move,
};

__attribute__((constructor)) static void add(void)
{
    if (catalogue_add(&louder_kind) != STATUS_OK)
        abort();
}
