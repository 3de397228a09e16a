/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command language: one table for what can be typed after `:`, scripted, journalled, or bound to a key. */
#ifndef TTYMIX_PROJECTS_COMMAND_COMMAND_H
#define TTYMIX_PROJECTS_COMMAND_COMMAND_H

#include "audio/base/status.h"
#include "projects/document/document.h"

typedef enum CommandScope {
    COMMAND_DOCUMENT, /* changes the document; undoable; journalled */
    COMMAND_SESSION,  /* transport, listening states, files, bounce: `src` runs it */
    COMMAND_VIEW      /* the desk runs it */
} CommandScope;

typedef struct CommandInfo {
    const char *name;  /* "set" */
    const char *alias; /* "w" for write, or NULL */
    CommandScope scope;
    const char *arguments; /* "ADDRESS VALUE" */
    const char *help;      /* one sentence */
    const char *example;
} CommandInfo;

extern const CommandInfo command_table[]; /* ended by a NULL name */

/* The row for the first word of a line, or NULL. */
const CommandInfo *command_find(const char *word);

/* A line in words: quotes and escapes undone, comments cut. */
typedef struct CommandWords {
    char *word[64];
    int column[64];
    int count;
    char *storage;
} CommandWords;
NODISCARD Status command_split(const char *line, CommandWords *words, Error *error);
void command_words_clear(CommandWords *words);

/* Completions of the word that ends at byte `cursor` of `line`: full words, sorted; count returned, at most `limit`;
 * each malloc'd. */
int command_complete(const Document *document, const char *line, size_t cursor, char **words, int limit);

#endif
