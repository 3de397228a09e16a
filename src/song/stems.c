/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/song/stems.h"

#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "src/base/paths.h"

Status stems_init(StemTable *table, StemStore *store, int rate_hz, const char *project_path, bool allow_outside)
{
    *table = (StemTable){.store = store, .rate_hz = rate_hz, .allow_outside = allow_outside};
    table->folder = path_folder(project_path);
    table->real_folder = table->folder ? realpath(table->folder, NULL) : NULL;
    if (table->folder && !table->real_folder)
        table->real_folder = strdup(table->folder);
    table->bucket_count = 64;
    table->buckets = calloc((size_t)table->bucket_count, sizeof *table->buckets);
    if (table->folder && table->real_folder && table->buckets)
        return STATUS_OK;
    stems_clear(table);
    return STATUS_NO_MEMORY;
}

static void free_impulse(ProcessorFile *impulse)
{
    union {
        const float *given;
        float *owned;
    } samples = {impulse->channel[0]};
    free(samples.owned);
}

void stems_clear(StemTable *table)
{
    for (int i = 0; i < table->count; i++) {
        free(table->items[i]->path);
        free(table->items[i]->full);
        free_impulse(&table->items[i]->impulse);
        free(table->items[i]);
    }
    free(table->items);
    free(table->buckets);
    free(table->folder);
    free(table->real_folder);
    *table = (StemTable){0};
}

static uint32_t hash_path(const char *path)
{
    uint32_t hash = 2166136261u; /* FNV-1a */
    for (; *path; path++)
        hash = (hash ^ (unsigned char)*path) * 16777619u;
    return hash;
}

static int *bucket_of(const StemTable *table, const char *path)
{
    uint32_t mask = (uint32_t)table->bucket_count - 1;
    for (uint32_t i = hash_path(path) & mask;; i = (i + 1) & mask) {
        int *bucket = &table->buckets[i];
        if (*bucket == 0 || strcmp(table->items[*bucket - 1]->path, path) == 0)
            return bucket;
    }
}

static bool grow(StemTable *table)
{
    if (table->count == table->room) {
        int room = table->room ? table->room * 2 : 32;
        Stem **items = realloc(table->items, sizeof *items * (size_t)room);
        if (!items)
            return false;
        table->items = items;
        table->room = room;
    }
    if (table->count * 2 < table->bucket_count)
        return true;
    int *buckets = calloc((size_t)table->bucket_count * 2, sizeof *buckets);
    if (!buckets)
        return false;
    free(table->buckets);
    table->buckets = buckets;
    table->bucket_count *= 2;
    for (int i = 0; i < table->count; i++)
        *bucket_of(table, table->items[i]->path) = i + 1;
    return true;
}

static void open_stem(StemTable *table, Stem *stem)
{
    Error error = {0};
    stem->outside = path_is_outside(table->real_folder, stem->path, stem->full);
    if (stem->outside && !table->allow_outside) {
        stem->status = STATUS_REFUSED;
        snprintf(stem->problem, sizeof stem->problem, "lies outside the project's folder (agree with --allow-outside)");
        return;
    }
    stem->status = store_open(table->store, stem->full, &stem->stream, &stem->info, &error);
    if (stem->status != STATUS_OK) {
        stem->stream = NULL;
        snprintf(stem->problem, sizeof stem->problem, "%.*s", (int)sizeof stem->problem - 1, error.text);
    }
}

const Stem *stems_look(const StemTable *table, const char *path)
{
    int bucket = *bucket_of(table, path);
    return bucket ? table->items[bucket - 1] : NULL;
}

Stem *stems_find(StemTable *table, const char *path)
{
    int *bucket = bucket_of(table, path);
    if (*bucket)
        return table->items[*bucket - 1];
    Stem *stem = calloc(1, sizeof *stem);
    if (!stem || !grow(table)) {
        free(stem);
        return NULL;
    }
    stem->path = strdup(path);
    stem->full = path_join(table->folder, path);
    if (!stem->path || !stem->full) {
        free(stem->path);
        free(stem->full);
        free(stem);
        return NULL;
    }
    open_stem(table, stem);
    table->items[table->count++] = stem;
    *bucket_of(table, path) = table->count;
    return stem;
}

int stems_retry(StemTable *table)
{
    int found = 0;
    for (int i = 0; i < table->count; i++) {
        if (table->items[i]->stream)
            continue;
        open_stem(table, table->items[i]);
        found += table->items[i]->stream != NULL;
    }
    return found;
}

bool stems_include_file(const StemTable *table, const char *full)
{
    struct stat wanted, stem;
    if (stat(full, &wanted) != 0)
        return false;
    for (int i = 0; i < table->count; i++)
        if (stat(table->items[i]->full, &stem) == 0 && stem.st_dev == wanted.st_dev && stem.st_ino == wanted.st_ino)
            return true;
    return false;
}
