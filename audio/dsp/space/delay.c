/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An echo: exact to the frame in time with the tempo, with feedback, ping-pong, filters, modulation and ducking.
 *
 * The wet signal alone comes out; the engine mixes.  A tap is a whole number of frames, the time (at most 5 s) rounded
 * to the next one, at least 4; a new time is crossfaded over the cell.  Filters stand between tap and feedback, so
 * every repeat is cut again: svf.h, the low one first.  In the loop nothing has a gain above one, and what is written
 * is bent softly above +6 dBFS (2 + 2 x/(x + 2) for what is x above 2), so that 100 % feedback neither grows nor decays
 * by itself and cannot run away under input.
 *
 * Modulation moves the tap by up to 4 ms times its percentage to either side, never nearer than 3 frames: places
 * between frames by Lagrange's cubic, whose gain never exceeds one.  It follows a parabola bent once more, y = 4 x (1 -
 * |x|), then y (0.775 + 0.225 |y|), within 0.1 % of a sine; x is the phase, counted in 2^-32 of a cycle from 0 at the
 * reset, its step rounded down; the right channel stands a quarter of a cycle behind.
 *
 * Ping-pong writes the middle of the input and the right repeat times the feedback to the left, the left repeat as it
 * is to the right.  Ducking follows the louder channel's magnitude with time constants of 5 ms up and 250 ms
 * down and takes off its whole amount where that is -20 dBFS or more, less in proportion below.
 *
 * Feedback, ping-pong, depth, ducking (as 1 - gain) and the cuts' tangents move in straight lines over the cell.  A cut
 * comes and goes by a crossfade with what passes by, over the cell, at the frequency that it has; it begins without
 * memory.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "audio/base/maths.h"
#include "audio/dsp/cell.h"
#include "audio/dsp/kinds.h"
#include "audio/dsp/lanes.h"
#include "audio/dsp/math/key_filter.h"
#include "audio/dsp/math/svf.h"

enum { TIME, NOTE, FEEDBACK, PINGPONG, LOW_CUT, HIGH_CUT, MODULATION, MOD_RATE, DUCK, MIX, VALUES };
enum { RAMP_FEEDBACK, RAMP_PINGPONG, RAMP_CROSS, RAMP_DUCK, RAMPS };
enum { INSTANCES = 2, TAP_MIN = 4, OFF = 0 };

#define TIME_MAX_S 5.0
#define MOD_MAX_S 0.004 /* the tap's deviation at modulation 100 % */
#define DUCK_FULL 0.1f  /* the input's level from which ducking is whole: -20 dBFS */
#define BEND_FROM 2.0f

static const char *const note_words[] = {"off",  "1/1",  "1/2",  "1/2d",  "1/2t",  "1/4",  "1/4d",  "1/4t",  "1/8",
                                         "1/8d", "1/8t", "1/16", "1/16d", "1/16t", "1/32", "1/32d", "1/32t", NULL};

/* In quarter notes. */
static const double note_beats[] = {0,    4,       2,    3,     4.0 / 3, 1,     1.5,    2.0 / 3, 0.5,
                                    0.75, 1.0 / 3, 0.25, 0.375, 1.0 / 6, 0.125, 0.1875, 1.0 / 12};

static const ParamInfo params[VALUES] = {
    [TIME] = {.key = "time",
              .label = "Time",
              .help = "Time between repeats, where no note value is set.",
              .unit = UNIT_MS,
              .min = 1,
              .max = 5000,
              .def = 350,
              .law = LAW_LOG,
              .step = 1.1,
              .fine = 1.01,
              .coarse = 1.5},
    [NOTE] = {.key = "note",
              .label = "Note",
              .help = "Time between repeats as a note value of the tempo; d is dotted, t a triplet.",
              .max = 16,
              .law = LAW_CHOICE,
              .step = 1,
              .fine = 1,
              .coarse = 3,
              .choices = note_words},
    [FEEDBACK] = {.key = "feedback",
                  .label = "Feedback",
                  .help = "What of a repeat comes again.",
                  .unit = UNIT_PERCENT,
                  .max = 100,
                  .def = 35,
                  .step = 5,
                  .fine = 1,
                  .coarse = 20},
    [PINGPONG] = {.key = "pingpong",
                  .label = "Ping-pong",
                  .help = "Repeats alternate between left and right.",
                  PARAM_SWITCH},
    [LOW_CUT] = {.key = "lowcut",
                 .label = "Low cut",
                 .help = "Cuts the repeats below, 12 dB/oct.",
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
                  .help = "Cuts the repeats above, 12 dB/oct.",
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
    [MODULATION] = {.key = "modulation",
                    .label = "Modulation",
                    .help = "How far the time wanders; 100 % is 4 ms to either side.",
                    .unit = UNIT_PERCENT,
                    .max = 100,
                    .step = 5,
                    .fine = 1,
                    .coarse = 20},
    [MOD_RATE] = {.key = "modrate",
                  .label = "Rate",
                  .help = "How fast it wanders.",
                  .unit = UNIT_HZ,
                  .min = 0.05,
                  .max = 10,
                  .def = 0.5,
                  .law = LAW_LOG,
                  .step = 1.1,
                  .fine = 1.02,
                  .coarse = 2},
    [DUCK] = {.key = "duck",
              .label = "Duck",
              .help = "How far the repeats step back while the input plays.",
              .unit = UNIT_DB,
              .max = 40,
              .step = 1,
              .fine = 0.5,
              .coarse = 6},
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

typedef struct Channel {
    float *ring;
    Svf low_cut, high_cut;
} Channel;

typedef struct Echo {
    Channel channel[2];
    int channels;
    uint32_t mask;
    int64_t position; /* frames since the reset: where the next one is written */
    double rate_hz;
    Cell cell;
    Ramp ramps[RAMPS];           /* RAMP_CROSS runs from 0 to 1 while the tap moves from one time to another */
    int tap_from, tap_to;        /* frames */
    double depth_from, depth_to; /* of the modulation, frames; its own parts of a frame are heard, so not a Ramp */
    SvfCut low_cut, high_cut;
    float envelope, attack, release;
    uint32_t phase, phase_step; /* of the modulation, 2^32 a cycle */
} Echo;

typedef struct DelayBank {
    Echo echo[INSTANCES];
    int channels;
} DelayBank;

/* The time in steps of 1/rate. The division comes last: 350 ms at 22050 Hz are 7717.5, and nothing less. */
static double time_at(double rate, const double *values, double tempo_bpm)
{
    int note = (int)param_clamp(&params[NOTE], values[NOTE]);
    double time = note ? note_beats[note] * 60 * rate / (tempo_bpm > 1 ? tempo_bpm : 1)
                       : param_clamp(&params[TIME], values[TIME]) * rate / 1000;
    return time < TIME_MAX_S * rate ? time : TIME_MAX_S * rate;
}

static uint64_t shape(const double *values, int channels, double rate_hz)
{
    (void)values;
    return (uint64_t)rate_hz << 2 | (uint64_t)channels;
}

static double tail_s(const ProcessorSetup *setup)
{
    const double *values = setup->values;
    double feedback = param_clamp(&params[FEEDBACK], values[FEEDBACK]) * 0.01;
    double time = time_at(1, values, setup->tempo_bpm) + MOD_MAX_S;
    double round = values[PINGPONG] >= 0.5 ? 2 * time : time; /* fed back once there and back */
    if (feedback >= 1)
        return INFINITY;
    double ring = 2 * key_filter_tail_s(values[LOW_CUT], values[HIGH_CUT], setup->rate_hz); /* passed more than once */
    return ring + (feedback > 0 ? round * (2 + 140 / -maths_db_from_lin(feedback)) : round);
}

static double gap_s(const ProcessorSetup *setup)
{
    return time_at(1, setup->values, setup->tempo_bpm) + MOD_MAX_S;
}

static void echo_reset(Echo *echo)
{
    int64_t written = echo->position < (int64_t)echo->mask + 1 ? echo->position : (int64_t)echo->mask + 1;
    for (int c = 0; c < echo->channels; c++) {
        memset(echo->channel[c].ring, 0, (size_t)written * sizeof(float));
        echo->channel[c].low_cut = echo->channel[c].high_cut = (Svf){0, 0};
    }
    echo->position = 0;
    echo->envelope = 0;
    echo->phase = 0;
}

static void delay_free(void *bank)
{
    DelayBank *own = bank;
    if (!own)
        return;
    for (int i = 0; i < INSTANCES; i++)
        for (int c = 0; c < 2; c++)
            free(own->echo[i].channel[c].ring);
    free(own);
}

static bool echo_init(Echo *echo, int channels, double rate_hz)
{
    uint32_t size = 64;
    while (size < (TIME_MAX_S + 2 * MOD_MAX_S) * rate_hz + 16)
        size *= 2;
    echo->channels = channels;
    echo->mask = size - 1;
    echo->rate_hz = rate_hz;
    echo->attack = (float)(1 - maths_exp(-1 / (0.005 * rate_hz)));
    echo->release = (float)(1 - maths_exp(-1 / (0.25 * rate_hz)));
    for (int c = 0; c < channels; c++) {
        echo->channel[c].ring = calloc(size, sizeof(float));
        if (!echo->channel[c].ring)
            return false;
    }
    return true;
}

static void *delay_new(const ProcessorSetup *setup)
{
    DelayBank *bank = calloc(1, sizeof *bank);
    if (!bank)
        return NULL;
    bank->channels = setup->channels;
    for (int i = 0; i < INSTANCES / setup->channels; i++)
        if (!echo_init(&bank->echo[i], setup->channels, setup->rate_hz)) {
            delay_free(bank);
            return NULL;
        }
    return bank;
}

static void delay_reset(void *bank, int lane)
{
    echo_reset(&((DelayBank *)bank)->echo[lane]);
}

static void cuts_set(Echo *echo, const double *values, bool jump)
{
    svf_cut_set(&echo->low_cut, param_clamp(&params[LOW_CUT], values[LOW_CUT]), echo->rate_hz, jump);
    svf_cut_set(&echo->high_cut, param_clamp(&params[HIGH_CUT], values[HIGH_CUT]), echo->rate_hz, jump);
}

static void echo_settle(Echo *echo)
{
    ramps_settle(echo->ramps, RAMPS);
    echo->tap_from = echo->tap_to;
    echo->depth_from = echo->depth_to;
    echo->ramps[RAMP_CROSS] = (Ramp){0, 0};
    bool low_off = svf_cut_settle(&echo->low_cut), high_off = svf_cut_settle(&echo->high_cut);
    for (int c = 0; c < 2; c++) {
        if (low_off)
            echo->channel[c].low_cut = (Svf){0, 0};
        if (high_off)
            echo->channel[c].high_cut = (Svf){0, 0};
    }
}

static void delay_update(void *bank, int lane, const double *values, double tempo_bpm, bool jump)
{
    Echo *echo = &((DelayBank *)bank)->echo[lane];
    if (echo->cell.moving)
        echo_settle(echo);
    cell_begin(&echo->cell, jump);
    int tap = (int)floor(time_at(echo->rate_hz, values, tempo_bpm) + 0.5);
    echo->tap_to = tap < TAP_MIN ? TAP_MIN : tap;
    if (jump)
        echo->tap_from = echo->tap_to;
    echo->ramps[RAMP_CROSS] = (Ramp){0, echo->tap_from == echo->tap_to ? 0 : 1};
    ramp_set(&echo->ramps[RAMP_FEEDBACK], param_clamp(&params[FEEDBACK], values[FEEDBACK]) * 0.01, jump);
    ramp_set(&echo->ramps[RAMP_PINGPONG], values[PINGPONG] >= 0.5 && echo->channels == 2, jump);
    echo->depth_from = echo->depth_to;
    echo->depth_to = param_clamp(&params[MODULATION], values[MODULATION]) * 0.01 * MOD_MAX_S * echo->rate_hz;
    if (jump)
        echo->depth_from = echo->depth_to;
    ramp_set(&echo->ramps[RAMP_DUCK], 1 - maths_lin_from_db(-param_clamp(&params[DUCK], values[DUCK])), jump);
    cuts_set(echo, values, jump);
    echo->phase_step = (uint32_t)(param_clamp(&params[MOD_RATE], values[MOD_RATE]) / echo->rate_hz * 4294967296.0);
}

static double wave(uint32_t phase)
{
    double x = (int32_t)phase * (1.0 / 2147483648.0);
    double y = 4 * x * (1 - fabs(x));
    return y * (0.775 + 0.225 * fabs(y));
}

static float ring_at(const Echo *echo, const float *ring, int64_t frame)
{
    return ring[(uint32_t)frame & echo->mask];
}

/* The signal `delay` frames back, between frames by Lagrange's cubic. */
static float ring_between(const Echo *echo, const float *ring, double delay)
{
    int whole = (int)delay;
    float t = (float)(delay - whole);
    int64_t at = echo->position - whole;
    if (t == 0)
        return ring_at(echo, ring, at);
    float a = ring_at(echo, ring, at + 1), b = ring_at(echo, ring, at), c = ring_at(echo, ring, at - 1),
          d = ring_at(echo, ring, at - 2);
    return b * ((1 + t) * (1 - t) * (2 - t) * 0.5f) + c * ((1 + t) * t * (2 - t) * 0.5f) -
           a * (t * (1 - t) * (2 - t) * (1.0f / 6)) - d * ((1 + t) * t * (1 - t) * (1.0f / 6));
}

/* In double: a float of a million frames has no room for their parts. */
static float tap_read(const Echo *echo, int c, int tap, double deviation)
{
    double delay = tap + deviation;
    return ring_between(echo, echo->channel[c].ring, delay < TAP_MIN - 1 ? TAP_MIN - 1 : delay);
}

/* Identity up to 2, then a curve of slope one there that never passes 4. */
static float bend(float x)
{
    float over = fabsf(x) - BEND_FROM;
    if (over <= 0)
        return x;
    float bent = BEND_FROM + BEND_FROM * over / (over + BEND_FROM);
    return x < 0 ? -bent : bent;
}

static float channel_read(Echo *echo, int c, int position)
{
    Channel *channel = &echo->channel[c];
    float cross = ramp_at(&echo->ramps[RAMP_CROSS], position);
    double depth = echo->depth_from + (echo->depth_to - echo->depth_from) * ((position + 1) * (1.0 / CELL_FRAMES));
    /* the right channel wanders a quarter of a cycle behind */
    double deviation = depth > 0 ? depth * wave(echo->phase - (c ? 0x40000000u : 0)) : 0;
    float wet = tap_read(echo, c, echo->tap_from, deviation);
    if (echo->tap_from != echo->tap_to)
        wet += (tap_read(echo, c, echo->tap_to, deviation) - wet) * cross;
    if (echo->low_cut.on)
        wet = svf_cut_run(&echo->low_cut, &channel->low_cut, true, position, wet);
    if (echo->high_cut.on)
        wet = svf_cut_run(&echo->high_cut, &channel->high_cut, false, position, wet);
    return wet;
}

static float duck_next(Echo *echo, float level, int position)
{
    echo->envelope += (level - echo->envelope) * (level > echo->envelope ? echo->attack : echo->release);
    float share = echo->envelope * (1 / DUCK_FULL);
    return 1 - ramp_at(&echo->ramps[RAMP_DUCK], position) * (share < 1 ? share : 1);
}

static void echo_frame(Echo *echo, float *const io[], int i, int position)
{
    float in[2] = {0, 0}, wet[2] = {0, 0}, level = 0;
    for (int c = 0; c < echo->channels; c++) {
        in[c] = io[c][i];
        level = fabsf(in[c]) > level ? fabsf(in[c]) : level;
        wet[c] = channel_read(echo, c, position);
    }
    float feedback = ramp_at(&echo->ramps[RAMP_FEEDBACK], position);
    float back[2] = {in[0] + feedback * wet[0], in[1] + feedback * wet[1]};
    float ping = ramp_at(&echo->ramps[RAMP_PINGPONG], position), crossed = 0.5f * (in[0] + in[1]) + feedback * wet[1];
    back[0] = (1 - ping) * back[0] + ping * crossed;
    back[1] = (1 - ping) * back[1] + ping * wet[0];
    float duck = duck_next(echo, level, position);
    for (int c = 0; c < echo->channels; c++) {
        echo->channel[c].ring[(uint32_t)echo->position & echo->mask] = bend(back[c]);
        io[c][i] = wet[c] * duck;
    }
    echo->position++;
    echo->phase += echo->phase_step;
}

static bool ramp_stands(const Ramp *ramp)
{
    return ramp->from == ramp->to;
}

/* True when an echo only repeats: nothing moves, and no filter, ducking or modulation is in use. */
static bool echo_is_plain(const Echo *echo)
{
    return ramp_stands(&echo->ramps[RAMP_FEEDBACK]) && echo->depth_from == 0 && echo->depth_to == 0 &&
           ramp_stands(&echo->ramps[RAMP_DUCK]) && ramp_stands(&echo->ramps[RAMP_PINGPONG]) &&
           echo->ramps[RAMP_DUCK].to == 0 && echo->ramps[RAMP_PINGPONG].to == 0 && echo->tap_from == echo->tap_to &&
           !echo->low_cut.on && !echo->high_cut.on;
}

/* The same bits as echo_frame, for a plain echo. */
static void echo_repeat(Echo *echo, float *const io[], int frames)
{
    float feedback = echo->ramps[RAMP_FEEDBACK].to, level[CELL_FRAMES] = {0};
    for (int c = 0; c < echo->channels; c++) {
        float *ring = echo->channel[c].ring, *x = io[c];
        uint32_t write = (uint32_t)echo->position, read = (uint32_t)(echo->position - echo->tap_to);
        for (int i = 0; i < frames; i++) {
            float in = x[i], wet = ring[read++ & echo->mask];
            level[i] = fabsf(in) > level[i] ? fabsf(in) : level[i];
            ring[write++ & echo->mask] = bend(in + feedback * wet);
            x[i] = wet;
        }
    }
    for (int i = 0; i < frames; i++)
        duck_next(echo, level[i], 0);
    echo->position += frames;
    echo->phase += echo->phase_step * (uint32_t)frames;
}

static void delay_process(void *bank, float *const io[BANK_LANES], const float *const key[BANK_LANES] UNUSED,
                          int offset, int frames)
{
    DelayBank *own = bank;
    for (int e = 0; e < INSTANCES / own->channels; e++) {
        Echo *echo = &own->echo[e];
        if (!io[e])
            continue;
        if (cell_enter(&echo->cell, offset))
            echo_settle(echo);
        if (echo_is_plain(echo))
            echo_repeat(echo, io + e, frames);
        else
            for (int i = 0; i < frames; i++)
                echo_frame(echo, io + e, i, offset + i);
        if (cell_leave(&echo->cell, offset, frames))
            echo_settle(echo);
    }
}

static void delay_move(void *to, int to_lane, const void *from, int from_lane)
{
    Echo *target = &((DelayBank *)to)->echo[to_lane];
    const Echo *source = &((const DelayBank *)from)->echo[from_lane];
    float *rings[2] = {target->channel[0].ring, target->channel[1].ring};
    echo_reset(target);
    *target = *source;
    int64_t written = source->position < (int64_t)source->mask + 1 ? source->position : (int64_t)source->mask + 1;
    for (int c = 0; c < source->channels; c++) {
        target->channel[c].ring = rings[c];
        memcpy(rings[c], source->channel[c].ring, (size_t)written * sizeof(float));
    }
}

const ProcessorKind delay_kind = {
    .kind = "delay",
    .letter = 'Y',
    .label = "Delay",
    .help = "Echoes in time with the song.",
    .rank = 80,
    .flags = PROCESSOR_HAS_MIX,
    .lanes = INSTANCES,
    .params = params,
    .param_count = VALUES,
    .shape = shape,
    .tail_s = tail_s,
    .gap_s = gap_s,
    .bank_new = delay_new,
    .bank_free = delay_free,
    .reset = delay_reset,
    .update = delay_update,
    .process = delay_process,
    .move = delay_move,
    .shows = SHOWS_ECHOES,
};
