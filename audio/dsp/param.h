/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One row describes one number that a user can set: a strip's fact, a processor's or a band's parameter.
 *
 * Everything that reads, writes, bounds, steps, draws, speaks, automates or documents the number is derived from
 * its row.  Rows are static and const; pointers to them never die.
 */
#ifndef TTYMIX_AUDIO_DSP_PARAM_H
#define TTYMIX_AUDIO_DSP_PARAM_H

#include <stdbool.h>

#include "audio/base/attributes.h"
#include "audio/base/units.h"

typedef enum ParamLaw {
    LAW_LINEAR, /* interpolated and stepped in its own unit (dB values too: linear in dB) */
    LAW_LOG,    /* interpolated in log(value): Hz, ms */
    LAW_GAIN,   /* dB of a gain: linear in dB, -inf counts as -100 dB in a ramp, then silence; steps ramp 48 frames */
    LAW_CHOICE, /* value is an index into `choices` */
    LAW_SWITCH  /* 0 or 1; written as a bare word, or `on` and `off` */
} ParamLaw;

enum {
    PARAM_STRUCTURAL = 1 << 0, /* changes shape, latency or memory: a new plan, never automated */
    PARAM_FIXED = 1 << 1,      /* a value (not structural) that cannot be automated */
    PARAM_LISTENING = 1 << 2   /* for the ears alone, set by the session; never in a file, a history or a bounce.
                                  Faded: a processor gets every value from 0 to 1, and blends */
};

typedef struct ParamInfo {
    const char *key;   /* the word in the file: "ratio" */
    const char *label; /* on screen: "Ratio" */
    const char *help;  /* one sentence */
    Unit unit;
    double min, max, def;
    ParamLaw law;
    double step, fine, coarse;  /* key steps: linear laws add, LAW_LOG multiplies (1.0595 = a semitone) */
    const char *const *choices; /* LAW_CHOICE: NULL-ended words */
    const char *special;        /* a word that stands for `special_value`: "auto", "inf", "-inf", "off"; or NULL */
    double special_value;
    unsigned flags;
} ParamInfo;

/* The fields that all switches have alike, and all choices of `words`, a NULL-ended array (not a pointer). */
#define PARAM_SWITCH .max = 1, .law = LAW_SWITCH, .step = 1, .fine = 1, .coarse = 1
#define PARAM_CHOICE(words)                                                                                            \
    .max = ARRAY_LEN(words) - 2, .law = LAW_CHOICE, .step = 1, .fine = 1, .coarse = 1, .choices = words

/* Clamps to the row's range; NaN becomes the default; the special value passes. */
RT_SAFE double param_clamp(const ParamInfo *param, double value);
/* Interpolates in the row's law; x in 0..1. LAW_CHOICE and LAW_SWITCH hold `from` until x = 1. */
RT_SAFE double param_interpolate(const ParamInfo *param, double from, double to, double x);
/* The row of `key`, or NULL. */
const ParamInfo *param_find(const ParamInfo *params, int count, const char *key);
/* Index of a word among the row's choices, or -1. */
int param_choice_index(const ParamInfo *param, const char *word);

#endif
