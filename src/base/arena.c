/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { ARENA_BLOCK_BYTES = 64 * 1024, ARENA_ALIGN = _Alignof(max_align_t) };

typedef struct ArenaBlock {
    struct ArenaBlock *next;
    size_t used, size;
    _Alignas(max_align_t) unsigned char bytes[];
} ArenaBlock;

struct Arena {
    ArenaBlock *blocks;
};

Arena *arena_open(void)
{
    return calloc(1, sizeof(Arena));
}

static ArenaBlock *add_block(Arena *arena, size_t need)
{
    size_t size = need > ARENA_BLOCK_BYTES ? need : ARENA_BLOCK_BYTES;
    ArenaBlock *block = calloc(1, sizeof *block + size);
    if (!block)
        return NULL;
    block->size = size;
    block->next = arena->blocks;
    arena->blocks = block;
    return block;
}

void *arena_new(Arena *arena, size_t size, size_t count)
{
    if (size && count > (SIZE_MAX / 2) / size)
        return NULL;
    size_t need = (size * count + ARENA_ALIGN) / ARENA_ALIGN * ARENA_ALIGN;
    ArenaBlock *block = arena->blocks;
    if (!block || block->size - block->used < need)
        block = add_block(arena, need);
    if (!block)
        return NULL;
    void *piece = block->bytes + block->used;
    block->used += need;
    return piece;
}

const char *arena_text(Arena *arena, const char *text)
{
    size_t size = strlen(text) + 1;
    char *copy = arena_new(arena, 1, size);
    return copy ? memcpy(copy, text, size) : NULL;
}

void arena_close(Arena *arena)
{
    while (arena && arena->blocks) {
        ArenaBlock *next = arena->blocks->next;
        free(arena->blocks);
        arena->blocks = next;
    }
    free(arena);
}
