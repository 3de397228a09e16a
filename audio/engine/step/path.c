/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/engine/step/path.h"

typedef struct Terms { /* constant gains that wait to be summed together */
    const float *x[2][2 * MIX_TERMS];
    double gain[2][2 * MIX_TERMS];
    int count[2];
    bool begun; /* something was summed already */
} Terms;

static void terms_flush(Terms *terms, const Run *run, double *const *sum)
{
    for (int c = 0; c < 2; c++) {
        if (terms->begun)
            run->kernels->mix_more(sum[c], terms->x[c], terms->gain[c], terms->count[c], run->frames);
        else
            run->kernels->mix(sum[c], terms->x[c], terms->gain[c], terms->count[c], run->frames);
        terms->count[c] = 0;
    }
    terms->begun = true;
}

/* Gains of 0 add nothing: left out. */
static void terms_add(Terms *terms, float *const *x, int channels, const double gain[PAN_GAINS])
{
    static const int index[2][2] = {{PAN_LL, PAN_RL}, {PAN_LR, PAN_RR}};
    for (int c = 0; c < 2; c++)
        for (int from = 0; from < channels; from++)
            if (gain[index[c][from]] != 0) {
                terms->x[c][terms->count[c]] = x[from];
                terms->gain[c][terms->count[c]++] = gain[index[c][from]];
            }
}

static void add_varying(const Run *run, double *const *sum, float *const *x, int channels)
{
    double *const *row = run->space->row;
    run->kernels->mix_varying(sum[0], x[0], row[PAN_LL], run->frames);
    if (channels == 2)
        run->kernels->mix_varying(sum[0], x[1], row[PAN_RL], run->frames);
    run->kernels->mix_varying(sum[1], x[0], row[PAN_LR], run->frames);
    if (channels == 2)
        run->kernels->mix_varying(sum[1], x[1], row[PAN_RR], run->frames);
}

GainKind path_gains(const GainPath *path, EdgeState *state, int64_t ahead, const Run *run, double steady[PAN_GAINS])
{
    GainClock clock = {run->timeline, run->kernels, run->frame, ahead, run->frames, run->space->scratch};
    return gains_of_run(path, state, &clock, steady, run->space->row);
}

void path_signal(const Plan *plan, const PlanStrip *strip, const Run *run, GainKind kind,
                 const double steady[PAN_GAINS], float *const *out)
{
    float *x[2];
    int channels = plan->signals[strip->signal].channels;
    Terms terms = {.begun = false};
    for (int c = 0; c < channels; c++)
        x[c] = signal_channel(plan, strip->signal, run, c);
    if (kind == GAIN_STEADY) {
        terms_add(&terms, x, channels, steady);
        for (int c = 0; c < 2; c++)
            run->kernels->mix_round(out[c], terms.x[c], terms.gain[c], terms.count[c], run->frames);
        return;
    }
    terms_flush(&terms, run, run->space->sum);
    add_varying(run, run->space->sum, x, channels);
    for (int c = 0; c < 2; c++) {
        const double *one = run->space->sum[c];
        run->kernels->round_parts(out[c], &one, 1, run->frames);
    }
}

static int edge_signal(const Plan *plan, const PlanEdge *edge, const Run *run, float *x[2])
{
    int channels = plan->signals[edge->signal].channels;
    for (int c = 0; c < channels; c++)
        x[c] = signal_channel(plan, edge->signal, run, c);
    return channels;
}

/* What a strip gives the master, alone, for who asked for it. */
static void keep_stem(const Plan *plan, const PlanEdge *edge, const Run *run, float *const *x, int channels,
                      GainKind kind, const double steady[PAN_GAINS])
{
    float *const *stem = run->stems ? run->stems + 2 * edge->from : NULL;
    if (!stem || edge->to != plan->master || edge->send >= 0)
        return;
    Terms alone = {.begun = false};
    if (kind == GAIN_STEADY)
        terms_add(&alone, x, channels, steady);
    terms_flush(&alone, run, run->space->stem);
    if (kind == GAIN_VARYING)
        add_varying(run, run->space->stem, x, channels);
    for (int c = 0; c < 2; c++) {
        const double *part = run->space->stem[c];
        if (stem[c])
            run->kernels->round_parts(stem[c], &part, 1, run->frames);
    }
}

void mix_part(const Plan *plan, int index, const Run *run, double *const *sum, float *const *out)
{
    const PlanPart *part = &plan->parts[index];
    double *const *to = sum ? sum : run->space->sum;
    Terms terms = {.begun = false};
    for (int i = 0; i < part->count; i++) {
        const PlanEdge *edge = &plan->edges[plan->inputs[part->first + i]];
        double steady[PAN_GAINS];
        float *x[2];
        int channels = edge_signal(plan, edge, run, x);
        GainKind kind = path_gains(&edge->path, edge->state, edge->ahead, run, steady);
        keep_stem(plan, edge, run, x, channels, kind, steady);
        if (kind == GAIN_STEADY) {
            terms_add(&terms, x, channels, steady);
        } else {
            terms_flush(&terms, run, to);
            add_varying(run, to, x, channels);
        }
    }
    if (sum || terms.begun)
        terms_flush(&terms, run, to);
    for (int c = 0; c < 2 && !sum; c++) {
        const double *one = to[c];
        if (terms.begun)
            run->kernels->round_parts(out[c], &one, 1, run->frames);
        else
            run->kernels->mix_round(out[c], terms.x[c], terms.gain[c], terms.count[c], run->frames);
    }
}
