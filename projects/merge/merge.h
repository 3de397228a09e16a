/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Three-way merge of project texts, for a file that somebody else changed while it was open here (or in a branch of
 * git).
 *
 * It knows the shape of a project (format.md), not its meaning: sections `[kind name]`, facts in them (a line, named by
 * its key, with the comment above it), words in a line.  Sections and facts are matched by name, wherever they stand.
 * What only one side changed, added, deleted or moved is taken from that side; additions at one place are all kept,
 * ours first; two changes of one line are joined if they concern different words that do not touch.  The rest is a
 * conflict: both sides changed one fact differently (ours is kept), or one deleted what the other changed (the changed
 * one is kept).  No line that a side wrote disappears without being named in a conflict.
 *
 * With nothing changed on one side the result is the other side, byte for byte.  Otherwise line ends are those of ours.
 * Pure functions; any thread but audio.
 */
#ifndef TTYMIX_PROJECTS_MERGE_MERGE_H
#define TTYMIX_PROJECTS_MERGE_MERGE_H

#include <stddef.h>

#include "audio/base/status.h"

typedef struct MergeConflict { /* texts as in the files, unescaped, without line ends */
    char *address;             /* "vox.fader", "[track vox]", "vox.fader@0:31.75", "title" */
    char *ours;   /* the value here, "-3 dB"; NULL: deleted (or, with `theirs` of a comment, never there) */
    char *theirs; /* the value on disk; NULL: deleted there */
} MergeConflict;

typedef struct MergeResult {
    char *text; /* NUL behind it */
    size_t length;
    MergeConflict *conflicts;
    int count;
} MergeResult;

/* Merges. NO_MEMORY, with nothing written. */
NODISCARD Status merge3(const char *base, size_t base_length, const char *ours, size_t ours_length, const char *theirs,
                        size_t theirs_length, MergeResult *result);
void merge_result_clear(MergeResult *result);

/* "song.mix: vox.fader: -3 dB here, -6 dB on disk", escaped for a terminal; `name` is the file's. */
void merge_conflict_format(const MergeConflict *conflict, const char *name, char *out, size_t size);

#endif
