/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/model/facts.h"

#include <math.h>
#include <string.h>

#define SWITCH_ROW(key, label, help)                                                                                   \
    {                                                                                                                  \
        key, label, help, UNIT_NONE, 0, 1, 0, LAW_SWITCH, 1, 1, 1, NULL, NULL, 0, 0                                    \
    }
#define CHOICE_ROW(key, label, help, words, most, def)                                                                 \
    {                                                                                                                  \
        key, label, help, UNIT_NONE, 0, most, def, LAW_CHOICE, 1, 1, 1, words, NULL, 0, PARAM_FIXED                    \
    }
#define PAN_ROW(key, label, help, def)                                                                                 \
    {                                                                                                                  \
        key, label, help, UNIT_PERCENT, -100, 100, def, LAW_LINEAR, 5, 1, 10, NULL, NULL, 0, 0                         \
    }

static const char *const polarity_words[] = {"normal", "invert", "left", "right", NULL};
static const char *const pan_mode_words[] = {"balance", "dual", "image", NULL};
static const char *const tap_words[] = {"input", "pre", "post", NULL};
static const char *const fade_words[] = {"linear", "equal-power", "s-curve", "exponential", "logarithmic", NULL};
static const char *const stage_words[] = {"mix", "master", NULL};
static const char *const mode_words[] = {"read", "trim", "off", NULL};
static const char *const shape_words[] = {"hold", "linear", "curve", NULL};

const ParamInfo strip_facts[FACT_COUNT] = {
    [FACT_POLARITY] =
        CHOICE_ROW("polarity", "Polarity", "Inverts both channels, or one of them.", polarity_words, 3, 0),
    [FACT_TRIM] = {"trim", "Trim", "Gain before the processors.", UNIT_DB, -36, 36, 0, LAW_LINEAR, 0.5, 0.1, 3, NULL,
                   NULL, 0, 0},
    [FACT_OFFSET] = {"offset", "Offset", "Moves the strip in time; negative is earlier.", UNIT_MS, -100, 100, 0,
                     LAW_LINEAR, 1, 0.1, 10, NULL, NULL, 0, PARAM_STRUCTURAL},
    [FACT_PAN] = PAN_ROW("pan", "Pan", "Position between left and right.", 0),
    [FACT_PAN_MODE] = CHOICE_ROW("pan-mode", "Pan mode", "How a stereo source is placed.", pan_mode_words, 2, 0),
    [FACT_PAN_LEFT] = PAN_ROW("pan-left", "Pan left", "Place of the left channel, in pan mode dual.", -100),
    [FACT_PAN_RIGHT] = PAN_ROW("pan-right", "Pan right", "Place of the right channel, in pan mode dual.", 100),
    [FACT_WIDTH] = {"width", "Width", "Stereo width, in pan mode image; below 0 the sides change places.", UNIT_PERCENT,
                    -100, 200, 100, LAW_LINEAR, 5, 1, 20, NULL, NULL, 0, 0},
    [FACT_PAN_LAW] = {"pan-law", "Pan law", "Level of a mono source in the centre: 0, -3, -4.5 or -6 dB.", UNIT_DB, -6,
                      0, PAN_LAW_PROJECT, LAW_LINEAR, 1.5, 1.5, 3, NULL, "project", PAN_LAW_PROJECT, PARAM_FIXED},
    [FACT_FADER] = {"fader", "Fader", "Level of the strip.", UNIT_DB, -100, 12, 0, LAW_GAIN, 0.5, 0.1, 3, NULL, "-inf",
                    -INFINITY, 0},
    [FACT_MUTE] = SWITCH_ROW("mute", "Mute", "Silences the strip and its sends; keys still hear it."),
    [FACT_SOLO_SAFE] = {"solo-safe", "Solo safe", "Stays audible when others are soloed.", UNIT_NONE, 0, 1, 0,
                        LAW_SWITCH, 1, 1, 1, NULL, NULL, 0, PARAM_FIXED},
};

const ParamInfo send_rows[SEND_ROW_COUNT] = {
    [SEND_LEVEL] = {"level", "Level", "Level of the send.", UNIT_DB, -100, 12, 0, LAW_GAIN, 0.5, 0.1, 3, NULL, "-inf",
                    -INFINITY, 0},
    [SEND_TAP] =
        CHOICE_ROW("tap", "Tap", "Where the send listens: input, before the fader, or after pan.", tap_words, 2, 2),
    [SEND_PAN] = PAN_ROW("pan", "Pan", "Position in the send's destination.", 0),
    [SEND_MUTE] = SWITCH_ROW("mute", "Mute", "Silences the send."),
};
const ParamInfo clip_gain_row = {
    "gain", "Clip gain", "Gain of the clip.", UNIT_DB,    -100, 36, 0, LAW_GAIN, 0.5, 0.1, 3,
    NULL,   "-inf",      -INFINITY,           PARAM_FIXED};
const ParamInfo bypass_row = SWITCH_ROW("bypass", "Bypass", "Lets the signal pass unchanged, with the same delay.");
const ParamInfo key_tap_row = CHOICE_ROW(
    "tap", "Key tap", "Where the key listens; pre is after its chain and before its fader.", tap_words, 2, 1);
const ParamInfo fade_shape_row = CHOICE_ROW("shape", "Shape", "Shape of a fade.", fade_words, 4, 0);
const ParamInfo lane_mode_row =
    CHOICE_ROW("mode", "Mode", "read replaces the static value, trim adds to it, off is ignored.", mode_words, 2, 0);
const ParamInfo lane_shape_row =
    CHOICE_ROW("shape", "Shape", "Shape of the segment that ends at the point.", shape_words, 2, 0);
const ParamInfo curve_row = {
    "curve", "Curve",    "Bend of a curved segment.", UNIT_NONE, -1, 1, 0, LAW_LINEAR, 0.1, 0.01, 0.5, NULL, NULL,
    0,       PARAM_FIXED};
const ParamInfo tempo_row = {
    "tempo", "Tempo",    "Quarter notes a minute.", UNIT_BPM, 5, 999, 120, LAW_LINEAR, 1, 0.1, 10, NULL, NULL,
    0,       PARAM_FIXED};
const ParamInfo head_rows[HEAD_ROW_COUNT] = {
    [HEAD_STAGE] = CHOICE_ROW("stage", "Stage", "A mix, or the master of one.", stage_words, 1, 0),
    [HEAD_RATE] = {"rate", "Rate", "Sample rate of the project.", UNIT_HZ, 8000, 192000, 48000, LAW_LINEAR, 1, 1, 1,
                   NULL, NULL, 0, PARAM_STRUCTURAL},
    [HEAD_PAN_LAW] = {"pan-law", "Pan law", "Level of a mono source in the centre: 0, -3, -4.5 or -6 dB.", UNIT_DB, -6,
                      0, -3, LAW_LINEAR, 1.5, 1.5, 3, NULL, NULL, 0, PARAM_FIXED},
    [HEAD_LINEUP] = {"lineup", "Alignment level", "0 VU and PPM TEST refer to it.", UNIT_DBFS, -40, 0, -18, LAW_LINEAR,
                     1, 0.1, 2, NULL, NULL, 0, PARAM_FIXED},
};

#define BIT(kind) (1u << SECTION_##kind)
#define SOUND (BIT(TRACK) | BIT(BUS) | BIT(RETURN) | BIT(MASTER))
const StripKey strip_keys[] = {
    {"label", KEY_LABEL, -1, SOUND | BIT(VCA) | BIT(GROUP), 10},
    {"note", KEY_NOTE, -1, SOUND | BIT(VCA) | BIT(GROUP), 11},
    {"members", KEY_MEMBERS, -1, BIT(GROUP), 15},
    {"clip", KEY_CLIP, -1, BIT(TRACK), 20},
    {"polarity", KEY_FACT, FACT_POLARITY, SOUND, 30},
    {"trim", KEY_FACT, FACT_TRIM, SOUND, 31},
    {"offset", KEY_FACT, FACT_OFFSET, SOUND, 32},
    {"pan-mode", KEY_FACT, FACT_PAN_MODE, SOUND, 50},
    {"pan-left", KEY_FACT, FACT_PAN_LEFT, SOUND, 51},
    {"pan-right", KEY_FACT, FACT_PAN_RIGHT, SOUND, 52},
    {"width", KEY_FACT, FACT_WIDTH, SOUND, 53},
    {"pan-law", KEY_FACT, FACT_PAN_LAW, SOUND, 54},
    {"pan", KEY_FACT, FACT_PAN, SOUND, 55},
    {"fader", KEY_FACT, FACT_FADER, SOUND | BIT(VCA), RANK_FADER},
    {"mute", KEY_FACT, FACT_MUTE, SOUND | BIT(VCA), 80},
    {"solo-safe", KEY_FACT, FACT_SOLO_SAFE, SOUND | BIT(VCA), 81},
    {"send", KEY_SEND, -1, SOUND & ~BIT(MASTER), 90},
    {"out", KEY_OUT, -1, SOUND & ~BIT(MASTER), 100},
    {"vca", KEY_VCA, -1, SOUND | BIT(VCA), 101},
    {NULL, KEY_FACT, -1, 0, 0},
};

const StripKey *strip_key_find(const char *word)
{
    for (const StripKey *key = strip_keys; key->word; key++)
        if (strcmp(key->word, word) == 0)
            return key;
    return NULL;
}

const StripKey *strip_key_of_fact(int fact)
{
    for (const StripKey *key = strip_keys; key->word; key++)
        if (key->fact == fact)
            return key;
    return NULL;
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
    return strip_key_find(name) || processor_find(name);
}
