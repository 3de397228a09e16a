/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "projects/journal/threads.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

#include "audio/base/clock.h"
#include "audio/base/printable.h"
#include "projects/journal/text.h"

/* ---- trouble ---- */

/* Notes what went wrong; the mutex is held. */
void journal_note_failure(Journal *journal, int os_error, bool *kind)
{
    char shown[256];
    error_set_os(&journal->error, os_error, "the latest edits are not safe yet, %s was not written",
                 printable_string(shown, sizeof shown, strrchr(journal->file.path, '/') + 1));
    *kind = true;
    journal->failures++;
    pthread_cond_broadcast(&journal->progress);
}

/* Waits a moment before the next attempt, unless someone is waiting for the journal's end or asks for haste. */
static void wait_to_retry(Journal *journal)
{
    struct timespec until = clock_in_ms(RETRY_MS);
    if (!journal->stop)
        pthread_cond_timedwait(&journal->wake_writer, &journal->mutex, &until);
}

/* ---- the writing thread ---- */

int journal_make_file(Journal *journal, const Renewal *renewal)
{
    if (journal->start)
        return journal_file_renew(&journal->file, journal->start, journal->start_length);
    if (renewal->kind == RENEWAL_REWRITE)
        return journal_file_rewrite(&journal->file);
    size_t length = 0;
    char *head = journal_text_head(renewal->base, journal->target.path, renewal->first, &length);
    int os_error = head ? journal_file_renew(&journal->file, head, length) : ENOMEM;
    free(head);
    return os_error;
}

/* Takes hold of the place beside the project; the mutex is held and given up meanwhile.  False: somebody else has it,
 * and the journal has to go apart. */
static bool hold_place(Journal *journal, int *hold)
{
    *hold = -1;
    if (journal->apart)
        return true;
    Lock *lock = lock_keep(journal->lock);
    pthread_mutex_unlock(&journal->mutex);
    bool ours = lock_hold(lock, hold);
    lock_drop(lock);
    pthread_mutex_lock(&journal->mutex);
    journal->lost |= !ours;
    return ours;
}

/* An empty file of the first free of PATH.1, PATH.2...; its name is malloc'd. 0, or errno. */
static int reserve_name(const char *path, char **name)
{
    int os_error = EEXIST;
    for (int i = 1; i <= APART_TRIES && os_error == EEXIST; i++) {
        if (asprintf(name, "%s.%d", path, i) < 0)
            return ENOMEM;
        int fd = open(*name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
        os_error = fd >= 0 ? 0 : errno;
        if (fd >= 0)
            close(fd);
        else
            free(*name);
    }
    return os_error;
}

/* Gives the journal a name of its own, under which all of it is written anew; the mutex is held and given up meanwhile.
 */
static void go_apart(Journal *journal)
{
    char *name = NULL;
    pthread_mutex_unlock(&journal->mutex);
    int os_error = reserve_name(journal->file.path, &name);
    pthread_mutex_lock(&journal->mutex);
    if (os_error != 0) {
        journal_note_failure(journal, os_error, &journal->write_failing);
        wait_to_retry(journal);
        return;
    }
    free(journal->file.path);
    journal->file.path = name;
    journal->apart = true;
    if (journal->made && journal->renewal.kind == RENEWAL_NONE)
        journal->renewal.kind = RENEWAL_REWRITE;
    else if (journal->renewal.kind == RENEWAL_START)
        journal->renewal.over_gap = true; /* what lies beside the project does not serve in its place */
}

/* Makes the first file, or a new one; the mutex is held and given up meanwhile. */
static void renew(Journal *journal)
{
    int hold;
    if (!hold_place(journal, &hold))
        return;
    Renewal renewal = journal->renewal;
    pthread_mutex_unlock(&journal->mutex);
    int os_error = journal_make_file(journal, &renewal);
    lock_let_go(hold);
    pthread_mutex_lock(&journal->mutex);
    bool optional = renewal.kind == RENEWAL_START && journal->made && !renewal.over_gap;
    if (os_error == 0) {
        if (journal->made && renewal.kind == RENEWAL_START && atomic_load(&journal->taken) < renewal.at)
            atomic_store(&journal->taken, renewal.at); /* saved meanwhile: not needed any more */
        if (journal->made && journal->renewal.kind == renewal.kind && journal->renewal.at == renewal.at)
            journal->renewal = (Renewal){0};
        free(journal->start);
        journal->start = NULL;
        journal->made = true;
        journal->write_failing = journal->sync_failing = false;
        journal->synced = atomic_load(&journal->taken);
    } else if (optional) {
        /* No loss: thanks to the mark the old journal serves as well. */
        if (journal->renewal.at == renewal.at)
            journal->renewal.kind = RENEWAL_NONE;
    } else {
        journal_note_failure(journal, os_error, &journal->write_failing);
        wait_to_retry(journal);
        return;
    }
    pthread_cond_signal(&journal->wake_syncer);
    pthread_cond_broadcast(&journal->progress);
}

/* Hands the next bytes to the kernel; the mutex is held and given up meanwhile. */
static void write_some(Journal *journal, size_t limit)
{
    int hold;
    if (!hold_place(journal, &hold))
        return;
    size_t taken = atomic_load(&journal->taken), offset = taken & RING_MASK;
    size_t length = limit - taken < RING_BYTES - offset ? limit - taken : RING_BYTES - offset;
    pthread_mutex_unlock(&journal->mutex);
    ssize_t done = journal_file_append(&journal->file, journal->ring + offset, length);
    int os_error = done < 0 ? errno : done == 0 ? EIO : 0;
    lock_let_go(hold);
    pthread_mutex_lock(&journal->mutex);
    if (os_error == 0) {
        atomic_store(&journal->taken, taken + (size_t)done);
        journal->write_failing = false;
        pthread_cond_signal(&journal->wake_syncer);
    } else if (os_error != EINTR) {
        journal_note_failure(journal, os_error, &journal->write_failing);
        wait_to_retry(journal);
    }
}

void *journal_run_writer(void *context)
{
    Journal *journal = context;
    pthread_mutex_lock(&journal->mutex);
    for (;;) {
        size_t taken = atomic_load(&journal->taken), limit = atomic_load(&journal->written);
        uint64_t failures = journal->failures;
        bool starting = journal->renewal.kind == RENEWAL_START;
        if (starting)
            limit = journal->renewal.at;
        if (journal->lost && !journal->apart)
            go_apart(journal);
        else if (!journal->made || journal->renewal.kind == RENEWAL_REWRITE ||
                 (starting && (taken == limit || journal->write_failing)))
            renew(journal);
        else if (taken != limit)
            write_some(journal, limit);
        else if (!journal->stop)
            pthread_cond_wait(&journal->wake_writer, &journal->mutex);
        else
            break;
        if (journal->stop && journal->failures != failures)
            break;
    }
    journal->ended++;
    pthread_cond_broadcast(&journal->progress);
    pthread_mutex_unlock(&journal->mutex);
    return NULL;
}

/* ---- the syncing thread ---- */

/* Syncs what has been written so far; the mutex is held and given up meanwhile. */
static void sync_now(Journal *journal)
{
    size_t upto = atomic_load(&journal->taken);
    pthread_mutex_unlock(&journal->mutex);
    int os_error = journal_file_sync(&journal->file);
    pthread_mutex_lock(&journal->mutex);
    if (os_error == 0) {
        if (journal->synced < upto)
            journal->synced = upto;
        journal->sync_failing = false;
        pthread_cond_broadcast(&journal->progress);
        return;
    }
    /* After a failed sync the kernel forgets which pages were dirty: syncing again would only seem to succeed. */
    if (journal->renewal.kind == RENEWAL_NONE)
        journal->renewal.kind = RENEWAL_REWRITE;
    journal_note_failure(journal, os_error, &journal->sync_failing);
    pthread_cond_signal(&journal->wake_writer);
}

void *journal_run_syncer(void *context)
{
    Journal *journal = context;
    pthread_mutex_lock(&journal->mutex);
    while (!journal->stop) {
        if (journal->renewal.kind != RENEWAL_NONE || journal->synced == atomic_load(&journal->taken)) {
            pthread_cond_wait(&journal->wake_syncer, &journal->mutex);
            continue;
        }
        struct timespec until = clock_in_ms(SYNC_MS);
        int result = 0;
        while (!journal->stop && !journal->hurry && result != ETIMEDOUT)
            result = pthread_cond_timedwait(&journal->wake_syncer, &journal->mutex, &until);
        if (journal->renewal.kind == RENEWAL_NONE)
            sync_now(journal);
    }
    journal->ended++;
    pthread_cond_broadcast(&journal->progress);
    pthread_mutex_unlock(&journal->mutex);
    return NULL;
}
