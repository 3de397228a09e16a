/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The limits that hold: those of a profile of the table, or of a file that changes some of them. */
#ifndef TTYMIX_PROJECTS_LINT_PROFILE_H
#define TTYMIX_PROJECTS_LINT_PROFILE_H

#include "audio/base/status.h"
#include "projects/lint/rule.h"

enum { LINT_RULES_MAX = 128 };

typedef struct LintProfile {
    const char *name; /* of the profile that it is, or begins with */
    LintLimits limits[LINT_RULES_MAX];
} LintProfile;

void profile_take(LintProfile *profile, ProfileId id);
/* A text of lines, with # for comments:
 *
 *     ttymix-profile 1
 *     base cd
 *     qc/true-peak warn -0.5 fail 0 dBTP
 *     qc/loudness target -16 fail 1 LUFS
 *     mix/mute off
 *
 * A rule's line replaces all of its limits; units may be left out.  BAD_VALUE: error->text begins with the line's
 * number ("3: ..."). */
NODISCARD Status profile_parse(LintProfile *profile, const char *text, size_t length, Error *error);
const LintLimits *profile_limits(const LintProfile *profile, const Rule *rule);

#endif
