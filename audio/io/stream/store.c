/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/io/stream/store.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audio/io/stream/readahead.h"
#include "audio/io/stream/stem.h"

struct StemStore {
    StoreSetup setup;
    Stem **stems; /* owned */
    int count, room;
    int asked;        /* store_next_problem: the stem to look at next */
    ReadAhead *ahead; /* NULL in a bounce */
};

static bool read_offline(Stream *stream, int64_t from, int frames, float *const *out, bool wait)
{
    (void)wait;
    Stem *stem = (Stem *)stream;
    stem_render(stem, from, frames, out);
    return true;
}

/* Copies what is in memory of one page; else silence and false. */
static bool copy_from_page(const Stem *stem, int64_t from, int frames, float *const *out, int done)
{
    const Page *page = page_table_get(&stem->pages, from / STORE_PAGE_FRAMES);
    for (int channel = 0; channel < stem->stream.channels; channel++) {
        if (page)
            memcpy(out[channel] + done, page->samples + channel * STORE_PAGE_FRAMES + from % STORE_PAGE_FRAMES,
                   sizeof(float) * (size_t)frames);
        else
            memset(out[channel] + done, 0, sizeof(float) * (size_t)frames);
    }
    return page != NULL;
}

static void fill_silence(const Stem *stem, int frames, float *const *out, int done)
{
    for (int channel = 0; channel < stem->stream.channels; channel++)
        memset(out[channel] + done, 0, sizeof(float) * (size_t)frames);
}

static bool read_playback(Stream *stream, int64_t from, int frames, float *const *out, bool wait)
{
    Stem *stem = (Stem *)stream;
    bool all = true;
    if (wait)
        return read_offline(stream, from, frames, out, wait);
    page_epoch_begin(readahead_epoch(stem->store->ahead));
    for (int done = 0, count; done < frames; done += count) {
        int64_t at = from + done, left = frames - done;
        int64_t run = at < 0 ? -at : at < stream->frames ? STORE_PAGE_FRAMES - at % STORE_PAGE_FRAMES : left;
        count = (int)(run < left ? run : left);
        if (at < 0 || at >= stream->frames)
            fill_silence(stem, count, out, done);
        else
            all = copy_from_page(stem, at, count, out, done) && all;
    }
    return all;
}

static const StreamOps offline_ops = {.read = read_offline};
static const StreamOps playback_ops = {.read = read_playback};

Status store_new(StemStore **store, const StoreSetup *setup, Error *error)
{
    StemStore *made = calloc(1, sizeof *made);
    if (!made)
        return error_set(error, STATUS_NO_MEMORY, "out of memory");
    /* soxr would choose its code by CPU, and with it the bits. */
    setenv("SOXR_USE_SIMD", "0", 0);
    made->setup = *setup;
    Status status = setup->offline ? STATUS_OK : readahead_new(&made->ahead, setup, error);
    if (status != STATUS_OK) {
        free(made);
        return status;
    }
    *store = made;
    return STATUS_OK;
}

void store_free(StemStore *store)
{
    if (!store)
        return;
    readahead_free(store->ahead);
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

static Status add_stem(StemStore *store, const char *path, Stem **stem, Error *error)
{
    Stem *made;
    if (!make_room(store))
        return error_set(error, STATUS_NO_MEMORY, "cannot be opened: out of memory");
    Status status = stem_new(&made, path, store->setup.rate_hz, error);
    if (status != STATUS_OK)
        return status;
    made->store = store;
    made->stream.ops = store->ahead ? &playback_ops : &offline_ops;
    if (store->ahead && (page_table_init(&made->pages, made->stream.frames) != STATUS_OK ||
                         readahead_add(store->ahead, made) != STATUS_OK)) {
        stem_free(made);
        return error_set(error, STATUS_NO_MEMORY, "cannot be opened: out of memory");
    }
    if (!store->ahead && !made->file.codec)
        posix_fadvise(made->file.fd, 0, 0, POSIX_FADV_SEQUENTIAL);
    store->stems[store->count++] = made;
    *stem = made;
    return STATUS_OK;
}

Status store_open(StemStore *store, const char *path, Stream **stream, SoundFileInfo *info, Error *error)
{
    Stem *stem = find_stem(store, path);
    Status status = stem ? STATUS_OK : add_stem(store, path, &stem, error);
    if (status != STATUS_OK)
        return status;
    if (info)
        *info = stem->file.info;
    *stream = &stem->stream;
    return STATUS_OK;
}

Status store_set_cues(StemStore *store, const StoreCue *cues, int count)
{
    return store->ahead ? readahead_set_cues(store->ahead, cues, count) : STATUS_OK;
}

void store_follow(StemStore *store, int64_t position, bool loop_on, int64_t loop_from, int64_t loop_to)
{
    if (store->ahead)
        readahead_follow(store->ahead, position, loop_on, loop_from, loop_to);
}

bool store_is_ready(StemStore *store, int64_t position, int frames)
{
    return !store->ahead || readahead_is_ready(store->ahead, position, frames);
}

void store_quiesce(StemStore *store)
{
    if (store->ahead)
        page_epoch_end(readahead_epoch(store->ahead));
}

uint64_t store_page_bytes(const StemStore *store)
{
    return store->ahead ? readahead_bytes(store->ahead) : 0;
}

bool store_next_problem(StemStore *store, StoreProblem *problem)
{
    for (; store->asked < store->count; store->asked++) {
        Stem *stem = store->stems[store->asked];
        if (!store->ahead)
            stem_check_identity(stem); /* else the disk thread does it */
        if (stem_next_trouble(stem, problem->text, sizeof problem->text, &problem->lost)) {
            snprintf(problem->path, sizeof problem->path, "%s", stem->path);
            return true;
        }
    }
    store->asked = 0;
    return false;
}
