/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Open addressing; a removed name stays in its place with number -1. Hash: Fowler, Noll, Vo, FNV-1a 32 bit, mixed once
 * more. */
#include "projects/model/nametable.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "audio/base/buffer.h"

typedef struct NameSlot {
    char *name;
    int number;
} NameSlot;
struct NameTable {
    NameSlot *slots;
    unsigned size, used; /* size is a power of two, at most half of it used */
};

static uint32_t hash_name(const char *name)
{
    uint32_t hash = 2166136261u;
    for (; *name; name++)
        hash = (hash ^ (unsigned char)*name) * 16777619u;
    hash = (hash ^ hash >> 16) * 0x9e3779b1u; /* names that count up would stand in rows */
    return hash ^ hash >> 15;
}

NameTable *name_table_new(void)
{
    NameTable *table = calloc(1, sizeof *table);
    if (table)
        table->slots = calloc(table->size = 64, sizeof *table->slots);
    if (table && !table->slots) {
        free(table);
        return NULL;
    }
    return table;
}

void name_table_free(NameTable *table)
{
    if (!table)
        return;
    for (unsigned i = 0; i < table->size; i++)
        free(table->slots[i].name);
    free(table->slots);
    free(table);
}

/* The slot of a name, or the free one where it belongs. */
static NameSlot *find_slot(const NameTable *table, const char *name)
{
    unsigned i = hash_name(name) & (table->size - 1);
    while (table->slots[i].name && strcmp(table->slots[i].name, name) != 0)
        i = (i + 1) & (table->size - 1);
    return &table->slots[i];
}

int name_table_find(const NameTable *table, const char *name)
{
    if (!table)
        return -1;
    const NameSlot *slot = find_slot(table, name);
    return slot->name ? slot->number : -1;
}

static bool grow(NameTable *table)
{
    NameTable larger = {calloc((size_t)table->size * 2, sizeof(NameSlot)), table->size * 2, table->used};
    if (!larger.slots)
        return false;
    for (unsigned i = 0; i < table->size; i++)
        if (table->slots[i].name)
            *find_slot(&larger, table->slots[i].name) = table->slots[i];
    free(table->slots);
    *table = larger;
    return true;
}

bool name_table_set(NameTable *table, const char *name, int number)
{
    if (table->used * 2 >= table->size && !grow(table))
        return false;
    NameSlot *slot = find_slot(table, name);
    if (!slot->name) {
        slot->name = text_copy(name);
        if (!slot->name)
            return false;
        table->used++;
    }
    slot->number = number;
    return true;
}

void name_table_remove(NameTable *table, const char *name)
{
    NameSlot *slot = find_slot(table, name);
    if (slot->name)
        slot->number = -1;
}
