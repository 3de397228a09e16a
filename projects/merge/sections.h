/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All sections of the three texts, in the order of the result. */
#ifndef TTYMIX_PROJECTS_MERGE_SECTIONS_H
#define TTYMIX_PROJECTS_MERGE_SECTIONS_H

#include "projects/merge/draft.h"

/* A section that one side left alone is the other's, byte for byte; one that both changed is merged fact by fact. */
void merge_sections(Draft *draft);

#endif
