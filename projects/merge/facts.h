/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside a section that both sides have: header, facts and comments, one by one.  Sections are by side; only that of
 * the base may be NULL. */
#ifndef TTYMIX_PROJECTS_MERGE_FACTS_H
#define TTYMIX_PROJECTS_MERGE_FACTS_H

#include "projects/merge/draft.h"

/* The header with the comment above it; nothing for the head of a file. */
void merge_header(Draft *draft, const MergeSection *const sections[SIDES]);
/* The facts, each with the comment above it, in the order that a side moved them to. */
void merge_facts(Draft *draft, const MergeSection *const sections[SIDES]);
/* Comments and blank lines behind the last fact. */
void merge_below_facts(Draft *draft, const MergeSection *const sections[SIDES]);

#endif
