/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The processor `comp`: the compressor's table and its bank around comp_core. */
#include <math.h>
#include <stdlib.h>

#include "audio/dsp/dynamics/comp_core.h"
#include "audio/dsp/kinds.h"

enum {
    THRESHOLD,
    RATIO,
    ATTACK,
    RELEASE,
    KNEE,
    MAKEUP,
    DETECTOR,
    WINDOW,
    TOPOLOGY,
    LINK,
    LINK_BY,
    RANGE,
    HOLD,
    LOOKAHEAD,
    KEY_LOWCUT,
    KEY_HIGHCUT,
    LISTEN,
    MIX,
    PARAM_COUNT
};

static const char *const detector_words[] = {"peak", "rms", NULL};
static const char *const topology_words[] = {"feed-forward", "feedback", NULL};
static const char *const link_words[] = {"max", "average", NULL};

static const ParamInfo params[PARAM_COUNT] = {
    [THRESHOLD] = {.key = "threshold",
                   .label = "Threshold",
                   .help = "Level above which the gain is reduced; 0 dB, the upper end, is idle.",
                   .unit = UNIT_DB,
                   .min = -80,
                   .step = 0.5,
                   .fine = 0.1,
                   .coarse = 3},
    [RATIO] = {.key = "ratio",
               .label = "Ratio",
               .help = "dB in for one dB out above the threshold.",
               .unit = UNIT_RATIO,
               .min = 1,
               .max = 100,
               .def = 2,
               .law = LAW_LOG,
               .step = 1.0595,
               .fine = 1.01,
               .coarse = 1.26,
               .special = "inf",
               .special_value = INFINITY},
    [ATTACK] = {.key = "attack",
                .label = "Attack",
                .help = "Time to 63 % of a step up, in dB.",
                .unit = UNIT_MS,
                .min = 0.01,
                .max = 300,
                .def = 10,
                .law = LAW_LOG,
                .step = 1.0595,
                .fine = 1.01,
                .coarse = 1.26},
    [RELEASE] =
        {.key = "release",
         .label = "Release",
         .help = "Time to 63 % of a step down, in dB; auto lets go fast of what was short and slowly of what lasted.",
         .unit = UNIT_MS,
         .min = 5,
         .max = 5000,
         .def = 100,
         .law = LAW_LOG,
         .step = 1.0595,
         .fine = 1.01,
         .coarse = 1.26,
         .special = "auto"},
    [KNEE] = {.key = "knee",
              .label = "Knee",
              .help = "Full width of the bend around the threshold.",
              .unit = UNIT_DB,
              .max = 24,
              .def = 6,
              .step = 0.5,
              .fine = 0.1,
              .coarse = 3},
    [MAKEUP] = {.key = "makeup",
                .label = "Make-up",
                .help = "Gain after the reduction; auto gives back half of what a full-scale peak loses.",
                .unit = UNIT_DB,
                .min = -24,
                .max = 36,
                .step = 0.5,
                .fine = 0.1,
                .coarse = 3,
                .special = "auto",
                .special_value = INFINITY},
    [DETECTOR] = {.key = "detector",
                  .label = "Detector",
                  .help = "What counts as the level: the peak or the RMS.",
                  PARAM_CHOICE(detector_words),
                  .flags = PARAM_STRUCTURAL},
    [WINDOW] = {.key = "window",
                .label = "Window",
                .help = "Time constant of the RMS detector.",
                .unit = UNIT_MS,
                .min = 1,
                .max = 300,
                .def = 10,
                .law = LAW_LOG,
                .step = 1.0595,
                .fine = 1.01,
                .coarse = 1.26},
    [TOPOLOGY] = {.key = "topology",
                  .label = "Topology",
                  .help = "Whether the detector hears the input or the output.",
                  PARAM_CHOICE(topology_words),
                  .flags = PARAM_STRUCTURAL},
    [LINK] = {.key = "link",
              .label = "Link",
              .help = "How much both channels share one reduction.",
              .unit = UNIT_PERCENT,
              .max = 100,
              .def = 100,
              .step = 5,
              .fine = 1,
              .coarse = 20},
    [LINK_BY] = {.key = "link-by",
                 .label = "Link by",
                 .help = "What linked channels share: the greater level or the mean.",
                 PARAM_CHOICE(link_words)},
    [RANGE] = {.key = "range",
               .label = "Range",
               .help = "The most that the gain is reduced.",
               .unit = UNIT_DB,
               .max = 60,
               .def = INFINITY,
               .step = 1,
               .fine = 0.1,
               .coarse = 6,
               .special = "inf",
               .special_value = INFINITY},
    [HOLD] = {.key = "hold",
              .label = "Hold",
              .help = "Time that the reduction stays before it is released.",
              .unit = UNIT_MS,
              .max = 500,
              .step = 1,
              .fine = 0.1,
              .coarse = 10},
    [LOOKAHEAD] = {.key = "lookahead",
                   .label = "Look-ahead",
                   .help = "Time by which the reduction comes early; it is latency. Feed-forward only.",
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
    [MIX] = {.key = "mix",
             .label = "Mix",
             .help = "Part of the compressed sound; the rest is dry.",
             .unit = UNIT_PERCENT,
             .max = 100,
             .def = 100,
             .step = 5,
             .fine = 1,
             .coarse = 20},
};

typedef struct CompBank {
    CompCore core;
    LaneDelay delay;
} CompBank;

static bool is_feedback(const double *values)
{
    return values[TOPOLOGY] >= 0.5;
}

static int comp_latency(const double *values, double rate_hz)
{
    return is_feedback(values) ? 0 : (int)floor(values[LOOKAHEAD] * 0.001 * rate_hz + 0.5);
}

static double comp_tail(const ProcessorSetup *setup)
{
    const double *values = setup->values;
    double heard = values[LISTEN] > 0 ? key_filter_tail_s(values[KEY_LOWCUT], values[KEY_HIGHCUT], setup->rate_hz) : 0;
    return comp_latency(values, setup->rate_hz) / setup->rate_hz + heard;
}

static uint64_t comp_shape(const double *values, int channels, double rate_hz)
{
    uint64_t detector = values[DETECTOR] >= 0.5, topology = is_feedback(values);
    return (uint64_t)channels | detector << 2 | topology << 3 | (uint64_t)comp_latency(values, rate_hz) << 8;
}

static CompSettings settings_from_values(const double *values)
{
    return (CompSettings){
        .threshold_db = values[THRESHOLD],
        .ratio = values[RATIO],
        .knee_db = values[KNEE],
        .attack_ms = values[ATTACK],
        .release_ms = values[RELEASE],
        .window_ms = values[WINDOW],
        .hold_ms = values[HOLD],
        .range_db = values[RANGE],
        .makeup_db = values[MAKEUP],
        .link_percent = values[LINK],
        .link_average = values[LINK_BY] >= 0.5,
        .feedback = is_feedback(values),
        .key_lowcut_hz = values[KEY_LOWCUT],
        .key_highcut_hz = values[KEY_HIGHCUT],
        .listen = values[LISTEN],
    };
}

static void *comp_new(const ProcessorSetup *setup)
{
    int latency = comp_latency(setup->values, setup->rate_hz);
    size_t head = (sizeof(CompBank) + 63) & ~(size_t)63;
    size_t ends = peak_window_bytes(comp_window_cells(setup->rate_hz));
    unsigned char *memory = lanes_alloc(head + ends + (size_t)latency * sizeof(F8));
    if (!memory)
        return NULL;
    CompBank *comp = (CompBank *)memory;
    comp_core_init(&comp->core, (F8 *)(memory + head), setup->rate_hz, setup->channels, setup->values[DETECTOR] >= 0.5,
                   is_feedback(setup->values));
    comp->delay = (LaneDelay){(F8 *)(memory + head + ends), latency, 0};
    return comp;
}

static void comp_reset(void *bank, int lane)
{
    CompBank *comp = bank;
    for (int i = 0; i < comp->core.channels; i++) {
        comp_core_reset(&comp->core, lane + i);
        lane_delay_reset(&comp->delay, lane + i);
    }
}

static void comp_update(void *bank, int lane, const double *values, double tempo_bpm, bool jump)
{
    CompBank *comp = bank;
    CompSettings settings = settings_from_values(values);
    (void)tempo_bpm;
    glide_begin(&comp->core.glide, jump);
    for (int i = 0; i < comp->core.channels; i++)
        comp_core_set(&comp->core, lane + i, &settings, jump);
}

/* What a whole cell gains where registers are wide enough for two frames; false where nothing was done. */
static bool process_cell(CompBank *comp, F8 *x, const F8 *key, int frames)
{
#ifdef LANES_HAVE_PAIRS
    return frames == CELL_FRAMES && lanes_have_pairs() && comp_cell_run(&comp->core, &comp->delay, x, key);
#else
    (void)comp, (void)x, (void)key, (void)frames;
    return false;
#endif
}

static void comp_process_lanes(void *bank, float *x, int offset, int frames)
{
    CompBank *comp = bank;
    if (!process_cell(comp, (F8 *)x, (F8 *)x, frames))
        comp_run[lanes_level()](&comp->core, &comp->delay, (F8 *)x, (const F8 *)x, offset, frames);
}

static void comp_process(void *bank, float *const io[BANK_LANES], const float *const key[BANK_LANES], int offset,
                         int frames)
{
    CompBank *comp = bank;
    if (frames == CELL_FRAMES && lanes_have_pairs()) {
        F8 x[CELL_FRAMES], keys[CELL_FRAMES];
        const F8 *source = x;
        int level = lanes_level();
        lanes_in[level](x, io, frames);
        if (lanes_any_key(key)) {
            float *from[BANK_LANES];
            for (int lane = 0; lane < BANK_LANES; lane++)
                from[lane] = key[lane] ? (float *)(uintptr_t)key[lane] : io[lane];
            lanes_in[level](keys, from, frames);
            source = keys;
        }
        if (!process_cell(comp, x, source, frames))
            comp_run[level](&comp->core, &comp->delay, x, source, offset, frames);
        lanes_out[level](x, io, frames);
        return;
    }
    comp_bank_run[lanes_level()](&comp->core, &comp->delay, io, key, offset, frames);
}

#ifdef LANES_HAVE_PAIRS
static bool comp_process_pair(void *const bank[2], float *x)
{
    CompBank *a = bank[0], *b = bank[1];
    return comp_pair_run(&a->core, &a->delay, &b->core, &b->delay, (F16 *)x);
}
#endif

static void comp_move(void *to, int to_lane, const void *from, int from_lane)
{
    CompBank *target = to;
    const CompBank *source = from;
    for (int i = 0; i < source->core.channels; i++) {
        comp_core_move(&target->core, to_lane + i, &source->core, from_lane + i);
        lane_delay_move(&target->delay, to_lane + i, &source->delay, from_lane + i);
    }
}

static float comp_reduction_db(const void *bank, int lane)
{
    const CompBank *comp = bank;
    float left = comp_core_reduction_db(&comp->core, lane);
    float right = comp->core.channels == 2 ? comp_core_reduction_db(&comp->core, lane + 1) : left;
    return left > right ? left : right;
}

static double comp_values_transfer_db(const double *values, double in_db)
{
    CompSettings settings = settings_from_values(values);
    return comp_transfer_db(&settings, in_db);
}

const ProcessorKind comp_kind = {
    .kind = "comp",
    .letter = 'C',
    .label = "Compressor",
    .help = "Reduces the gain of what is louder than a threshold.",
    .rank = 30,
    .flags = PROCESSOR_KEYED | PROCESSOR_HAS_MIX,
    .lanes = BANK_LANES,
    .params = params,
    .param_count = PARAM_COUNT,
    .makeup = "makeup",
    .shape = comp_shape,
    .latency_frames = comp_latency,
    .tail_s = comp_tail,
    .bank_new = comp_new,
    .bank_free = free,
    .reset = comp_reset,
    .update = comp_update,
    .process = comp_process,
    .process_lanes = comp_process_lanes,
#ifdef LANES_HAVE_PAIRS
    .process_pair = comp_process_pair,
#endif
    .move = comp_move,
    .gain_reduction_db = comp_reduction_db,
    .transfer_db = comp_values_transfer_db,
};
