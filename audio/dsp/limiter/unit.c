/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/dsp/limiter/unit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "audio/base/maths.h"

enum {
    GROUP = PEAKSCAN_GROUP,
    REACH = PEAKSCAN_CENTRE, /* frames that the scan lags behind the group that came in */
    GUARD = LIMITUNIT_GUARD
};

#define HOLD_MAX_S 0.04

uint64_t limitunit_keep(double time_s, double rate_hz)
{
    double keep = maths_exp(-1 / (time_s * rate_hz)) * 4294967296.0;
    return keep > 4294967295.0 ? 4294967295u : (uint64_t)keep;
}

void limitunit_free(LimitUnit *unit)
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

void limitunit_reset(LimitUnit *unit)
{
    for (int c = 0; c < unit->channels; c++) {
        LimitChannel *channel = &unit->channel[c];
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

LimitUnit *limitunit_new(int channels, int lookahead, double rate_hz)
{
    LimitUnit *unit = calloc(1, sizeof *unit);
    if (!unit)
        return NULL;
    unit->channels = channels;
    unit->lookahead = lookahead;
    unit->rate_hz = rate_hz;
    unit->guard_release = (LimitRelease){.keep = limitunit_keep(0.03, rate_hz), .hold_frames = GUARD};
    bool made = true;
    for (int c = 0; c < channels; c++) {
        LimitChannel *channel = &unit->channel[c];
        made = limitline_init(&channel->in, lookahead + 2 * REACH + GUARD + 2 * GROUP) && made;
        made = limitline_init(&channel->mid, 2 * REACH + GUARD + 2 * GROUP) && made;
        channel->first = limitgain_new(lookahead, (int)(HOLD_MAX_S * rate_hz));
        channel->guard = limitgain_new(GUARD, GUARD);
        made = made && channel->first && channel->guard;
    }
    if (!made) {
        limitunit_free(unit);
        return NULL;
    }
    limitunit_reset(unit);
    return unit;
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
static void group_demands(LimitUnit *unit, int stage, float peaks[2][GROUP], uint32_t demands[2][GROUP])
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

static LimitGain *stage_gain(const LimitChannel *channel, int stage)
{
    return stage ? channel->guard : channel->first;
}

/* True when a group asks nothing of a stage that has nothing to do. */
static bool group_rests(const LimitUnit *unit, int stage, float lowest, float peaks[2][GROUP])
{
    bool rests = true;
    for (int c = 0; c < unit->channels; c++) {
        float top = unit->channel[c].previous[stage];
        for (int i = 0; i < GROUP; i++)
            top = peaks[c][i] > top ? peaks[c][i] : top;
        rests = rests && top <= lowest && limitgain_is_idle(stage_gain(&unit->channel[c], stage));
    }
    return rests;
}

static void group_pass(LimitUnit *unit, int stage, int delay, float peaks[2][GROUP], float out[2][GROUP])
{
    for (int c = 0; c < unit->channels; c++) {
        LimitChannel *channel = &unit->channel[c];
        const float *from = limitline_back(stage ? &channel->mid : &channel->in, delay);
        channel->previous[stage] = peaks[c][GROUP - 1];
        limitgain_idle(stage_gain(channel, stage), GROUP);
        for (int i = 0; i < GROUP; i++)
            out[c][i] = from[i] * 1.0f; /* as any gain takes denormals away */
    }
}

/* One stage over one group: `in` holds the newest; the frames `delay` before it, turned down, go to out. Returns the
 * least gain. */
static float group_stage(LimitUnit *unit, const PeakScan *scan, int stage, int delay, float out[2][GROUP])
{
    float peaks[2][GROUP], lowest = unit->ceiling[0], least = 1;
    uint32_t demands[2][GROUP];
    for (int i = 1; i < GROUP; i++)
        lowest = unit->ceiling[i] < lowest ? unit->ceiling[i] : lowest;
    for (int c = 0; c < unit->channels; c++) {
        LimitChannel *channel = &unit->channel[c];
        if (stage == 1 && !unit->true_peak)
            memset(peaks[c], 0, sizeof peaks[c]); /* a gain moves no sample above the ceiling */
        else
            group_scan(scan, stage ? &channel->mid : &channel->in, lowest, unit->true_peak, peaks[c]);
    }
    if (group_rests(unit, stage, lowest, peaks)) {
        group_pass(unit, stage, delay, peaks, out);
        return 1;
    }
    group_demands(unit, stage, peaks, demands);
    for (int c = 0; c < unit->channels; c++) {
        LimitChannel *channel = &unit->channel[c];
        const float *from = limitline_back(stage ? &channel->mid : &channel->in, delay);
        for (int i = 0; i < GROUP; i++) {
            float gain = limitgain_next(stage_gain(channel, stage), stage ? &unit->guard_release : &unit->release,
                                        demands[c][i]);
            out[c][i] = from[i] * gain;
            least = gain < least ? gain : least;
        }
    }
    return least;
}

static void group_process(LimitUnit *unit, const PeakScan *scan)
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

void limitunit_process(LimitUnit *unit, const PeakScan *scan, float *const io[], int offset, int frames)
{
    if (cell_enter(&unit->cell, offset))
        ramps_settle(unit->ramps, LIMIT_RAMPS);
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
        ramps_settle(unit->ramps, LIMIT_RAMPS);
}

void limitunit_copy(LimitUnit *to, const LimitUnit *from)
{
    LimitUnit kept = *to;
    *to = *from;
    for (int c = 0; c < from->channels; c++) {
        LimitChannel *channel = &to->channel[c];
        channel->in = kept.channel[c].in;
        channel->mid = kept.channel[c].mid;
        channel->first = kept.channel[c].first;
        channel->guard = kept.channel[c].guard;
        limitline_copy(&channel->in, &from->channel[c].in);
        limitline_copy(&channel->mid, &from->channel[c].mid);
        memcpy(channel->first, from->channel[c].first, from->channel[c].first->size);
        memcpy(channel->guard, from->channel[c].guard, from->channel[c].guard->size);
    }
}
