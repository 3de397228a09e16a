/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/engine/step/state.h"

#include <stdlib.h>
#include <string.h>

StripState *strip_state_new(uint32_t uid)
{
    StripState *state = calloc(1, sizeof *state);
    if (state) {
        state->uid = uid;
        state->refs = 1;
    }
    return state;
}

void strip_state_unref(StripState *state)
{
    if (!state || --state->refs > 0)
        return;
    for (int i = 0; i < STRIP_CONTROL_COUNT; i++)
        lane_free(state->told[i].lane);
    free(state);
}

SendState *send_state_new(void)
{
    SendState *state = calloc(1, sizeof *state);
    if (state)
        state->refs = 1;
    return state;
}

void send_state_unref(SendState *state)
{
    if (!state || --state->refs > 0)
        return;
    for (int i = 0; i < SEND_CONTROL_COUNT; i++)
        lane_free(state->told[i].lane);
    free(state);
}

static bool voice_allocate(VoiceState *state)
{
    size_t count = state->count > 0 ? (size_t)state->count : 1;
    state->told = calloc(count, sizeof *state->told);
    state->value = calloc(count, sizeof *state->value);
    state->now = calloc(count, sizeof *state->now);
    state->from = calloc(count, sizeof *state->from);
    state->moved = calloc(count, sizeof *state->moved);
    if (!state->told || !state->value || !state->now || !state->from || !state->moved)
        return false;
    for (size_t i = 0; i < count; i++)
        state->moved[i] = INT64_MIN;
    if (state->latency > 0)
        state->dry = delay_line_new(state->channels, state->latency, CELL_FRAMES);
    return state->latency == 0 || state->dry;
}

uint64_t voice_shape(const ProcessorSpec *spec, int channels, double rate_hz)
{
    double values[PROCESSOR_VALUES_MAX];
    processor_values_clamp(spec->kind, spec->values, values);
    return spec->kind->shape ? spec->kind->shape(values, channels, rate_hz) : (uint64_t)channels;
}

int voice_latency(const ProcessorSpec *spec, double rate_hz)
{
    double values[PROCESSOR_VALUES_MAX];
    processor_values_clamp(spec->kind, spec->values, values);
    return spec->kind->latency_frames ? spec->kind->latency_frames(values, rate_hz) : 0;
}

static double highest_value(const ProcessorSpec *spec, int index)
{
    const ControlSpec *lane = spec->lanes ? spec->lanes[index] : NULL;
    double highest = spec->values[index], added = lane && lane->mode == LANE_TRIM ? spec->values[index] : 0;
    for (int i = 0; lane && lane->mode != LANE_OFF && i < lane->point_count; i++)
        if (lane->points[i].value + added > highest)
            highest = lane->points[i].value + added;
    return highest;
}

static double asked_s(double (*ask)(const ProcessorSetup *), const ProcessorSpec *spec, double rate_hz,
                      double slowest_bpm)
{
    double highest[PROCESSOR_VALUES_MAX], values[PROCESSOR_VALUES_MAX];
    ProcessorSetup setup = {rate_hz, slowest_bpm, 2, values, spec->file};
    if (!ask)
        return 0;
    for (int i = 0; i < processor_value_count(spec->kind); i++)
        highest[i] = highest_value(spec, i);
    processor_values_clamp(spec->kind, highest, values);
    return ask(&setup);
}

double voice_tail_s(const ProcessorSpec *spec, double rate_hz, double slowest_bpm)
{
    return asked_s(spec->kind->tail_s, spec, rate_hz, slowest_bpm);
}

double voice_gap_s(const ProcessorSpec *spec, double rate_hz, double slowest_bpm)
{
    return asked_s(spec->kind->gap_s, spec, rate_hz, slowest_bpm);
}

VoiceState *voice_state_new(const ProcessorSpec *spec, int channels, double rate_hz)
{
    VoiceState *state = calloc(1, sizeof *state);
    if (!state)
        return NULL;
    state->uid = spec->uid;
    state->refs = 1;
    state->kind = spec->kind;
    state->channels = channels;
    state->file = spec->file;
    state->count = processor_value_count(spec->kind);
    state->latency = voice_latency(spec, rate_hz);
    state->fresh = true;
    state->wet_from = state->wet_to = state->bypass_lin = 1.0;
    if (!voice_allocate(state)) {
        voice_state_unref(state);
        return NULL;
    }
    return state;
}

void voice_state_unref(VoiceState *state)
{
    if (!state || --state->refs > 0)
        return;
    for (int i = 0; state->told && i < state->count; i++)
        lane_free(state->told[i].lane);
    lane_free(state->bypass_told.lane);
    lane_free(state->bypass_db_told.lane);
    free(state->told);
    free(state->value);
    free(state->now);
    free(state->from);
    free(state->moved);
    delay_line_unref(state->dry);
    free(state);
}

BankState *bank_state_new(const ProcessorKind *kind, const ProcessorSetup *setup, uint64_t shape)
{
    BankState *state = calloc(1, sizeof *state);
    if (!state)
        return NULL;
    *state = (BankState){.refs = 1, .kind = kind, .shape = shape, .channels = setup->channels};
    state->bank = kind->bank_new(setup);
    if (!state->bank) {
        free(state);
        return NULL;
    }
    return state;
}

void bank_state_unref(BankState *state)
{
    if (!state || --state->refs > 0)
        return;
    state->kind->bank_free(state->bank);
    free(state);
}

EdgeState *edge_state_new(void)
{
    EdgeState *state = calloc(1, sizeof *state);
    if (state)
        state->refs = 1;
    return state;
}

void edge_state_unref(EdgeState *state)
{
    if (state && --state->refs == 0)
        free(state);
}

DelayLine *delay_line_new(int channels, int64_t delay, int run_frames)
{
    DelayLine *line = calloc(1, sizeof *line);
    if (!line)
        return NULL;
    line->refs = 1;
    line->channels = channels;
    line->delay = delay;
    line->size = 64;
    while (line->size < delay + run_frames)
        line->size *= 2;
    for (int c = 0; c < channels; c++) {
        line->ring[c] = calloc((size_t)line->size, sizeof(float));
        if (!line->ring[c]) {
            delay_line_unref(line);
            return NULL;
        }
    }
    return line;
}

void delay_line_unref(DelayLine *line)
{
    if (!line || --line->refs > 0)
        return;
    free(line->ring[0]);
    free(line->ring[1]);
    free(line);
}

static void ring_copy(float *ring, int64_t size, int64_t at, float *linear, int frames, bool into_ring)
{
    int64_t place = at & (size - 1);
    int first = size - place < frames ? (int)(size - place) : frames;
    if (into_ring) {
        memcpy(ring + place, linear, (size_t)first * sizeof *ring);
        memcpy(ring, linear + first, (size_t)(frames - first) * sizeof *ring);
    } else {
        memcpy(linear, ring + place, (size_t)first * sizeof *ring);
        memcpy(linear + first, ring, (size_t)(frames - first) * sizeof *ring);
    }
}

void delay_line_run(DelayLine *line, float *const *in, float *const *out, int frames)
{
    for (int c = 0; c < line->channels; c++) {
        ring_copy(line->ring[c], line->size, line->at, in[c], frames, true);
        ring_copy(line->ring[c], line->size, line->at - line->delay, out[c], frames, false);
    }
    line->at += frames;
}

void delay_line_reset(DelayLine *line)
{
    for (int c = 0; c < line->channels; c++)
        memset(line->ring[c], 0, (size_t)line->size * sizeof(float));
}
