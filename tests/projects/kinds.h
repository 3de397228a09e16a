/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Processor kinds made for the tests of this room, so that they depend on no real one. */
#ifndef TTYMIX_TESTS_PROJECTS_KINDS_H
#define TTYMIX_TESTS_PROJECTS_KINDS_H

#include <math.h>
#include <stdlib.h>

#include "audio/base/attributes.h"
#include "audio/dsp/catalogue.h"
#include "audio/dsp/processor.h"

static const char *const test_types[] = {"unused", "bell", "lowshelf", "highshelf", "lowcut", "highcut", NULL};
static const char *const test_channels[] = {"stereo", "left", "right", "mid", "side", NULL};
static const char *const test_detectors[] = {"peak", "rms", NULL};

#define LINEAR_ROW(word, of_unit, low, high, usual)                                                                    \
    {                                                                                                                  \
        .key = word, .label = word, .help = "A number.", .unit = of_unit, .min = low, .max = high, .def = usual,       \
        .step = 1, .fine = 0.1, .coarse = 3                                                                            \
    }

static const ParamInfo test_comp_rows[] = {
    LINEAR_ROW("threshold", UNIT_DB, -80, 0, 0),
    {.key = "ratio",
     .label = "Ratio",
     .help = "How much.",
     .unit = UNIT_RATIO,
     .min = 1,
     .max = 100,
     .def = 2,
     .law = LAW_LOG,
     .step = 1.1,
     .fine = 1.01,
     .coarse = 2,
     .special = "inf",
     .special_value = INFINITY},
    {.key = "attack",
     .label = "Attack",
     .help = "Time.",
     .unit = UNIT_MS,
     .min = 0.01,
     .max = 300,
     .def = 10,
     .law = LAW_LOG,
     .step = 1.1,
     .fine = 1.01,
     .coarse = 2},
    {.key = "release",
     .label = "Release",
     .help = "Time.",
     .unit = UNIT_MS,
     .min = 5,
     .max = 5000,
     .def = 100,
     .law = LAW_LOG,
     .step = 1.1,
     .fine = 1.01,
     .coarse = 2,
     .special = "auto"},
    LINEAR_ROW("knee", UNIT_DB, 0, 24, 6),
    LINEAR_ROW("makeup", UNIT_DB, -24, 24, 0),
    {.key = "detector", .label = "Detector", .help = "What it listens to.", PARAM_CHOICE(test_detectors)},
    {.key = "lookahead",
     .label = "Look-ahead",
     .help = "Time.",
     .unit = UNIT_MS,
     .max = 20,
     .step = 1,
     .fine = 0.1,
     .coarse = 5,
     .flags = PARAM_STRUCTURAL},
    {.key = "listen", .label = "Listen", .help = "Hears the key.", PARAM_SWITCH},
    LINEAR_ROW("mix", UNIT_PERCENT, 0, 100, 100),
};
static const ParamInfo test_eq_rows[] = {LINEAR_ROW("output", UNIT_DB, -30, 30, 0)};
static const ParamInfo test_eq_bands[] = {
    {.key = "type",
     .label = "Type",
     .help = "What the band does.",
     PARAM_CHOICE(test_types),
     .flags = PARAM_STRUCTURAL},
    {.key = "freq",
     .label = "Frequency",
     .help = "Where.",
     .unit = UNIT_HZ,
     .min = 10,
     .max = 30000,
     .def = 1000,
     .law = LAW_LOG,
     .step = 1.0595,
     .fine = 1.01,
     .coarse = 2},
    LINEAR_ROW("gain", UNIT_DB, -30, 30, 0),
    {.key = "q",
     .label = "Q",
     .help = "How wide.",
     .min = 0.1,
     .max = 40,
     .def = 1,
     .law = LAW_LOG,
     .step = 1.1,
     .fine = 1.01,
     .coarse = 2},
    LINEAR_ROW("slope", UNIT_DB_PER_OCT, 6, 96, 12),
    {.key = "channel", .label = "Channel", .help = "Which.", PARAM_CHOICE(test_channels), .flags = PARAM_STRUCTURAL},
    {.key = "off", .label = "Off", .help = "Not heard.", PARAM_SWITCH},
};
static const ParamInfo test_multi_bands[] = {
    {.key = "on", .label = "On", .help = "Heard.", PARAM_SWITCH},
    LINEAR_ROW("threshold", UNIT_DB, -80, 0, 0),
};
static const ParamInfo test_verb_rows[] = {
    {.key = "decay",
     .label = "Decay",
     .help = "Time.",
     .unit = UNIT_S,
     .min = 0.1,
     .max = 20,
     .def = 2,
     .law = LAW_LOG,
     .step = 1.1,
     .fine = 1.01,
     .coarse = 2},
    {.key = "predelay",
     .label = "Pre-delay",
     .help = "Time.",
     .unit = UNIT_MS,
     .max = 500,
     .step = 1,
     .fine = 0.1,
     .coarse = 5},
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
        if (!catalogue_find(test_kinds[i].kind) && catalogue_add(&test_kinds[i]) != STATUS_OK)
            abort();
}

#endif
