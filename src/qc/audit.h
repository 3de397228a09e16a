/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the rules of a check measure where they need sound: the stems, one render of the mix, or a finished file.
 *
 * Nothing is written; memory does not grow with the song. Findings go into a Lint (projects/lint/lint.h), whose
 * document rules and lint_finish are the caller's.  Any thread but audio, one at a time. */
#ifndef TTYMIX_SRC_QC_AUDIT_H
#define TTYMIX_SRC_QC_AUDIT_H

#include "projects/lint/lint.h"
#include "src/mix/compile.h"
#include "src/song/song.h"

typedef struct AuditSetup {
    int jobs; /* threads, 0 = as many as there are processors */
    bool allow_missing;
    /* NULL, or called about ten times a second; true ends it. */
    bool (*progress)(void *context, int64_t frame, int64_t end_frame);
    void *context;
} AuditSetup;

/* REFUSED, with a sentence, when a rule has no function here, or a function no rule. */
NODISCARD Status audit_check_bound(Error *error);
/* What can be said of the stems without playing them: changed (PROJECT.sums), at another rate, missing unless that is
 * agreed to (`tell_missing` false).  NO_MEMORY, or what sums_compare fails with. */
NODISCARD Status audit_stems(Lint *lint, Project *project, bool tell_missing, Error *error);
/* Renders the mix once, and tells all of LINT_STEMS that is left, LINT_RENDER and LINT_OUTPUT.  The project was opened
 * with ProjectSetup.offline, its stems are checked, `mix` is its mix.  INTERRUPTED when `progress` said so; REFUSED:
 * the mix cannot be played; IO: sound of the stems could not be read, and is in `problems`. */
NODISCARD Status audit_project(Lint *lint, Project *project, const Mix *mix, const AuditSetup *setup,
                               ProblemList *problems, Error *error);
/* Reads a sound file to its end, and tells LINT_OUTPUT.  Statuses of soundfile_open. */
NODISCARD Status audit_file(Lint *lint, const char *path, Error *error);

#endif
