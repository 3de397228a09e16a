/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was done to the lines of a document, in order: undone from its end, done again from its beginning, told to
 * others as a Change. */
#ifndef TTYMIX_PROJECTS_DOCUMENT_EDITLOG_H
#define TTYMIX_PROJECTS_DOCUMENT_EDITLOG_H

#include "projects/document/document.h"
#include "projects/lines/lines.h"

typedef struct LineSplice { /* as Splice, with counted lines */
    int at, removed_count, added_count;
    Line **lines; /* the removed, then the added; one reference each */
} LineSplice;

typedef struct Rename {
    char *from, *to;
} Rename;

typedef struct EditLog { /* all zero = empty */
    LineSplice *splices;
    int count, capacity;
    Rename *renames;
    int rename_count, rename_capacity;
} EditLog;

/* Notes that `removed` lines of `file` at `at` will give way to `added`. */
NODISCARD Status edit_log_add_splice(EditLog *log, const LineFile *file, int at, int removed, Line *const *added,
                                     int added_count);
/* Forgets the last splice, which was not done. */
void edit_log_drop_splice(EditLog *log);
NODISCARD Status edit_log_add_rename(EditLog *log, const char *from, const char *to);
void edit_log_clear(EditLog *log);
/* Moves the items of `from` to the end of `to`. */
NODISCARD Status edit_log_join(EditLog *to, EditLog *from);
/* The log as a Change, forwards or backwards. */
NODISCARD Status edit_log_to_change(const EditLog *log, bool backwards, uint64_t revision, Change *change);

#endif
