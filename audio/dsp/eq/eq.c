/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The processor `eq`: the equalizer as a processor; design.h, moving.h, detector.h and linear.h say what it computes.
 */
/* `eq`: its table, and how its values become bands. */
#include <math.h>
#include <stdlib.h>

#include "audio/base/maths.h"
#include "audio/dsp/eq/bank.h"
#include "audio/dsp/eq/linear.h"
#include "audio/dsp/kinds.h"

enum { PHASE, LENGTH, OUTPUT, AUTO_GAIN, PARAM_COUNT };
enum { TYPE, FREQ, GAIN, Q, SLOPE, CHANNEL, ON, THRESHOLD, RATIO, ATTACK, RELEASE, BAND_PARAM_COUNT };

static const char *const phase_words[] = {"minimum", "linear", NULL};
static const char *const length_words[] = {"short", "medium", "long", NULL};
static const char *const type_words[] = {"none",  "bell",     "lowshelf", "highshelf", "lowcut", "highcut",
                                         "notch", "bandpass", "tilt",     "allpass",   NULL};
static const char *const channel_words[] = {"stereo", "left", "right", "mid", "side", NULL};

static const ParamInfo params[PARAM_COUNT] = {
    [PHASE] = {.key = "phase",
               .label = "Phase",
               .help = "Minimum phase without latency, or linear phase with latency and pre-ringing.",
               PARAM_CHOICE(phase_words),
               .flags = PARAM_STRUCTURAL},
    [LENGTH] =
        {.key = "length",
         .label = "Length",
         .help = "Of the linear-phase kernel: 43, 85 or 171 ms; half of it rings ahead, and a little more is latency.",
         .def = 1,
         PARAM_CHOICE(length_words),
         .flags = PARAM_STRUCTURAL},
    [OUTPUT] = {.key = "output",
                .label = "Output",
                .help = "Gain after the bands.",
                .unit = UNIT_DB,
                .min = -30,
                .max = 30,
                .step = 0.5,
                .fine = 0.1,
                .coarse = 3},
    [AUTO_GAIN] = {.key = "autogain",
                   .label = "Auto gain",
                   .help = "Takes back what the bands add to pink noise.",
                   PARAM_SWITCH},
};

static const ParamInfo band_params[BAND_PARAM_COUNT] = {
    /* "none" is a free slot: no band is written for it and no desk offers it. */
    [TYPE] = {.key = "type",
              .label = "Type",
              .help = "Shape of the band.",
              .def = EQ_NONE,
              PARAM_CHOICE(type_words),
              .flags = PARAM_STRUCTURAL},
    [FREQ] = {.key = "freq",
              .label = "Frequency",
              .help = "Centre of a bell, corner of a cut (-3 dB), middle of a shelf.",
              .unit = UNIT_HZ,
              .min = 10,
              .max = 30000,
              .def = 1000,
              .law = LAW_LOG,
              .step = 1.0595,
              .fine = 1.0145,
              .coarse = 1.26},
    [GAIN] = {.key = "gain",
              .label = "Gain",
              .help = "Boost or cut; of a tilt, from the bottom to the top.",
              .unit = UNIT_DB,
              .min = -30,
              .max = 30,
              .step = 0.5,
              .fine = 0.1,
              .coarse = 3},
    [Q] = {.key = "q",
           .label = "Q",
           .help = "Narrowness; auto is 1, and 0.71 for shelves. Cuts are Butterworth and have none.",
           .min = 0.1,
           .max = 40,
           .law = LAW_LOG,
           .step = 1.0595,
           .fine = 1.01,
           .coarse = 1.26,
           .special = "auto"},
    [SLOPE] = {.key = "slope",
               .label = "Slope",
               .help = "Steepness of a cut: 6, 12, 18, 24, 36, 48, 72 or 96.",
               .unit = UNIT_DB_PER_OCT,
               .min = 6,
               .max = 96,
               .def = 12,
               .step = 6,
               .fine = 6,
               .coarse = 12,
               .flags = PARAM_STRUCTURAL},
    [CHANNEL] = {.key = "channel",
                 .label = "Channel",
                 .help = "What of the signal the band acts on.",
                 PARAM_CHOICE(channel_words),
                 .flags = PARAM_STRUCTURAL},
    [ON] = {.key = "on",
            .label = "On",
            .help = "A band that is off stays in its place and does nothing.",
            .def = 1,
            PARAM_SWITCH},
    [THRESHOLD] = {.key = "threshold",
                   .label = "Threshold",
                   .help = "Level within the band, of what it acts on, above which a dynamic band is turned down.",
                   .unit = UNIT_DB,
                   .min = -80,
                   .step = 0.5,
                   .fine = 0.1,
                   .coarse = 3},
    [RATIO] = {.key = "ratio",
               .label = "Ratio",
               .help = "dB in for one dB out above the threshold; 1 is a static band, as all are in linear phase.",
               .unit = UNIT_RATIO,
               .min = 1,
               .max = 20,
               .def = 1,
               .law = LAW_LOG,
               .step = 1.0595,
               .fine = 1.01,
               .coarse = 1.26},
    [ATTACK] = {.key = "attack",
                .label = "Attack",
                .help = "Time to 63 % of a turn down.",
                .unit = UNIT_MS,
                .min = 1,
                .max = 300,
                .def = 10,
                .law = LAW_LOG,
                .step = 1.0595,
                .fine = 1.01,
                .coarse = 1.26},
    [RELEASE] = {.key = "release",
                 .label = "Release",
                 .help = "Time to 63 % of the way back.",
                 .unit = UNIT_MS,
                 .min = 5,
                 .max = 5000,
                 .def = 100,
                 .law = LAW_LOG,
                 .step = 1.0595,
                 .fine = 1.01,
                 .coarse = 1.26},
};

typedef struct EqState { /* either of the two */
    EqBank *minimum;
    EqLinear *linear;
} EqState;

static const double *band_values(const double *values, int slot)
{
    return values + PARAM_COUNT + slot * BAND_PARAM_COUNT;
}

static bool in_use(const double *band)
{
    return band[TYPE] >= 0.5;
}

static bool is_linear(const double *values)
{
    return values[PHASE] >= 0.5;
}

static EqBandSettings band_settings(const double *v)
{
    return (EqBandSettings){
        .band = {.type = (EqType)v[TYPE], .freq_hz = v[FREQ], .gain_db = v[GAIN], .q = v[Q], .slope_db = v[SLOPE]},
        .channel = (EqChannel)v[CHANNEL],
        .on = v[ON] >= 0.5,
        .threshold_db = v[THRESHOLD],
        .ratio = v[RATIO],
        .attack_ms = v[ATTACK],
        .release_ms = v[RELEASE],
    };
}

/* |H|^2 of all bands that act on both channels' sum, as the display shows them. */
static double bands_square(const EqSettings *settings, double hz, double rate_hz, bool linear)
{
    double square = 1;
    for (int b = 0; b < settings->band_count; b++) {
        const EqBand *band = &settings->band[b].band;
        EqUnit unit[EQ_UNIT_MAX];
        if (!settings->band[b].on)
            continue;
        if (linear) {
            EqPrototype prototype = eq_band_prototype(band);
            square *= eq_prototype_square(&prototype, hz);
            continue;
        }
        eq_band_design(band, rate_hz, unit);
        for (int k = 0; k < eq_band_units(band->type, band->slope_db); k++)
            square *=
                eq_section_response(&unit[k].main, hz, rate_hz) * eq_section_response(&unit[k].correction, hz, rate_hz);
    }
    return square;
}

/* Power that pink noise between 30 Hz and 15 kHz gains: the mean of |H|^2 over equal steps of log f. */
static double pink_gain(const EqSettings *settings)
{
    enum { POINTS = 28 };
    double sum = 0, hz = 30;
    for (int i = 0; i < POINTS; i++, hz *= 1.2587)
        sum += bands_square(settings, hz, 0, true);
    return sum / POINTS;
}

static void settings_from_values(EqSettings *settings, const double *values)
{
    settings->band_count = 0;
    for (int slot = 0; slot < EQ_BAND_MAX; slot++)
        if (in_use(band_values(values, slot)))
            settings->band[settings->band_count++] = band_settings(band_values(values, slot));
    settings->output_lin = maths_lin_from_db(values[OUTPUT]);
    if (values[AUTO_GAIN] >= 0.5)
        settings->output_lin /= sqrt(pink_gain(settings));
}

static int eq_latency(const double *values, double rate_hz)
{
    return is_linear(values) ? eq_linear_latency((int)values[LENGTH], rate_hz) : 0;
}

static int eq_pre_ringing(const double *values, double rate_hz)
{
    return is_linear(values) ? eq_linear_pre_ringing((int)values[LENGTH], rate_hz) : 0;
}

/* The slowest pole's way down to -120 dB, all bands after each other. */
static double eq_tail(const ProcessorSetup *setup)
{
    const double *values = setup->values;
    double tail = 0;
    if (is_linear(values))
        return eq_linear_tail((int)values[LENGTH], setup->rate_hz) / setup->rate_hz;
    for (int slot = 0; slot < EQ_BAND_MAX; slot++) {
        const double *v = band_values(values, slot);
        if (!in_use(v))
            continue;
        double q = v[Q] > 0 ? v[Q] : 1, boost = maths_lin_from_db(0.5 * fabs(v[GAIN]));
        double damping = v[TYPE] == EQ_LOWCUT || v[TYPE] == EQ_HIGHCUT ? 0.19 : 1 / (q * boost);
        damping = damping < 1 ? damping : 1;
        tail += 13.8 * 2 / (2 * MATHS_PI * v[FREQ] * damping);
    }
    return tail;
}

/* FNV-1a over what decides the layout. */
static uint64_t mix_in(uint64_t hash, uint64_t word)
{
    return (hash ^ word) * 1099511628211u;
}

static uint64_t eq_shape(const double *values, int channels, double rate_hz)
{
    uint64_t hash = mix_in(mix_in(14695981039346656037u, (uint64_t)channels), (uint64_t)eq_latency(values, rate_hz));
    for (int slot = 0; slot < EQ_BAND_MAX && !is_linear(values); slot++) {
        const double *v = band_values(values, slot);
        if (in_use(v))
            hash = mix_in(hash, (uint64_t)eq_band_units((EqType)v[TYPE], v[SLOPE]) << 1 | (v[CHANNEL] >= EQ_MID));
    }
    return hash;
}

static EqBankLayout layout_from_setup(const ProcessorSetup *setup)
{
    EqBankLayout layout = {.rate_hz = setup->rate_hz, .channels = setup->channels};
    for (int slot = 0; slot < EQ_BAND_MAX; slot++) {
        const double *v = band_values(setup->values, slot);
        if (!in_use(v))
            continue;
        layout.units[layout.band_count] = eq_band_units((EqType)v[TYPE], v[SLOPE]);
        layout.mid_side[layout.band_count++] = v[CHANNEL] >= EQ_MID && setup->channels == 2;
    }
    return layout;
}

static void eq_free(void *bank)
{
    EqState *eq = bank;
    if (!eq)
        return;
    eq_bank_free(eq->minimum);
    eq_linear_free(eq->linear);
    free(eq);
}

static void *eq_new(const ProcessorSetup *setup)
{
    EqState *eq = calloc(1, sizeof *eq);
    if (!eq)
        return NULL;
    if (is_linear(setup->values)) {
        eq->linear = eq_linear_new((int)setup->values[LENGTH], setup->rate_hz, setup->channels);
    } else {
        EqBankLayout layout = layout_from_setup(setup);
        eq->minimum = eq_bank_new(&layout);
    }
    if (eq->minimum || eq->linear)
        return eq;
    free(eq);
    return NULL;
}

static void eq_reset(void *bank, int lane)
{
    EqState *eq = bank;
    if (eq->linear)
        eq_linear_reset(eq->linear, lane);
    else
        eq_bank_reset(eq->minimum, lane);
}

static void eq_update(void *bank, int lane, const double *values, double tempo_bpm, bool jump)
{
    EqState *eq = bank;
    EqSettings settings;
    (void)tempo_bpm;
    settings_from_values(&settings, values);
    if (eq->linear)
        eq_linear_update(eq->linear, lane, &settings, jump);
    else
        eq_bank_update(eq->minimum, lane, &settings, jump);
}

/* Adds +0, as lanes_out does. */
static void linear_process(EqState *eq, float *const io[BANK_LANES], int frames)
{
    eq_linear_process(eq->linear, io, frames);
    for (int lane = 0; lane < BANK_LANES; lane++)
        for (int i = 0; io[lane] && i < frames; i++)
            io[lane][i] = io[lane][i] + 0.0f;
}

static void eq_process(void *bank, float *const io[BANK_LANES], const float *const key[BANK_LANES], int offset,
                       int frames)
{
    EqState *eq = bank;
    (void)key;
    if (eq->linear)
        linear_process(eq, io, frames);
    else
        eq_bank_process(eq->minimum, io, offset, frames);
}

static void eq_process_lanes(void *bank, float *x, int offset, int frames)
{
    EqState *eq = bank;
    if (eq->minimum) {
        eq_bank_process_lanes(eq->minimum, (F8 *)x, offset, frames);
        return;
    }
    float plain[BANK_LANES][CELL_FRAMES], *io[BANK_LANES];
    for (int lane = 0; lane < BANK_LANES; lane++)
        io[lane] = plain[lane];
    lanes_out[lanes_level()]((F8 *)x, io, frames);
    linear_process(eq, io, frames);
    lanes_in[lanes_level()]((F8 *)x, io, frames);
}

#ifdef LANES_HAVE_PAIRS
static bool eq_process_pair(void *const bank[2], float *x)
{
    EqState *a = bank[0], *b = bank[1];
    return a->minimum && b->minimum && eq_bank_process_pair(a->minimum, b->minimum, (F16 *)x);
}
#endif

static void eq_move(void *to, int to_lane, const void *from, int from_lane)
{
    const EqState *source = from;
    if (source->linear)
        eq_linear_move(((EqState *)to)->linear, to_lane, source->linear, from_lane);
    else
        eq_bank_move(((EqState *)to)->minimum, to_lane, source->minimum, from_lane);
}

static float eq_reduction_db(const void *bank, int lane)
{
    const EqState *eq = bank;
    return eq->minimum ? eq_bank_reduction_db(eq->minimum, lane) : 0.0f;
}

static double eq_response_db(const double *values, double hz, double rate_hz)
{
    EqSettings settings;
    settings_from_values(&settings, values);
    double square = bands_square(&settings, hz, rate_hz, is_linear(values));
    return 0.5 * maths_db_from_lin(square) + maths_db_from_lin(settings.output_lin);
}

static bool eq_row_counts(const double *band, int row)
{
    EqType type = (EqType)band[TYPE];
    bool cut = type == EQ_LOWCUT || type == EQ_HIGHCUT, gains = eq_type_has_gain(type);
    return row == GAIN ? gains : row == Q ? !cut && type != EQ_TILT : row == SLOPE ? cut : true;
}

const ProcessorKind eq_kind = {
    .kind = "eq",
    .letter = 'E',
    .label = "Equalizer",
    .help = "Up to 24 bands, without cramping, minimum or linear phase.",
    .rank = 20,
    .lanes = BANK_LANES,
    .params = params,
    .param_count = PARAM_COUNT,
    .band_params = band_params,
    .band_param_count = BAND_PARAM_COUNT,
    .band_max = EQ_BAND_MAX,
    .spoken = "EQ",
    .makeup = "output",
    .shape = eq_shape,
    .latency_frames = eq_latency,
    .pre_ringing_frames = eq_pre_ringing,
    .tail_s = eq_tail,
    .bank_new = eq_new,
    .bank_free = eq_free,
    .reset = eq_reset,
    .update = eq_update,
    .process = eq_process,
    .process_lanes = eq_process_lanes,
#ifdef LANES_HAVE_PAIRS
    .process_pair = eq_process_pair,
#endif
    .move = eq_move,
    .gain_reduction_db = eq_reduction_db,
    .response_db = eq_response_db,
    .band_row_counts = eq_row_counts,
};
