/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/io/store.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audio/io/stem.h"

struct StemStore {
    StoreSetup setup;
    Stem **stems; /* owned */
    int count, room;
    int asked;    /* store_next_problem: the stem to look at next */
};

static bool read_offline(Stream *stream, int64_t from, int frames, float *const *out, bool wait)
{
    (void)wait;
    Stem *stem = (Stem *)stream;
    stem_render(stem, from, frames, out);
    return true;
}

static const StreamOps offline_ops = {.read = read_offline};

Status store_new(StemStore **store, const StoreSetup *setup, Error *error)
{
    StemStore *made = calloc(1, sizeof *made);
    if (!made)
        return error_set(error, STATUS_NO_MEMORY, "out of memory");
    /* soxr would choose its code by CPU, and with it the bits. */
    setenv("SOXR_USE_SIMD", "0", 0);
    made->setup = *setup;
    *store = made;
    return STATUS_OK;
}

void store_free(StemStore *store)
{
    if (!store)
        return;
    for (int i = 0; i < store->count; i++)
        stem_free(store->stems[i]);
    free(store->stems);
    free(store);
}

static Stem *find_stem(const StemStore *store, const char *path)
{
    for (int i = 0; i < store->count; i++)
        if (strcmp(store->stems[i]->path, path) == 0)
            return store->stems[i];
    return NULL;
}

static bool make_room(StemStore *store)
{
    if (store->count < store->room)
        return true;
    int room = store->room ? store->room * 2 : 64;
    Stem **stems = realloc(store->stems, sizeof(Stem *) * (size_t)room);
    if (!stems)
        return false;
    store->stems = stems;
    store->room = room;
    return true;
}

Status store_open(StemStore *store, const char *path, Stream **stream, SoundFileInfo *info, Error *error)
{
    Stem *stem = find_stem(store, path);
    if (!stem) {
        if (!make_room(store))
            return error_set(error, STATUS_NO_MEMORY, "cannot be opened: out of memory");
        Status status = stem_new(&stem, path, store->setup.rate_hz, error);
        if (status != STATUS_OK)
            return status;
        stem->store = store;
        stem->stream.ops = &offline_ops;
        if (store->setup.offline && !stem->file.codec)
            posix_fadvise(stem->file.fd, 0, 0, POSIX_FADV_SEQUENTIAL);
        store->stems[store->count++] = stem;
    }
    if (info)
        *info = stem->file.info;
    *stream = &stem->stream;
    return STATUS_OK;
}

bool store_next_problem(StemStore *store, StoreProblem *problem)
{
    for (; store->asked < store->count; store->asked++) {
        Stem *stem = store->stems[store->asked];
        if (stem_next_trouble(stem, problem->text, sizeof problem->text) ||
            stem_check_identity(stem, problem->text, sizeof problem->text)) {
            snprintf(problem->path, sizeof problem->path, "%s", stem->path);
            return true;
        }
    }
    store->asked = 0;
    return false;
}
