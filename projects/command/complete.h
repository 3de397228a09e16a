/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Completion by a table of commands: what a row takes says what may come next. */
#ifndef TTYMIX_PROJECTS_COMMAND_COMPLETE_H
#define TTYMIX_PROJECTS_COMMAND_COMPLETE_H

#include "projects/command/rows.h"

/* command_complete by the rows of a table. */
int complete_line(const CommandTable *table, const Document *document, const CommandPlace *place, const char *line,
                  size_t cursor, char **words, int limit);

#endif
