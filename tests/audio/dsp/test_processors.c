/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every processor promises (audio/dsp/processor.h), tried on every row of the catalogue with random values and
 * signals: finite output, the same bits however a run is cut, in whatever lane and company, at every SIMD level, after
 * a reset and after a move; no allocation on the audio thread; exact latency; nothing changed by defaults; silence
 * after the stated tail.
 *
 * TTYMIX_TEST_TRIALS sets the number of trials a kind (default 24); the seed of a failing trial is printed.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#if defined(__SSE2__)
#include <xmmintrin.h>
#endif

#include "audio/base/cpu.h"
#include "audio/dsp/catalogue.h"
#include "audio/dsp/lanes.h"
#include "tests/audio/dsp/trap.h"

enum { CELLS = 36, FRAMES = CELLS * CELL_FRAMES, VALUES = 1024, IMPULSE = 3000 };

/* ---- chance ---- */

static uint64_t chance_state;

static uint64_t chance(void)
{
    chance_state ^= chance_state >> 12;
    chance_state ^= chance_state << 25;
    chance_state ^= chance_state >> 27;
    return chance_state * 2685821657736338717u;
}

static int chance_below(int limit)
{
    return (int)((chance() >> 33) % (uint64_t)limit);
}

static double chance_unit(void)
{
    return (double)(chance() >> 11) / 9007199254740992.0;
}

/* ---- values ---- */

static double random_value(const ParamInfo *param)
{
    int pick = chance_below(8);
    if (param->special && pick == 0)
        return param->special_value;
    if (pick == 1)
        return param->min;
    if (pick == 2)
        return param->max;
    if (pick == 3)
        return param->def;
    double x = chance_unit();
    if (param->law == LAW_CHOICE || param->law == LAW_SWITCH)
        return floor(param->min + x * (param->max - param->min + 0.999));
    if (param->law == LAW_LOG && param->min > 0)
        return param->min * pow(param->max / param->min, x);
    return param->min + x * (param->max - param->min);
}

static bool in_free_slot(const ProcessorKind *kind, const double *values, int index)
{
    if (index < kind->param_count)
        return false;
    int slot = (index - kind->param_count) / kind->band_param_count;
    return values[kind->param_count + slot * kind->band_param_count] == kind->band_params[0].def;
}

/* Everything at random; at most six band slots in use. */
static void values_random(const ProcessorKind *kind, double *values)
{
    processor_values_init(kind, values);
    for (int i = 0; i < kind->param_count; i++)
        values[i] = random_value(&kind->params[i]);
    for (int used = kind->band_max ? chance_below(7) : 0; used > 0; used--) {
        int slot = chance_below(kind->band_max);
        for (int i = 0; i < kind->band_param_count; i++)
            values[kind->param_count + slot * kind->band_param_count + i] = random_value(&kind->band_params[i]);
    }
}

/* Some of the values that may move without a new plan. */
static void values_turn(const ProcessorKind *kind, double *values)
{
    for (int i = 0; i < processor_value_count(kind); i++) {
        const ParamInfo *param = processor_value_param(kind, i);
        if (!(param->flags & PARAM_STRUCTURAL) && !in_free_slot(kind, values, i) && chance_below(3) == 0)
            values[i] = random_value(param);
    }
}

/* ---- a script: what one instance is given ---- */

typedef struct Script {
    double values[CELLS][VALUES]; /* of each cell */
    bool turned[CELLS];
    float in[2][FRAMES], key[2][FRAMES];
    bool keyed;
    int channels;
} Script;

typedef float Output[2][FRAMES];

static float sample_of(int signal, int i)
{
    switch (signal) {
    case 0: return 0;
    case 1: return (float)(2 * chance_unit() - 1);
    case 2: return chance_below(300) == 0 ? 1.0f : 0.0f;
    case 3: return (float)(chance_unit() * 1e-39); /* denormal: DAZ reads it as 0 */
    case 4: return (float)(2e6 * chance_unit() - 1e6);
    case 5: return (float)(i / 500 % 2 ? 0.9 * sin(i * 0.13) : 1e-4 * sin(i * 0.4));
    case 6: return 1.0f;
    default: return (float)(0.25 * sin(i * 0.01));
    }
}

static void signal_fill(float *x)
{
    int signal = chance_below(8);
    for (int i = 0; i < FRAMES; i++)
        x[i] = sample_of(signal, i);
}

static void script_fill(Script *script, const ProcessorKind *kind, const double *values, int channels)
{
    memcpy(script->values[0], values, sizeof script->values[0]);
    if (chance_below(2))
        values_turn(kind, script->values[0]);
    int lively = chance_below(3);
    for (int cell = 1; cell < CELLS; cell++) {
        memcpy(script->values[cell], script->values[cell - 1], sizeof script->values[0]);
        script->turned[cell] = lively == 2 || (lively == 1 && chance_below(6) == 0);
        if (script->turned[cell])
            values_turn(kind, script->values[cell]);
    }
    script->keyed = kind->flags & PROCESSOR_KEYED && chance_below(2);
    script->channels = channels;
    for (int c = 0; c < 2; c++) {
        signal_fill(script->in[c]);
        signal_fill(script->key[c]);
    }
}

/* ---- running ---- */

typedef struct Seat {
    const Script *script;
    Output *out;
    int lane;
} Seat;

static void seat_update(const ProcessorKind *kind, void *bank, const Seat *seat, int cell)
{
    if (cell == 0 || seat->script->turned[cell])
        kind->update(bank, seat->lane, seat->script->values[cell], 120, cell == 0);
}

/* Runs frames [from, to) of a cell for all seats of one bank, in one call. */
/* In lanes, where a kind has that form; in every other cell, by the company, so that both forms are compared. */
static void run_process(const ProcessorKind *kind, void *bank, float *const io[BANK_LANES],
                        const float *const key[BANK_LANES], bool in_lanes, int from, int frames)
{
    F8 x[CELL_FRAMES];
    for (int lane = 0; lane < BANK_LANES; lane++)
        in_lanes = in_lanes && !key[lane];
    if (!in_lanes || !kind->process_lanes) {
        kind->process(bank, io, key, from, frames);
        return;
    }
    lanes_in[lanes_level()](x, io, frames);
    kind->process_lanes(bank, (float *)x, from, frames);
    lanes_out[lanes_level()](x, io, frames);
}

static void run_frames(const ProcessorKind *kind, void *bank, const Seat *seats, int count, int cell, int from, int to)
{
    float *io[BANK_LANES] = {NULL};
    const float *key[BANK_LANES] = {NULL};
    int at = cell * CELL_FRAMES + from;
    for (int s = 0; s < count; s++)
        for (int c = 0; c < seats[s].script->channels; c++) {
            io[seats[s].lane + c] = (*seats[s].out)[c] + at;
            memcpy((*seats[s].out)[c] + at, seats[s].script->in[c] + at, (size_t)(to - from) * sizeof(float));
            if (seats[s].script->keyed)
                key[seats[s].lane + c] = seats[s].script->key[c] + at;
        }
    trap_armed = 1;
    run_process(kind, bank, io, key, (count + cell) % 2, from, to - from);
    trap_armed = 0;
}

static void run_cell(const ProcessorKind *kind, void *bank, const Seat *seats, int count, int cell, bool cut)
{
    trap_armed = 1;
    for (int s = 0; s < count; s++)
        seat_update(kind, bank, &seats[s], cell);
    trap_armed = 0;
    for (int from = 0; from < CELL_FRAMES;) {
        int to = cut ? from + 1 + chance_below(CELL_FRAMES - from) : CELL_FRAMES;
        run_frames(kind, bank, seats, count, cell, from, to);
        from = to;
    }
}

static float impulse[2][IMPULSE];

static ProcessorSetup setup_for(const ProcessorKind *kind, const double *values, int channels, double rate_hz)
{
    static ProcessorFile file = {{impulse[0], impulse[1]}, IMPULSE};
    return (ProcessorSetup){rate_hz, 120, channels, values, kind->flags & PROCESSOR_FILE ? &file : NULL};
}

static void *bank_for(const ProcessorKind *kind, const double *values, int channels, double rate_hz)
{
    ProcessorSetup setup = setup_for(kind, values, channels, rate_hz);
    void *bank = kind->bank_new(&setup);
    assert_non_null(bank);
    return bank;
}

static void assert_same(const ProcessorKind *kind, const char *what, uint64_t seed, const Output *want,
                        const Output *got, int channels)
{
    for (int c = 0; c < channels; c++)
        for (int i = 0; i < FRAMES; i++)
            if (memcmp(&(*want)[c][i], &(*got)[c][i], sizeof(float)) != 0)
                fail_msg("%s: %s differ at frame %d (cell %d + %d) of channel %d: %.9g, then %.9g (seed %llu)",
                         kind->kind, what, i, i / CELL_FRAMES, i % CELL_FRAMES, c, (double)(*want)[c][i],
                         (double)(*got)[c][i], (unsigned long long)seed);
}

static void assert_finite(const ProcessorKind *kind, uint64_t seed, const Output *out, int channels)
{
    for (int c = 0; c < channels; c++)
        for (int i = 0; i < FRAMES; i++)
            if (!isfinite((*out)[c][i]))
                fail_msg("%s: frame %d is %g (seed %llu)", kind->kind, i, (double)(*out)[c][i],
                         (unsigned long long)seed);
}

typedef struct Trial {
    Script script, others[BANK_LANES / 2];
    Output want, got, dropped[BANK_LANES / 2];
} Trial;

static int fill_company(Trial *trial, const ProcessorKind *kind, int channels, int lane, Seat *seats)
{
    int count = 0;
    seats[count++] = (Seat){&trial->script, &trial->got, lane};
    for (int other = 0; other < kind->lanes; other += 2)
        if (other != lane && chance_below(4)) {
            script_fill(&trial->others[other / 2], kind, trial->script.values[0], channels);
            seats[count] = (Seat){&trial->others[other / 2], &trial->dropped[other / 2], other};
            count++;
        }
    return count;
}

static void run_alone(Trial *trial, const ProcessorKind *kind, void *bank, Output *out, bool cut)
{
    Seat seat = {&trial->script, out, 0};
    for (int cell = 0; cell < CELLS; cell++)
        run_cell(kind, bank, &seat, 1, cell, cut);
}

static void check_company(Trial *trial, const ProcessorKind *kind, double rate_hz, uint64_t seed)
{
    Seat seats[BANK_LANES / 2];
    int channels = trial->script.channels, lane = 2 * chance_below(kind->lanes / 2);
    int count = fill_company(trial, kind, channels, lane, seats);
    void *bank = bank_for(kind, trial->script.values[0], channels, rate_hz);
    for (int cell = 0; cell < CELLS; cell++)
        run_cell(kind, bank, seats, count, cell, true);
    assert_same(kind, "alone and in company", seed, &trial->want, &trial->got, channels);
    kind->bank_free(bank);
}

/* Lives in one bank up to a frame, then in another that has been running for a while. */
static void check_move(Trial *trial, const ProcessorKind *kind, double rate_hz, uint64_t seed)
{
    Seat seats[BANK_LANES / 2], first = {&trial->script, &trial->got, 2 * chance_below(kind->lanes / 2)};
    int channels = trial->script.channels, lane = 2 * chance_below(kind->lanes / 2),
        leave = 3 + chance_below(CELLS - 6);
    int within = chance_below(2) ? 0 : chance_below(CELL_FRAMES);
    void *from = bank_for(kind, trial->script.values[0], channels, rate_hz),
         *to = bank_for(kind, trial->script.values[0], channels, rate_hz);
    int count = fill_company(trial, kind, channels, lane, seats);
    for (int cell = 0; cell < leave; cell++) {
        run_cell(kind, from, &first, 1, cell, false);
        if (cell >= 2)
            run_cell(kind, to, seats + 1, count - 1, cell - 2, false);
    }
    trap_armed = 1;
    seat_update(kind, from, &first, leave);
    for (int s = 1; s < count; s++)
        seat_update(kind, to, &seats[s], leave - 2);
    trap_armed = 0;
    if (within > 0) {
        run_frames(kind, from, &first, 1, leave, 0, within);
        run_frames(kind, to, seats + 1, count - 1, leave - 2, 0, within);
    }
    trap_armed = 1;
    kind->move(to, lane, from, first.lane);
    trap_armed = 0;
    run_frames(kind, to, seats, 1, leave, within, CELL_FRAMES);
    for (int cell = leave + 1; cell < CELLS; cell++)
        run_cell(kind, to, seats, 1, cell, false);
    assert_same(kind, "staying and moving", seed, &trial->want, &trial->got, channels);
    kind->bank_free(from);
    kind->bank_free(to);
}

static void check_reset(Trial *trial, const ProcessorKind *kind, double rate_hz, uint64_t seed)
{
    int channels = trial->script.channels;
    void *bank = bank_for(kind, trial->script.values[0], channels, rate_hz);
    Seat seat = {&trial->script, &trial->got, 0};
    int cells = chance_below(CELLS);
    for (int cell = 0; cell < cells; cell++)
        run_cell(kind, bank, &seat, 1, cell, true);
    trap_armed = 1;
    kind->reset(bank, 0);
    trap_armed = 0;
    run_alone(trial, kind, bank, &trial->got, false);
    assert_same(kind, "fresh and reset", seed, &trial->want, &trial->got, channels);
    kind->bank_free(bank);
}

static void run_trial(Trial *trial, const ProcessorKind *kind, uint64_t seed)
{
    static const double rates[] = {44100, 48000, 96000, 192000, 8000};
    static double values[VALUES];
    chance_state = seed * 0x9e3779b97f4a7c15u + 1;
    double rate_hz = rates[chance_below(5)];
    int channels = 1 + chance_below(2);
    values_random(kind, values);
    script_fill(&trial->script, kind, values, channels);
    void *bank = bank_for(kind, values, channels, rate_hz);
    run_alone(trial, kind, bank, &trial->want, false);
    kind->bank_free(bank);
    assert_finite(kind, seed, &trial->want, channels);
    for (CpuLevel level = CPU_PLAIN; level < CPU_LEVELS; level++) {
        cpu_use_extensions(level);
        bank = bank_for(kind, values, channels, rate_hz);
        run_alone(trial, kind, bank, &trial->got, level != CPU_AVX2);
        kind->bank_free(bank);
        assert_same(kind, "whole cells at the best level and cut or whole ones at another", seed, &trial->want,
                    &trial->got, channels);
    }
    cpu_use_extensions(CPU_ALL);
    check_company(trial, kind, rate_hz, seed);
    check_move(trial, kind, rate_hz, seed);
    check_reset(trial, kind, rate_hz, seed);
    if (trapped)
        fail_msg("%s: %d allocations on the audio thread (seed %llu)", kind->kind, trapped, (unsigned long long)seed);
}

/* FNV-1a over the bits that came out: equal lines from two builds mean equal sound. */
static uint64_t digest_add(uint64_t digest, const Output *out, int channels)
{
    for (int c = 0; c < channels; c++)
        for (int i = 0; i < FRAMES; i++) {
            uint32_t bits;
            memcpy(&bits, &(*out)[c][i], sizeof bits);
            digest = (digest ^ bits) * 1099511628211u;
        }
    return digest;
}

static void test_the_same_bits_whatever_the_company(void **state)
{
    const char *wanted = getenv("TTYMIX_TEST_TRIALS"), *only = getenv("TTYMIX_TEST_KIND"),
               *first = getenv("TTYMIX_TEST_SEED");
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    int trials = wanted ? atoi(wanted) : 6; /* ten times slower */
#else
    int trials = wanted ? atoi(wanted) : 24;
#endif
    Trial *trial = calloc(1, sizeof *trial);
    (void)state;
    assert_non_null(trial);
    for (int k = 0; catalogue_at(k); k++) {
        uint64_t digest = 14695981039346656037u;
        if (only && strcmp(only, catalogue_at(k)->kind) != 0)
            continue;
        for (int t = 0; t < trials; t++) {
            run_trial(trial, catalogue_at(k), (uint64_t)(first ? atoi(first) : k * 100000 + 1) + (uint64_t)t);
            digest = digest_add(digest, &trial->want, trial->script.channels);
        }
        printf("digest %s %016llx\n", catalogue_at(k)->kind, (unsigned long long)digest);
    }
    free(trial);
}

/* ---- defaults, latency, tail ---- */

static bool made_to_be_heard(const ProcessorKind *kind)
{
    static const char *const kinds[] = {"delay", "reverb", "convolve"};
    for (unsigned i = 0; i < ARRAY_LEN(kinds); i++)
        if (strcmp(kinds[i], kind->kind) == 0)
            return true;
    return false;
}

static void run_plain(const ProcessorKind *kind, void *bank, float *left, float *right, int frames)
{
    for (int at = 0; at + CELL_FRAMES <= frames; at += CELL_FRAMES) {
        float *io[BANK_LANES] = {left + at, right ? right + at : NULL};
        const float *key[BANK_LANES] = {NULL};
        kind->process(bank, io, key, 0, CELL_FRAMES);
    }
}

/* Defaults but for the structural own values, which decide the latency; noise at -12 dBFS comes out as it went in,
 * later. */
static double null_of(const ProcessorKind *kind, double rate_hz, int channels, bool structural)
{
    static double values[VALUES];
    processor_values_init(kind, values);
    for (int i = 0; structural && i < kind->param_count; i++)
        if (kind->params[i].flags & PARAM_STRUCTURAL)
            values[i] = random_value(&kind->params[i]);
    int latency = kind->latency_frames ? kind->latency_frames(values, rate_hz) : 0;
    int frames = (latency + 8000) & ~(CELL_FRAMES - 1);
    float *x[2], *y[2];
    for (int c = 0; c < 2; c++) {
        x[c] = calloc((size_t)frames, sizeof(float));
        y[c] = calloc((size_t)frames, sizeof(float));
        for (int i = 0; i < frames; i++)
            y[c][i] = x[c][i] = (float)(0.5 * chance_unit() - 0.25);
    }
    void *bank = bank_for(kind, values, channels, rate_hz);
    kind->update(bank, 0, values, 120, true);
    run_plain(kind, bank, y[0], channels == 2 ? y[1] : NULL, frames);
    double worst = 0;
    for (int c = 0; c < channels; c++)
        for (int i = 0; i < frames; i++)
            worst = fmax(worst, fabs((double)y[c][i] - (i < latency ? 0.0 : x[c][i - latency])));
    kind->bank_free(bank);
    for (int c = 0; c < 2; c++) {
        free(x[c]);
        free(y[c]);
    }
    return worst;
}

static void test_defaults_change_nothing_but_time(void **state)
{
    (void)state;
    for (int k = 0; catalogue_at(k); k++) {
        const ProcessorKind *kind = catalogue_at(k);
        if (made_to_be_heard(kind))
            continue;
        chance_state = 77;
        double plain = fmax(null_of(kind, 48000, 1, false), null_of(kind, 44100, 2, false)), structural = 0;
        for (int t = 0; t < 6; t++)
            structural = fmax(structural, null_of(kind, t % 2 ? 48000 : 96000, 1 + t % 2, true));
        printf("figure null_%s_defaults %.1f dBFS bar -160\n", kind->kind, 20 * log10(plain + 1e-10));
        printf("figure null_%s_options %.1f dBFS bar -120\n", kind->kind, 20 * log10(structural + 1e-10));
        if (plain > 1e-8 || structural > 1e-6)
            fail_msg("%s with its defaults changes the signal: by %g, with other options by %g", kind->kind, plain,
                     structural);
    }
}

static double highest(const float *x, const float *y, int from, int to)
{
    double level = 0;
    for (int i = from; i < to; i++)
        level = fmax(level, fmax(fabs((double)x[i]), fabs((double)y[i])));
    return level;
}

/* -120 dB below what came in, once the tail has passed. */
static void check_tail(const ProcessorKind *kind, uint64_t seed)
{
    static double values[VALUES];
    chance_state = seed;
    values_random(kind, values);
    static const double rates[] = {44100, 8000, 192000, 48000};
    double rate_hz = rates[seed % 4];
    ProcessorSetup setup = setup_for(kind, values, 2, rate_hz);
    double tail_s = kind->tail_s ? kind->tail_s(&setup) : 0;
    if (tail_s * rate_hz > 5 * 48000)
        return;
    int loud = 64 * 300, quiet = (int)(tail_s * rate_hz) + 64, frames = (loud + quiet + 2048) & ~(CELL_FRAMES - 1);
    float *x = calloc((size_t)frames, sizeof *x), *y = calloc((size_t)frames, sizeof *y);
    for (int i = 0; i < loud; i++)
        x[i] = y[i] = (float)(0.5 * chance_unit() - 0.25);
    void *bank = bank_for(kind, values, 2, rate_hz);
    kind->update(bank, 0, values, 120, true);
    run_plain(kind, bank, x, y, frames);
    double loudest = highest(x, y, 0, loud), last = highest(x, y, loud + quiet, frames);
    kind->bank_free(bank);
    free(x);
    free(y);
    if (last > fmax(1, loudest) * 1e-6)
        fail_msg("%s still sounds at %g (was %g) after its tail of %g s (seed %llu)", kind->kind, last, loudest, tail_s,
                 (unsigned long long)seed);
}

static void test_silence_after_the_tail(void **state)
{
    (void)state;
    for (int k = 0; catalogue_at(k); k++)
        for (uint64_t t = 0; t < 12; t++)
            check_tail(catalogue_at(k), 1000u * (uint64_t)k + t + 1);
}

static void test_tables_are_sound(void **state)
{
    (void)state;
    for (int k = 0; catalogue_at(k); k++) {
        const ProcessorKind *kind = catalogue_at(k);
        assert_ptr_equal(catalogue_find(kind->kind), kind);
        assert_true(processor_value_count(kind) <= VALUES && processor_value_count(kind) <= PROCESSOR_VALUES_MAX);
        for (int i = 0; i < kind->param_count + kind->band_param_count; i++) {
            const ParamInfo *param =
                i < kind->param_count ? &kind->params[i] : &kind->band_params[i - kind->param_count];
            if (!(param->key && param->label && param->help && param->help[0] && param->min <= param->max))
                fail_msg("%s: row %d is not complete", kind->kind, i);
            if (param_clamp(param, param->def) != param->def)
                fail_msg("%s %s: the default is out of range", kind->kind, param->key);
            if (param->law == LAW_LOG && !(param->min > 0 && param->step > 1 && param->fine > 1 && param->coarse > 1))
                fail_msg("%s %s: a logarithmic row needs a positive range and factors as steps", kind->kind,
                         param->key);
            if (param->law == LAW_CHOICE &&
                !(param->choices && param_choice_index(param, param->choices[(int)param->max]) == (int)param->max))
                fail_msg("%s %s: the choices do not fill the range", kind->kind, param->key);
        }
        bool has_mix = param_find(kind->params, kind->param_count, "mix") != NULL;
        if (has_mix != ((kind->flags & PROCESSOR_HAS_MIX) != 0))
            fail_msg("%s: the flag and the row of mix disagree", kind->kind);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tables_are_sound),
        cmocka_unit_test(test_the_same_bits_whatever_the_company),
        cmocka_unit_test(test_defaults_change_nothing_but_time),
        cmocka_unit_test(test_silence_after_the_tail),
    };
#if defined(__SSE2__)
    _mm_setcsr(_mm_getcsr() | 0x8040); /* FTZ and DAZ, as every computing thread sets them */
#endif
    chance_state = 5;
    for (int i = 0; i < IMPULSE; i++)
        for (int c = 0; c < 2; c++)
            impulse[c][i] = (float)((chance_unit() - 0.5) * exp(-i / 500.0));
    return cmocka_run_group_tests(tests, NULL, NULL);
}
