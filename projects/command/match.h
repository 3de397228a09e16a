/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words beside what a row takes: whether they fit, and what may come next.  Knows no project: names are not looked up.
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

/* `expect` may be NULL; it is called for everything that may come next, perhaps more than once for the same. */
Match match_words(const Command *row, const CommandWords *words, void (*expect)(void *context, const Expected *next),
                  void *context);
/* Of words that do not fit: those one of which would have to stand in the place of `*word`, with | between them; NULL
 * where none would help. */
const char *match_refused(const Command *row, const CommandWords *words, int *word);
/* True if the second word is one of those that the row must begin with: `loop on`. */
bool match_first_word(const Command *row, const CommandWords *words);

#endif
