/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A true-peak limiter with look-ahead.
 *
 * Every frame's true peak (peakscan.h) that lies above the ceiling becomes a demand, 1 - ceiling / peak, of the frames
 * on both sides of it; a smooth curve (limitgain.h) has come down when the frame leaves.  Because a moving gain makes
 * new peaks between the samples, a second, short stage of the same parts (look-ahead and hold 32 frames, release 30 ms)
 * looks at the first one's result and takes off what is left, and a quarter more, which is nothing while the gain
 * stands still. Linked channels raise each other's demands to their share of the highest.  Below the ceiling the input
 * is passed on bit for bit, late by the latency.
 *
 * Work is done in groups of 8 frames.  All values are those of the frame that comes in: the first stage's scan is 128
 * frames behind it, the second's 256 and the look-ahead.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "audio/base/maths.h"
#include "audio/dsp/cell.h"
#include "audio/dsp/kinds.h"
#include "audio/dsp/limiter/gain.h"
#include "audio/dsp/limiter/line.h"
#include "audio/dsp/math/peakscan.h"

enum {
    GROUP = PEAKSCAN_GROUP,
    REACH = PEAKSCAN_CENTRE, /* frames that the scan lags behind the group that came in */
    GUARD = 32,              /* look-ahead of the second stage */
    INSTANCES = 2,
    RELEASE_AUTO = 0
};

#define HOLD_MAX_S 0.04

/* Order of the values. */
enum {
    LIMITER_GAIN,      /* dB before the limiter */
    LIMITER_CEILING,   /* dBTP */
    LIMITER_LOOKAHEAD, /* ms, structural */
    LIMITER_RELEASE,   /* ms, or auto */
    LIMITER_LINK,      /* % */
    LIMITER_CHARACTER,
    LIMITER_TRUE_PEAK,
    LIMITER_UNITY, /* listening: the gain taken off again */
    LIMITER_DELTA, /* listening: only what is taken away */
    LIMITER_VALUES
};
static const char *const character_words[] = {"transparent", "punchy", "smooth", NULL};

/* What `release auto` and the hold are: after a peak, a fast return to what the last moments needed on average, then a
 * slow one. */
static const struct {
    double fast_s, slow_s, hold_lookaheads;
} characters[] = {
    {0.080, 1.0, 1.25},
    {0.025, 0.35, 1.0},
    {0.200, 2.0, 3.0},
};

static const ParamInfo params[LIMITER_VALUES] = {
    [LIMITER_GAIN] = {.key = "gain",
                      .label = "Gain",
                      .help = "Level added before the limiter.",
                      .unit = UNIT_DB,
                      .min = -24,
                      .max = 36,
                      .step = 0.5,
                      .fine = 0.1,
                      .coarse = 3},
    [LIMITER_CEILING] = {.key = "ceiling",
                         .label = "Ceiling",
                         .help = "Highest true peak that leaves the limiter.",
                         .unit = UNIT_DBTP,
                         .min = -30,
                         .def = -1,
                         .step = 0.1,
                         .fine = 0.05,
                         .coarse = 1},
    [LIMITER_LOOKAHEAD] = {.key = "lookahead",
                           .label = "Look-ahead",
                           .help = "Time in which the gain comes down before a peak.",
                           .unit = UNIT_MS,
                           .min = 0.1,
                           .max = 10,
                           .def = 5,
                           .law = LAW_LOG,
                           .step = 1.1,
                           .fine = 1.02,
                           .coarse = 1.5,
                           .flags = PARAM_STRUCTURAL},
    [LIMITER_RELEASE] = {.key = "release",
                         .label = "Release",
                         .help = "Time constant of the return after a peak, or auto.",
                         .unit = UNIT_MS,
                         .min = 1,
                         .max = 5000,
                         .def = RELEASE_AUTO,
                         .law = LAW_LOG,
                         .step = 1.1,
                         .fine = 1.02,
                         .coarse = 1.5,
                         .special = "auto",
                         .special_value = RELEASE_AUTO},
    [LIMITER_LINK] = {.key = "link",
                      .label = "Link",
                      .help = "How far one channel's reduction holds for the other.",
                      .unit = UNIT_PERCENT,
                      .max = 100,
                      .def = 100,
                      .step = 5,
                      .fine = 1,
                      .coarse = 20},
    [LIMITER_CHARACTER] = {.key = "character",
                           .label = "Character",
                           .help = "Hold, and the times of release auto.",
                           PARAM_CHOICE(character_words)},
    [LIMITER_TRUE_PEAK] = {.key = "truepeak",
                           .label = "True peak",
                           .help = "Peaks between the samples count, too.",
                           .def = 1,
                           PARAM_SWITCH},
    [LIMITER_UNITY] = {.key = "unity",
                       .label = "Unity",
                       .help = "Listen with the gain taken off again.",
                       PARAM_SWITCH,
                       .flags = PARAM_FIXED | PARAM_LISTENING},
    [LIMITER_DELTA] = {.key = "delta",
                       .label = "Delta",
                       .help = "Listen to what the limiter takes away.",
                       PARAM_SWITCH,
                       .flags = PARAM_FIXED | PARAM_LISTENING},
};

typedef struct Channel {
    LimitLine in, mid; /* after the gain; after the first stage */
    LimitGain *first, *guard;
    float previous[2]; /* the last peak of each stage's scan */
    float fifo[GROUP]; /* what leaves while the next group comes in */
} Channel;

enum { RAMP_GAIN, RAMP_CEILING, RAMP_UNITY, RAMP_DELTA, RAMPS };

typedef struct Instance {
    Channel channel[2];
    int channels, lookahead;
    double rate_hz;
    Cell cell;
    Ramp ramps[RAMPS];
    LimitRelease release, guard_release;
    float link, reduction;
    bool true_peak, listening;          /* unity or delta is on, or may still fade */
    int fill;                           /* frames of the group that are in */
    float ceiling[GROUP], delta[GROUP]; /* as each of them came in */
} Instance;

typedef struct Bank {
    Instance *unit[INSTANCES]; /* stereo: one */
    PeakScan scan;
    int channels;
} Bank;

static int lookahead_frames(const double *values, double rate_hz)
{
    int frames = (int)floor(param_clamp(&params[LIMITER_LOOKAHEAD], values[LIMITER_LOOKAHEAD]) * 1e-3 * rate_hz + 0.5);
    return frames < 1 ? 1 : frames;
}

static int latency_frames(const double *values, double rate_hz)
{
    return GROUP + REACH + lookahead_frames(values, rate_hz) + REACH + GUARD;
}

static double tail_s(const ProcessorSetup *setup)
{
    const double *values = setup->values;
    return latency_frames(values, setup->rate_hz) / setup->rate_hz;
}

static uint64_t shape(const double *values, int channels, double rate_hz)
{
    return (uint64_t)lookahead_frames(values, rate_hz) << 34 | (uint64_t)rate_hz << 2 | (uint64_t)channels;
}

static uint64_t keep_of(double time_s, double rate_hz)
{
    double keep = maths_exp(-1 / (time_s * rate_hz)) * 4294967296.0;
    return keep > 4294967295.0 ? 4294967295u : (uint64_t)keep;
}

static void unit_free(Instance *unit)
{
    if (!unit)
        return;
    for (int c = 0; c < 2; c++) {
        limitline_clear(&unit->channel[c].in);
        limitline_clear(&unit->channel[c].mid);
        free(unit->channel[c].first);
        free(unit->channel[c].guard);
    }
    free(unit);
}

static void unit_reset(Instance *unit)
{
    for (int c = 0; c < unit->channels; c++) {
        Channel *channel = &unit->channel[c];
        limitline_reset(&channel->in);
        limitline_reset(&channel->mid);
        limitgain_reset(channel->first);
        limitgain_reset(channel->guard);
        memset(channel->previous, 0, sizeof channel->previous);
        memset(channel->fifo, 0, sizeof channel->fifo);
    }
    unit->fill = 0;
    unit->reduction = 0;
}

static Instance *unit_new(int channels, int lookahead, double rate_hz)
{
    Instance *unit = calloc(1, sizeof *unit);
    if (!unit)
        return NULL;
    unit->channels = channels;
    unit->lookahead = lookahead;
    unit->rate_hz = rate_hz;
    unit->guard_release = (LimitRelease){.keep = keep_of(0.03, rate_hz), .hold_frames = GUARD};
    bool made = true;
    for (int c = 0; c < channels; c++) {
        Channel *channel = &unit->channel[c];
        made = limitline_init(&channel->in, lookahead + 2 * REACH + GUARD + 2 * GROUP) && made;
        made = limitline_init(&channel->mid, 2 * REACH + GUARD + 2 * GROUP) && made;
        channel->first = limitgain_new(lookahead, (int)(HOLD_MAX_S * rate_hz));
        channel->guard = limitgain_new(GUARD, GUARD);
        made = made && channel->first && channel->guard;
    }
    if (!made) {
        unit_free(unit);
        return NULL;
    }
    unit_reset(unit);
    return unit;
}

static void bank_free(void *bank)
{
    Bank *own = bank;
    if (!own)
        return;
    for (int u = 0; u < INSTANCES; u++)
        unit_free(own->unit[u]);
    free(own);
}

static void *bank_new(const ProcessorSetup *setup)
{
    Bank *bank = aligned_alloc(64, (sizeof *bank + 63) / 64 * 64);
    if (!bank)
        return NULL;
    memset(bank, 0, sizeof *bank);
    bank->channels = setup->channels;
    peakscan_init(&bank->scan);
    for (int u = 0; u < INSTANCES / setup->channels; u++) {
        bank->unit[u] = unit_new(setup->channels, lookahead_frames(setup->values, setup->rate_hz), setup->rate_hz);
        if (!bank->unit[u]) {
            bank_free(bank);
            return NULL;
        }
    }
    return bank;
}

static void reset(void *bank, int lane)
{
    unit_reset(((Bank *)bank)->unit[lane]);
}

static LimitRelease release_of(const Instance *unit, const double *values)
{
    int character = (int)param_clamp(&params[LIMITER_CHARACTER], values[LIMITER_CHARACTER]);
    double release_ms = param_clamp(&params[LIMITER_RELEASE], values[LIMITER_RELEASE]);
    bool is_auto = release_ms == RELEASE_AUTO;
    LimitRelease release = {.keep = keep_of(is_auto ? characters[character].fast_s : release_ms * 1e-3, unit->rate_hz)};
    if (is_auto)
        release.follow = 4294967296 - (int64_t)keep_of(characters[character].slow_s, unit->rate_hz);
    release.hold_frames = (int)(unit->lookahead * characters[character].hold_lookaheads);
    return release;
}

static void update(void *bank, int lane, const double *values, double tempo_bpm UNUSED, bool jump)
{
    Instance *unit = ((Bank *)bank)->unit[lane];
    double gain = maths_lin_from_db(param_clamp(&params[LIMITER_GAIN], values[LIMITER_GAIN]));
    cell_begin(&unit->cell, jump);
    ramp_set(&unit->ramps[RAMP_GAIN], gain, jump);
    ramp_set(&unit->ramps[RAMP_CEILING],
             maths_lin_from_db(param_clamp(&params[LIMITER_CEILING], values[LIMITER_CEILING])), jump);
    unit->release = release_of(unit, values);
    unit->link = (float)(param_clamp(&params[LIMITER_LINK], values[LIMITER_LINK]) * 0.01);
    unit->true_peak = values[LIMITER_TRUE_PEAK] >= 0.5;
    double unity = values[LIMITER_UNITY] > 0 ? 1 + (1 / gain - 1) * values[LIMITER_UNITY] : 1;
    bool fading = !jump && (unit->ramps[RAMP_DELTA].to > 0 || unit->ramps[RAMP_UNITY].to != 1);
    unit->listening = values[LIMITER_DELTA] > 0 || unity != 1 || fading;
    ramp_set(&unit->ramps[RAMP_UNITY], unity, jump);
    ramp_set(&unit->ramps[RAMP_DELTA], values[LIMITER_DELTA], jump);
}

/* The peaks of the group that lies REACH frames before the newest; zeros where they cannot reach the lowest ceiling. */
static void group_scan(const PeakScan *scan, const LimitLine *line, float lowest, bool true_peak, float *peaks)
{
    const float *from = limitline_back(line, REACH + PEAKSCAN_CENTRE);
    if (line->top * scan->bound <= lowest)
        memset(peaks, 0, GROUP * sizeof *peaks);
    else if (true_peak)
        peakscan_eight(scan, from, lowest, peaks);
    else
        for (int i = 0; i < GROUP; i++)
            peaks[i] = fabsf(from[PEAKSCAN_CENTRE + i]);
}

static uint32_t demand_of(float peak, float ceiling)
{
    if (peak <= ceiling)
        return 0;
    double demand = (1 - (double)ceiling / peak) * LIMITGAIN_ONE + 1;
    return demand < LIMITGAIN_ONE ? (uint32_t)demand : (uint32_t)LIMITGAIN_ONE;
}

/* The second stage takes off a quarter more than what is left, because its own moving gain makes peaks too. */
static uint32_t guard_demand(uint32_t demand)
{
    uint32_t more = demand + demand / 4;
    return more < (uint32_t)LIMITGAIN_ONE ? more : (uint32_t)LIMITGAIN_ONE;
}

/* Demands of a group for each channel, linked; a frame answers for the gaps on both of its sides. */
static void group_demands(Instance *unit, int stage, float peaks[2][GROUP], uint32_t demands[2][GROUP])
{
    for (int c = 0; c < unit->channels; c++)
        for (int i = 0; i < GROUP; i++) {
            float before = i ? peaks[c][i - 1] : unit->channel[c].previous[stage];
            uint32_t demand = demand_of(before > peaks[c][i] ? before : peaks[c][i], unit->ceiling[i]);
            demands[c][i] = stage ? guard_demand(demand) : demand;
        }
    for (int c = 0; c < unit->channels; c++)
        unit->channel[c].previous[stage] = peaks[c][GROUP - 1];
    for (int i = 0; unit->channels == 2 && i < GROUP; i++) {
        uint32_t top = demands[0][i] > demands[1][i] ? demands[0][i] : demands[1][i];
        uint32_t linked = unit->link == 1 ? top : (uint32_t)((double)top * unit->link);
        for (int c = 0; c < 2; c++)
            demands[c][i] = demands[c][i] > linked ? demands[c][i] : linked;
    }
}

/* One stage over one group: `in` holds the newest; the frames `delay` before it, turned down, go to out. Returns the
 * least gain. */
static float group_stage(Instance *unit, const PeakScan *scan, int stage, int delay, float out[2][GROUP])
{
    float peaks[2][GROUP], lowest = unit->ceiling[0], least = 1;
    uint32_t demands[2][GROUP];
    for (int i = 1; i < GROUP; i++)
        lowest = unit->ceiling[i] < lowest ? unit->ceiling[i] : lowest;
    for (int c = 0; c < unit->channels; c++) {
        Channel *channel = &unit->channel[c];
        if (stage == 1 && !unit->true_peak)
            memset(peaks[c], 0, sizeof peaks[c]); /* a gain moves no sample above the ceiling */
        else
            group_scan(scan, stage ? &channel->mid : &channel->in, lowest, unit->true_peak, peaks[c]);
    }
    group_demands(unit, stage, peaks, demands);
    for (int c = 0; c < unit->channels; c++) {
        Channel *channel = &unit->channel[c];
        const float *from = limitline_back(stage ? &channel->mid : &channel->in, delay);
        for (int i = 0; i < GROUP; i++) {
            float gain = limitgain_next(stage ? channel->guard : channel->first,
                                        stage ? &unit->guard_release : &unit->release, demands[c][i]);
            out[c][i] = from[i] * gain;
            least = gain < least ? gain : least;
        }
    }
    return least;
}

static void group_process(Instance *unit, const PeakScan *scan)
{
    float middle[2][GROUP], out[2][GROUP];
    float least = group_stage(unit, scan, 0, REACH + unit->lookahead, middle);
    for (int c = 0; c < unit->channels; c++)
        limitline_append(&unit->channel[c].mid, middle[c]);
    unit->reduction = 1 - least * group_stage(unit, scan, 1, REACH + GUARD, out);
    for (int c = 0; c < unit->channels; c++) {
        const float *dry = limitline_back(&unit->channel[c].in, 2 * REACH + GUARD + unit->lookahead);
        for (int i = 0; i < GROUP; i++)
            unit->channel[c].fifo[i] =
                unit->listening ? fade_at(out[c][i], dry[i] - out[c][i], unit->delta[i]) : out[c][i];
    }
}

static void unit_process(Instance *unit, const PeakScan *scan, float *const io[], int offset, int frames)
{
    if (cell_enter(&unit->cell, offset))
        ramps_settle(unit->ramps, RAMPS);
    int done = 0;
    while (done < frames) {
        int part = GROUP - unit->fill < frames - done ? GROUP - unit->fill : frames - done;
        for (int i = 0; i < part; i++)
            unit->ceiling[unit->fill + i] = ramp_at(&unit->ramps[RAMP_CEILING], offset + done + i);
        for (int i = 0; unit->listening && i < part; i++)
            unit->delta[unit->fill + i] = ramp_at(&unit->ramps[RAMP_DELTA], offset + done + i);
        for (int c = 0; c < unit->channels; c++)
            for (int i = 0; i < part; i++) {
                float *place = &unit->channel[c].fifo[unit->fill + i];
                float in = io[c][done + i] * ramp_at(&unit->ramps[RAMP_GAIN], offset + done + i);
                io[c][done + i] =
                    unit->listening ? *place * ramp_at(&unit->ramps[RAMP_UNITY], offset + done + i) : *place;
                *place = in; /* the group that comes in takes the place of the one that leaves */
            }
        unit->fill += part;
        done += part;
        if (unit->fill == GROUP) {
            for (int c = 0; c < unit->channels; c++)
                limitline_append(&unit->channel[c].in, unit->channel[c].fifo);
            group_process(unit, scan);
            unit->fill = 0;
        }
    }
    if (cell_leave(&unit->cell, offset, frames))
        ramps_settle(unit->ramps, RAMPS);
}

static void process(void *bank, float *const io[BANK_LANES], const float *const key[BANK_LANES] UNUSED, int offset,
                    int frames)
{
    Bank *own = bank;
    for (int u = 0; u < INSTANCES / own->channels; u++)
        if (io[u])
            unit_process(own->unit[u], &own->scan, io + u, offset, frames);
}

static void move(void *to, int to_lane, const void *from, int from_lane)
{
    Instance *target = ((Bank *)to)->unit[to_lane];
    const Instance *source = ((const Bank *)from)->unit[from_lane];
    Instance kept = *target;
    *target = *source;
    for (int c = 0; c < source->channels; c++) {
        Channel *channel = &target->channel[c];
        channel->in = kept.channel[c].in;
        channel->mid = kept.channel[c].mid;
        channel->first = kept.channel[c].first;
        channel->guard = kept.channel[c].guard;
        limitline_copy(&channel->in, &source->channel[c].in);
        limitline_copy(&channel->mid, &source->channel[c].mid);
        memcpy(channel->first, source->channel[c].first, source->channel[c].first->size);
        memcpy(channel->guard, source->channel[c].guard, source->channel[c].guard->size);
    }
}

static float gain_reduction_db(const void *bank, int lane)
{
    float reduction = ((const Bank *)bank)->unit[lane]->reduction;
    return reduction > 0 ? (float)-maths_db_from_lin(reduction < 0.999999f ? 1.0 - reduction : 1e-6) : 0;
}

static double transfer_db(const double *values, double in_db)
{
    double out = in_db + values[LIMITER_GAIN];
    return out < values[LIMITER_CEILING] ? out : values[LIMITER_CEILING];
}

const ProcessorKind limiter_kind = {
    .kind = "limiter",
    .letter = 'L',
    .label = "Limiter",
    .help = "Keeps true peaks below a ceiling, with look-ahead.",
    .rank = 100,
    .flags = PROCESSOR_AFTER_FADER,
    .lanes = INSTANCES,
    .params = params,
    .param_count = LIMITER_VALUES,
    .ceiling = "ceiling",
    .ceiling_switch = "truepeak",
    .shape = shape,
    .latency_frames = latency_frames,
    .tail_s = tail_s,
    .bank_new = bank_new,
    .bank_free = bank_free,
    .reset = reset,
    .update = update,
    .process = process,
    .move = move,
    .gain_reduction_db = gain_reduction_db,
    .transfer_db = transfer_db,
};
