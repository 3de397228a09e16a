/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where signals begin: a track's clips, a bus's sum; then polarity and trim. */
#include <string.h>

#include "audio/engine/step/meters.h"
#include "audio/engine/step/path.h"
#include "audio/engine/step/step.h"

static double fade_at(const TimelineSpan *span, const Timeline *timeline, int frame)
{
    double part = (double)(span->fade_at + frame) / timeline->fade_frames;
    return span->fade == TIMELINE_FADE_IN ? part : 1.0 - part;
}

static void read_span(const Plan *plan, int index, const TimelineSpan *span, const Run *run, float *const *to,
                      int channels)
{
    const PlanStrip *strip = &plan->strips[index];
    size_t bytes = (size_t)span->frames * sizeof(float);
    if (!span->moving) {
        for (int c = 0; c < channels; c++)
            memset(to[c], 0, bytes);
        return;
    }
    ClipReader reader = {run->kernels, {run->space->clip[0], run->space->clip[1]}, run->space->scratch, run->wait};
    if (!clips_read(strip->clips, &reader, span->position - strip->offset_frames, span->frames, to, channels)) {
        atomic_fetch_add_explicit(run->underruns, 1, memory_order_relaxed);
        meters_count_underrun(plan, index, run);
    }
    if (span->fade == TIMELINE_PLAIN)
        return;
    for (int i = 0; i < span->frames; i++)
        run->space->scratch[i] = fade_at(span, run->timeline, i);
    for (int c = 0; c < channels; c++)
        run->kernels->scale_varying(to[c], run->space->scratch, span->frames);
}

static void apply_gains(const GainPath *path, EdgeState *state, int64_t ahead, const Run *run, float *const *x,
                        int channels)
{
    static const int own[2] = {PAN_LL, PAN_RR};
    double steady[PAN_GAINS];
    GainKind kind = path_gains(path, state, ahead, run, steady);
    for (int c = 0; c < channels; c++) {
        if (kind == GAIN_VARYING)
            run->kernels->scale_varying(x[c], run->space->row[own[c]], run->frames);
        else if (steady[own[c]] != 1.0)
            run->kernels->scale(x[c], steady[own[c]], run->frames);
    }
}

static int channels_of(const Plan *plan, const PlanStrip *strip, const Run *run, float *x[2])
{
    int channels = plan->signals[strip->signal].channels;
    for (int c = 0; c < channels; c++)
        x[c] = signal_channel(plan, strip->signal, run, c);
    return channels;
}

void step_source(const Plan *plan, int index, const Run *run)
{
    const PlanStrip *strip = &plan->strips[index];
    float *x[2];
    int channels = channels_of(plan, strip, run, x);
    for (int at = 0; at < run->frames;) {
        TimelineSpan span = timeline_span(run->timeline, run->frame + strip->ahead_in + at, run->frames - at);
        float *to[2] = {x[0] + at, channels == 2 ? x[1] + at : NULL};
        read_span(plan, index, &span, run, to, channels);
        at += span.frames;
    }
    apply_gains(&strip->source, strip->source_state, strip->ahead_in, run, x, channels);
    if (strip->voice_count > 0)
        meters_measure(plan, index, run, METER_INPUT, x, channels);
}

static void sum_inputs(const Plan *plan, const PlanStrip *strip, const Run *run, float *x[2])
{
    if (strip->part_count == 0) {
        for (int c = 0; c < 2; c++)
            memset(x[c], 0, (size_t)run->frames * sizeof(float));
    } else if (strip->part_count == 1) {
        mix_part(plan, strip->first_part, run, NULL, x);
    } else {
        const double *parts[2][STRIP_PARTS_MAX];
        for (int p = 0; p < strip->part_count; p++)
            for (int c = 0; c < 2; c++)
                parts[c][p] = part_channel(plan, strip->first_part + p, run, c);
        for (int c = 0; c < 2; c++)
            run->kernels->round_parts(x[c], parts[c], strip->part_count, run->frames);
    }
}

/* The master's input, for who compares the stems with it. */
static void keep_master_input(const Plan *plan, int index, const Run *run, float *const *x)
{
    for (int c = 0; c < 2 && run->stems && index == plan->master; c++)
        if (run->stems[2 * index + c])
            memcpy(run->stems[2 * index + c], x[c], (size_t)run->frames * sizeof(float));
}

void step_bus(const Plan *plan, int index, const Run *run)
{
    const PlanStrip *strip = &plan->strips[index];
    float *x[2];
    channels_of(plan, strip, run, x);
    sum_inputs(plan, strip, run, x);
    keep_master_input(plan, index, run, x);
    if (strip->offset)
        delay_line_run(strip->offset, x, x, run->frames);
    apply_gains(&strip->source, strip->source_state, strip->ahead_in, run, x, 2);
    if (strip->voice_count > 0)
        meters_measure(plan, index, run, METER_INPUT, x, 2);
}

void step_copy_input(const Plan *plan, int index, const Run *run)
{
    const PlanStrip *strip = &plan->strips[index];
    float *x[2];
    int channels = channels_of(plan, strip, run, x);
    for (int c = 0; c < channels; c++)
        memcpy(signal_channel(plan, strip->tap_signal[TAP_INPUT], run, c), x[c], (size_t)run->frames * sizeof(float));
}

void step_fader(const Plan *plan, int index, const Run *run)
{
    const PlanStrip *strip = &plan->strips[index];
    float *x[2];
    int channels = channels_of(plan, strip, run, x);
    size_t bytes = (size_t)run->frames * sizeof(float);
    if (strip->pre_count < strip->voice_count)
        meters_measure(plan, index, run, METER_PRE, x, channels);
    for (int k = 0; run->listen && k < LISTEN_PLACES; k++)
        for (int c = 0; c < 2 && run->listen[k].strip == index && !run->listen[k].after; c++)
            memcpy(run->listen[k].out[c], x[c < channels ? c : 0], bytes);
    if (strip->pre_count == strip->voice_count)
        return;
    if (strip->tap_signal[TAP_PRE] >= 0 && strip->tap_signal[TAP_PRE] != strip->signal)
        for (int c = 0; c < channels; c++)
            memcpy(signal_channel(plan, strip->tap_signal[TAP_PRE], run, c), x[c], bytes);
    apply_gains(&strip->fader, strip->fader_state, strip->ahead_pre, run, x, channels);
}

void step_delay(const Plan *plan, int index, const Run *run)
{
    const PlanDelay *delay = &plan->delays[index];
    float *in[2], *out[2];
    for (int c = 0; c < plan->signals[delay->from].channels; c++) {
        in[c] = signal_channel(plan, delay->from, run, c);
        out[c] = signal_channel(plan, delay->to, run, c);
    }
    delay_line_run(delay->line, in, out, run->frames);
}
