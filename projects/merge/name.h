/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a merge calls what it speaks of: addresses as commands write them.  All strings are malloc'd; NULL without
 * memory. */
#ifndef TTYMIX_PROJECTS_MERGE_NAME_H
#define TTYMIX_PROJECTS_MERGE_NAME_H

#include "audio/base/attributes.h"
#include "projects/merge/text.h"

/* "[track vox]", or "head". */
char *merge_name_section(const MergeSection *section);
/* The address of a fact: "vox.comp.ratio". */
char *merge_name_fact(const MergeSection *section, const MergeFact *fact);
/* The fact's line without its name. */
Span merge_value_of(const MergeText *text, const MergeFact *fact);
char *merge_format_text(const char *format, ...) PRINTF_LIKE(1, 2);

#endif
