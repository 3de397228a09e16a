/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rules of `--check`: one table says what each measures, where its limits lie, why, and what to do.
 *
 * Nothing is decided outside of it.  Whoever measures is bound to the rows by their ids, as handlers are to commands:
 * the functions of LINT_DOCUMENT stand in this room, the others in src/qc. */
#ifndef TTYMIX_PROJECTS_LINT_RULE_H
#define TTYMIX_PROJECTS_LINT_RULE_H

#include <stdbool.h>
#include <stddef.h>

typedef enum LintLevel { LINT_FINE, LINT_NOTE, LINT_WARN, LINT_FAIL, LINT_LEVELS } LintLevel;
extern const char *const lint_level_words[LINT_LEVELS]; /* "note" */

typedef enum ProfileId {
    PROFILE_MIX, /* a mix that goes to mastering */
    PROFILE_STREAMING,
    PROFILE_CD,
    PROFILE_VINYL,
    PROFILE_BROADCAST, /* EBU R 128 */
    PROFILE_PODCAST,
    PROFILE_COUNT
} ProfileId;

typedef struct ProfileInfo {
    const char *word, *help;
} ProfileInfo;
extern const ProfileInfo profile_table[PROFILE_COUNT];
/* PROFILE_COUNT if there is none. */
ProfileId profile_find(const char *word);

/* What must be there for a rule to be looked at. */
typedef enum LintSource {
    LINT_DOCUMENT, /* the text */
    LINT_STEMS,    /* and its sound files */
    LINT_RENDER,   /* and the mix as it is rendered */
    LINT_OUTPUT    /* a finished sound: of a render, or a file */
} LintSource;

/* What is beyond a limit. */
typedef enum LintSide {
    LINT_STATE,  /* it is there, or not: value 1 or 0 */
    LINT_ABOVE,  /* a value above the limit */
    LINT_BELOW,  /* a value below it */
    LINT_AROUND, /* a value further from `target` than the limit */
} LintSide;

enum { LINT_STAGE_MIX = 1 << 0, LINT_STAGE_MASTER = 1 << 1, LINT_STAGE_ANY = LINT_STAGE_MIX | LINT_STAGE_MASTER };

typedef struct LintLimits { /* NAN = never; of LINT_STATE the highest that is a number holds */
    bool applies;           /* false: the profile does not look */
    double note, warn, fail;
    double target; /* LINT_AROUND */
} LintLimits;

typedef struct Rule {
    const char *id;
    unsigned stages;
    LintSource source;
    LintSide side;
    const char *unit; /* "dBFS"; NULL for LINT_STATE */
    int decimals;     /* of the value as it is printed, and compared */
    bool has_sign;    /* printed with a plus */
    LintLimits limits[PROFILE_COUNT];
    const char *unless;   /* the id of a rule whose finding, of the same strip (or of any, where the whole is measured)
                             and of no lower level, says it already; or NULL */
    const char *measures; /* what is measured: "Highest sample of a bus" */
    const char *reason;   /* why it matters, a sentence */
    const char *advice;   /* what to do: "lower the bus's members" */
} Rule;

int rule_count(void);
/* By index, in the order in which they are listed; NULL past the end. */
const Rule *rule_at(int index);
/* NULL if there is none. O(n). */
const Rule *rule_find(const char *id);
int rule_index(const Rule *rule);

/* Compares the value as it is printed: -0.04 at one decimal is 0.0. */
LintLevel rule_judge(const Rule *rule, const LintLimits *limits, double value);
/* "-1.2 dBFS" into `out`; "" for a state. */
void rule_format_value(const Rule *rule, double value, char *out, size_t size);
/* "fail above -1.0 dBTP", "warn"; of the level that is reached. */
void rule_format_limit(const Rule *rule, const LintLimits *limits, LintLevel level, char *out, size_t size);
/* "note above -3.0, warn above 0.0 dBFS": all of them, for lists and pages. */
void rule_format_limits(const Rule *rule, const LintLimits *limits, char *out, size_t size);

/* For the table's own files: rows ended by a NULL id. */
extern const Rule rules_mix[], rules_qc[];

#endif
