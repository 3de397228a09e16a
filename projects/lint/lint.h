/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One check: what was measured is judged by the table, kept as findings, and compared with what is waived.
 *
 * Borrows the model.  One thread at a time. */
#ifndef TTYMIX_PROJECTS_LINT_LINT_H
#define TTYMIX_PROJECTS_LINT_LINT_H

#include <stdint.h>

#include "projects/lint/profile.h"
#include "projects/model/model.h"

enum { LINT_NO_STRIP = -1, LINT_FINDINGS_MAX = 1000 };

typedef struct Measurement {
    TextPlace place;     /* line 0: the whole file; no file: the project's */
    int strip;           /* of the model, or LINT_NO_STRIP */
    const char *subject; /* what it is about: "drums", "vox.comp is bypassed"; copied, or NULL */
    double value;        /* 1 of a rule about a state */
    double at_s;         /* where in the song; NAN = nowhere */
} Measurement;

typedef struct LintWaiver { /* a line of the project, or an option */
    const char *rule, *reason;
    TextPlace place; /* no file: an option */
    int strip;
    bool used;
} LintWaiver;

typedef struct Finding {
    const Rule *rule;
    LintLevel level;
    TextPlace place;
    int strip;
    char *subject; /* or NULL */
    double value;
    double at_s;
    int waiver; /* index into the lint's waivers; -1 = none */
} Finding;

typedef struct Lint {
    const Model *model; /* NULL: a sound file */
    const char *file;   /* where a finding is that has no other place */
    unsigned stage;     /* LINT_STAGE_MIX or LINT_STAGE_MASTER */
    LintProfile profile;
    LintWaiver *waivers;
    int waiver_count, waiver_capacity;
    Finding *findings;
    int count, capacity;
    int counts[LINT_LEVELS], waived; /* of all findings, those beyond LINT_FINDINGS_MAX too */
    bool ran[LINT_RULES_MAX];
    bool failed; /* out of memory: what is here is not complete */
} Lint;

/* `profile` is copied. Waivers of the model are taken; clear it whatever comes back. */
NODISCARD Status lint_init(Lint *lint, const Model *model, const char *file, const LintProfile *profile);
void lint_clear(Lint *lint);
/* An accepted finding for the whole check: texts are borrowed. */
NODISCARD Status lint_waive(Lint *lint, const char *rule, const char *reason);

/* Whether a rule is looked at, in this profile and at this stage. */
bool lint_looks_at(const Lint *lint, const Rule *rule);
/* Judges what was measured. */
void lint_tell(Lint *lint, const Rule *rule, const Measurement *measurement);
/* Runs what reads only the document.  `end_frame`: where the song ends, or -1 where that is not known. */
void lint_run_document(Lint *lint, int64_t end_frame);
/* Notes that the rules of a source were looked at. */
void lint_has_run(Lint *lint, LintSource source);
/* After all: waivers of rules that were looked at and found nothing; order by file and line. */
void lint_finish(Lint *lint);

/* "song.mix:12: mix/mute: vox (warn): say...". Safe to print. */
void lint_format(const Lint *lint, const Finding *finding, char *out, size_t size);

/* REFUSED, with a sentence, where a rule of the source has no function among `ids`, or an id is no rule of it. */
NODISCARD Status lint_check_bound(LintSource source, const char *const *ids, int count, Error *error);
/* The same of the rules whose functions stand in this room. */
NODISCARD Status lint_check_document(Error *error);

#endif
