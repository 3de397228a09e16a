/* SPDX-License-Identifier: GPL-3.0-or-later */
/* After a crash: what the journal still knows.
 *
 * At the start, with the lock held, the session reads the project, asks journal_recover, and on JOURNAL_APPLIES offers
 * to run the commands one by one on the document (undo then works as if they had just been typed), then
 * journal_open(..., JOURNAL_CONTINUE).  Commands that are tried on another text are new edits: set the old journal
 * aside, open a new one, and append what worked.  A declined journal is set aside, too, never deleted unasked. Recovery
 * never touches the project's file.  Not the audio thread.
 */
#ifndef TTYMIX_PROJECTS_JOURNAL_RECOVERY_H
#define TTYMIX_PROJECTS_JOURNAL_RECOVERY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "audio/base/sha256.h"
#include "audio/base/status.h"

typedef enum JournalFound {
    JOURNAL_NONE,       /* nothing to recover */
    JOURNAL_APPLIES,    /* the commands belong to this very text */
    JOURNAL_OTHER_TEXT, /* the text on disk is another one; the commands may be tried on it, or kept */
    JOURNAL_UNREADABLE, /* a file is there that may not be read (another user's) or is no journal; it can only be set
                           aside */
    JOURNAL_DAMAGED /* something is missing after `damaged_line`; the commands up to there are given, `applies` tells
                       about the text */
} JournalFound;

typedef struct JournalRecovery {
    JournalFound found;
    bool applies;
    bool torn; /* the last line was cut off by the crash and dropped: at most one edit */
    bool in_state_folder;
    int damaged_line; /* last good line, from 1 */
    int count;
    int edits;       /* of them, without those that the file on disk holds and the brackets of gestures: what a person
                        would count */
    char **commands; /* resolved, in order */
    char **typed;    /* the same commands as typed; "" where nothing was */
    char base_sha256[SHA256_HEX_SIZE];
    int64_t changed_s; /* when the journal was last written, seconds since the epoch */
    char *file;        /* its path */
    char *good_text;   /* the journal's own text up to the end of the good part */
    size_t good_length;
    uint64_t last_sequence; /* of the last good record */
} JournalRecovery;

/* `begin` or `end` of a gesture, or `join`. */
bool journal_is_bracket(const char *command);
/* Looks for a journal of the project, beside it and in the state folder, and reads it; changes nothing.  `sha256` is
 * that of the text that the caller has, which the commands are to turn into what was edited.  Where another session has
 * saved since, the file on disk has become another one: a journal that it holds all of is JOURNAL_NONE all the same, be
 * it emptied already or not. REFUSED if it is a link or not a regular file; UNSUPPORTED if it is of a newer program;
 * IO; NO_MEMORY. */
NODISCARD Status journal_recover(const char *project, const char *sha256, JournalRecovery *recovery, Error *error);
void journal_recovery_clear(JournalRecovery *recovery);

/* Renames the journal at `file` out of the way, to the first free of FILE.1, FILE.2...; the new name is malloc'd. */
NODISCARD Status journal_set_aside(const char *file, char **kept, Error *error);
/* The same, but the file keeps its old name as well (a hard link), where the file system has those. */
NODISCARD Status journal_keep_copy(const char *file, char **kept, Error *error);

#endif
