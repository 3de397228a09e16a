/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TTYMIX_PROJECTS_COMMAND_HANDLERS_H
#define TTYMIX_PROJECTS_COMMAND_HANDLERS_H

#include "projects/command/run.h"

/* What runs the rows of command_table of the document's scope; a test compares the two. */
typedef struct CommandHandler {
    const char *name;
    RunCommand run;
} CommandHandler;
extern const CommandHandler command_handlers[]; /* ended by a NULL name */

#endif
