/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The line at the bottom that is typed into: `:` a command, `=` a value, `/` a search, `"` a name or a marker's text.
 * Pure: keys in, a text and a cursor out.
 *
 * Editing as in a shell: Left Right Home End C-b C-f C-a C-e, Backspace C-h Delete C-d, C-w word, C-u to the start, C-k
 * to the end, Up Down C-p C-n history (of the same kind, only lines that begin with what was typed), Tab completion,
 * Enter, Esc or C-g.
 */
#ifndef TTYMIX_TUI_VIEW_PROMPT_H
#define TTYMIX_TUI_VIEW_PROMPT_H

#include <stdbool.h>
#include <stddef.h>

#include "tui/keys/input.h"
#include "tui/view/recall.h"

enum { PROMPT_MAX = 4096, PROMPT_WORDS_MAX = 64 };

typedef enum PromptKind {
    PROMPT_NONE,
    PROMPT_COMMAND,
    PROMPT_VALUE,
    PROMPT_FIND,
    PROMPT_NAME,      /* of a strip, as it is: blanks and quotes are letters */
    PROMPT_PROCESSOR, /* the kind of one to add */
    PROMPT_MARKER     /* the text of a marker, the same */
} PromptKind;
typedef enum PromptResult { PROMPT_GOES_ON, PROMPT_DONE, PROMPT_CANCELLED } PromptResult;

typedef struct Prompt {
    PromptKind kind;
    char text[PROMPT_MAX];
    size_t length, cursor;         /* bytes */
    int history_at;                /* -1: the line being typed */
    char typed[PROMPT_MAX];        /* what was typed before the history was called */
    char *words[PROMPT_WORDS_MAX]; /* completions on offer; owned */
    int word_count, word_at;       /* word_at -1: none taken yet */
    size_t word_start;             /* where the completed word begins */
} Prompt;

/* Fills `words` (malloc'd) with completions of the word that ends at `cursor`; returns the count. */
typedef int (*PromptCompleter)(void *context, const char *line, size_t cursor, char **words, int limit);

void prompt_open(Prompt *prompt, PromptKind kind, const char *text);
void prompt_close(Prompt *prompt);
PromptResult prompt_take(Prompt *prompt, Key key, const Recall *history, PromptCompleter completer, void *context);
/* The sign before the text: ':' '=' '/' '"' '+'. */
char prompt_sign(PromptKind kind);

#endif
