/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs one instance of a processor over whole signals, cell by cell as the engine does, and the measurements the tests
 * share. */
#ifndef TTYMIX_TESTS_AUDIO_DSP_STAGE_H
#define TTYMIX_TESTS_AUDIO_DSP_STAGE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "audio/dsp/processor.h"

#ifndef M_PI
#define M_PI 3.14159265358979323846
#endif

enum { STAGE_VALUES = 512 };

typedef struct Stage {
    const ProcessorKind *kind;
    double values[STAGE_VALUES], rate_hz, tempo_bpm;
    int channels;
    const ProcessorFile *file;
    void *bank;
} Stage;

static inline void stage_init(Stage *stage, const ProcessorKind *kind, double rate_hz, int channels)
{
    memset(stage, 0, sizeof *stage);
    stage->kind = kind;
    stage->rate_hz = rate_hz;
    stage->channels = channels;
    stage->tempo_bpm = 120;
    processor_values_init(kind, stage->values);
}

static inline void stage_set(Stage *stage, const char *key, double value)
{
    int index = processor_value_index(stage->kind, -1, key);
    if (index < 0)
        fail_msg("%s has no %s", stage->kind->kind, key);
    stage->values[index] = value;
}

static inline void stage_open(Stage *stage)
{
    ProcessorSetup setup = {stage->rate_hz, stage->tempo_bpm, stage->channels, stage->values, stage->file};
    stage->bank = stage->kind->bank_new(&setup);
    assert_non_null(stage->bank);
    stage->kind->update(stage->bank, 0, stage->values, stage->tempo_bpm, true);
}

static inline void stage_close(Stage *stage)
{
    stage->kind->bank_free(stage->bank);
    stage->bank = NULL;
}

/* Runs in place from a frame on a cell's start; `cuts` is the longest run, 64 for whole cells. */
static inline void stage_run_cut(Stage *stage, float *left, float *right, int frames, int cuts)
{
    for (int at = 0; at < frames;) {
        int offset = at % CELL_FRAMES, run = cuts < CELL_FRAMES - offset ? cuts : CELL_FRAMES - offset;
        run = run < frames - at ? run : frames - at;
        float *io[BANK_LANES] = {left + at, stage->channels == 2 ? right + at : NULL};
        const float *key[BANK_LANES] = {NULL};
        stage->kind->process(stage->bank, io, key, offset, run);
        at += run;
    }
}

static inline void stage_run(Stage *stage, float *left, float *right, int frames)
{
    stage_run_cut(stage, left, right, frames, CELL_FRAMES);
}

static inline int stage_latency(const Stage *stage)
{
    return stage->kind->latency_frames ? stage->kind->latency_frames(stage->values, stage->rate_hz) : 0;
}

static inline double db_from(double lin)
{
    return 20 * log10(lin);
}

/* A line for the table in tests/README.md. */
static inline void figure(const char *name, double value, const char *unit, double bar)
{
    printf("figure %s %.6g %s bar %g\n", name, value, unit, bar);
}

/* True where everything is slow (sanitizers): one case in a few is enough then. */
static inline bool is_quick(void)
{
    const char *quick = getenv("TTYMIX_QUICK"); /* the makefile sets it empty where nobody asked for it */
    return quick && *quick;
}

/* Uniform noise in [-1, 1), xorshift64*. */
static inline double noise_next(uint64_t *state)
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return (double)((*state * 2685821657736338717u) >> 11) / 4503599627370496.0 - 1;
}

static inline float *signal_new(int frames)
{
    float *signal = calloc((size_t)frames, sizeof *signal);
    assert_non_null(signal);
    return signal;
}

#endif
