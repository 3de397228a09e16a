/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `comp`: the compressor's table and its bank around comp_core. */
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
    [THRESHOLD] = {"threshold", "Threshold", "Level above which the gain is reduced; 0 dB, the upper end, is idle.",
                   UNIT_DB, -80, 0, 0, LAW_LINEAR, 0.5, 0.1, 3, NULL, NULL, 0, 0},
    [RATIO] = {"ratio", "Ratio", "dB in for one dB out above the threshold.", UNIT_RATIO, 1, 100, 2, LAW_LOG, 1.0595,
               1.01, 1.26, NULL, "inf", INFINITY, 0},
    [ATTACK] = {"attack", "Attack", "Time to 63 % of a step up, in dB.", UNIT_MS, 0.01, 300, 10, LAW_LOG, 1.0595, 1.01,
                1.26, NULL, NULL, 0, 0},
    [RELEASE] = {"release", "Release",
                 "Time to 63 % of a step down, in dB; auto lets go fast of what was short and slowly of what lasted.",
                 UNIT_MS, 5, 5000, 100, LAW_LOG, 1.0595, 1.01, 1.26, NULL, "auto", 0, 0},
    [KNEE] = {"knee", "Knee", "Full width of the bend around the threshold.", UNIT_DB, 0, 24, 6, LAW_LINEAR, 0.5, 0.1,
              3, NULL, NULL, 0, 0},
    [MAKEUP] = {"makeup", "Make-up", "Gain after the reduction; auto gives back half of what a full-scale peak loses.",
                UNIT_DB, -24, 36, 0, LAW_LINEAR, 0.5, 0.1, 3, NULL, "auto", INFINITY, 0},
    [DETECTOR] = {"detector", "Detector", "What counts as the level: the peak or the RMS.", UNIT_NONE, 0, 1, 0,
                  LAW_CHOICE, 1, 1, 1, detector_words, NULL, 0, PARAM_STRUCTURAL},
    [WINDOW] = {"window", "Window", "Time constant of the RMS detector.", UNIT_MS, 1, 300, 10, LAW_LOG, 1.0595, 1.01,
                1.26, NULL, NULL, 0, 0},
    [TOPOLOGY] = {"topology", "Topology", "Whether the detector hears the input or the output.", UNIT_NONE, 0, 1, 0,
                  LAW_CHOICE, 1, 1, 1, topology_words, NULL, 0, PARAM_STRUCTURAL},
    [LINK] = {"link", "Link", "How much both channels share one reduction.", UNIT_PERCENT, 0, 100, 100, LAW_LINEAR, 5,
              1, 20, NULL, NULL, 0, 0},
    [LINK_BY] = {"link-by", "Link by", "What linked channels share: the greater level or the mean.", UNIT_NONE, 0, 1, 0,
                 LAW_CHOICE, 1, 1, 1, link_words, NULL, 0, 0},
    [RANGE] = {"range", "Range", "The most that the gain is reduced.", UNIT_DB, 0, 60, INFINITY, LAW_LINEAR, 1, 0.1, 6,
               NULL, "inf", INFINITY, 0},
    [HOLD] = {"hold", "Hold", "Time that the reduction stays before it is released.", UNIT_MS, 0, 500, 0, LAW_LINEAR, 1,
              0.1, 10, NULL, NULL, 0, 0},
    [LOOKAHEAD] = {"lookahead", "Look-ahead",
                   "Time by which the reduction comes early; it is latency. Feed-forward only.", UNIT_MS, 0, 20, 0,
                   LAW_LINEAR, 0.5, 0.1, 5, NULL, NULL, 0, PARAM_STRUCTURAL},
    [KEY_LOWCUT] = {"key-lowcut", "Key low cut", "The detector does not hear what is below, 12 dB/oct.", UNIT_HZ, 10,
                    20000, 0, LAW_LOG, 1.0595, 1.01, 1.26, NULL, "off", 0, 0},
    [KEY_HIGHCUT] = {"key-highcut", "Key high cut", "The detector does not hear what is above, 12 dB/oct.", UNIT_HZ, 10,
                     20000, 0, LAW_LOG, 1.0595, 1.01, 1.26, NULL, "off", 0, 0},
    [LISTEN] = {"listen", "Listen", "Hear what the detector hears.", UNIT_NONE, 0, 1, 0, LAW_SWITCH, 1, 1, 1, NULL,
                NULL, 0, PARAM_FIXED | PARAM_LISTENING},
    [MIX] = {"mix", "Mix", "Part of the compressed sound; the rest is dry.", UNIT_PERCENT, 0, 100, 100, LAW_LINEAR, 5,
             1, 20, NULL, NULL, 0, 0},
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

static double comp_tail(const double *values, double rate_hz)
{
    double heard = values[LISTEN] > 0 ? key_filter_tail_s(values[KEY_LOWCUT], values[KEY_HIGHCUT], rate_hz) : 0;
    return comp_latency(values, rate_hz) / rate_hz + heard;
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

static void comp_process(void *bank, float *const io[BANK_LANES], const float *const key[BANK_LANES], int offset,
                         int frames)
{
    CompBank *comp = bank;
    comp_bank_run[lanes_level()](&comp->core, &comp->delay, io, key, offset, frames);
}

static void comp_process_lanes(void *bank, float *x, int offset, int frames)
{
    CompBank *comp = bank;
    comp_run[lanes_level()](&comp->core, &comp->delay, (F8 *)x, (const F8 *)x, offset, frames);
}

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
    .shape = comp_shape,
    .latency_frames = comp_latency,
    .tail_s = comp_tail,
    .bank_new = comp_new,
    .bank_free = free,
    .reset = comp_reset,
    .update = comp_update,
    .process = comp_process,
    .process_lanes = comp_process_lanes,
    .move = comp_move,
    .gain_reduction_db = comp_reduction_db,
    .transfer_db = comp_values_transfer_db,
};
