/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a processor and its slow reference in double precision are both given: values, automation and signals, drawn
 * from a seed.
 *
 * A take is one instance over some cells.  Values are random, often at their corners, and stand still, change now and
 * then, jump between corners at every cell, or move a little at every cell; signals are music-like, silent, loud, hard,
 * huge and tiny; the rate is one of ten from 8 to 192 kHz.  take_run runs the processor in runs cut at random, on a
 * random lane; the reference computes Take.want one sample at a time from what the processor's manual says, and
 * take_errors compares.
 */
#ifndef TTYMIX_TESTS_AUDIO_DSP_REFERENCE_H
#define TTYMIX_TESTS_AUDIO_DSP_REFERENCE_H

#include "tests/audio/dsp/stage.h"

#if defined(__SSE2__)
#include <xmmintrin.h>
#endif

enum { TAKE_CELLS = 160, TAKE_FRAMES = TAKE_CELLS * CELL_FRAMES, TAKE_VALUES = 32, TAKE_SIGNALS = 11 };

typedef struct Take {
    const ProcessorKind *kind;
    const ProcessorFile *file;
    uint64_t seed, chance;
    double rate_hz;
    int channels, cells, frames;
    double values[TAKE_CELLS][TAKE_VALUES]; /* at the end of each cell */
    float in[2][TAKE_FRAMES], out[2][TAKE_FRAMES];
    double want[2][TAKE_FRAMES];
} Take;

/* Sets FTZ and DAZ, as every computing thread does. */
static inline void reference_denormals_off(void)
{
#if defined(__SSE2__)
    _mm_setcsr(_mm_getcsr() | 0x8040);
#endif
}

static inline double chance_unit(Take *take)
{
    return 0.5 + 0.5 * noise_next(&take->chance);
}

static inline int chance_below(Take *take, int limit)
{
    int pick = (int)(chance_unit(take) * limit);
    return pick < limit ? pick : limit - 1;
}

static inline double chance_value(Take *take, const ParamInfo *param, bool corner)
{
    int pick = chance_below(take, corner ? 3 : 8);
    double x = chance_unit(take);
    if (pick == 0)
        return param->min;
    if (pick == 1)
        return param->max;
    if (pick == 2)
        return param->special && x < 0.5 ? param->special_value : param->def;
    if (param->law == LAW_CHOICE || param->law == LAW_SWITCH)
        return floor(param->min + x * (param->max - param->min + 0.999));
    if (param->law == LAW_LOG && param->min > 0)
        return param->min * pow(param->max / param->min, x);
    return param->min + x * (param->max - param->min);
}

static inline void take_turn(Take *take, double *values, bool corner, bool slow)
{
    for (int i = 0; i < take->kind->param_count; i++) {
        const ParamInfo *param = &take->kind->params[i];
        if (param->flags & PARAM_STRUCTURAL || chance_below(take, 3))
            continue;
        if (slow && param->law != LAW_CHOICE && param->law != LAW_SWITCH)
            values[i] = param_clamp(param, values[i] * (1 + 0.02 * (chance_unit(take) - 0.5)));
        else if (!slow || chance_below(take, 10) == 0)
            values[i] = chance_value(take, param, corner);
    }
}

static inline void take_automate(Take *take)
{
    int lively = chance_below(take, 4);
    for (int cell = 1; cell < take->cells; cell++) {
        memcpy(take->values[cell], take->values[cell - 1], sizeof take->values[0]);
        if (lively == 1 && chance_below(take, 8) == 0)
            take_turn(take, take->values[cell], false, false);
        if (lively >= 2)
            take_turn(take, take->values[cell], lively == 2, lively == 3);
    }
}

/* Two struck tones that decay over a low one, and a hiss. */
static inline double music_at(Take *take, double t)
{
    double since = fmod(t, 0.031), hit = exp(-since * 90) * (since < 5e-4 ? since / 5e-4 : 1);
    return 0.5 * sin(2 * M_PI * 61 * t) + hit * (0.6 * sin(2 * M_PI * 233 * t) + 0.4 * sin(2 * M_PI * 1867 * t)) +
           0.003 * (2 * chance_unit(take) - 1);
}

static inline float signal_at(Take *take, int signal, double pitch, int i)
{
    double noise = 2 * chance_unit(take) - 1;
    switch (signal) {
    case 0: return (float)(i % 997 == 5 ? 1 : i % 1409 == 3 ? -0.7 : 0);
    case 1: return (float)noise;
    case 2: return (float)(fmod(i * pitch * 0.2, 1) < 0.5 ? 1 : -1);
    case 3: return (float)(1.4 * music_at(take, i / take->rate_hz));
    case 4: /* a sweep to near half the rate */
        return (float)(0.9 * sin(M_PI * 0.9 * pitch * i * (double)i / (2.0 * take->frames)));
    case 5: return (float)(sin(2 * M_PI * 0.449 * i) * (i / 700 % 2 ? 1.9 : 0.02));
    case 6: return i / 1500 % 2 ? 0.8f : 0.0f;
    case 7: return (float)(1e-39 * noise); /* denormal: read as 0 */
    case 8: return (float)(1e6 * noise);
    case 9: return (float)(noise * (i / 400 % 3 == 0 ? 1 : 1e-6));
    default: return (float)(0.2 * sin(0.011 * pitch * i) + 0.1 * noise);
    }
}

static inline void take_signals(Take *take)
{
    int signal = chance_below(take, TAKE_SIGNALS), kind = chance_below(take, 4);
    double pitch = chance_unit(take);
    for (int i = 0; i < take->frames; i++)
        take->in[0][i] = signal_at(take, signal, pitch, i);
    signal = kind == 0 ? chance_below(take, TAKE_SIGNALS) : signal;
    for (int i = 0; i < take->frames; i++)
        take->in[1][i] = kind == 1   ? take->in[0][i]
                         : kind == 2 ? -take->in[0][i]
                                     : signal_at(take, signal, 0.7 * pitch, i);
}

/* Everything from a seed; `cells` up to TAKE_CELLS. */
static inline void take_fill(Take *take, const ProcessorKind *kind, uint64_t seed, int cells)
{
    static const double rates_hz[] = {8000, 11025, 22050, 32000, 44100, 48000, 88200, 96000, 176400, 192000};
    take->kind = kind;
    take->seed = seed;
    take->chance = seed * 0x9e3779b97f4a7c15u + 1;
    for (int i = 0; i < 8; i++)
        noise_next(&take->chance);
    take->cells = cells;
    take->frames = cells * CELL_FRAMES;
    take->rate_hz = rates_hz[chance_below(take, ARRAY_LEN(rates_hz))];
    take->channels = 1 + chance_below(take, 2);
    assert_true(processor_value_count(kind) <= TAKE_VALUES);
    processor_values_init(kind, take->values[0]);
    for (int i = 0; i < kind->param_count; i++)
        take->values[0][i] = chance_value(take, &kind->params[i], false);
    take_automate(take);
    take_signals(take);
}

static inline void take_run(Take *take)
{
    ProcessorSetup setup = {take->rate_hz, 120, take->channels, take->values[0], take->file};
    void *bank = take->kind->bank_new(&setup);
    int lane = 2 * chance_below(take, take->kind->lanes / 2);
    assert_non_null(bank);
    memcpy(take->out, take->in, sizeof take->out);
    for (int cell = 0; cell < take->cells; cell++) {
        take->kind->update(bank, lane, take->values[cell], 120, cell == 0);
        for (int from = 0, to; from < CELL_FRAMES; from = to) {
            float *io[BANK_LANES] = {NULL};
            const float *key[BANK_LANES] = {NULL};
            to = chance_below(take, 2) ? CELL_FRAMES : from + 1 + chance_below(take, CELL_FRAMES - from);
            for (int c = 0; c < take->channels; c++)
                io[lane + c] = take->out[c] + cell * CELL_FRAMES + from;
            take->kind->process(bank, io, key, from, to - from);
        }
    }
    take->kind->bank_free(bank);
}

static inline double take_value(const Take *take, int cell, const char *key)
{
    return take->values[cell][processor_value_index(take->kind, -1, key)];
}

/* What moves in a straight line over a cell, at a frame: `values[cell]` is reached at the cell's last frame
 * (processor.h). */
static inline double take_glide(const double *values, int frame)
{
    int cell = frame / CELL_FRAMES;
    double from = values[cell ? cell - 1 : 0];
    return from + (values[cell] - from) * (frame % CELL_FRAMES + 1) / CELL_FRAMES;
}

static inline double lin_from(double db)
{
    return pow(10, db / 20);
}

/* Highest distance between what came and what the reference wants, as a share of `bound` (one for each frame; the error
 * that the test states).  Fails where it exceeds 1 or is no number. */
static inline double take_errors(const Take *take, const double bound[2][TAKE_FRAMES])
{
    double worst = 0;
    for (int c = 0; c < take->channels; c++)
        for (int i = 0; i < take->frames; i++) {
            double share = fabs(take->out[c][i] - take->want[c][i]) / bound[c][i];
            if (!(share <= 1))
                fail_msg("%s, seed %llu, %g Hz: channel %d, frame %d is %.9g, the reference says %.9g, bound %.3g",
                         take->kind->kind, (unsigned long long)take->seed, take->rate_hz, c, i, (double)take->out[c][i],
                         take->want[c][i], bound[c][i]);
            worst = share > worst ? share : worst;
        }
    return worst;
}

/* The number of takes: TTYMIX_TEST_TRIALS or `usual`; an eighth of that where a sanitizer slows everything down. */
static inline int takes_wanted(int usual)
{
    const char *wanted = getenv("TTYMIX_TEST_TRIALS");
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    usual = usual / 8 + 1;
#endif
    return wanted ? atoi(wanted) : usual;
}

static inline uint64_t takes_first(void)
{
    const char *first = getenv("TTYMIX_TEST_SEED");
    return first ? strtoull(first, NULL, 10) : 1;
}

#endif
