/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers that stay with strips and processors while a document is open: across edits, renaming and undo. */
#ifndef TTYMIX_PROJECTS_MODEL_UIDS_H
#define TTYMIX_PROJECTS_MODEL_UIDS_H

#include "projects/model/model.h"
#include "projects/model/nametable.h"

typedef struct UidTable { /* all zero = empty */
    NameTable *numbers;   /* "vox", "7.comp"; never forgets a strip that was deleted, for its undo */
    uint32_t last;
} UidTable;

void uids_clear(UidTable *table);
/* Gives a strip and its processors the numbers that they had, or new ones. False without memory: some number is new
 * then that should not be. */
bool uids_assign(UidTable *table, Strip *strip);
/* A strip's number goes on under another name. False without memory. */
bool uids_rename(UidTable *table, const char *from, const char *to);

#endif
