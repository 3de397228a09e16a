/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words beside what a row takes: whether they fit, and what may come next.  Knows no project: names are looked up by
 * who does.
 * For the files of this room and their tests. */
#ifndef TTYMIX_PROJECTS_COMMAND_MATCH_H
#define TTYMIX_PROJECTS_COMMAND_MATCH_H

#include "projects/command/command.h"

/* What may stand behind the last of the words. */
typedef struct Expected {
    const CommandArg *arg;
    int first;     /* the word that it began with: the count of words, or less when its value goes on (a unit) */
    int subject;   /* the word that named what this is about: an address, strips; or -1 */
    int kind;      /* the word of ARG_KIND before it, or -1 */
    int parameter; /* the word of ARG_PARAMETER or ARG_BAND_PARAMETER before it, or -1 */
    bool of_band;  /* it was the second of these */
} Expected;

typedef enum Match {
    MATCH_NONE,   /* a word has no place */
    MATCH_BEGINS, /* more must come */
    MATCH_WHOLE
} Match;

/* Somebody who knows a project.  With one, a word that is no number is none. */
typedef struct Guide {
    /* Of everything that may come next, perhaps more than once for the same. */
    void (*expect)(void *context, const Expected *next);
    /* False if the word `at.first` is none of `at.arg`: no key of that processor. */
    bool (*accept)(void *context, const Expected *at);
    void *context;
} Guide;

/* `guide` may be NULL: names are not judged. */
Match match_words(const Command *row, const CommandWords *words, const Guide *guide);
/* Of words that do not fit: what would have to stand in the place of `*word`, each words with | between them; the
 * count. */
enum { MATCH_REFUSED_MAX = 8 };
int match_refused(const Command *row, const CommandWords *words, const char *choices[MATCH_REFUSED_MAX], int *word);
/* True if the second word is one of those that the row must begin with: `loop on`. */
bool match_first_word(const Command *row, const CommandWords *words);

#endif
