/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The journal's threads, and what they share with who appends: for journal.c and threads.c only.
 *
 * Positions count the bytes ever appended; the ring holds those from `taken` (handed to the kernel) to `written`
 * (appended). */
#ifndef TTYMIX_PROJECTS_JOURNAL_THREADS_H
#define TTYMIX_PROJECTS_JOURNAL_THREADS_H

#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

#include "audio/base/sha256.h"
#include "projects/disk/target.h"
#include "projects/journal/file.h"
#include "projects/journal/journal.h"

enum {
    RING_BYTES = 4 << 20,
    RING_MASK = RING_BYTES - 1,
    SYNC_MS = 500,
    RETRY_MS = 250,
    FLUSH_MS = 5000,
    APART_TRIES = 1000
};

typedef enum RenewalKind {
    RENEWAL_NONE,
    RENEWAL_START /* a journal from a new text */,
    RENEWAL_REWRITE /* the same records in a new file */
} RenewalKind;
typedef struct Renewal {
    RenewalKind kind;
    size_t at;                  /* START: the position at which the new journal begins */
    uint64_t first;             /* START: the number of its first record */
    bool over_gap;              /* START: the old journal has lost records and cannot serve in its place */
    char base[SHA256_HEX_SIZE]; /* START */
} Renewal;

struct Journal {
    pthread_mutex_t mutex;
    pthread_cond_t wake_writer, wake_syncer, progress;
    pthread_t writer, syncer;
    bool threads;

    char *ring;                   /* RING_BYTES */
    atomic_size_t written, taken; /* positions */
    JournalFile file;
    Target target;
    bool in_state_folder;
    char *start; /* what the first file begins with, until it is there; the opener's, then the writer's */
    size_t start_length;

    /* Under the mutex from here on. */
    bool made;  /* there is a file */
    Lock *lock; /* or NULL */
    bool lost;  /* somebody else has it */
    bool apart; /* the file has a name of its own, which needs no lock */
    Renewal renewal;
    size_t synced;     /* position */
    uint64_t sequence; /* of the last record */
    char mark[SHA256_HEX_SIZE];
    bool stop, hurry, full, write_failing, sync_failing, told_failing, told_full, told_apart;
    int ended; /* threads that have left their loop */
    uint64_t failures;
    Error error;
};

/* The threads, each with the journal as its context: one writes, the other asks the disk to keep what was written. */
void *journal_run_writer(void *context);
void *journal_run_syncer(void *context);
/* Makes the journal's first file, or a new one as the renewal asks; the mutex is not needed. 0, or an errno. */
int journal_make_file(Journal *journal, const Renewal *renewal);
/* Notes what went wrong in `kind`, a flag of the journal; the mutex is held. */
void journal_note_failure(Journal *journal, int os_error, bool *kind);

#endif
