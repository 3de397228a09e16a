/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The file under a journal: replaced whole, appended to, and written to by a dying process.
 *
 * The descriptor keeps its number from the first file to the last (a new file is put under it by dup3), so that a
 * signal handler can never write into a stranger's file.  `next_fd` is a new file while it is being put in place: an
 * emergency writes to both, and no new file is put in place once an emergency has begun.
 *
 * All functions but the two for emergencies belong to one thread at a time, sync excepted, which may run beside them.
 * They return 0 or errno.
 */
#ifndef TTYMIX_PROJECTS_JOURNAL_FILE_H
#define TTYMIX_PROJECTS_JOURNAL_FILE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

typedef struct JournalFile {
    char *path;             /* owned; absolute */
    atomic_int fd, next_fd; /* -1 = none */
    atomic_bool emergency;
} JournalFile;

void journal_file_init(JournalFile *file);
/* Closes; the file stays. */
void journal_file_clear(JournalFile *file);

/* Replaces the file at `path`, or makes it: written under a new name, synced, renamed, folder synced. On failure the
 * old one goes on. */
int journal_file_renew(JournalFile *file, const void *bytes, size_t length);
/* The same with the content that the file has now, be it deleted or half lost by a failed sync. */
int journal_file_rewrite(JournalFile *file);
/* One write(): how much was taken, or -1 and errno. */
ssize_t journal_file_append(JournalFile *file, const void *bytes, size_t length);
/* fdatasync; ENOENT if somebody has deleted the file. */
int journal_file_sync(JournalFile *file);
/* The file still stands under its name. */
bool journal_file_is_in_place(JournalFile *file);
/* Deletes the file if it is still ours. */
void journal_file_remove(JournalFile *file);

/* Async-signal-safe: begins the emergency; writes to whatever file there is. */
void journal_file_begin_emergency(JournalFile *file);
void journal_file_write_emergency(JournalFile *file, const void *bytes, size_t length);

#endif
