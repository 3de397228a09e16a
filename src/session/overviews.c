/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/session/overviews.h"

#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "audio/base/buffer.h"
#include "src/base/paths.h"
#include "src/session/kinds.h"
#include "src/song/overview.h"

typedef enum EntryState { ENTRY_WANTED, ENTRY_UNDER_WAY, ENTRY_READY, ENTRY_FAILED } EntryState;
typedef struct Entry {
    char *path; /* as the document names it */
    EntryState state;
    uint64_t size; /* of the file, and when it was changed, as the stem was opened */
    int64_t mtime_ns;
    Overview overview;
} Entry;

typedef struct Work { /* of the thread, until `done` has passed it */
    char *path, *full;
    Overview overview;
    Status status;
} Work;

struct Overviews {
    const PartPlace *place;
    Entry *entries;
    int count, room;
    Work *work;
    int work_count, taken;
    atomic_int done; /* so many of them, in order */
    int64_t work_frames;
    OverviewWatch watch;
    char *folder;
    pthread_t thread;
    bool running;
    int ready, told_percent;
};

/* ---- the thread ---- */

static void *make_all(void *argument)
{
    Overviews *overviews = argument;
    Error error;
    for (int i = 0; i < overviews->work_count; i++) {
        Work *work = &overviews->work[i];
        work->status = overview_open(&work->overview, overviews->folder, work->full, &overviews->watch, &error);
        atomic_store(&overviews->done, i + 1);
    }
    return NULL;
}

static void clear_work(Overviews *overviews)
{
    for (int i = 0; i < overviews->work_count; i++) {
        if (i >= overviews->taken && overviews->work[i].status == STATUS_OK)
            overview_close(&overviews->work[i].overview);
        free(overviews->work[i].path);
        free(overviews->work[i].full);
    }
    free(overviews->work);
    overviews->work = NULL;
    overviews->work_count = overviews->taken = 0;
}

static void stop(Overviews *overviews)
{
    if (!overviews->running)
        return;
    atomic_store(&overviews->watch.cancelled, true);
    pthread_join(overviews->thread, NULL);
    overviews->running = false;
    clear_work(overviews);
}

static Entry *find_entry(Overviews *overviews, const char *path)
{
    for (int i = 0; i < overviews->count; i++)
        if (strcmp(overviews->entries[i].path, path) == 0)
            return &overviews->entries[i];
    return NULL;
}

static const Stem *find_stem(const Overviews *overviews, const char *path)
{
    const Stem *stem = stems_look(&overviews->place->song->stems, path);
    return stem && stem->stream ? stem : NULL;
}

/* A list of all that is wanted; false without memory. */
static bool list_work(Overviews *overviews)
{
    overviews->work = calloc((size_t)overviews->count, sizeof *overviews->work);
    overviews->work_frames = 0;
    for (int i = 0; overviews->work && i < overviews->count; i++) {
        Entry *entry = &overviews->entries[i];
        const Stem *stem = entry->state == ENTRY_WANTED ? find_stem(overviews, entry->path) : NULL;
        if (!stem)
            continue;
        Work work = {.path = strdup(entry->path), .full = strdup(stem->full), .overview = {.fd = -1}};
        if (!work.path || !work.full) {
            free(work.path);
            free(work.full);
            return false;
        }
        overviews->work[overviews->work_count++] = work;
        overviews->work_frames += stem->info.frames;
        entry->state = ENTRY_UNDER_WAY;
    }
    return overviews->work != NULL;
}

static void start(Overviews *overviews)
{
    bool wanted = false;
    for (int i = 0; i < overviews->count; i++)
        wanted |= overviews->entries[i].state == ENTRY_WANTED;
    if (!wanted || overviews->running)
        return;
    if (!overviews->folder)
        overviews->folder = path_home("cache", true);
    atomic_store(&overviews->watch.cancelled, false);
    atomic_store(&overviews->watch.frames, 0);
    atomic_store(&overviews->done, 0);
    bool listed = list_work(overviews);
    overviews->running =
        listed && overviews->work_count > 0 && pthread_create(&overviews->thread, NULL, make_all, overviews) == 0;
    if (!overviews->running)
        clear_work(overviews);
}

/* ---- what is told ---- */

static void tell(void *part, Board *board)
{
    const Overviews *overviews = part;
    board_fact(board, TOLD_OVERVIEWS, overviews->ready, overviews->told_percent);
}

static int percent_of(Overviews *overviews)
{
    if (!overviews->running)
        return -1;
    long long frames = atomic_load(&overviews->watch.frames);
    return overviews->work_frames > 0 ? (int)(99 * frames / overviews->work_frames) : 0;
}

/* Takes what the thread has made; true if there was something. */
static bool collect(Overviews *overviews)
{
    int done = atomic_load(&overviews->done), before = overviews->taken;
    for (; overviews->taken < done; overviews->taken++) {
        Work *work = &overviews->work[overviews->taken];
        Entry *entry = find_entry(overviews, work->path);
        if (!entry || entry->state != ENTRY_UNDER_WAY) {
            overview_close(&work->overview);
            continue;
        }
        entry->state = work->status == STATUS_OK ? ENTRY_READY : ENTRY_FAILED;
        entry->overview = work->overview;
    }
    return overviews->taken > before;
}

static void tick(void *part)
{
    Overviews *overviews = part;
    bool some = overviews->running && collect(overviews);
    overviews->ready += some;
    if (overviews->running && overviews->taken == overviews->work_count) {
        pthread_join(overviews->thread, NULL);
        overviews->running = false;
        clear_work(overviews);
    }
    start(overviews);
    int percent = percent_of(overviews);
    if (!some && percent == overviews->told_percent)
        return;
    overviews->told_percent = percent;
    tell(overviews, overviews->place->board);
}

/* ---- asking ---- */

/* The entry of a stem, wanted anew where its file is another one. */
static Entry *want(Overviews *overviews, const Stem *stem)
{
    Entry *entry = find_entry(overviews, stem->path);
    if (!entry) {
        char *path = strdup(stem->path);
        if (!path || !array_grow(&overviews->entries, overviews->count, &overviews->room, sizeof *overviews->entries)) {
            free(path);
            return NULL;
        }
        entry = &overviews->entries[overviews->count++];
        *entry = (Entry){.path = path, .overview = {.fd = -1}};
    } else if (entry->state == ENTRY_UNDER_WAY ||
               (entry->size == stem->info.size && entry->mtime_ns == stem->info.mtime_ns))
        return entry;
    overview_close(&entry->overview);
    entry->state = ENTRY_WANTED;
    entry->size = stem->info.size;
    entry->mtime_ns = stem->info.mtime_ns;
    return entry;
}

bool overviews_columns(Overviews *overviews, const char *path, int64_t from, int64_t step, int count,
                       OverviewBlock *columns, int64_t *length)
{
    const Stem *stem = find_stem(overviews, path);
    *length = -1;
    if (!stem)
        return false;
    double ratio = (double)stem->info.rate_hz / overviews->place->song->stems.rate_hz;
    *length = (int64_t)floor((double)stem->info.frames / ratio + 0.5);
    const Entry *entry = want(overviews, stem);
    return entry && entry->state == ENTRY_READY &&
           overview_read(&entry->overview, (double)from * ratio, (double)step * ratio, count, columns);
}

/* ---- the part ---- */

static void *open_part(const PartPlace *place)
{
    Overviews *overviews = calloc(1, sizeof *overviews);
    if (overviews) {
        overviews->place = place;
        overviews->told_percent = -1;
    }
    return overviews;
}

static void forget(void *part)
{
    Overviews *overviews = part;
    stop(overviews);
    for (int i = 0; i < overviews->count; i++) {
        overview_close(&overviews->entries[i].overview);
        free(overviews->entries[i].path);
    }
    overviews->count = overviews->ready = 0;
    overviews->told_percent = -1;
}

static void close_part(void *part)
{
    Overviews *overviews = part;
    forget(overviews);
    free(overviews->entries);
    free(overviews->folder);
    free(overviews);
}

const PartKind overviews_part = {
    .name = "overviews",
    .open = open_part,
    .close = close_part,
    .forget = forget,
    .tick = tick,
    .tell = tell,
};
