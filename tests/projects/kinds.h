/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Processor kinds made for the tests of this room, so that they depend on no real one. */
#ifndef TTYMIX_TESTS_PROJECTS_KINDS_H
#define TTYMIX_TESTS_PROJECTS_KINDS_H

#include <math.h>

#include "audio/base/attributes.h"
#include "audio/dsp/processor.h"

static const char *const test_types[] = {"unused", "bell", "lowshelf", "highshelf", "lowcut", "highcut", NULL};
static const char *const test_channels[] = {"stereo", "left", "right", "mid", "side", NULL};
static const char *const test_detectors[] = {"peak", "rms", NULL};

#define LINEAR_ROW(key, unit, min, max, def)                                                                           \
    {                                                                                                                  \
        key, key, "A number.", unit, min, max, def, LAW_LINEAR, 1, 0.1, 3, NULL, NULL, 0, 0                            \
    }

static const ParamInfo test_comp_rows[] = {
    LINEAR_ROW("threshold", UNIT_DB, -80, 0, 0),
    {"ratio", "Ratio", "How much.", UNIT_RATIO, 1, 100, 2, LAW_LOG, 1.1, 1.01, 2, NULL, "inf", INFINITY, 0},
    {"attack", "Attack", "Time.", UNIT_MS, 0.01, 300, 10, LAW_LOG, 1.1, 1.01, 2, NULL, NULL, 0, 0},
    {"release", "Release", "Time.", UNIT_MS, 5, 5000, 100, LAW_LOG, 1.1, 1.01, 2, NULL, "auto", 0, 0},
    LINEAR_ROW("knee", UNIT_DB, 0, 24, 6),
    LINEAR_ROW("makeup", UNIT_DB, -24, 24, 0),
    {"detector", "Detector", "What it listens to.", UNIT_NONE, 0, 1, 0, LAW_CHOICE, 1, 1, 1, test_detectors, NULL, 0,
     0},
    {"lookahead", "Look-ahead", "Time.", UNIT_MS, 0, 20, 0, LAW_LINEAR, 1, 0.1, 5, NULL, NULL, 0, PARAM_STRUCTURAL},
    {"listen", "Listen", "Hears the key.", UNIT_NONE, 0, 1, 0, LAW_SWITCH, 1, 1, 1, NULL, NULL, 0, 0},
    LINEAR_ROW("mix", UNIT_PERCENT, 0, 100, 100),
};
static const ParamInfo test_eq_rows[] = {LINEAR_ROW("output", UNIT_DB, -30, 30, 0)};
static const ParamInfo test_eq_bands[] = {
    {"type", "Type", "What the band does.", UNIT_NONE, 0, 5, 0, LAW_CHOICE, 1, 1, 1, test_types, NULL, 0,
     PARAM_STRUCTURAL},
    {"freq", "Frequency", "Where.", UNIT_HZ, 10, 30000, 1000, LAW_LOG, 1.0595, 1.01, 2, NULL, NULL, 0, 0},
    LINEAR_ROW("gain", UNIT_DB, -30, 30, 0),
    {"q", "Q", "How wide.", UNIT_NONE, 0.1, 40, 1, LAW_LOG, 1.1, 1.01, 2, NULL, NULL, 0, 0},
    LINEAR_ROW("slope", UNIT_DB_PER_OCT, 6, 96, 12),
    {"channel", "Channel", "Which.", UNIT_NONE, 0, 4, 0, LAW_CHOICE, 1, 1, 1, test_channels, NULL, 0, PARAM_STRUCTURAL},
    {"off", "Off", "Not heard.", UNIT_NONE, 0, 1, 0, LAW_SWITCH, 1, 1, 1, NULL, NULL, 0, 0},
};
static const ParamInfo test_multi_bands[] = {
    {"on", "On", "Heard.", UNIT_NONE, 0, 1, 0, LAW_SWITCH, 1, 1, 1, NULL, NULL, 0, 0},
    LINEAR_ROW("threshold", UNIT_DB, -80, 0, 0),
};
static const ParamInfo test_verb_rows[] = {
    {"decay", "Decay", "Time.", UNIT_S, 0.1, 20, 2, LAW_LOG, 1.1, 1.01, 2, NULL, NULL, 0, 0},
    {"predelay", "Pre-delay", "Time.", UNIT_MS, 0, 500, 0, LAW_LINEAR, 1, 0.1, 5, NULL, NULL, 0, 0},
    LINEAR_ROW("mix", UNIT_PERCENT, 0, 100, 100),
};
static const ParamInfo test_limit_rows[] = {LINEAR_ROW("ceiling", UNIT_DBTP, -24, 0, -1)};

static const ProcessorKind test_kinds[] = {
    {.kind = "tcomp",
     .letter = 'C',
     .label = "Compressor",
     .help = "Keyed.",
     .rank = 30,
     .flags = PROCESSOR_KEYED | PROCESSOR_HAS_MIX | PROCESSOR_TEST,
     .lanes = 8,
     .params = test_comp_rows,
     .param_count = (int)ARRAY_LEN(test_comp_rows)},
    {.kind = "teq",
     .letter = 'E',
     .label = "EQ",
     .help = "Banded.",
     .rank = 20,
     .flags = PROCESSOR_TEST,
     .lanes = 8,
     .params = test_eq_rows,
     .param_count = 1,
     .band_params = test_eq_bands,
     .band_param_count = (int)ARRAY_LEN(test_eq_bands),
     .band_max = 24},
    {.kind = "tmulti",
     .letter = 'M',
     .label = "Multiband",
     .help = "Bands without types.",
     .rank = 35,
     .flags = PROCESSOR_TEST,
     .lanes = 8,
     .params = test_eq_rows,
     .param_count = 1,
     .band_params = test_multi_bands,
     .band_param_count = 2,
     .band_max = 6},
    {.kind = "tconv",
     .letter = 'V',
     .label = "Convolution",
     .help = "With a file.",
     .rank = 90,
     .flags = PROCESSOR_FILE | PROCESSOR_HAS_MIX | PROCESSOR_TEST,
     .lanes = 2,
     .params = test_verb_rows,
     .param_count = 3},
    {.kind = "tlimit",
     .letter = 'L',
     .label = "Limiter",
     .help = "After the fader.",
     .rank = 95,
     .flags = PROCESSOR_AFTER_FADER | PROCESSOR_TEST,
     .lanes = 2,
     .params = test_limit_rows,
     .param_count = 1},
};

static inline void register_test_kinds(void)
{
    for (unsigned i = 0; i < ARRAY_LEN(test_kinds); i++)
        if (!processor_find(test_kinds[i].kind))
            (void)processor_register_test(&test_kinds[i]);
}

#endif
