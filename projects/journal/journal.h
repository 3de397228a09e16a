/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The journal: every edit since the last save, on disk within 200 ms, so that a crash, a kill -9 or a dropped link
 * costs nothing older.
 *
 * A text file, `.song.mix.journal` beside the project (or in the state folder, see projects/disk/target.h), mode 0600,
 * removed at a clean end:
 *
 *     ttymix-journal 1
 *     base 9f86d081...          SHA-256 of the text that the records apply to
 *     project /songs/song.mix   escaped
 *     first 57                  the sequence number of the first record
 *     check 1c3bf2a0            of the four lines above
 *     57 5d0c11ee set vox.fader -4.5 dB<TAB>k
 *     58 a91f3c02 =9c56cc51...
 *
 * A record is its sequence number, a check (FNV-1a, 32 bits, over the number and the rest), the resolved command, a
 * tab, and the line as it was typed; backslash, tab and control bytes are escaped as \\ and \xNN.  A record `=SHA-256`
 * is a *mark*: a save of that text was about to happen.  If the text on disk is a marked one, only the records after
 * the last such mark apply, so a crash at any moment of a save is recovered exactly.  The reader
 * (projects/journal/recovery.h) takes records as long as their numbers follow each other; repeated ones and broken
 * lines between are skipped (that is what an emergency leaves behind), a torn last line is dropped, a gap ends the
 * reading (damage).
 *
 * Threads: append, mark, saved and poll are for one thread (the control thread) and never touch the disk.  One thread
 * of the journal's own writes at once what is appended, another syncs (fdatasync) at most half a second later.  A
 * failing disk is told by journal_poll and tried again four times a second; what waits is kept in memory, up to 4 MiB.
 * After a failed sync, or when somebody deleted the file, all of it is written anew.
 */
#ifndef TTYMIX_PROJECTS_JOURNAL_JOURNAL_H
#define TTYMIX_PROJECTS_JOURNAL_JOURNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "audio/base/sha256.h"
#include "audio/base/status.h"
#include "projects/disk/lock.h"

typedef struct Journal Journal;

typedef enum JournalOpen {
    JOURNAL_NEW,     /* STATUS_EXISTS if a journal with records is there: recover, continue, or set it aside first */
    JOURNAL_CONTINUE /* go on with what journal_recover found and was replayed (`applies` is true); like NEW otherwise.
                        A damaged one is also kept under another name (FILE.1) */
} JournalOpen;

/* Opens the journal of a project (which need not exist yet) whose text has this SHA-256.
 * REFUSED if a link or another irregular file stands in its place.  A folder that cannot be written is no failure
 * (state folder), nor is a full or failing disk (journal_poll tells, edits wait in memory). Blocks on the disk. */
NODISCARD Status journal_open(Journal **journal, const char *project, const char *base_sha256, JournalOpen how,
                              Error *error);

/* Records one command. `typed` may be NULL.  Never waits.  FULL: the disk has refused for so long that the queue is
 * full; nothing more is recorded until a save starts a new journal. */
NODISCARD Status journal_append(Journal *journal, const char *resolved, const char *typed);

/* Around a save: `mark` before it with the SHA-256 of the text to be saved, then journal_flush, the save, and after its
 * success `saved`, which starts a new journal in the background: written whole under a new name, synced, renamed over
 * the old one.  After a failed save nothing needs to be done. */
NODISCARD Status journal_mark(Journal *journal, const char *sha256);
void journal_saved(Journal *journal);

/* The text on disk has become another one without a save of ours (a merge took it in): from here on the records belong
 * to the text of this SHA-256, and `resolved` is what turns it into the document.  Both are recorded as one piece, so
 * that no crash finds the one without the other. */
NODISCARD Status journal_rebase(Journal *journal, const char *sha256, const char *resolved, const char *typed);

/* Waits until everything appended is written and synced, and a new journal begun by `saved` is in place; gives up at
 * the first failure of the disk. */
NODISCARD Status journal_flush(Journal *journal, Error *error);

/* The lock under which the journal lies beside its project (NULL: none); it is kept as long as needed.  From here on,
 * nothing is written or put in place there without holding it.  Once somebody else has the lock, all records go into a
 * journal of this session's own, under the first free of FILE.1, FILE.2...; journal_poll tells. */
void journal_guard(Journal *journal, Lock *lock);
/* The place is ours again, by another lock.  True: the journal has never left it, and goes on there.  False: another
 * one has to be opened. */
NODISCARD bool journal_regain(Journal *journal, Lock *lock);

typedef struct JournalStatus {
    bool failing;           /* the disk refuses at present; `error` says what */
    bool full;              /* records were lost: save now */
    bool in_state_folder;   /* not beside the project */
    bool is_apart;          /* under a name of its own, since somebody else has the lock */
    uint64_t last_sequence; /* of the newest record appended; 0 before the first */
    size_t waiting_bytes;   /* not yet handed to the kernel */
    Error error;
    char file[512]; /* where it is, safe to print */
} JournalStatus;
/* Fills `*status`; true if `failing`, `full` or `is_apart` changed since the last call, that is, if there is something
 * to say. */
bool journal_poll(Journal *journal, JournalStatus *status);

/* For a handler of SIGSEGV, SIGTERM and the like, on any thread: hands what waits to the kernel by write() alone.
 * Async-signal-safe, at most once a process; the process must end after it. NULL is safe. */
void journal_emergency_flush(Journal *journal);

/* Ends the threads, after a flush.  `clean` removes the file: only for a project that was saved or whose edits were
 * given up.  NULL is safe. */
void journal_close(Journal *journal, bool clean);

#endif
