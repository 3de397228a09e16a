/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Memory that is taken in many small pieces and given back at once. One thread. */
#ifndef TTYMIX_SRC_BASE_ARENA_H
#define TTYMIX_SRC_BASE_ARENA_H

#include <stddef.h>

typedef struct Arena Arena;

/* NULL without memory. */
Arena *arena_open(void);
/* Zeroed, aligned for any type; never NULL for a count of 0; NULL without memory. Lives until arena_close. */
void *arena_new(Arena *arena, size_t size, size_t count);
/* A copy of a text. NULL without memory. */
const char *arena_text(Arena *arena, const char *text);
/* NULL is safe. */
void arena_close(Arena *arena);

#endif
