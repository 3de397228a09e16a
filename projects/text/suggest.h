/* SPDX-License-Identifier: GPL-3.0-or-later */
/* "Did you mean": the nearest of some words by the edits (insert, delete, replace, swap neighbours) that lead to it. */
#ifndef TTYMIX_PROJECTS_TEXT_SUGGEST_H
#define TTYMIX_PROJECTS_TEXT_SUGGEST_H

#include <stddef.h>

typedef struct Suggestion {
    const char *word; /* what was typed; need not end in NUL */
    size_t length;
    const char *best; /* the nearest candidate so far, or NULL */
    int distance;
} Suggestion;

void suggestion_init(Suggestion *suggestion, const char *word, size_t length);
/* `candidate` must live as long as the suggestion is used. */
void suggestion_offer(Suggestion *suggestion, const char *candidate);
/* "; did you mean `comp`?", or "" when nothing is near enough. Into `out`, which is returned. */
const char *suggestion_format(const Suggestion *suggestion, char *out, size_t size);

#endif
