/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A recorded room: convolution with the impulse response of a file, without latency (convolver.h).
 *
 * A mono file serves both channels, of a stereo file each channel its own.  Without a file the wet sound is the input.
 * A response that `length` cuts off fades out over its last tenth, by half a cosine; a pre-delay that moves crosses
 * over within a cell.  The wet signal alone comes out; the engine mixes.
 */
#include <math.h>
#include <stdlib.h>

#include "audio/base/maths.h"
#include "audio/dsp/cell.h"
#include "audio/dsp/kinds.h"
#include "audio/dsp/math/convolver.h"

enum { PREDELAY, LENGTH, GAIN, MIX, VALUES };
enum { RAMP_GAIN, RAMP_CROSS, RAMPS };
enum { INSTANCES = 2 };

#define PREDELAY_MAX_S 0.5

static const ParamInfo params[VALUES] = {
    [PREDELAY] = {.key = "predelay",
                  .label = "Pre-delay",
                  .help = "Time before the room answers.",
                  .unit = UNIT_MS,
                  .max = 500,
                  .step = 5,
                  .fine = 1,
                  .coarse = 20},
    [LENGTH] = {.key = "length",
                .label = "Length",
                .help = "How much of the response is used.",
                .unit = UNIT_S,
                .min = 0.01,
                .max = 20,
                .def = 20,
                .law = LAW_LOG,
                .step = 1.1,
                .fine = 1.02,
                .coarse = 1.5,
                .flags = PARAM_STRUCTURAL},
    [GAIN] = {.key = "gain",
              .label = "Gain",
              .help = "Level of the wet sound.",
              .unit = UNIT_DB,
              .min = -100,
              .max = 24,
              .law = LAW_GAIN,
              .step = 0.5,
              .fine = 0.1,
              .coarse = 3,
              .special = "-inf",
              .special_value = -INFINITY},
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

typedef struct Room {
    Convolver convolver[2];
    float *ring[2]; /* the pre-delay */
    Cell cell;
    Ramp ramps[RAMPS]; /* RAMP_CROSS from 0 to 1 while the pre-delay moves */
    int delay_from, delay_to;
    int64_t position;
} Room;

typedef struct ConvolveBank {
    ConvolverResponse *response[2];
    Room room[INSTANCES];
    uint32_t mask;
    double rate_hz;
    int channels;
} ConvolveBank;

static uint64_t shape(const double *values, int channels, double rate_hz)
{
    uint64_t frames = (uint64_t)(param_clamp(&params[LENGTH], values[LENGTH]) * rate_hz);
    return frames << 24 | (uint64_t)rate_hz << 2 | (uint64_t)channels;
}

/* Frames of the response that are used. */
static int64_t response_frames(const ProcessorSetup *setup)
{
    if (!setup->file || setup->file->frames < 1)
        return 1;
    int64_t length = (int64_t)(param_clamp(&params[LENGTH], setup->values[LENGTH]) * setup->rate_hz);
    return length < setup->file->frames ? length : setup->file->frames;
}

static double tail_s(const ProcessorSetup *setup)
{
    return setup->values[PREDELAY] * 1e-3 + (double)response_frames(setup) / setup->rate_hz;
}

/* The longest stretch of the response that is 120 dB below its highest sample and comes before one that is not. */
static double gap_s(const ProcessorSetup *setup)
{
    int64_t frames = setup->file ? response_frames(setup) : 0, gap = 0, heard = 0;
    float highest = 0;
    for (int64_t i = 0; i < frames; i++)
        for (int c = 0; c < 2; c++)
            highest = fmaxf(highest, fabsf(setup->file->channel[c][i]));
    for (int64_t i = 0; i < frames; i++)
        if (fabsf(setup->file->channel[0][i]) > highest * 1e-6f ||
            fabsf(setup->file->channel[1][i]) > highest * 1e-6f) {
            gap = i - heard > gap ? i - heard : gap;
            heard = i;
        }
    return setup->values[PREDELAY] * 1e-3 + (double)gap / setup->rate_hz;
}

static ConvolverResponse *response_make(const ProcessorSetup *setup, int channel)
{
    static const float unity = 1;
    if (!setup->file || setup->file->frames < 1)
        return convolver_response_new(&unity, 1);
    int64_t length = (int64_t)(param_clamp(&params[LENGTH], setup->values[LENGTH]) * setup->rate_hz);
    if (length >= setup->file->frames)
        return convolver_response_new(setup->file->channel[channel], setup->file->frames);
    float *taps = malloc((size_t)length * sizeof *taps);
    if (!taps)
        return NULL;
    int64_t fade = length / 10;
    for (int64_t i = 0; i < length; i++) {
        double x = i < length - fade ? 0 : (double)(i - (length - fade) + 1) / (double)(fade + 1);
        taps[i] = setup->file->channel[channel][i] * (float)(x > 0 ? 0.5 + 0.5 * maths_cos(MATHS_PI * x) : 1);
    }
    ConvolverResponse *response = convolver_response_new(taps, length);
    free(taps);
    return response;
}

static void convolve_free(void *bank)
{
    ConvolveBank *own = bank;
    if (!own)
        return;
    for (int i = 0; i < INSTANCES; i++)
        for (int c = 0; c < 2; c++) {
            convolver_clear(&own->room[i].convolver[c]);
            free(own->room[i].ring[c]);
        }
    convolver_response_free(own->response[0]);
    convolver_response_free(own->response[1]);
    free(own);
}

static bool room_init(ConvolveBank *bank, Room *room)
{
    bool made = true;
    for (int c = 0; c < bank->channels; c++) {
        room->ring[c] = calloc(bank->mask + 1, sizeof(float));
        made = convolver_init(&room->convolver[c], bank->response[c]) && room->ring[c] && made;
    }
    return made;
}

static void *convolve_new(const ProcessorSetup *setup)
{
    ConvolveBank *bank = calloc(1, sizeof *bank);
    if (!bank)
        return NULL;
    bank->channels = setup->channels;
    bank->rate_hz = setup->rate_hz;
    bank->mask = 63;
    while (bank->mask + 1 < PREDELAY_MAX_S * setup->rate_hz + 2)
        bank->mask = 2 * bank->mask + 1;
    bool made = true;
    for (int c = 0; c < setup->channels; c++) {
        bank->response[c] = response_make(setup, c);
        made = made && bank->response[c];
    }
    for (int i = 0; made && i < INSTANCES / setup->channels; i++)
        made = room_init(bank, &bank->room[i]);
    if (made)
        return bank;
    convolve_free(bank);
    return NULL;
}

static size_t written_of(const ConvolveBank *bank, const Room *room)
{
    return room->position < (int64_t)bank->mask + 1 ? (size_t)room->position : (size_t)bank->mask + 1;
}

static void convolve_reset(void *bank, int lane)
{
    ConvolveBank *own = bank;
    Room *room = &own->room[lane];
    for (int c = 0; c < own->channels; c++) {
        memset(room->ring[c], 0, written_of(own, room) * sizeof(float));
        convolver_reset(&room->convolver[c]);
    }
    room->position = 0;
}

static void room_settle(Room *room)
{
    ramps_settle(room->ramps, RAMPS);
    room->delay_from = room->delay_to;
    room->ramps[RAMP_CROSS] = (Ramp){0, 0};
}

static void convolve_update(void *bank, int lane, const double *values, double tempo_bpm UNUSED, bool jump)
{
    ConvolveBank *own = bank;
    Room *room = &own->room[lane];
    if (room->cell.moving)
        room_settle(room);
    cell_begin(&room->cell, jump);
    room->delay_to = (int)floor(param_clamp(&params[PREDELAY], values[PREDELAY]) * 1e-3 * own->rate_hz + 0.5);
    if (jump)
        room->delay_from = room->delay_to;
    room->ramps[RAMP_CROSS] = (Ramp){0, room->delay_from == room->delay_to ? 0 : 1};
    ramp_set(&room->ramps[RAMP_GAIN], maths_lin_from_db(param_clamp(&params[GAIN], values[GAIN])), jump);
}

static void room_process(const ConvolveBank *bank, Room *room, int c, float *x, int offset, int frames)
{
    float *ring = room->ring[c];
    for (int i = 0; i < frames; i++) {
        int64_t now = room->position + i;
        ring[(uint32_t)now & bank->mask] = x[i];
        float delayed = ring[(uint32_t)(now - room->delay_from) & bank->mask];
        if (room->delay_from != room->delay_to)
            delayed += (ring[(uint32_t)(now - room->delay_to) & bank->mask] - delayed) *
                       ramp_at(&room->ramps[RAMP_CROSS], offset + i);
        x[i] = delayed;
    }
    convolver_process(&room->convolver[c], x, frames);
    for (int i = 0; i < frames; i++)
        x[i] *= ramp_at(&room->ramps[RAMP_GAIN], offset + i);
}

static void convolve_process(void *bank, float *const io[BANK_LANES], const float *const key[BANK_LANES] UNUSED,
                             int offset, int frames)
{
    ConvolveBank *own = bank;
    for (int r = 0; r < INSTANCES / own->channels; r++) {
        Room *room = &own->room[r];
        if (!io[r])
            continue;
        if (cell_enter(&room->cell, offset))
            room_settle(room);
        for (int c = 0; c < own->channels; c++)
            room_process(own, room, c, io[r + c], offset, frames);
        room->position += frames;
        if (cell_leave(&room->cell, offset, frames))
            room_settle(room);
    }
}

static void convolve_move(void *to, int to_lane, const void *from, int from_lane)
{
    ConvolveBank *target = to;
    const ConvolveBank *source = from;
    Room *room = &target->room[to_lane];
    const Room *old = &source->room[from_lane];
    for (int c = 0; c < source->channels; c++) {
        memset(room->ring[c], 0, written_of(target, room) * sizeof(float));
        memcpy(room->ring[c], old->ring[c], written_of(source, old) * sizeof(float));
        convolver_copy(&room->convolver[c], &old->convolver[c]);
    }
    room->cell = old->cell;
    memcpy(room->ramps, old->ramps, sizeof room->ramps);
    room->delay_from = old->delay_from;
    room->delay_to = old->delay_to;
    room->position = old->position;
}

const ProcessorKind convolve_kind = {
    .kind = "convolve",
    .letter = 'V',
    .label = "Convolver",
    .help = "A recorded room or cabinet from a sound file.",
    .rank = 95,
    .flags = PROCESSOR_HAS_MIX | PROCESSOR_FILE,
    .lanes = INSTANCES,
    .params = params,
    .param_count = VALUES,
    .makeup = "gain",
    .shape = shape,
    .tail_s = tail_s,
    .gap_s = gap_s,
    .bank_new = convolve_new,
    .bank_free = convolve_free,
    .reset = convolve_reset,
    .update = convolve_update,
    .process = convolve_process,
    .move = convolve_move,
};
