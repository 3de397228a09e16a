/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A project's text as sections and facts, by shape alone, for the merge: nothing is judged, nothing is an error.
 *
 * A section begins with the comment block directly above its `[kind name]` line; what stands before the first one is
 * the head.  A fact is a line with the blank and comment lines above it; the last fact of a section may have no line of
 * its own.  All spans point into the text.
 */
#ifndef TTYMIX_PROJECTS_MERGE_TEXT_H
#define TTYMIX_PROJECTS_MERGE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "audio/base/status.h"

typedef struct Span {
    const char *at;
    int length;
} Span;

typedef struct MergeFact {
    int first, line, end;   /* lines first..line-1 stand above it; end is line + 1, or line where there is no line */
    Span parent, key, sub;  /* "eq" of a band, "fader", destination of a send; empty ones have length 0 */
    bool timed;             /* the key is a time: a point, a marker, a tempo */
    uint64_t name, content; /* hashes: of section-wide name, of line and what stands above it */
} MergeFact;

typedef struct MergeSection {
    int first, header, end; /* header is -1 for the head of the text */
    int first_fact, fact_count;
    Span kind, name;
    uint64_t id, content; /* hashes: of kind and name, of all lines but blank ones at its end */
} MergeSection;

typedef struct MergeText {
    Span *lines; /* without line ends */
    int line_count;
    bool crlf, ends_open; /* the first line ends in CRLF; the last has no end */
    MergeSection *sections;
    int section_count;
    MergeFact *facts;
    int fact_count;
} MergeText;

/* NO_MEMORY, also for more than some hundred million lines. `text` must outlive the result. */
NODISCARD Status merge_text_parse(MergeText *parsed, const char *text, size_t length);
void merge_text_clear(MergeText *parsed);

bool span_equal(Span a, Span b);
/* Cuts the next word off `*rest`: up to a blank, or a whole string in quotes, or a comment to the end; length 0 at the
 * end. */
Span span_cut_word(Span *rest);

#endif
