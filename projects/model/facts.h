/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words of a strip's lines: which there are, in what strips, in what order they are written. */
#ifndef TTYMIX_PROJECTS_MODEL_FACTS_H
#define TTYMIX_PROJECTS_MODEL_FACTS_H

#include "projects/model/model.h"

typedef enum StripKeyId {
    KEY_FACT,
    KEY_LABEL,
    KEY_NOTE,
    KEY_MEMBERS,
    KEY_CLIP,
    KEY_SEND,
    KEY_OUT,
    KEY_VCA,
    KEY_WAIVE
} StripKeyId;

enum { /* places of lines in a strip, ascending; strip_keys has the others */
       RANK_PROCESSOR = 40,
       RANK_FADER = 60,
       RANK_PROCESSOR_AFTER = 70
};

typedef struct StripKey {
    const char *word;
    StripKeyId id;
    int fact;       /* FactId, or -1 */
    unsigned kinds; /* bits 1 << SectionKind of the strips that have it */
    int rank;       /* place in the strip */
    bool by_place;  /* a word of the language only where a line begins with it: a strip may be called so, too */
} StripKey;
extern const StripKey strip_keys[]; /* ended by a NULL word */
const StripKey *strip_key_find(const char *word);

/* All facts in the order in which a strip is told: what is looked for most first. */
extern const FactId facts_as_told[FACT_COUNT];
/* True if strips of a kind have a line for the fact. */
bool fact_is_of_kind(FactId fact, SectionKind kind);
/* True if a value is what the fact is without a line, as far as anybody can see. */
bool fact_is_default(FactId fact, double value);

/* Rows of numbers that are no strip fact and no parameter. */
enum { SEND_LEVEL, SEND_TAP, SEND_PAN, SEND_MUTE, SEND_ROW_COUNT };
extern const ParamInfo send_rows[SEND_ROW_COUNT];
extern const ParamInfo clip_gain_row, bypass_row, key_tap_row, fade_shape_row, lane_mode_row, lane_shape_row;
enum { HEAD_STAGE, HEAD_RATE, HEAD_PAN_LAW, HEAD_LINEUP, HEAD_ROW_COUNT };
extern const ParamInfo head_rows[HEAD_ROW_COUNT];
extern const ParamInfo tempo_row, curve_row;

/* True for 0, -3, -4.5 and -6 (and `project` where the row has it). */
bool pan_law_is_known(double db);
/* `track`, `bus`...; NULL for a number that is no section with a word. */
const char *section_word(SectionKind kind);
/* SECTION_UNKNOWN if it is none. */
SectionKind section_of_word(const char *word, size_t length);
bool section_is_strip(SectionKind kind);
/* True if a strip or processor may not be called so: keys, processor kinds, `master`, `all`, `selected`. */
bool name_is_reserved(const char *name);

#endif
