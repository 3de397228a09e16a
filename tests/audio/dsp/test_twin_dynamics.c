/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `comp`, `gate`, `deesser` and `transient` against plain references in double precision, from the manuals in
 * comp_core.h, gate_kernel.h, deesser_kernel.h and transient_kernel.h. */
#include <float.h>

#include "tests/audio/dsp/twin_comp.h"

#include "audio/dsp/kinds.h"

static double value_of(const ProcessorKind *kind, const double *values, const char *key)
{
    int index = processor_value_index(kind, -1, key);
    assert_true(index >= 0);
    return values[index];
}

/* The look-ahead: the sound comes later than the key. */
typedef struct Late {
    double ring[2][4096];
    int frames, now;
} Late;

static void late_frame(Late *late, int channels, double io[2])
{
    for (int c = 0; late->frames > 0 && c < channels; c++) {
        double old = late->ring[c][late->now % late->frames];
        late->ring[c][late->now % late->frames] = io[c];
        io[c] = old;
    }
    late->now++;
}

/* ---- comp ---- */

typedef struct CompTwin {
    TwinComp core;
    Late late;
} CompTwin;

static double comp_value(const double *values, const char *key)
{
    return value_of(&comp_kind, values, key);
}

static void *comp_begin(const ProcessorSetup *setup)
{
    CompTwin *twin = calloc(1, sizeof *twin);
    twin->core.rate_hz = setup->rate_hz;
    twin->core.channels = setup->channels;
    twin->core.rms = comp_value(setup->values, "detector") >= 0.5;
    twin->core.feedback = comp_value(setup->values, "topology") >= 0.5;
    twin->late.frames =
        twin->core.feedback ? 0 : (int)floor(comp_value(setup->values, "lookahead") / 1000 * setup->rate_hz + 0.5);
    return twin;
}

static void comp_cell(void *state, const double *values, double tempo_bpm, bool first)
{
    CompTwin *twin = state;
    (void)tempo_bpm;
    lines_settle(twin->core.line, TWIN_COMP_LINES);
    if (values)
        twin_comp_set(&twin->core, values, comp_value, first);
}

static void comp_frame(void *state, double io[2], const double key[2], int position)
{
    CompTwin *twin = state;
    double heard[2] = {key[0], key[1]};
    late_frame(&twin->late, twin->core.channels, io);
    twin_comp_frame(&twin->core, io, heard, position);
}

/* ---- gate ---- */

enum { OPEN, CLOSE, FROM, EXPAND, GATE_RANGE, UP, DOWN, HOLD, GATE_LISTEN, GATE_LINES };

/* A gate decides: where its level lies by a hair's breadth above a threshold, a detector in floats may say otherwise,
 * and an expander multiplies what little the two differ by.  So three walk side by side: by the exact level, and by the
 * loudest and the quietest that a float detector may have heard, with steps rounded to floats in either direction.  The
 * processor has to be between them. */
enum { EXACT, LOUD, QUIET_ONE, GATE_WALKS };

typedef struct GateWalkTwin {
    bool open;
    double held, reduction;
} GateWalkTwin;

typedef struct GateTwin {
    double rate_hz;
    int channels;
    Line line[GATE_LINES];
    bool expander;
    GateWalkTwin walk[GATE_WALKS];
    double loudest, stiffness; /* of the key; how much the cuts' floats lose, in units of the last place of it */
    double slack[2];
    TwinWindow window;
    TwinCuts cuts[2];
    Late late;
} GateTwin;

static double gate_value(const double *values, const char *key)
{
    return value_of(&gate_kind, values, key);
}

static void *gate_begin(const ProcessorSetup *setup)
{
    GateTwin *twin = calloc(1, sizeof *twin);
    twin->rate_hz = setup->rate_hz;
    twin->channels = setup->channels;
    twin->window.frames = twin_window_cells(setup->rate_hz) * CELL_FRAMES;
    twin->late.frames = (int)floor(gate_value(setup->values, "lookahead") / 1000 * setup->rate_hz + 0.5);
    return twin;
}

static void gate_cell(void *state, const double *values, double tempo_bpm, bool first)
{
    GateTwin *twin = state;
    (void)tempo_bpm;
    lines_settle(twin->line, GATE_LINES);
    if (!values)
        return;
    double threshold = gate_value(values, "threshold"), range = gate_value(values, "range"),
           ratio = gate_value(values, "ratio");
    double per_ms = twin->rate_hz / 1000, way = (range > 1 ? range - 1 : range) / OCTAVE_DB;
    bool idle = threshold <= -90;
    line_set(&twin->line[OPEN], idle ? -1 : pow(10, threshold / 20), first);
    line_set(&twin->line[CLOSE], idle ? -1 : pow(10, (threshold - gate_value(values, "hysteresis")) / 20), first);
    line_set(&twin->line[FROM], threshold / OCTAVE_DB, first);
    line_set(&twin->line[EXPAND], ratio == INFINITY ? 0 : ratio - 1, first);
    line_set(&twin->line[GATE_RANGE], range / OCTAVE_DB, first);
    line_set(&twin->line[UP], way / fmax(1, gate_value(values, "attack") * per_ms), first);
    line_set(&twin->line[DOWN], way / fmax(1, gate_value(values, "release") * per_ms), first);
    line_set(&twin->line[HOLD], fmax(0, floor(gate_value(values, "hold") * per_ms + 0.5) - twin->window.frames), first);
    twin->expander = ratio != INFINITY;
    line_set(&twin->line[GATE_LISTEN], gate_value(values, "listen"), first);
    for (int k = 0; first && k < GATE_WALKS; k++)
        twin->walk[k].reduction = idle ? 0 : range / OCTAVE_DB;
    double low_hz = gate_value(values, "key-lowcut"), high_hz = gate_value(values, "key-highcut");
    for (int c = 0; c < 2; c++)
        twin_cuts_set(&twin->cuts[c], low_hz, high_hz);
    /* A state moves by g of what it lacks: below half a last place, it stays where it is. */
    if (low_hz > 0)
        twin->stiffness = fmax(twin->stiffness, 8 + 1 / twin_g(low_hz, twin->rate_hz));
    if (high_hz > 0)
        twin->stiffness = fmax(twin->stiffness, 8 + 1 / twin_g(high_hz, twin->rate_hz));
}

/* One frame of a walk; `way`: 0, or 1 and -1 where everything rounds towards open or closed. */
static void gate_walk(const GateTwin *twin, GateWalkTwin *walk, const double *now, double level, int way)
{
    walk->open = level > now[OPEN] || (walk->open && level > now[CLOSE]);
    walk->held = walk->open ? now[HOLD] : fmax(0, walk->held - 1);
    double octaves = log2(fmax(level, 1e-30)), below = fmax(0, now[FROM] - octaves);
    double closed = twin->expander ? fmin(now[EXPAND] * below, now[GATE_RANGE]) : now[GATE_RANGE];
    if (way)
        closed =
            fmax(0, closed - way * (4 * FLT_EPSILON * (now[EXPAND] * (fabs(octaves) + fabs(now[FROM]) + 4) + closed)));
    double aim = walk->open || walk->held > 0 ? 0 : closed, from = walk->reduction;
    double down = now[DOWN] * (1 - way * 2 * FLT_EPSILON), up = now[UP] * (1 + way * 2 * FLT_EPSILON);
    walk->reduction = aim > from ? fmin(aim, from + down) : fmax(aim, from - up);
    if (walk->reduction != aim) /* the sum is rounded */
        walk->reduction = fmax(0, walk->reduction - way * 0.5 * FLT_EPSILON * from);
}

/* What is open by all accounts is so for the loudest, and the other way round. */
static void gate_order(GateWalkTwin walk[GATE_WALKS])
{
    for (int k = 0; k < GATE_WALKS; k++) {
        walk[LOUD].open |= walk[k].open;
        walk[LOUD].held = fmax(walk[LOUD].held, walk[k].held);
        walk[LOUD].reduction = fmin(walk[LOUD].reduction, walk[k].reduction);
        walk[QUIET_ONE].open &= walk[k].open;
        walk[QUIET_ONE].held = fmin(walk[QUIET_ONE].held, walk[k].held);
        walk[QUIET_ONE].reduction = fmax(walk[QUIET_ONE].reduction, walk[k].reduction);
    }
}

static void gate_frame(void *state, double io[2], const double key[2], int position)
{
    GateTwin *twin = state;
    double heard[2] = {0}, now[GATE_LINES];
    for (int k = 0; k < GATE_LINES; k++)
        now[k] = line_at(&twin->line[k], position);
    for (int c = 0; c < twin->channels; c++)
        heard[c] = twin_cuts(&twin->cuts[c], key[c], twin->rate_hz);
    late_frame(&twin->late, twin->channels, io);
    double level = twin_window(&twin->window, fmax(fabs(heard[0]), fabs(heard[1])));
    twin->loudest = fmax(twin->loudest, fmax(fabs(key[0]), twin->channels == 2 ? fabs(key[1]) : 0));
    double unsure = twin->stiffness * 0.5 * FLT_EPSILON * twin->loudest;
    gate_walk(twin, &twin->walk[EXACT], now, level, 0);
    gate_walk(twin, &twin->walk[LOUD], now, level * (1 + 4 * FLT_EPSILON) + unsure, 1);
    gate_walk(twin, &twin->walk[QUIET_ONE], now, fmax(0, level * (1 - 4 * FLT_EPSILON) - unsure), -1);
    gate_order(twin->walk);
    double most = exp2(-twin->walk[LOUD].reduction), least = exp2(-twin->walk[QUIET_ONE].reduction);
    for (int c = 0; c < twin->channels; c++) {
        twin->slack[c] = (most - least) * fabs(io[c]) + unsure * now[GATE_LISTEN];
        io[c] *= exp2(-twin->walk[EXACT].reduction);
        io[c] += (heard[c] - io[c]) * now[GATE_LISTEN];
    }
}

static double gate_slack(const void *state, int channel)
{
    return ((const GateTwin *)state)->slack[channel];
}

/* ---- deesser ---- */

enum { TANGENT, BELL, SHELF, THRESHOLD, RANGE, RELATIVE, SPLIT, WIDE, ATTACK, RELEASE, LISTEN, DEESSER_LINES };

typedef struct DeesserTwin {
    double rate_hz, reduction;
    int channels;
    Line line[DEESSER_LINES];
    TwinSvf svf[2];
    TwinWindow band, whole;
} DeesserTwin;

static double deesser_value(const double *values, const char *key)
{
    return value_of(&deesser_kind, values, key);
}

static void *deesser_begin(const ProcessorSetup *setup)
{
    DeesserTwin *twin = calloc(1, sizeof *twin);
    twin->rate_hz = setup->rate_hz;
    twin->channels = setup->channels;
    return twin;
}

static void deesser_cell(void *state, const double *values, double tempo_bpm, bool first)
{
    DeesserTwin *twin = state;
    (void)tempo_bpm;
    lines_settle(twin->line, DEESSER_LINES);
    if (!values)
        return;
    double per_ms = twin->rate_hz / 1000, release = deesser_value(values, "release") * per_ms,
           threshold = deesser_value(values, "threshold");
    bool shelf = deesser_value(values, "shape") >= 0.5, wide = deesser_value(values, "mode") >= 0.5;
    int cells = (int)fmin(floor(release / 2 / CELL_FRAMES), twin_window_cells(twin->rate_hz));
    twin->band.frames = twin->whole.frames = cells * CELL_FRAMES;
    line_set(&twin->line[TANGENT], twin_g(deesser_value(values, "freq"), twin->rate_hz), first);
    line_set(&twin->line[BELL], !shelf, first);
    line_set(&twin->line[SHELF], shelf, first);
    line_set(&twin->line[THRESHOLD], threshold >= 0 ? 1000 : threshold / OCTAVE_DB, first);
    line_set(&twin->line[RANGE], deesser_value(values, "range") / OCTAVE_DB, first);
    line_set(&twin->line[RELATIVE], deesser_value(values, "relative"), first);
    line_set(&twin->line[SPLIT], !wide, first);
    line_set(&twin->line[WIDE], wide, first);
    line_set(&twin->line[ATTACK], twin_step(deesser_value(values, "attack") * per_ms), first);
    line_set(&twin->line[RELEASE], twin_step(release - cells * CELL_FRAMES), first);
    line_set(&twin->line[LISTEN], deesser_value(values, "listen"), first);
}

static void deesser_frame(void *state, double io[2], const double key[2], int position)
{
    DeesserTwin *twin = state;
    double band[2] = {0}, now[DEESSER_LINES];
    (void)key;
    for (int k = 0; k < DEESSER_LINES; k++)
        now[k] = line_at(&twin->line[k], position);
    for (int c = 0; c < twin->channels; c++) {
        twin_svf(&twin->svf[c], io[c], now[TANGENT], 1);
        band[c] = now[BELL] * twin->svf[c].band + now[SHELF] * twin->svf[c].high;
    }
    double level = log2(fmax(twin_window(&twin->band, fmax(fabs(band[0]), fabs(band[1]))), 1e-30));
    double whole = log2(fmax(twin_window(&twin->whole, fmax(fabs(io[0]), fabs(io[1]))), 3.2e-4));
    double target = fmin(fmax(level - now[RELATIVE] * whole - now[THRESHOLD], 0), now[RANGE]);
    twin->reduction += now[target > twin->reduction ? ATTACK : RELEASE] * (target - twin->reduction);
    double less = exp2(-twin->reduction) - 1;
    for (int c = 0; c < twin->channels; c++) {
        io[c] += less * (now[SPLIT] * band[c] + now[WIDE] * io[c]);
        io[c] += (band[c] - io[c]) * now[LISTEN];
    }
}

/* ---- transient ---- */

enum { SHARPER, LONGER, DEAD, TRANSIENT_LINES };

typedef struct TransientTwin {
    double rate_hz, follower[4];
    int channels;
    Line line[TRANSIENT_LINES];
    TwinWindow window;
} TransientTwin;

static void *transient_begin(const ProcessorSetup *setup)
{
    TransientTwin *twin = calloc(1, sizeof *twin);
    twin->rate_hz = setup->rate_hz;
    twin->channels = setup->channels;
    twin->window.frames = twin_window_cells(setup->rate_hz) * CELL_FRAMES;
    for (int k = 0; k < 4; k++)
        twin->follower[k] = log2(1e-6);
    return twin;
}

static void transient_cell(void *state, const double *values, double tempo_bpm, bool first)
{
    TransientTwin *twin = state;
    (void)tempo_bpm;
    lines_settle(twin->line, TRANSIENT_LINES);
    if (!values)
        return;
    line_set(&twin->line[SHARPER], value_of(&transient_kind, values, "attack") / 100, first);
    line_set(&twin->line[LONGER], value_of(&transient_kind, values, "sustain") / 100, first);
    line_set(&twin->line[DEAD], 2 * (1 - value_of(&transient_kind, values, "sensitivity") / 100), first);
}

static double clamp(double x, double least, double most)
{
    return fmin(fmax(x, least), most);
}

static void transient_frame(void *state, double io[2], const double key[2], int position)
{
    static const double rise_ms[] = {0.5, 20, 0.5, 0.5}, fall_ms[] = {100, 100, 40, 400};
    TransientTwin *twin = state;
    (void)key;
    double level = log2(fmax(1e-6, twin_window(&twin->window, fmax(fabs(io[0]), fabs(io[1])))));
    for (int k = 0; k < 4; k++) {
        double *at = &twin->follower[k], ms = level > *at ? rise_ms[k] : fall_ms[k];
        *at += twin_step(ms / 1000 * twin->rate_hz) * (level - *at);
    }
    double dead = line_at(&twin->line[DEAD], position);
    double attack = clamp(twin->follower[0] - twin->follower[1] - dead, 0, 2.5),
           sustain = clamp(twin->follower[3] - twin->follower[2] - dead, 0, 2.5);
    double gain = line_at(&twin->line[SHARPER], position) * attack + line_at(&twin->line[LONGER], position) * sustain;
    for (int c = 0; c < twin->channels; c++)
        io[c] *= exp2(clamp(gain, -2.5, 2.5));
}

/* Bounds.  Level and gain are logarithms and powers of 2e-7.  In feedback the curve multiplies that by 99; the cuts
 * before a detector at 10 Hz and 192 kHz, whose states are floats, see the level to 1e-4; a follower of 400 ms at 192
 * kHz, moving by 1e-5 of the way, comes to rest some 0.01 dB before its aim.  Of 400 seeds the worst are -75, -101 and
 * -78 dB; of 4000 the worst gate is -108 dB, beside what its walks leave open. */
static void test_comp_equals_its_reference(void **state)
{
    (void)state;
    static const Twin twin = {&comp_kind, comp_begin, NULL, comp_cell, comp_frame, 80};
    twin_check(&twin, 80, -70);
}

static void test_gate_equals_its_reference(void **state)
{
    (void)state;
    static const Twin twin = {&gate_kind, gate_begin, NULL, gate_cell, gate_frame, 80, .slack = gate_slack};
    twin_check(&twin, 80, -100);
}

static void test_deesser_equals_its_reference(void **state)
{
    (void)state;
    static const Twin twin = {&deesser_kind, deesser_begin, NULL, deesser_cell, deesser_frame, 80};
    twin_check(&twin, 80, -95);
}

static void test_transient_equals_its_reference(void **state)
{
    (void)state;
    static const Twin twin = {&transient_kind, transient_begin, NULL, transient_cell, transient_frame, 80};
    twin_check(&twin, 80, -70);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_comp_equals_its_reference),
        cmocka_unit_test(test_gate_equals_its_reference),
        cmocka_unit_test(test_deesser_equals_its_reference),
        cmocka_unit_test(test_transient_equals_its_reference),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
