/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What changed between two sequences: the fewest deletions and insertions (Myers, "An O(ND) difference algorithm",
 * 1986, linear space).
 *
 * Time grows with length times changes; where more than some thousand changes lie between two common items, the stretch
 * counts as wholly changed, so that hostile input stays cheap.  Any thread but audio.
 */
#ifndef TTYMIX_PROJECTS_MERGE_DIFF_H
#define TTYMIX_PROJECTS_MERGE_DIFF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "audio/base/status.h"

/* Marks what is only in `a` (gone) and what is only in `b` (new); items are equal if their numbers are. `gone` and
 * `fresh` have the lengths of a and b and are filled wholly.  What is not marked is common, in order. NO_MEMORY. */
NODISCARD Status diff_sequences(const uint64_t *a, int a_count, const uint64_t *b, int b_count, bool *gone,
                                bool *fresh);

typedef struct DiffHunk { /* lines from 0: a_count lines of a at a_at are replaced by b_count lines of b at b_at */
    int a_at, a_count, b_at, b_count;
} DiffHunk;
/* The same for the lines of two texts (LF and CRLF alike). `*hunks` is malloc'd, in order, never adjacent. NO_MEMORY.
 */
NODISCARD Status diff_lines(const char *a, size_t a_length, const char *b, size_t b_length, DiffHunk **hunks,
                            int *count);

/* FNV-1a, 64 bits, going on from `hash` (DIFF_HASH to begin). */
#define DIFF_HASH UINT64_C(14695981039346656037)
uint64_t diff_hash(uint64_t hash, const char *bytes, size_t length);

#endif
