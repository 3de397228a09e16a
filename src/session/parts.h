/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All parts of a session, opened, closed, asked and told through their rows.  Session thread. */
#ifndef TTYMIX_SRC_SESSION_PARTS_H
#define TTYMIX_SRC_SESSION_PARTS_H

#include "src/session/part.h"

typedef struct Parts Parts;

/* The rows, in the order in which parts are opened, follow edits, are heard and tick; ended by NULL. A part that needs
 * another stands behind it. */
extern const PartKind *const session_parts[];

/* NULL without memory. What `place` points to outlives the parts. */
Parts *parts_open(const PartPlace *place);
/* The last first. NULL is safe. */
void parts_close(Parts *parts);
void parts_forget(Parts *parts);
void parts_tick(Parts *parts);
void parts_tell(Parts *parts, Board *board);
/* Runs a line of a command of the session, if one of the parts has it; false if none does. */
bool parts_run(Parts *parts, const char *command, const CommandWords *words, SessionAnswer *answer);
/* The commands that parts have, at most `room`; how many. */
int parts_list_commands(const char **names, int room);
void *parts_find(const Parts *parts, const PartKind *kind);

#endif
