/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stems that a user named, as files or folders: looked at, named as tracks, and paired.  Main thread. */
#ifndef TTYMIX_SRC_SONG_FOUND_H
#define TTYMIX_SRC_SONG_FOUND_H

#include <stdbool.h>
#include <stdint.h>

#include "audio/io/file/soundfile.h"
#include "projects/document/document.h"

enum { FOUND_STEMS_MAX = 4000, FOUND_NAME_MAX = 40 };

typedef struct FoundStem {
    char *path;                    /* as the user named it, from the working folder */
    char name[FOUND_NAME_MAX + 8]; /* after the file: lower-case letters, digits, _ and - */
    char *label;                   /* the file's own name, where `name` could not keep it; or NULL. Owned */
    SoundFileInfo info;
    char side;   /* 'L' or 'R' of a pair ("vox_L.wav"), or 0 */
    bool paired; /* the other side is there too */
} FoundStem;

typedef struct FoundStems {
    FoundStem *items; /* in the order in which they were named; those of a folder by name */
    int count, room;
    int refused;          /* files that are no stems; `problems` say why */
    ProblemList problems; /* owned; whoever tells them may clear them at any time */
} FoundStems;

/* A file, or all sound files of a folder (not those below it).  False when nothing more can be taken; `problems` say
 * why, except without memory. */
bool found_stems_add(FoundStems *stems, const char *path);
/* The same for what must be a folder. */
bool found_stems_add_folder(FoundStems *stems, const char *folder);
void found_stems_clear(FoundStems *stems);
/* Of both sides of a pair the names end in -l and -r; a side without the other is no side. Once, after all are there.
 */
void found_stems_settle_pairs(FoundStems *stems);
/* Rate of most stems; the higher one when they are as many; 48000 without stems. */
int found_stems_common_rate(const FoundStems *stems);
/* The stem with the earliest time reference; NULL without any. A time reference counts the frames of its own file (EBU
 * Tech 3285): stems at several rates are compared by time. */
const FoundStem *found_stems_earliest(const FoundStems *stems);
/* How long after the earliest one a stem begins, in frames at `rate_hz`, rounded to the nearest; 0 without a reference.
 */
int64_t found_stem_place(const FoundStem *stem, const FoundStem *earliest, int rate_hz);

#endif
