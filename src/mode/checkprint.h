/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a check found, for people, for programs, and for code hosts. */
#ifndef TTYMIX_SRC_MODE_CHECKPRINT_H
#define TTYMIX_SRC_MODE_CHECKPRINT_H

#include <stdio.h>

#include "projects/lint/lint.h"

typedef struct CheckSummary {
    const char *subject;        /* what was checked, as given */
    const char *profile_file;   /* a file with limits, or NULL */
    const char *profile_sha256; /* of its bytes, or NULL */
    int exit_status;
} CheckSummary;

/* A line for each finding, and one that counts them where there are any. */
void check_print(const Lint *lint, const CheckSummary *summary, FILE *out);
void check_print_json(const Lint *lint, const CheckSummary *summary, FILE *out);
/* OASIS SARIF 2.1.0. */
void check_print_sarif(const Lint *lint, const CheckSummary *summary, FILE *out);

#endif
