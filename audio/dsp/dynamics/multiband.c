/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The processor `multiband`: two to six bands, each a compressor.  A band is a line of its own; `upto` is where the
 * next one begins, and the last one reaches to the top.  Without a line, and while all bands are idle, it passes every
 * bit. */
#include <math.h>
#include <stdlib.h>

#include "audio/dsp/dynamics/multiband_kernel.h"
#include "audio/dsp/kinds.h"

enum { MIX, PARAM_COUNT };
enum {
    ON,
    UPTO,
    THRESHOLD,
    RATIO,
    ATTACK,
    RELEASE,
    KNEE,
    MAKEUP,
    DETECTOR,
    WINDOW,
    LINK,
    LINK_BY,
    RANGE,
    HOLD,
    SOLO,
    BAND_PARAM_COUNT
};

static const char *const detector_words[] = {"peak", "rms", NULL};
static const char *const link_words[] = {"max", "average", NULL};

static const ParamInfo params[PARAM_COUNT] = {
    [MIX] = {.key = "mix",
             .label = "Mix",
             .help = "Part of the compressed sound; the rest passes the crossovers only.",
             .unit = UNIT_PERCENT,
             .max = 100,
             .def = 100,
             .step = 5,
             .fine = 1,
             .coarse = 20},
};

static const ParamInfo band_params[BAND_PARAM_COUNT] = {
    [ON] = {.key = "on", .label = "On", .help = "A slot that is off is free.", PARAM_SWITCH, .flags = PARAM_STRUCTURAL},
    [UPTO] = {.key = "upto",
              .label = "Up to",
              .help = "Where the next band begins, 24 dB/oct; the last band reaches to the top.",
              .unit = UNIT_HZ,
              .min = 40,
              .max = 16000,
              .def = 1000,
              .law = LAW_LOG,
              .step = 1.0595,
              .fine = 1.0145,
              .coarse = 1.26},
    [THRESHOLD] = {.key = "threshold",
                   .label = "Threshold",
                   .help = "Level above which the band is reduced; 0 dB, the upper end, is idle.",
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
    [RELEASE] = {.key = "release",
                 .label = "Release",
                 .help = "Time to 63 % of a step down, in dB; auto lets go fast of what was short.",
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
    [SOLO] = {.key = "solo",
              .label = "Solo",
              .help = "Hear this band alone.",
              PARAM_SWITCH,
              .flags = PARAM_FIXED | PARAM_LISTENING},
};

/* What `add` writes: the crossovers that most begin with. */
static const char *const added_bands[] = {"upto 120 Hz", "upto 1 kHz", "upto 6 kHz", "", NULL};

static const double *slot_values(const double *values, int slot)
{
    return values + PARAM_COUNT + slot * BAND_PARAM_COUNT;
}

/* The values of the bands in use, in order; returns how many. */
static int bands_in_use(const double *values, const double *band[MULTIBAND_MAX])
{
    int count = 0;
    for (int slot = 0; slot < MULTIBAND_MAX; slot++)
        if (slot_values(values, slot)[ON] >= 0.5)
            band[count++] = slot_values(values, slot);
    return count;
}

static uint64_t multiband_shape(const double *values, int channels, double rate_hz)
{
    const double *band[MULTIBAND_MAX];
    int count = bands_in_use(values, band);
    uint64_t shape = (uint64_t)channels | (uint64_t)count << 2;
    (void)rate_hz;
    for (int k = 0; k < count; k++)
        shape |= (uint64_t)(band[k][DETECTOR] >= 0.5) << (8 + k);
    return shape;
}

/* The crossovers' ringing, one after the other. */
static double multiband_tail(const ProcessorSetup *setup)
{
    const double *values = setup->values;
    const double *band[MULTIBAND_MAX];
    int count = bands_in_use(values, band);
    double tail = 0;
    for (int k = 0; k + 1 < count; k++)
        tail += 2 * lane_svf_ring_s(band[k][UPTO], setup->rate_hz, MULTIBAND_K);
    return tail;
}

#define ACTIVE_FADE_S 0.02

static void set_active(MultibandBank *multiband, int lane, bool active, bool at_once)
{
    ((float *)&multiband->active_aim)[lane] = active;
    if (at_once)
        ((float *)&multiband->active_from)[lane] = ((float *)&multiband->active_to)[lane] = active;
}

/* What does nothing to any signal. */
static bool is_idle(const double *band)
{
    return band[THRESHOLD] >= 0 && (band[MAKEUP] == 0 || isinf(band[MAKEUP])) && band[SOLO] == 0;
}

static void lane_reset(MultibandBank *multiband, int lane)
{
    set_active(multiband, lane, false, true);
    for (int k = 0; k < MULTIBAND_GLIDES; k++)
        glide_set(&multiband->glide, k, lane, k >= MULTIBAND_LEVEL && k <= MULTIBAND_WET, true);
    F8 *states = (F8 *)multiband->split;
    for (size_t i = 0; i < sizeof multiband->split / (sizeof(F8)); i++)
        ((float *)&states[i])[lane] = 0.0f;
    for (int k = 0; k < multiband->bands; k++)
        comp_core_reset(&multiband->band[k], lane);
}

static void multiband_reset(void *bank, int lane)
{
    MultibandBank *multiband = bank;
    for (int i = 0; i < multiband->channels; i++)
        lane_reset(multiband, lane + i);
}

static void *multiband_new(const ProcessorSetup *setup)
{
    const double *band[MULTIBAND_MAX];
    int count = bands_in_use(setup->values, band);
    size_t head = (sizeof(MultibandBank) + 63) & ~(size_t)63,
           ends = peak_window_bytes(comp_window_cells(setup->rate_hz));
    unsigned char *memory = lanes_alloc(head + (size_t)count * ends);
    if (!memory)
        return NULL;
    MultibandBank *multiband = (MultibandBank *)memory;
    multiband->rate_hz = setup->rate_hz;
    multiband->channels = setup->channels;
    multiband->bands = count;
    multiband->active_step = (float)(CELL_FRAMES / (ACTIVE_FADE_S * setup->rate_hz));
    glide_init(&multiband->glide, multiband->from, multiband->to, MULTIBAND_GLIDES);
    for (int k = 0; k < count; k++)
        comp_core_init(&multiband->band[k], (F8 *)(memory + head + (size_t)k * ends), setup->rate_hz, setup->channels,
                       band[k][DETECTOR] >= 0.5, false);
    for (int lane = 0; lane < BANK_LANES; lane++)
        lane_reset(multiband, lane);
    return multiband;
}

static CompSettings band_settings(const double *v)
{
    return (CompSettings){
        .threshold_db = v[THRESHOLD],
        .ratio = v[RATIO],
        .knee_db = v[KNEE],
        .attack_ms = v[ATTACK],
        .release_ms = v[RELEASE],
        .window_ms = v[WINDOW],
        .hold_ms = v[HOLD],
        .range_db = v[RANGE],
        .makeup_db = v[MAKEUP],
        .link_percent = v[LINK],
        .link_average = v[LINK_BY] >= 0.5,
    };
}

static double multiband_band_transfer_db(const double *values, int slot, double in_db)
{
    CompSettings settings = band_settings(values + PARAM_COUNT + slot * BAND_PARAM_COUNT);
    return comp_transfer_db(&settings, in_db);
}

static void lane_update(MultibandBank *multiband, int lane, const double *const *band, double mix, bool jump)
{
    Glide *glide = &multiband->glide;
    double floor_hz = 0;
    double any_solo = 0;
    for (int k = 0; k < multiband->bands; k++)
        any_solo = band[k][SOLO] > any_solo ? band[k][SOLO] : any_solo;
    for (int k = 0; k < multiband->bands; k++) {
        CompSettings settings = band_settings(band[k]);
        comp_core_set(&multiband->band[k], lane, &settings, jump);
        double others = 1 - any_solo; /* what a band that is not soloed keeps */
        glide_set(glide, MULTIBAND_LEVEL + k, lane, band[k][SOLO] > others ? band[k][SOLO] : others, jump);
        if (k < MULTIBAND_SPLITS) { /* a crossover below the one before it goes along with that */
            floor_hz = band[k][UPTO] > floor_hz ? band[k][UPTO] : floor_hz;
            glide_set(glide, MULTIBAND_G + k, lane, lane_svf_g(floor_hz, multiband->rate_hz), jump);
        }
    }
    bool idle = true;
    for (int k = 0; k < multiband->bands; k++)
        idle = idle && is_idle(band[k]);
    set_active(multiband, lane, !idle, jump);
    double wet = mix + (1 - mix) * any_solo;
    glide_set(glide, MULTIBAND_WET, lane, wet, jump);
    glide_set(glide, MULTIBAND_DRY, lane, 1 - wet, jump);
}

static void multiband_update(void *bank, int lane, const double *values, double tempo_bpm, bool jump)
{
    MultibandBank *multiband = bank;
    const double *band[MULTIBAND_MAX];
    (void)tempo_bpm;
    bands_in_use(values, band);
    glide_begin(&multiband->glide, jump);
    for (int k = 0; k < multiband->bands; k++)
        glide_begin(&multiband->band[k].glide, jump);
    for (int i = 0; i < multiband->channels; i++)
        lane_update(multiband, lane + i, band, values[MIX] * 0.01, jump);
}

static void multiband_process(void *bank, float *const io[BANK_LANES], const float *const key[BANK_LANES], int offset,
                              int frames)
{
    (void)key;
    multiband_run[lanes_level()](bank, io, offset, frames);
}

static void multiband_move(void *to, int to_lane, const void *from, int from_lane)
{
    MultibandBank *target = to;
    const MultibandBank *source = from;
    for (int i = 0; i < source->channels; i++) {
        glide_move(&target->glide, to_lane + i, &source->glide, from_lane + i);
        lanes_copy(&target->active_from, to_lane + i, &source->active_from, from_lane + i, 3);
        lanes_copy((F8 *)target->split, to_lane + i, (const F8 *)source->split, from_lane + i,
                   (int)(sizeof source->split / (sizeof(F8))));
        for (int k = 0; k < source->bands; k++)
            comp_core_move(&target->band[k], to_lane + i, &source->band[k], from_lane + i);
    }
}

/* Of the band that is reduced most. */
static float multiband_reduction_db(const void *bank, int lane)
{
    const MultibandBank *multiband = bank;
    float most = 0.0f;
    for (int k = 0; k < multiband->bands; k++)
        for (int i = 0; i < multiband->channels; i++) {
            float db = comp_core_reduction_db(&multiband->band[k], lane + i);
            most = db > most ? db : most;
        }
    return most;
}

const ProcessorKind multiband_kind = {
    .kind = "multiband",
    .band_edge = "upto",
    .added_bands = added_bands,
    .letter = 'M',
    .label = "Multiband compressor",
    .help = "Up to six bands, each a compressor.",
    .rank = 45,
    .flags = PROCESSOR_HAS_MIX | PROCESSOR_OWN_MIX,
    .lanes = BANK_LANES,
    .params = params,
    .param_count = PARAM_COUNT,
    .band_params = band_params,
    .band_param_count = BAND_PARAM_COUNT,
    .band_max = MULTIBAND_MAX,
    .shape = multiband_shape,
    .tail_s = multiband_tail,
    .bank_new = multiband_new,
    .bank_free = free,
    .reset = multiband_reset,
    .update = multiband_update,
    .process = multiband_process,
    .move = multiband_move,
    .gain_reduction_db = multiband_reduction_db,
    .band_transfer_db = multiband_band_transfer_db,
};
