/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/base/clock.h"
#include "config.h"

#include "projects/journal/journal.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "audio/base/printable.h"
#include "projects/journal/recovery.h"
#include "projects/journal/text.h"
#include "projects/journal/threads.h"

/* ---- opening ---- */

static Status refuse_to_overwrite(Journal *journal, const JournalRecovery *found, Error *error)
{
    char shown[256];
    target_shown(&journal->target, shown, sizeof shown);
    if (found->found == JOURNAL_UNREADABLE)
        return error_set(error, STATUS_EXISTS, "%s has a journal that cannot be read", shown);
    return error_set(error, STATUS_EXISTS, "%s has a journal of %d edits that were never saved", shown, found->count);
}

/* Finds out what is there and what the new file will begin with; `*former` is the file that is continued, or NULL. */
static Status prepare_start(Journal *journal, const char *project, const char *base_sha256, JournalOpen how,
                            char **former, Error *error)
{
    JournalRecovery found;
    Status status = journal_recover(project, base_sha256, &found, error);
    if (status != STATUS_OK)
        return status;
    if (found.found == JOURNAL_NONE) {
        journal->start = journal_text_head(base_sha256, journal->target.path, 1, &journal->start_length);
        status = journal->start ? STATUS_OK : error_set(error, STATUS_NO_MEMORY, "out of memory");
    } else if (how == JOURNAL_NEW || !found.applies) {
        status = refuse_to_overwrite(journal, &found, error);
    } else {
        char *kept = NULL;
        if (found.found == JOURNAL_DAMAGED)
            status = journal_keep_copy(found.file, &kept, error);
        free(kept);
        journal->start = found.good_text;
        journal->start_length = found.good_length;
        journal->sequence = found.last_sequence;
        *former = found.file;
        found.good_text = found.file = NULL;
    }
    journal_recovery_clear(&found);
    return status;
}

/* Makes the first file: beside the project, or where that may not be written in the state folder, or later. */
static Status make_first_file(Journal *journal, Error *error)
{
    journal->file.path = target_path(&journal->target, "journal");
    if (!journal->file.path)
        return error_set(error, STATUS_NO_MEMORY, "out of memory");
    int os_error = journal_make_file(journal, &journal->renewal);
    if (os_error == EACCES || os_error == EPERM || os_error == EROFS) {
        char *path = target_state_path(&journal->target, "journal", true);
        if (path) {
            char *refused = journal->file.path;
            journal->file.path = path;
            int second = journal_make_file(journal, &journal->renewal);
            journal->in_state_folder = second == 0;
            journal->file.path = second == 0 ? path : refused;
            free(second == 0 ? refused : path);
            os_error = second == 0 ? 0 : os_error;
        }
    }
    if (os_error != 0) {
        journal_note_failure(journal, os_error, &journal->write_failing);
        return STATUS_OK;
    }
    free(journal->start);
    journal->start = NULL;
    journal->made = true;
    return STATUS_OK;
}

/* Crash signals stay open, so that the program's handler runs for a crash here as well. */
static Status start_threads(Journal *journal, Error *error)
{
    static const int crashes[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};
    sigset_t blocked, old;
    sigfillset(&blocked);
    for (size_t i = 0; i < ARRAY_LEN(crashes); i++)
        sigdelset(&blocked, crashes[i]);
    pthread_sigmask(SIG_SETMASK, &blocked, &old);
    int first = pthread_create(&journal->writer, NULL, journal_run_writer, journal);
    int second = first == 0 ? pthread_create(&journal->syncer, NULL, journal_run_syncer, journal) : first;
    pthread_sigmask(SIG_SETMASK, &old, NULL);
    if (first == 0 && second != 0) {
        pthread_mutex_lock(&journal->mutex);
        journal->stop = true;
        pthread_cond_signal(&journal->wake_writer);
        pthread_mutex_unlock(&journal->mutex);
        pthread_join(journal->writer, NULL);
    }
    if (second != 0)
        return error_set_os(error, second, "no thread for the journal");
    journal->threads = true;
    return STATUS_OK;
}

static void free_journal(Journal *journal)
{
    journal_file_clear(&journal->file);
    target_clear(&journal->target);
    pthread_cond_destroy(&journal->progress);
    pthread_cond_destroy(&journal->wake_syncer);
    pthread_cond_destroy(&journal->wake_writer);
    pthread_mutex_destroy(&journal->mutex);
    lock_drop(journal->lock);
    free(journal->start);
    free(journal->ring);
    free(journal);
}

static Journal *new_journal(void)
{
    Journal *journal = calloc(1, sizeof *journal);
    char *ring = malloc(RING_BYTES);
    if (!journal || !ring) {
        free(journal);
        free(ring);
        return NULL;
    }
    journal->ring = ring;
    journal_file_init(&journal->file);
    pthread_mutex_init(&journal->mutex, NULL);
    clock_condition_init(&journal->wake_writer);
    clock_condition_init(&journal->wake_syncer);
    clock_condition_init(&journal->progress);
    return journal;
}

Status journal_open(Journal **journal, const char *project, const char *base_sha256, JournalOpen how, Error *error)
{
    Journal *made = new_journal();
    if (!made)
        return error_set(error, STATUS_NO_MEMORY, "out of memory");
    char *former = NULL;
    Status status = target_init(&made->target, project, error);
    if (status == STATUS_OK)
        status = prepare_start(made, project, base_sha256, how, &former, error);
    if (status == STATUS_OK)
        status = make_first_file(made, error);
    if (status == STATUS_OK && made->made && former && strcmp(former, made->file.path) != 0)
        unlink(former); /* its content has moved from the state folder to the project, or back */
    free(former);
    if (status == STATUS_OK)
        status = start_threads(made, error);
    if (status != STATUS_OK) {
        free_journal(made);
        return status;
    }
    *journal = made;
    return STATUS_OK;
}

/* ---- the control thread ---- */

/* Puts one or two records (`second` may be NULL) into the ring as one piece, so that no crash parts them. The mutex is
 * held. */
static Status append_text(Journal *journal, char *first, size_t first_length, char *second, size_t second_length)
{
    size_t written = atomic_load(&journal->written), length = first_length + second_length;
    if (!first || journal->full || length > RING_BYTES - (written - atomic_load(&journal->taken))) {
        journal->full = true; /* a gap: nothing after it could be recovered */
        return STATUS_FULL;
    }
    for (size_t i = 0; i < length; i++)
        journal->ring[(written + i) & RING_MASK] = i < first_length ? first[i] : second[i - first_length];
    atomic_store(&journal->written, written + length);
    journal->sequence += second ? 2 : 1;
    pthread_cond_signal(&journal->wake_writer);
    return STATUS_OK;
}

static Status append_record(Journal *journal, const char *resolved, const char *typed)
{
    size_t length = 0;
    pthread_mutex_lock(&journal->mutex);
    char *record = journal_text_record(journal->sequence + 1, resolved, typed, &length);
    Status status = append_text(journal, record, length, NULL, 0);
    pthread_mutex_unlock(&journal->mutex);
    free(record);
    return status;
}

Status journal_append(Journal *journal, const char *resolved, const char *typed)
{
    return append_record(journal, resolved, typed ? typed : "");
}

Status journal_mark(Journal *journal, const char *sha256)
{
    char text[SHA256_HEX_SIZE + 1] = "=";
    memcpy(text + 1, sha256, SHA256_HEX_SIZE);
    pthread_mutex_lock(&journal->mutex);
    memcpy(journal->mark, sha256, SHA256_HEX_SIZE);
    pthread_mutex_unlock(&journal->mutex);
    return append_record(journal, text, "");
}

Status journal_rebase(Journal *journal, const char *sha256, const char *resolved, const char *typed)
{
    char mark[SHA256_HEX_SIZE + 1] = "=";
    size_t mark_length = 0, length = 0;
    memcpy(mark + 1, sha256, SHA256_HEX_SIZE);
    pthread_mutex_lock(&journal->mutex);
    char *first = journal_text_record(journal->sequence + 1, mark, "", &mark_length);
    char *second = journal_text_record(journal->sequence + 2, resolved, typed ? typed : "", &length);
    Status status = append_text(journal, second ? first : NULL, mark_length, second, length);
    pthread_mutex_unlock(&journal->mutex);
    free(first);
    free(second);
    return status;
}

void journal_saved(Journal *journal)
{
    pthread_mutex_lock(&journal->mutex);
    journal->renewal.kind = RENEWAL_START;
    journal->renewal.at = atomic_load(&journal->written);
    journal->renewal.first = journal->sequence + 1;
    journal->renewal.over_gap |= journal->full;
    journal->full = false;
    memcpy(journal->renewal.base, journal->mark, SHA256_HEX_SIZE);
    pthread_cond_signal(&journal->wake_writer);
    pthread_mutex_unlock(&journal->mutex);
}

Status journal_flush(Journal *journal, Error *error)
{
    Status status = STATUS_OK;
    struct timespec until = clock_in_ms(FLUSH_MS);
    pthread_mutex_lock(&journal->mutex);
    size_t goal = atomic_load(&journal->written);
    uint64_t failures = journal->failures;
    journal->hurry = true;
    pthread_cond_signal(&journal->wake_writer);
    pthread_cond_signal(&journal->wake_syncer);
    while (status == STATUS_OK && (!journal->made || journal->synced < goal || journal->renewal.kind != RENEWAL_NONE)) {
        if (pthread_cond_timedwait(&journal->progress, &journal->mutex, &until) == ETIMEDOUT)
            status = error_set(error, STATUS_IO, "the latest edits are not safe yet, the disk does not answer");
        else if (journal->failures != failures) {
            status = STATUS_IO;
            if (error)
                *error = journal->error;
        }
    }
    if (status == STATUS_OK && journal->full)
        status = error_set(error, STATUS_FULL, "the latest edits are not in the journal, save now");
    journal->hurry = false;
    pthread_mutex_unlock(&journal->mutex);
    return status;
}

void journal_guard(Journal *journal, Lock *lock)
{
    pthread_mutex_lock(&journal->mutex);
    Lock *before = journal->lock;
    journal->lock = lock_keep(lock);
    pthread_mutex_unlock(&journal->mutex);
    lock_drop(before);
}

bool journal_regain(Journal *journal, Lock *lock)
{
    pthread_mutex_lock(&journal->mutex);
    bool still_there = journal->made && !journal->lost && journal_file_is_in_place(&journal->file);
    Lock *before = NULL;
    if (still_there) {
        before = journal->lock;
        journal->lock = lock_keep(lock);
    }
    pthread_mutex_unlock(&journal->mutex);
    lock_drop(before);
    return still_there;
}

bool journal_poll(Journal *journal, JournalStatus *status)
{
    pthread_mutex_lock(&journal->mutex);
    bool failing = journal->write_failing || journal->sync_failing;
    bool news = failing != journal->told_failing || journal->full != journal->told_full ||
                journal->apart != journal->told_apart;
    journal->told_failing = failing;
    journal->told_full = journal->full;
    journal->told_apart = journal->apart;
    *status = (JournalStatus){
        .failing = failing,
        .full = journal->full,
        .in_state_folder = journal->in_state_folder,
        .is_apart = journal->apart,
        .last_sequence = journal->sequence,
        .waiting_bytes = atomic_load(&journal->written) - atomic_load(&journal->taken),
    };
    if (failing)
        status->error = journal->error;
    printable_string(status->file, sizeof status->file, journal->file.path);
    pthread_mutex_unlock(&journal->mutex);
    return news;
}

void journal_emergency_flush(Journal *journal)
{
    if (!journal || (!journal->apart && journal->lock && !lock_is_ours(journal->lock)))
        return; /* the place is another's by now */
    journal_file_begin_emergency(&journal->file);
    size_t taken = atomic_load(&journal->taken), length = atomic_load(&journal->written) - taken;
    if (length == 0)
        return;
    size_t offset = taken & RING_MASK, first = length < RING_BYTES - offset ? length : RING_BYTES - offset;
    journal_file_write_emergency(&journal->file, "\n", 1); /* the other thread may have been cut off inside a line */
    journal_file_write_emergency(&journal->file, journal->ring + offset, first);
    journal_file_write_emergency(&journal->file, journal->ring, length - first);
}

/* Tells the threads to end; false if the disk holds one of them. */
static bool stop_threads(Journal *journal)
{
    struct timespec until = clock_in_ms(FLUSH_MS);
    int result = 0;
    pthread_mutex_lock(&journal->mutex);
    journal->stop = true;
    pthread_cond_signal(&journal->wake_writer);
    pthread_cond_signal(&journal->wake_syncer);
    while (journal->ended < 2 && result != ETIMEDOUT)
        result = pthread_cond_timedwait(&journal->progress, &journal->mutex, &until);
    bool ended = journal->ended == 2;
    pthread_mutex_unlock(&journal->mutex);
    if (ended) {
        pthread_join(journal->writer, NULL);
        pthread_join(journal->syncer, NULL);
    }
    return ended;
}

/* Not what lies there if it is another session's by now. */
static void remove_file(Journal *journal)
{
    int hold = -1;
    if (!journal->apart && !lock_hold(journal->lock, &hold))
        return;
    journal_file_remove(&journal->file);
    lock_let_go(hold);
}

void journal_close(Journal *journal, bool clean)
{
    if (!journal)
        return;
    if (!clean)
        (void)!journal_flush(journal, NULL);
    bool ended = stop_threads(journal);
    if (clean)
        remove_file(journal);
    if (ended) /* else a thread still uses it: better a leak at the end of the program than a hang */
        free_journal(journal);
}
