/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs lines by a table of commands. */
#ifndef TTYMIX_PROJECTS_COMMAND_EXECUTE_H
#define TTYMIX_PROJECTS_COMMAND_EXECUTE_H

#include "projects/command/rows.h"
#include "projects/command/run.h"

/* document_execute by the rows of a table. */
void execute_line(const CommandTable *table, Document *document, const char *line, Answer *answer);
/* Runs another command as a part of the one that is running: what it resolves is journalled. */
NODISCARD Status execute_part(Run *run, const char *line);

#endif
