/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names to numbers, by hashing. */
#ifndef TTYMIX_PROJECTS_MODEL_NAMETABLE_H
#define TTYMIX_PROJECTS_MODEL_NAMETABLE_H

#include <stdbool.h>

typedef struct NameTable NameTable;

/* NULL without memory. */
NameTable *name_table_new(void);
void name_table_free(NameTable *table);
/* The number of a name, or -1. A NULL table is empty. */
int name_table_find(const NameTable *table, const char *name);
/* Sets the number (0 or more) of a name; the table keeps its own copy of it. False without memory. */
bool name_table_set(NameTable *table, const char *name, int number);
/* Forgets a name. */
void name_table_remove(NameTable *table, const char *name);

#endif
