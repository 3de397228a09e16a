/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows in a table: found by name, chosen by words.  For the files of this room and their tests. */
#ifndef TTYMIX_PROJECTS_COMMAND_ROWS_H
#define TTYMIX_PROJECTS_COMMAND_ROWS_H

#include "projects/command/command.h"

typedef struct CommandTable {
    const Command *const *document; /* ended by NULL */
    const Command *words[3];        /* of the session, of the desk, of plain mode: each ended by a NULL name */
} CommandTable;
extern const Command session_rows[], desk_rows[], plain_rows[];

/* The rows in order, from a cursor that is all zero on; NULL behind the last. */
typedef struct RowCursor {
    int list, index;
} RowCursor;
const Command *rows_next(const CommandTable *table, RowCursor *cursor);
const Command *rows_after(const CommandTable *table, const Command *row); /* command_next over a table */
const Command *rows_find(const CommandTable *table, const char *word);
/* True for a name or alias. */
bool row_is_called(const Command *row, const char *word);
/* command_choose over a table. */
const Command *rows_choose(const CommandTable *table, const CommandWords *words, unsigned by);
NODISCARD Status rows_check_bound(const CommandTable *table, unsigned by, const char *const *names, int count,
                                  Error *error);

#endif
