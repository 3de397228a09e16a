/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The overview (audio/measure/overview.h) of a stem, in a file under $XDG_CACHE_HOME/ttymix, so that it is made once.
 *
 * The file is called by its stem's content: SHA-256 of its size, its time of change, its length in frames and channels,
 * and of what stands at its beginning, its end and sixteen places between.  A stem that was changed has another name,
 * so the old file is never asked.  What is found there is not trusted: it must be a plain file of this user, with the
 * right length and the SHA-256 of its blocks in its first line; anything else is made anew in its place.  Where the
 * cache cannot be written, the overview lives in a file without a name. */
#ifndef TTYMIX_SRC_SONG_OVERVIEW_H
#define TTYMIX_SRC_SONG_OVERVIEW_H

#include <stdatomic.h>

#include "audio/io/file/soundfile.h"
#include "audio/measure/overview.h"

typedef struct Overview {
    int fd; /* -1: there is none */
    int64_t frames;
    int rate_hz;
} Overview;

typedef struct OverviewWatch { /* between whoever waits for it and the thread that makes it */
    atomic_bool cancelled;
    atomic_llong frames; /* read so far, of all that is made with this watch */
} OverviewWatch;

/* Finds it in `folder`, or makes it; `folder` NULL: keeps nothing. INTERRUPTED: cancelled; IO, NOT_FOUND ...: the stem
 * cannot be read, or there is no room. Any thread but audio; close it. */
NODISCARD Status overview_open(Overview *overview, const char *folder, const char *path, OverviewWatch *watch,
                               Error *error);
/* Safe for a closed one. */
void overview_close(Overview *overview);
/* Its columns, as overview_columns; false: it cannot be read any more. */
bool overview_read(const Overview *overview, double from, double step, int count, OverviewBlock *columns);

#endif
