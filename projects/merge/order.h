/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Three lists of named things, matched by name and brought into one order: the common skeleton of merging sections and
 * merging facts. */
#ifndef TTYMIX_PROJECTS_MERGE_ORDER_H
#define TTYMIX_PROJECTS_MERGE_ORDER_H

#include <stdbool.h>
#include <stdint.h>

#include "audio/base/status.h"

typedef struct MergeItem {
    uint64_t name, content;
} MergeItem;
typedef struct MergeTriple {
    int base, ours, theirs;
} MergeTriple; /* indices; -1: not there */

/* Every item of every list stands in exactly one triple.  Items of one name that occur once are matched; where a name
 * occurs several times, equal contents are matched first, in order, then what is left between them.  The order is that
 * of the side that moved things (ours, if both did: `*both_moved` tells); what only the other side has follows what it
 * follows there, ours before theirs. `*triples` is malloc'd.
 */
NODISCARD Status merge_order(const MergeItem *base, int base_count, const MergeItem *ours, int ours_count,
                             const MergeItem *theirs, int theirs_count, MergeTriple **triples, int *count,
                             bool *both_moved);

#endif
