/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The processor `gate`: a gate, or with a finite ratio a downward expander.  Both channels of a pair share one level.
 */
#include <math.h>
#include <stdlib.h>

#include "audio/base/maths.h"
#include "audio/dsp/dynamics/comp_core.h"
#include "audio/dsp/dynamics/gate_kernel.h"
#include "audio/dsp/kinds.h"

#define DB_PER_OCTAVE 6.02059991327962390427
#define THRESHOLD_MIN_DB (-90.0)

enum {
    THRESHOLD,
    HYSTERESIS,
    RANGE,
    RATIO,
    ATTACK,
    HOLD,
    RELEASE,
    LOOKAHEAD,
    KEY_LOWCUT,
    KEY_HIGHCUT,
    LISTEN,
    PARAM_COUNT
};

static const ParamInfo params[PARAM_COUNT] = {
    [THRESHOLD] = {.key = "threshold",
                   .label = "Threshold",
                   .help = "Level above which the gate opens; -90 dB, the lower end, is always open.",
                   .unit = UNIT_DB,
                   .min = THRESHOLD_MIN_DB,
                   .def = THRESHOLD_MIN_DB,
                   .step = 0.5,
                   .fine = 0.1,
                   .coarse = 3},
    [HYSTERESIS] = {.key = "hysteresis",
                    .label = "Hysteresis",
                    .help = "How far below the threshold an open gate closes.",
                    .unit = UNIT_DB,
                    .max = 24,
                    .def = 4,
                    .step = 0.5,
                    .fine = 0.1,
                    .coarse = 3},
    [RANGE] = {.key = "range",
               .label = "Range",
               .help = "The most that a closed gate takes away.",
               .unit = UNIT_DB,
               .max = 100,
               .def = 60,
               .step = 1,
               .fine = 0.1,
               .coarse = 6},
    [RATIO] = {.key = "ratio",
               .label = "Ratio",
               .help = "dB out for one dB in below the threshold; inf is a gate, less an expander.",
               .unit = UNIT_RATIO,
               .min = 1,
               .max = 100,
               .def = INFINITY,
               .law = LAW_LOG,
               .step = 1.0595,
               .fine = 1.01,
               .coarse = 1.26,
               .special = "inf",
               .special_value = INFINITY},
    [ATTACK] = {.key = "attack",
                .label = "Attack",
                .help = "Time from closed to within 1 dB of open.",
                .unit = UNIT_MS,
                .min = 0.01,
                .max = 300,
                .def = 1,
                .law = LAW_LOG,
                .step = 1.0595,
                .fine = 1.01,
                .coarse = 1.26},
    [HOLD] = {.key = "hold",
              .label = "Hold",
              .help = "Time that the gate stays open after the level fell.",
              .unit = UNIT_MS,
              .max = 2000,
              .def = 50,
              .step = 5,
              .fine = 1,
              .coarse = 50},
    [RELEASE] = {.key = "release",
                 .label = "Release",
                 .help = "Time from open to within 1 dB of the range.",
                 .unit = UNIT_MS,
                 .min = 1,
                 .max = 5000,
                 .def = 150,
                 .law = LAW_LOG,
                 .step = 1.0595,
                 .fine = 1.01,
                 .coarse = 1.26},
    [LOOKAHEAD] = {.key = "lookahead",
                   .label = "Look-ahead",
                   .help = "Time by which the gate opens early; it is latency.",
                   .unit = UNIT_MS,
                   .max = 20,
                   .step = 0.5,
                   .fine = 0.1,
                   .coarse = 5,
                   .flags = PARAM_STRUCTURAL},
    [KEY_LOWCUT] = {.key = "key-lowcut",
                    .label = "Key low cut",
                    .help = "The detector does not hear what is below, 12 dB/oct.",
                    .unit = UNIT_HZ,
                    .min = 10,
                    .max = 20000,
                    .law = LAW_LOG,
                    .step = 1.0595,
                    .fine = 1.01,
                    .coarse = 1.26,
                    .special = "off"},
    [KEY_HIGHCUT] = {.key = "key-highcut",
                     .label = "Key high cut",
                     .help = "The detector does not hear what is above, 12 dB/oct.",
                     .unit = UNIT_HZ,
                     .min = 10,
                     .max = 20000,
                     .law = LAW_LOG,
                     .step = 1.0595,
                     .fine = 1.01,
                     .coarse = 1.26,
                     .special = "off"},
    [LISTEN] = {.key = "listen",
                .label = "Listen",
                .help = "Hear what the detector hears.",
                PARAM_SWITCH,
                .flags = PARAM_FIXED | PARAM_LISTENING},
};

enum { LANE_EXPANDER = 1, LANE_LISTEN = 2 };

static int gate_latency(const double *values, double rate_hz)
{
    return (int)floor(values[LOOKAHEAD] * 0.001 * rate_hz + 0.5);
}

static double gate_tail(const ProcessorSetup *setup)
{
    const double *values = setup->values;
    double heard = values[LISTEN] > 0 ? key_filter_tail_s(values[KEY_LOWCUT], values[KEY_HIGHCUT], setup->rate_hz) : 0;
    return gate_latency(values, setup->rate_hz) / setup->rate_hz + heard;
}

static uint64_t gate_shape(const double *values, int channels, double rate_hz)
{
    return (uint64_t)channels | (uint64_t)gate_latency(values, rate_hz) << 8;
}

static void note_flags(GateBank *gate, int lane, int flags)
{
    int all = 0;
    gate->lane_flags[lane] = (unsigned char)flags;
    for (int i = 0; i < BANK_LANES; i++)
        all |= gate->lane_flags[i];
    ((int32_t *)&gate->expander)[lane] = flags & LANE_EXPANDER ? -1 : 0;
    gate->any_expander = all & LANE_EXPANDER;
    gate->any_listen = all & LANE_LISTEN;
}

static void lane_reset(GateBank *gate, int lane)
{
    for (int k = 0; k < GATE_GLIDES; k++)
        glide_set(&gate->glide, k, lane, k == GATE_OPEN || k == GATE_CLOSE ? -1 : 0, true);
    ((float *)&gate->reduction)[lane] = 0.0f;
    ((float *)&gate->held)[lane] = 0.0f;
    ((int32_t *)&gate->open)[lane] = 0;
    note_flags(gate, lane, 0);
    key_filter_reset(&gate->filter, lane);
    peak_window_reset(&gate->window, lane);
    lane_delay_reset(&gate->delay, lane);
    peak_window_set_length(&gate->window, lane, gate->window.cells);
}

static void gate_reset(void *bank, int lane)
{
    GateBank *gate = bank;
    for (int i = 0; i < gate->channels; i++)
        lane_reset(gate, lane + i);
}

static void *gate_new(const ProcessorSetup *setup)
{
    int latency = gate_latency(setup->values, setup->rate_hz), cells = comp_window_cells(setup->rate_hz);
    size_t head = (sizeof(GateBank) + 63) & ~(size_t)63, ends = peak_window_bytes(cells);
    unsigned char *memory = lanes_alloc(head + ends + (size_t)latency * sizeof(F8));
    if (!memory)
        return NULL;
    GateBank *gate = (GateBank *)memory;
    gate->rate_hz = setup->rate_hz;
    gate->channels = setup->channels;
    gate->window.ends = (F8 *)(memory + head);
    gate->window.cells = cells;
    gate->delay = (LaneDelay){(F8 *)(memory + head + ends), latency, 0};
    glide_init(&gate->glide, gate->from, gate->to, GATE_GLIDES);
    for (int lane = 0; lane < BANK_LANES; lane++)
        lane_reset(gate, lane);
    return gate;
}

/* Octaves a frame, so that all but 1 dB of the range is walked in `ms`. */
static double walk(double range_db, double ms, double rate_hz)
{
    double way_db = range_db > 1 ? range_db - 1 : range_db, frames = ms * 0.001 * rate_hz;
    return way_db / DB_PER_OCTAVE / (frames < 1 ? 1 : frames);
}

static void lane_update(GateBank *gate, int lane, const double *values, bool jump)
{
    Glide *glide = &gate->glide;
    double rate_hz = gate->rate_hz, threshold = values[THRESHOLD];
    bool idle = threshold <= THRESHOLD_MIN_DB, expander = values[RATIO] != INFINITY;
    bool listens = values[LISTEN] > 0 || ((const float *)&gate->to[GATE_LISTEN])[lane] > 0; /* it may still fade */
    double hold = floor(values[HOLD] * 0.001 * rate_hz + 0.5) -
                  gate->window.cells * CELL_FRAMES; /* whole frames: counted in floats */
    note_flags(gate, lane, (expander ? LANE_EXPANDER : 0) | (listens ? LANE_LISTEN : 0));
    glide_set(glide, GATE_OPEN, lane, idle ? -1 : maths_lin_from_db(threshold), jump);
    glide_set(glide, GATE_CLOSE, lane, idle ? -1 : maths_lin_from_db(threshold - values[HYSTERESIS]), jump);
    glide_set(glide, GATE_THRESHOLD, lane, threshold / DB_PER_OCTAVE, jump);
    glide_set(glide, GATE_EXPAND, lane, expander ? values[RATIO] - 1 : 0, jump);
    glide_set(glide, GATE_RANGE, lane, values[RANGE] / DB_PER_OCTAVE, jump);
    glide_set(glide, GATE_UP, lane, walk(values[RANGE], values[ATTACK], rate_hz), jump);
    glide_set(glide, GATE_DOWN, lane, walk(values[RANGE], values[RELEASE], rate_hz), jump);
    glide_set(glide, GATE_HOLD, lane, hold > 0 ? hold : 0, jump);
    glide_set(glide, GATE_LISTEN, lane, values[LISTEN], jump);
    key_filter_set(&gate->filter, lane, values[KEY_LOWCUT], values[KEY_HIGHCUT], rate_hz);
    if (jump) /* begins closed, but for an idle one, which never was */
        ((float *)&gate->reduction)[lane] = idle ? 0.0f : (float)(values[RANGE] / DB_PER_OCTAVE);
}

static void gate_update(void *bank, int lane, const double *values, double tempo_bpm, bool jump)
{
    GateBank *gate = bank;
    (void)tempo_bpm;
    glide_begin(&gate->glide, jump);
    for (int i = 0; i < gate->channels; i++)
        lane_update(gate, lane + i, values, jump);
}

static void gate_process(void *bank, float *const io[BANK_LANES], const float *const key[BANK_LANES], int offset,
                         int frames)
{
    gate_run[lanes_level()](bank, io, key, offset, frames);
}

static void gate_process_lanes(void *bank, float *x, int offset, int frames)
{
    gate_run_lanes[lanes_level()](bank, (F8 *)x, NULL, offset, frames);
}

#ifdef LANES_HAVE_PAIRS
static bool gate_process_pair(void *const bank[2], float *x)
{
    return gate_pair_run(bank[0], bank[1], (F16 *)x);
}
#endif

static void gate_move(void *to, int to_lane, const void *from, int from_lane)
{
    GateBank *target = to;
    const GateBank *source = from;
    for (int i = 0; i < source->channels; i++) {
        int a = to_lane + i, b = from_lane + i;
        glide_move(&target->glide, a, &source->glide, b);
        lanes_copy(&target->reduction, a, &source->reduction, b, 2);
        lanes_copy((F8 *)&target->open, a, (const F8 *)&source->open, b, 1);
        note_flags(target, a, source->lane_flags[b]);
        key_filter_move(&target->filter, a, &source->filter, b);
        peak_window_move(&target->window, a, &source->window, b);
        lane_delay_move(&target->delay, a, &source->delay, b);
    }
}

static float gate_reduction_db(const void *bank, int lane)
{
    return ((const float *)&((const GateBank *)bank)->reduction)[lane] * (float)DB_PER_OCTAVE;
}

static double gate_transfer_db(const double *values, double in_db)
{
    double below = values[THRESHOLD] - in_db;
    if (values[THRESHOLD] <= THRESHOLD_MIN_DB || below <= 0)
        return in_db;
    double reduction = values[RATIO] == INFINITY ? values[RANGE] : (values[RATIO] - 1) * below;
    return in_db - (reduction < values[RANGE] ? reduction : values[RANGE]);
}

const ProcessorKind gate_kind = {
    .kind = "gate",
    .letter = 'N',
    .label = "Gate",
    .help = "Takes away what is quieter than a threshold.",
    .rank = 10,
    .flags = PROCESSOR_KEYED,
    .lanes = BANK_LANES,
    .params = params,
    .param_count = PARAM_COUNT,
    .shape = gate_shape,
    .latency_frames = gate_latency,
    .tail_s = gate_tail,
    .bank_new = gate_new,
    .bank_free = free,
    .reset = gate_reset,
    .update = gate_update,
    .process = gate_process,
    .process_lanes = gate_process_lanes,
#ifdef LANES_HAVE_PAIRS
    .process_pair = gate_process_pair,
#endif
    .move = gate_move,
    .gain_reduction_db = gate_reduction_db,
    .transfer_db = gate_transfer_db,
};
