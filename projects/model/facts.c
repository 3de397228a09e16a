/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/model/facts.h"

#include <math.h>
#include <string.h>

#include "audio/dsp/catalogue.h"

/* A place between left and right. */
#define PAN .unit = UNIT_PAN, .min = -100, .max = 100, .step = 5, .fine = 1, .coarse = 10

static const char *const polarity_words[] = {"normal", "invert", "left", "right", NULL};
static const char *const pan_mode_words[] = {
    [PAN_BALANCE] = "balance", [PAN_DUAL] = "dual", [PAN_IMAGE] = "image", NULL};
static const char *const tap_words[] = {[TAP_INPUT] = "input", [TAP_PRE] = "pre", [TAP_POST] = "post", NULL};
static const char *const fade_words[] = {
    [FADE_LINEAR] = "linear",           [FADE_EQUAL_POWER] = "equal-power", [FADE_S_CURVE] = "s-curve",
    [FADE_EXPONENTIAL] = "exponential", [FADE_LOGARITHMIC] = "logarithmic", NULL};
static const char *const stage_words[] = {"mix", "master", NULL};
static const char *const mode_words[] = {[LANE_READ] = "read", [LANE_TRIM] = "trim", [LANE_OFF] = "off", NULL};
static const char *const shape_words[] = {
    [SHAPE_HOLD] = "hold", [SHAPE_LINEAR] = "linear", [SHAPE_CURVE] = "curve", NULL};

const ParamInfo strip_facts[FACT_COUNT] = {
    [FACT_POLARITY] = {.key = "polarity",
                       .label = "Polarity",
                       .help = "Inverts both channels, or one of them.",
                       PARAM_CHOICE(polarity_words),
                       .flags = PARAM_FIXED},
    [FACT_TRIM] = {.key = "trim",
                   .label = "Trim",
                   .help = "Gain before the processors.",
                   .unit = UNIT_DB,
                   .min = -36,
                   .max = 36,
                   .step = 0.5,
                   .fine = 0.1,
                   .coarse = 3},
    [FACT_OFFSET] = {.key = "offset",
                     .label = "Offset",
                     .help = "Moves the strip in time; negative is earlier.",
                     .unit = UNIT_MS,
                     .min = -100,
                     .max = 100,
                     .step = 1,
                     .fine = 0.1,
                     .coarse = 10,
                     .flags = PARAM_STRUCTURAL},
    [FACT_PAN] = {.key = "pan", .label = "Pan", .help = "Position between left and right.", PAN},
    [FACT_PAN_MODE] = {.key = "pan-mode",
                       .label = "Pan mode",
                       .help = "How a stereo source is placed.",
                       PARAM_CHOICE(pan_mode_words),
                       .flags = PARAM_FIXED},
    [FACT_PAN_LEFT] = {.key = "pan-left",
                       .label = "Pan left",
                       .help = "Place of the left channel, in pan mode dual.",
                       .def = -100,
                       PAN},
    [FACT_PAN_RIGHT] = {.key = "pan-right",
                        .label = "Pan right",
                        .help = "Place of the right channel, in pan mode dual.",
                        .def = 100,
                        PAN},
    [FACT_WIDTH] = {.key = "width",
                    .label = "Width",
                    .help = "Stereo width, in pan mode image; below 0 the sides change places.",
                    .unit = UNIT_PERCENT,
                    .min = -100,
                    .max = 200,
                    .def = 100,
                    .step = 5,
                    .fine = 1,
                    .coarse = 20},
    [FACT_PAN_LAW] = {.key = "pan-law",
                      .label = "Pan law",
                      .help = "Level of a mono source in the centre: 0, -3, -4.5 or -6 dB.",
                      .unit = UNIT_DB,
                      .min = -6,
                      .def = PAN_LAW_PROJECT,
                      .step = 1.5,
                      .fine = 1.5,
                      .coarse = 3,
                      .special = "project",
                      .special_value = PAN_LAW_PROJECT,
                      .flags = PARAM_FIXED},
    [FACT_FADER] = {.key = "fader",
                    .label = "Fader",
                    .help = "Level of the strip.",
                    .unit = UNIT_DB,
                    .min = -100,
                    .max = 12,
                    .law = LAW_GAIN,
                    .step = 0.5,
                    .fine = 0.1,
                    .coarse = 3,
                    .special = "-inf",
                    .special_value = -INFINITY},
    [FACT_MUTE] = {.key = "mute",
                   .label = "Mute",
                   .help = "Silences the strip and its sends; keys still hear it.",
                   PARAM_SWITCH},
    [FACT_SOLO_SAFE] = {.key = "solo-safe",
                        .label = "Solo safe",
                        .help = "Stays audible when others are soloed.",
                        PARAM_SWITCH,
                        .flags = PARAM_FIXED},
};

const ParamInfo send_rows[SEND_ROW_COUNT] = {
    [SEND_LEVEL] = {.key = "level",
                    .label = "Level",
                    .help = "Level of the send.",
                    .unit = UNIT_DB,
                    .min = -100,
                    .max = 12,
                    .law = LAW_GAIN,
                    .step = 0.5,
                    .fine = 0.1,
                    .coarse = 3,
                    .special = "-inf",
                    .special_value = -INFINITY},
    [SEND_TAP] = {.key = "tap",
                  .label = "Tap",
                  .help = "Where the send listens: input, before the fader, or after pan.",
                  .def = TAP_POST,
                  PARAM_CHOICE(tap_words),
                  .flags = PARAM_FIXED},
    [SEND_PAN] = {.key = "pan", .label = "Pan", .help = "Position in the send's destination.", PAN},
    [SEND_MUTE] = {.key = "mute", .label = "Mute", .help = "Silences the send.", PARAM_SWITCH},
};
const ParamInfo clip_gain_row = {.key = "gain",
                                 .label = "Clip gain",
                                 .help = "Gain of the clip.",
                                 .unit = UNIT_DB,
                                 .min = -100,
                                 .max = 36,
                                 .law = LAW_GAIN,
                                 .step = 0.5,
                                 .fine = 0.1,
                                 .coarse = 3,
                                 .special = "-inf",
                                 .special_value = -INFINITY,
                                 .flags = PARAM_FIXED};
const ParamInfo bypass_row = {
    .key = "bypass", .label = "Bypass", .help = "Lets the signal pass unchanged, with the same delay.", PARAM_SWITCH};
const ParamInfo key_tap_row = {.key = "tap",
                               .label = "Key tap",
                               .help = "Where the key listens; pre is after its chain and before its fader.",
                               .def = TAP_PRE,
                               PARAM_CHOICE(tap_words),
                               .flags = PARAM_FIXED};
const ParamInfo fade_shape_row = {
    .key = "shape", .label = "Shape", .help = "Shape of a fade.", PARAM_CHOICE(fade_words), .flags = PARAM_FIXED};
const ParamInfo lane_mode_row = {.key = "mode",
                                 .label = "Mode",
                                 .help = "read replaces the static value, trim adds to it, off is ignored.",
                                 PARAM_CHOICE(mode_words),
                                 .flags = PARAM_FIXED};
const ParamInfo lane_shape_row = {.key = "shape",
                                  .label = "Shape",
                                  .help = "Shape of the segment that ends at the point.",
                                  PARAM_CHOICE(shape_words),
                                  .flags = PARAM_FIXED};
const ParamInfo curve_row = {.key = "curve",
                             .label = "Curve",
                             .help = "Bend of a curved segment.",
                             .min = -1,
                             .max = 1,
                             .step = 0.1,
                             .fine = 0.01,
                             .coarse = 0.5,
                             .flags = PARAM_FIXED};
const ParamInfo tempo_row = {.key = "tempo",
                             .label = "Tempo",
                             .help = "Quarter notes a minute.",
                             .unit = UNIT_BPM,
                             .min = 5,
                             .max = 999,
                             .def = 120,
                             .step = 1,
                             .fine = 0.1,
                             .coarse = 10,
                             .flags = PARAM_FIXED};
const ParamInfo head_rows[HEAD_ROW_COUNT] = {
    [HEAD_STAGE] = {.key = "stage",
                    .label = "Stage",
                    .help = "A mix, or the master of one.",
                    PARAM_CHOICE(stage_words),
                    .flags = PARAM_FIXED},
    [HEAD_RATE] = {.key = "rate",
                   .label = "Rate",
                   .help = "Sample rate of the project.",
                   .unit = UNIT_HZ,
                   .min = 8000,
                   .max = 192000,
                   .def = 48000,
                   .step = 1,
                   .fine = 1,
                   .coarse = 1,
                   .flags = PARAM_STRUCTURAL},
    [HEAD_PAN_LAW] = {.key = "pan-law",
                      .label = "Pan law",
                      .help = "Level of a mono source in the centre: 0, -3, -4.5 or -6 dB.",
                      .unit = UNIT_DB,
                      .min = -6,
                      .def = -3,
                      .step = 1.5,
                      .fine = 1.5,
                      .coarse = 3,
                      .flags = PARAM_FIXED},
    [HEAD_LINEUP] = {.key = "lineup",
                     .label = "Alignment level",
                     .help = "0 VU and PPM TEST refer to it.",
                     .unit = UNIT_DBFS,
                     .min = -40,
                     .def = -18,
                     .step = 1,
                     .fine = 0.1,
                     .coarse = 2,
                     .flags = PARAM_FIXED},
};

#define BIT(kind) (1u << SECTION_##kind)
#define SOUND (BIT(TRACK) | BIT(BUS) | BIT(RETURN) | BIT(MASTER))
const StripKey strip_keys[] = {
    {"label", KEY_LABEL, -1, SOUND | BIT(VCA) | BIT(GROUP), 10, false},
    {"note", KEY_NOTE, -1, SOUND | BIT(VCA) | BIT(GROUP), 11, false},
    {"waive", KEY_WAIVE, -1, SOUND | BIT(VCA) | BIT(GROUP), 12, .by_place = true},
    {"members", KEY_MEMBERS, -1, BIT(GROUP), 15, false},
    {"clip", KEY_CLIP, -1, BIT(TRACK), 20, false},
    {"polarity", KEY_FACT, FACT_POLARITY, SOUND, 30, false},
    {"trim", KEY_FACT, FACT_TRIM, SOUND, 31, false},
    {"offset", KEY_FACT, FACT_OFFSET, SOUND, 32, false},
    {"pan-mode", KEY_FACT, FACT_PAN_MODE, SOUND, 50, false},
    {"pan-left", KEY_FACT, FACT_PAN_LEFT, SOUND, 51, false},
    {"pan-right", KEY_FACT, FACT_PAN_RIGHT, SOUND, 52, false},
    {"width", KEY_FACT, FACT_WIDTH, SOUND, 53, false},
    {"pan-law", KEY_FACT, FACT_PAN_LAW, SOUND, 54, false},
    {"pan", KEY_FACT, FACT_PAN, SOUND, 55, false},
    {"fader", KEY_FACT, FACT_FADER, SOUND | BIT(VCA), RANK_FADER},
    {"mute", KEY_FACT, FACT_MUTE, SOUND | BIT(VCA), 80, false},
    {"solo-safe", KEY_FACT, FACT_SOLO_SAFE, SOUND | BIT(VCA), 81, false},
    {"send", KEY_SEND, -1, SOUND & ~BIT(MASTER), 90, false},
    {"out", KEY_OUT, -1, SOUND & ~BIT(MASTER), 100, false},
    {"vca", KEY_VCA, -1, SOUND | BIT(VCA), 101, false},
    {NULL, KEY_FACT, -1, 0, 0, false},
};

const StripKey *strip_key_find(const char *word)
{
    for (const StripKey *key = strip_keys; key->word; key++)
        if (strcmp(key->word, word) == 0)
            return key;
    return NULL;
}

const FactId facts_as_told[FACT_COUNT] = {FACT_FADER,     FACT_PAN,    FACT_PAN_MODE, FACT_PAN_LEFT,
                                          FACT_PAN_RIGHT, FACT_WIDTH,  FACT_PAN_LAW,  FACT_TRIM,
                                          FACT_POLARITY,  FACT_OFFSET, FACT_MUTE,     FACT_SOLO_SAFE};

bool fact_is_of_kind(FactId fact, SectionKind kind)
{
    for (const StripKey *key = strip_keys; key->word; key++)
        if (key->fact == (int)fact)
            return key->kinds & 1u << kind;
    return false;
}

bool fact_is_default(FactId fact, double value)
{
    return fabs(value - strip_facts[fact].def) < 0.0005;
}

bool pan_law_is_known(double db)
{
    return db == 0 || db == -3 || db == -4.5 || db == -6 || db == PAN_LAW_PROJECT;
}

static const char *const section_words[] = {
    [SECTION_TEMPO] = "tempo",       [SECTION_MARKERS] = "markers", [SECTION_TRACK] = "track",
    [SECTION_BUS] = "bus",           [SECTION_RETURN] = "return",   [SECTION_VCA] = "vca",
    [SECTION_GROUP] = "group",       [SECTION_MASTER] = "master",   [SECTION_AUTOMATION] = "automation",
    [SECTION_SNAPSHOT] = "snapshot", [SECTION_VERSION] = "version",
};

const char *section_word(SectionKind kind)
{
    return (unsigned)kind < ARRAY_LEN(section_words) ? section_words[kind] : NULL;
}

SectionKind section_of_word(const char *word, size_t length)
{
    for (unsigned kind = 0; kind < ARRAY_LEN(section_words); kind++)
        if (section_words[kind] && strlen(section_words[kind]) == length &&
            memcmp(section_words[kind], word, length) == 0)
            return (SectionKind)kind;
    return SECTION_UNKNOWN;
}

bool section_is_strip(SectionKind kind)
{
    return kind >= SECTION_TRACK && kind <= SECTION_MASTER;
}

bool name_is_reserved(const char *name)
{
    static const char *const words[] = {"master", "all", "selected", "bypass", "key", "marker"};
    for (unsigned i = 0; i < ARRAY_LEN(words); i++)
        if (strcmp(words[i], name) == 0)
            return true;
    const StripKey *key = strip_key_find(name);
    return (key && !key->by_place) || catalogue_find(name);
}
