/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Nanoseconds of CPU time a channel-sample of each processor in a full bank, at 48 kHz.  Not part of `make check`.
 *
 *     make tests/bench/dsp_bench && tests/bench/dsp_bench [KIND...]
 */
#define _GNU_SOURCE
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#if defined(__SSE2__)
#include <xmmintrin.h>
#endif

#include "audio/base/cpu.h"
#include "audio/dsp/catalogue.h"
#include "audio/dsp/lanes.h"
#include "audio/dsp/processor.h"

enum { CELLS = 64, ROUNDS = 9 };

static float input[BANK_LANES][CELLS * CELL_FRAMES], work[BANK_LANES][CELLS * CELL_FRAMES];

static double cpu_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static void set(const ProcessorKind *kind, double *values, int slot, const char *key, double value)
{
    int index = processor_value_index(kind, slot, key);
    if (index >= 0)
        values[index] = value;
}

static void set_eq_of_w2(const ProcessorKind *kind, double *values)
{
    static const double hz[] = {80, 120, 400, 2500, 8000}, gain_db[] = {0, 2, -3, 2, 3},
                        q[] = {0.7071, 0.7, 1, 1.2, 0.8};
    const ParamInfo *type = &kind->band_params[0];
    for (int slot = 0; slot < 5; slot++) {
        set(kind, values, slot, "type", param_choice_index(type, slot == 0 ? "lowcut" : "bell"));
        set(kind, values, slot, "freq", hz[slot]);
        set(kind, values, slot, "gain", gain_db[slot]);
        set(kind, values, slot, "q", q[slot]);
    }
}

/* One band more, which moves all the time. */
static void set_dynamic_band(const ProcessorKind *kind, double *values)
{
    set(kind, values, 5, "type", param_choice_index(&kind->band_params[0], "bell"));
    set(kind, values, 5, "freq", 1500);
    set(kind, values, 5, "threshold", -60);
    set(kind, values, 5, "ratio", 3);
}

static void set_busy(const ProcessorKind *kind, double *values, bool dynamic)
{
    processor_values_init(kind, values);
    if (strcmp(kind->kind, "eq") == 0)
        set_eq_of_w2(kind, values);
    if (dynamic)
        set_dynamic_band(kind, values);
    if (strcmp(kind->kind, "comp") == 0) {
        set(kind, values, -1, "threshold", -24);
        set(kind, values, -1, "ratio", 3);
        set(kind, values, -1, "makeup", 2);
    }
    if (strcmp(kind->kind, "gate") == 0)
        set(kind, values, -1, "threshold", -55);
    if (strcmp(kind->kind, "deesser") == 0)
        set(kind, values, -1, "threshold", -40);
    if (strcmp(kind->kind, "transient") == 0)
        set(kind, values, -1, "attack", 50);
}

static double run_kind(const ProcessorKind *kind, bool dynamic)
{
    double *values = malloc((size_t)processor_value_count(kind) * sizeof *values), best = INFINITY;
    set_busy(kind, values, dynamic);
    ProcessorSetup setup = {48000, 120, 2, values, NULL};
    void *bank = kind->bank_new(&setup);
    if (!bank)
        exit(1);
    for (int lane = 0; lane < kind->lanes; lane += 2) {
        kind->reset(bank, lane);
        kind->update(bank, lane, values, 120, true);
    }
    for (int round = 0; round < ROUNDS; round++) {
        double spent = 0;
        for (int pass = 0; pass < 20; pass++) {
            memcpy(work, input, sizeof work);
            double begin = cpu_s();
            for (int cell = 0; cell < CELLS; cell++) {
                float *io[BANK_LANES] = {NULL};
                const float *key[BANK_LANES] = {NULL};
                for (int lane = 0; lane < kind->lanes; lane++)
                    io[lane] = work[lane] + cell * CELL_FRAMES;
                kind->process(bank, io, key, 0, CELL_FRAMES);
            }
            spent += cpu_s() - begin;
        }
        double ns = spent * 1e9 / (20.0 * CELLS * CELL_FRAMES * kind->lanes);
        best = ns < best ? ns : best;
    }
    kind->bank_free(bank);
    free(values);
    return best;
}

int main(int argc, char **argv)
{
#if defined(__SSE2__)
    _mm_setcsr(_mm_getcsr() | 0x8040);
#endif
    for (int lane = 0; lane < BANK_LANES; lane++)
        for (int i = 0; i < CELLS * CELL_FRAMES; i++)
            input[lane][i] = 0.3f * sinf(0.1f * (float)(i * (lane + 1)));
    for (int level = LANES_BASE; level < LANES_LEVELS; level++) {
        cpu_use_extensions((CpuLevel)level);
        for (int i = 0; catalogue_at(i); i++) {
            bool wanted = argc == 1;
            for (int a = 1; a < argc; a++)
                wanted = wanted || strcmp(argv[a], catalogue_at(i)->kind) == 0;
            if (!wanted || (catalogue_at(i)->flags & PROCESSOR_FILE))
                continue;
            static const char *const words[] = {"base", "avx2", "avx512"};
            const char *word = words[level];
            printf("%s %s %.3f ns\n", word, catalogue_at(i)->kind, run_kind(catalogue_at(i), false));
            if (strcmp(catalogue_at(i)->kind, "eq") == 0)
                printf("%s eq, one band dynamic %.3f ns\n", word, run_kind(catalogue_at(i), true));
        }
    }
    return 0;
}
