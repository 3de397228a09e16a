/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The stems of a project: which files its clips name, where they lie, and their streams.
 *
 * Control thread. A path is taken relative to the project's folder.  One that is absolute, climbs out of the folder, or
 * is led out of it by a link is *outside*: it is opened only when that was agreed to (--allow-outside, an answer at the
 * desk, or because this user made the project so; see trust.h).
 */
#ifndef TTYMIX_SRC_SONG_STEMS_H
#define TTYMIX_SRC_SONG_STEMS_H

#include "audio/dsp/processor.h"
#include "audio/io/stream/store.h"
#include "projects/model/model.h"

typedef struct Stem {
    char *path;         /* as the project names it */
    char *full;         /* where it lies */
    Stream *stream;     /* NULL: missing, unreadable or not agreed to */
    SoundFileInfo info; /* when stream is set */
    bool outside;
    bool told_long;    /* project_check_stems has told that it is too long for an impulse response */
    bool told_samples; /* project_check_samples has read and told of them */
    Status status;
    char problem[300];     /* why there is no stream: "no such file"; safe to print */
    ProcessorFile impulse; /* the whole stem decoded, for processors that take a file (impulse.h); channel[0] owned. Its
                            * address stands for the file in the engine: it stays the same */
} Stem;

typedef struct StemTable {
    StemStore *store;  /* not owned */
    int rate_hz;       /* the project's */
    char *folder;      /* of the project, "." at least */
    char *real_folder; /* without links */
    bool allow_outside;
    Stem **items; /* pointers stay when the table grows */
    int count, room;
    int *buckets; /* hash of path -> index + 1; owned */
    int bucket_count;
} StemTable;

NODISCARD Status stems_init(StemTable *table, StemStore *store, int rate_hz, const char *project_path,
                            bool allow_outside);
void stems_clear(StemTable *table);
/* The stem of a path, opened at the first asking; NULL only without memory. */
Stem *stems_find(StemTable *table, const char *path);
/* The same, of those that were asked for; NULL for others. */
const Stem *stems_look(const StemTable *table, const char *path);
/* Looks again at those that could not be opened (a file came back, or paths outside were agreed to). Number newly
 * found. */
int stems_retry(StemTable *table);
/* True if `full` (existing or not yet) is one of the stems' files: a bounce never writes there. */
bool stems_include_file(const StemTable *table, const char *full);

#endif
