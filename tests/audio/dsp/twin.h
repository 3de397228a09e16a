/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs a processor beside its twin: a slow reference in double precision, one sample at a time, written from the manual
 * in the processor's header and the literature that it names.
 *
 * Everything is drawn from a seed: values at random and at their corners, automation (none, now and then, at every
 * cell), mono or stereo, one of ten rates from 8 to 192 kHz, tempo, signals and keys.  The processor runs on a random
 * lane in runs cut at random.  The error is the greatest distance from the twin over the loudest sample so far of what
 * went in and of what the twin put out.
 */
#ifndef TTYMIX_TESTS_AUDIO_DSP_TWIN_H
#define TTYMIX_TESTS_AUDIO_DSP_TWIN_H

#include "tests/audio/dsp/stage.h"

#if defined(__SSE2__)
#include <xmmintrin.h>
#endif

enum { TWIN_VALUES = 512 };
#define SLACK_SEEN 2e-4 /* -74 dB: a slack that is more is rare, or the twin proves nothing */

typedef struct Twin {
    const ProcessorKind *kind;
    void *(*begin)(const ProcessorSetup *setup); /* zeroed state; freed with free() after `end`, which may be NULL */
    void (*end)(void *state);
    /* A cell begins: what moved stands; then, if not NULL, new values (`first`: at once). */
    void (*cell)(void *state, const double *values, double tempo_bpm, bool first);
    void (*frame)(void *state, double io[2], const double key[2], int position);
    int cells;                                      /* of a run */
    bool still;                                     /* no automation */
    void (*tame)(double *values, uint64_t *chance); /* NULL, or changes the values that were drawn */
    /* NULL, or by how much a float detector's last bits may move this channel's sample of the frame that was run. */
    double (*slack)(const void *state, int channel);
} Twin;

/* What moves in a straight line over a cell. */
typedef struct Line {
    double from, to;
} Line;

static inline double line_at(const Line *line, int position)
{
    return line->from + (line->to - line->from) * (position + 1) / CELL_FRAMES;
}

static inline void line_set(Line *line, double to, bool first)
{
    line->from = first ? to : line->to;
    line->to = to;
}

static inline void lines_settle(Line *lines, int count)
{
    for (int i = 0; i < count; i++)
        lines[i].from = lines[i].to;
}

/* ---- chance ---- */

static inline double twin_unit(uint64_t *chance)
{
    return 0.5 + 0.5 * noise_next(chance);
}

static inline int twin_below(uint64_t *chance, int limit)
{
    int pick = (int)(twin_unit(chance) * limit);
    return pick < limit ? pick : limit - 1;
}

static inline double twin_value(uint64_t *chance, const ParamInfo *param)
{
    int pick = twin_below(chance, 9);
    double x = twin_unit(chance);
    if (param->special && pick == 0)
        return param->special_value;
    if (pick <= 3)
        return pick == 1 ? param->min : pick == 2 ? param->max : param->def;
    if ((param->law == LAW_CHOICE || param->law == LAW_SWITCH) && !(param->flags & PARAM_LISTENING))
        return floor(param->min + x * (param->max - param->min + 0.999));
    if (param->law == LAW_LOG && param->min > 0)
        return param->min * pow(param->max / param->min, x);
    return param->min + x * (param->max - param->min);
}

static inline bool twin_slot_is_free(const ProcessorKind *kind, const double *values, int index)
{
    if (index < kind->param_count)
        return false;
    return values[index - (index - kind->param_count) % kind->band_param_count] == kind->band_params[0].def;
}

static inline void twin_values(uint64_t *chance, const ProcessorKind *kind, double *values)
{
    processor_values_init(kind, values);
    for (int slot = 0, bands = kind->band_max ? twin_below(chance, (kind->band_max < 6 ? kind->band_max : 6) + 1) : 0;
         slot < bands; slot++)
        values[processor_value_index(kind, slot, kind->band_params[0].key)] = kind->band_params[0].max;
    for (int i = 0; i < processor_value_count(kind); i++)
        if (i < kind->param_count ||
            (!twin_slot_is_free(kind, values, i) && (i - kind->param_count) % kind->band_param_count))
            values[i] = twin_value(chance, processor_value_param(kind, i));
}

static inline void twin_turn(uint64_t *chance, const ProcessorKind *kind, double *values)
{
    for (int i = 0; i < processor_value_count(kind); i++) {
        const ParamInfo *param = processor_value_param(kind, i);
        if (!(param->flags & PARAM_STRUCTURAL) && !twin_slot_is_free(kind, values, i) && twin_below(chance, 4) == 0)
            values[i] = twin_value(chance, param);
    }
}

/* ---- signals ---- */

static inline double twin_sample(uint64_t *chance, int signal, double turn, int i)
{
    double noise = noise_next(chance), since = i % 5000;
    switch (signal) {
    case 0: /* drums over a quiet bed */ return noise * (0.9 * exp(-since / 700) + 0.002) + 0.1 * sin(turn * i);
    case 1: return 0.5 * sin(turn * i) * (0.55 + 0.45 * sin(i * 0.0007));
    case 2: return i % 3001 == 7 ? 1 : 0;
    case 3: return i / 1700 % 2 ? noise : 1e-3 * noise;
    case 4: return sin(2 * turn * i) > 0 ? 1 : -1;
    case 5: /* falls over 100 dB */ return sin(turn * i) * pow(10, -5.0 * (i % 9000) / 9000);
    case 6: return i < 3000 ? 0.25 * noise : 0;
    default: return noise;
    }
}

static inline void twin_signal(uint64_t *chance, float *x, int frames)
{
    int signal = twin_below(chance, 8);
    double turn = 0.003 * pow(600, twin_unit(chance)), level = twin_below(chance, 3) ? 1 : 0.05;
    for (int i = 0; i < frames; i++)
        x[i] = (float)(level * twin_sample(chance, signal, turn, i));
}

/* ---- a run ---- */

typedef struct TwinRun {
    const Twin *twin;
    uint64_t chance;
    void *bank, *state;
    double values[TWIN_VALUES], tempo_bpm, rate_hz;
    int channels, lane, lively;
    bool keyed;
    float *in[2], *key[2];
    double loudest, worst;     /* of what went by; distance over it */
    long frames, slack_frames; /* of channels; with a slack above SLACK_SEEN */
    int worst_at;
} TwinRun;

static inline void twin_compare(TwinRun *run, int cell, float out[2][CELL_FRAMES])
{
    for (int i = 0; i < CELL_FRAMES; i++) {
        double io[2] = {0}, key[2] = {0};
        int at = cell * CELL_FRAMES + i;
        for (int c = 0; c < run->channels; c++) {
            io[c] = run->in[c][at];
            key[c] = run->keyed ? run->key[c][at] : run->in[c][at];
            run->loudest = fmax(run->loudest, fabs(io[c]));
        }
        run->twin->frame(run->state, io, key, i);
        for (int c = 0; c < run->channels; c++) {
            run->loudest = fmax(run->loudest, fabs(io[c]));
            double slack = run->twin->slack ? run->twin->slack(run->state, c) : 0;
            double off = fmax(0, fabs(out[c][i] - io[c]) - slack) / fmax(run->loudest, 1e-9);
            run->frames++;
            run->slack_frames += slack > SLACK_SEEN * run->loudest;
            if (!(off <= run->worst)) {
                run->worst = off;
                run->worst_at = at;
            }
        }
    }
}

static inline void twin_cell(TwinRun *run, int cell)
{
    const ProcessorKind *kind = run->twin->kind;
    bool turned = cell == 0 || run->lively == 3 || (run->lively == 2 && twin_below(&run->chance, 8) == 0);
    float out[2][CELL_FRAMES] = {{0}};
    if (turned && cell)
        twin_turn(&run->chance, kind, run->values);
    if (turned)
        kind->update(run->bank, run->lane, run->values, run->tempo_bpm, cell == 0);
    run->twin->cell(run->state, turned ? run->values : NULL, run->tempo_bpm, cell == 0);
    for (int c = 0; c < run->channels; c++)
        memcpy(out[c], run->in[c] + cell * CELL_FRAMES, sizeof out[c]);
    for (int from = 0, to; from < CELL_FRAMES; from = to) {
        float *io[BANK_LANES] = {NULL};
        const float *key[BANK_LANES] = {NULL};
        to = twin_below(&run->chance, 3) ? CELL_FRAMES : from + 1 + twin_below(&run->chance, CELL_FRAMES - from);
        for (int c = 0; c < run->channels; c++) {
            io[run->lane + c] = out[c] + from;
            key[run->lane + c] = run->keyed ? run->key[c] + cell * CELL_FRAMES + from : NULL;
        }
        kind->process(run->bank, io, key, from, to - from);
    }
    twin_compare(run, cell, out);
}

/* The error in dB of one seed; adds to frames[0] those that were compared, to frames[1] those with a slack to speak of.
 */
static inline double twin_error_db(const Twin *twin, uint64_t seed, long frames[2])
{
    static const double rates_hz[] = {8000, 11025, 22050, 32000, 44100, 48000, 88200, 96000, 176400, 192000};
    TwinRun run = {.twin = twin, .chance = seed * 0x9e3779b97f4a7c15u + 1};
    for (int i = 0; i < 8; i++)
        noise_next(&run.chance);
    run.rate_hz = rates_hz[twin_below(&run.chance, 10)];
    run.tempo_bpm = 40 + 200 * twin_unit(&run.chance);
    run.channels = 1 + twin_below(&run.chance, 2);
    run.lane = run.channels * twin_below(&run.chance, twin->kind->lanes / run.channels);
    run.lively = twin->still ? 0 : twin_below(&run.chance, 4);
    run.keyed = twin->kind->flags & PROCESSOR_KEYED && twin_below(&run.chance, 3) == 0;
    twin_values(&run.chance, twin->kind, run.values);
    if (twin->tame)
        twin->tame(run.values, &run.chance);
    for (int c = 0; c < 2; c++) {
        run.in[c] = signal_new(twin->cells * CELL_FRAMES);
        run.key[c] = signal_new(twin->cells * CELL_FRAMES);
        twin_signal(&run.chance, run.in[c], twin->cells * CELL_FRAMES);
        twin_signal(&run.chance, run.key[c], twin->cells * CELL_FRAMES);
    }
    ProcessorSetup setup = {run.rate_hz, run.tempo_bpm, run.channels, run.values, NULL};
    run.bank = twin->kind->bank_new(&setup);
    run.state = twin->begin(&setup);
    assert_true(run.bank && run.state);
    for (int cell = 0; cell < twin->cells; cell++)
        twin_cell(&run, cell);
    twin->kind->bank_free(run.bank);
    if (twin->end)
        twin->end(run.state);
    free(run.state);
    for (int c = 0; c < 2; c++) {
        free(run.in[c]);
        free(run.key[c]);
    }
    for (int i = 0; getenv("TWIN_VALUES") && i < processor_value_count(twin->kind); i++)
        if (!twin_slot_is_free(twin->kind, run.values, i))
            printf("%s %g\n", processor_value_param(twin->kind, i)->key, run.values[i]);
    if (getenv("TWIN_VERBOSE"))
        printf("%s seed %llu: %.1f dB at frame %d (%g Hz, %d channels, lively %d, lane %d)\n", twin->kind->kind,
               (unsigned long long)seed, 20 * log10(run.worst + 1e-15), run.worst_at, run.rate_hz, run.channels,
               run.lively, run.lane);
    frames[0] += run.frames;
    frames[1] += run.slack_frames;
    return 20 * log10(run.worst + 1e-15);
}

/* The worst of `runs` seeds must be below `bar_db`; TTYMIX_TEST_TRIALS and TTYMIX_TEST_SEED choose others. */
static inline void twin_check(const Twin *twin, int runs, double bar_db)
{
    const char *wanted = getenv("TTYMIX_TEST_TRIALS"), *first = getenv("TTYMIX_TEST_SEED");
    double worst = -300;
    long frames[2] = {0};
    char name[60];
    snprintf(name, sizeof name, "%s.reference", twin->kind->kind);
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    runs = runs / 8 + 1;
#endif
#if defined(__SSE2__)
    _mm_setcsr(_mm_getcsr() | 0x8040); /* FTZ and DAZ, as every computing thread sets them */
#endif
    runs = wanted ? atoi(wanted) : runs;
    for (int i = 0; i < runs; i++) {
        uint64_t seed = (first ? strtoull(first, NULL, 10) : 1) + (uint64_t)i;
        double error = twin_error_db(twin, seed, frames);
        if (!(error < bar_db))
            fail_msg("%s is %.1f dB off its reference (seed %llu), not below %g dB", twin->kind->kind, error,
                     (unsigned long long)seed, bar_db);
        worst = fmax(worst, error);
    }
    figure(name, worst, "dB", bar_db);
    if (!wanted && frames[1] > frames[0] / 50)
        fail_msg("%s: the slack of %ld of %ld frames is above -74 dB", twin->kind->kind, frames[1], frames[0]);
}

#endif
