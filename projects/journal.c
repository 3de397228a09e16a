/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Positions count the bytes ever appended; the ring holds those from `taken` (handed to the kernel) to `written` (appended). */
#include "config.h"

#include "projects/journal.h"

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
#include "projects/beside.h"
#include "projects/journal_file.h"
#include "projects/journal_text.h"
#include "projects/recovery.h"

enum { RING_BYTES = 4 << 20, RING_MASK = RING_BYTES - 1, SYNC_MS = 500, RETRY_MS = 250, FLUSH_MS = 5000 };

typedef enum RenewalKind {
    RENEWAL_NONE,
    RENEWAL_START /* a journal from a new text */,
    RENEWAL_REWRITE /* the same records in a new file */
} RenewalKind;
typedef struct Renewal {
    RenewalKind kind;
    size_t at;                    /* START: the position at which the new journal begins */
    uint64_t first;               /* START: the number of its first record */
    bool over_gap;                /* START: the old journal has lost records and cannot serve in its place */
    char base[SHA256_HEX_SIZE];   /* START */
} Renewal;

struct Journal {
    pthread_mutex_t mutex;
    pthread_cond_t wake_writer, wake_syncer, progress;
    pthread_t writer, syncer;
    bool threads;

    char *ring;                   /* RING_BYTES */
    atomic_size_t written, taken; /* positions */
    JournalFile file;
    Beside beside;
    bool in_state_folder;
    char *start;                  /* what the first file begins with, until it is there; the opener's, then the writer's */
    size_t start_length;

    /* Under the mutex from here on. */
    bool made;                    /* there is a file */
    Renewal renewal;
    size_t synced;                /* position */
    uint64_t sequence;            /* of the last record */
    char mark[SHA256_HEX_SIZE];
    bool stop, hurry, full, write_failing, sync_failing, told_failing, told_full;
    int ended;                    /* threads that have left their loop */
    uint64_t failures;
    Error error;
};

/* ---- time and trouble -------------------------------------------------------------------------------------------------------- */

static struct timespec time_in_ms(int ms)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    time.tv_nsec += (long)(ms % 1000) * 1000000;
    time.tv_sec += ms / 1000 + time.tv_nsec / 1000000000;
    time.tv_nsec %= 1000000000;
    return time;
}

/* Notes what went wrong; the mutex is held. */
static void note_failure(Journal *journal, int os_error, bool *kind)
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
    struct timespec until = time_in_ms(RETRY_MS);
    if (!journal->stop)
        pthread_cond_timedwait(&journal->wake_writer, &journal->mutex, &until);
}

/* ---- the writing thread ------------------------------------------------------------------------------------------------------ */

static int make_file(Journal *journal, const Renewal *renewal)
{
    if (journal->start)
        return journal_file_renew(&journal->file, journal->start, journal->start_length);
    if (renewal->kind == RENEWAL_REWRITE)
        return journal_file_rewrite(&journal->file);
    size_t length = 0;
    char *head = journal_text_head(renewal->base, journal->beside.target, renewal->first, &length);
    int os_error = head ? journal_file_renew(&journal->file, head, length) : ENOMEM;
    free(head);
    return os_error;
}

/* Makes the first file, or a new one; the mutex is held and given up meanwhile. */
static void renew(Journal *journal)
{
    Renewal renewal = journal->renewal;
    pthread_mutex_unlock(&journal->mutex);
    int os_error = make_file(journal, &renewal);
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
        note_failure(journal, os_error, &journal->write_failing);
        wait_to_retry(journal);
        return;
    }
    pthread_cond_signal(&journal->wake_syncer);
    pthread_cond_broadcast(&journal->progress);
}

/* Hands the next bytes to the kernel; the mutex is held and given up meanwhile. */
static void write_some(Journal *journal, size_t limit)
{
    size_t taken = atomic_load(&journal->taken), offset = taken & RING_MASK;
    size_t length = limit - taken < RING_BYTES - offset ? limit - taken : RING_BYTES - offset;
    pthread_mutex_unlock(&journal->mutex);
    ssize_t done = journal_file_append(&journal->file, journal->ring + offset, length);
    int os_error = done < 0 ? errno : done == 0 ? EIO : 0;
    pthread_mutex_lock(&journal->mutex);
    if (os_error == 0) {
        atomic_store(&journal->taken, taken + (size_t)done);
        journal->write_failing = false;
        pthread_cond_signal(&journal->wake_syncer);
    } else if (os_error != EINTR) {
        note_failure(journal, os_error, &journal->write_failing);
        wait_to_retry(journal);
    }
}

static void *run_writer(void *context)
{
    Journal *journal = context;
    pthread_mutex_lock(&journal->mutex);
    for (;;) {
        size_t taken = atomic_load(&journal->taken), limit = atomic_load(&journal->written);
        uint64_t failures = journal->failures;
        bool starting = journal->renewal.kind == RENEWAL_START;
        if (starting)
            limit = journal->renewal.at;
        if (!journal->made || journal->renewal.kind == RENEWAL_REWRITE || (starting && (taken == limit || journal->write_failing)))
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

/* ---- the syncing thread ------------------------------------------------------------------------------------------------------ */

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
    note_failure(journal, os_error, &journal->sync_failing);
    pthread_cond_signal(&journal->wake_writer);
}

static void *run_syncer(void *context)
{
    Journal *journal = context;
    pthread_mutex_lock(&journal->mutex);
    while (!journal->stop) {
        if (journal->renewal.kind != RENEWAL_NONE || journal->synced == atomic_load(&journal->taken)) {
            pthread_cond_wait(&journal->wake_syncer, &journal->mutex);
            continue;
        }
        struct timespec until = time_in_ms(SYNC_MS);
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

/* ---- opening ----------------------------------------------------------------------------------------------------------------- */

static Status refuse_to_overwrite(Journal *journal, const JournalRecovery *found, Error *error)
{
    char shown[256];
    beside_shown(&journal->beside, shown, sizeof shown);
    if (found->found == JOURNAL_UNREADABLE)
        return error_set(error, STATUS_EXISTS, "%s has a journal that cannot be read", shown);
    return error_set(error, STATUS_EXISTS, "%s has a journal of %d edits that were never saved", shown, found->count);
}

/* Finds out what is there and what the new file will begin with; `*former` is the file that is continued, or NULL. */
static Status prepare_start(Journal *journal, const char *project, const char *base_sha256, JournalOpen how, char **former, Error *error)
{
    JournalRecovery found;
    Status status = journal_recover(project, base_sha256, &found, error);
    if (status != STATUS_OK)
        return status;
    if (found.found == JOURNAL_NONE) {
        journal->start = journal_text_head(base_sha256, journal->beside.target, 1, &journal->start_length);
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
    journal->file.path = beside_path(&journal->beside, "journal");
    if (!journal->file.path)
        return error_set(error, STATUS_NO_MEMORY, "out of memory");
    int os_error = make_file(journal, &journal->renewal);
    if (os_error == EACCES || os_error == EPERM || os_error == EROFS) {
        char *path = beside_state_path(&journal->beside, "journal", true);
        if (path) {
            char *refused = journal->file.path;
            journal->file.path = path;
            int second = make_file(journal, &journal->renewal);
            journal->in_state_folder = second == 0;
            journal->file.path = second == 0 ? path : refused;
            free(second == 0 ? refused : path);
            os_error = second == 0 ? 0 : os_error;
        }
    }
    if (os_error != 0) {
        note_failure(journal, os_error, &journal->write_failing);
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
    int first = pthread_create(&journal->writer, NULL, run_writer, journal);
    int second = first == 0 ? pthread_create(&journal->syncer, NULL, run_syncer, journal) : first;
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
    beside_clear(&journal->beside);
    pthread_cond_destroy(&journal->progress);
    pthread_cond_destroy(&journal->wake_syncer);
    pthread_cond_destroy(&journal->wake_writer);
    pthread_mutex_destroy(&journal->mutex);
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
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_mutex_init(&journal->mutex, NULL);
    pthread_cond_init(&journal->wake_writer, &attributes);
    pthread_cond_init(&journal->wake_syncer, &attributes);
    pthread_cond_init(&journal->progress, &attributes);
    pthread_condattr_destroy(&attributes);
    return journal;
}

Status journal_open(Journal **journal, const char *project, const char *base_sha256, JournalOpen how, Error *error)
{
    Journal *made = new_journal();
    if (!made)
        return error_set(error, STATUS_NO_MEMORY, "out of memory");
    char *former = NULL;
    Status status = beside_init(&made->beside, project, error);
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

/* ---- the control thread ------------------------------------------------------------------------------------------------------ */

/* Puts one or two records (`second` may be NULL) into the ring as one piece, so that no crash parts them. The mutex is held. */
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
    struct timespec until = time_in_ms(FLUSH_MS);
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

bool journal_poll(Journal *journal, JournalStatus *status)
{
    pthread_mutex_lock(&journal->mutex);
    bool failing = journal->write_failing || journal->sync_failing;
    bool news = failing != journal->told_failing || journal->full != journal->told_full;
    journal->told_failing = failing;
    journal->told_full = journal->full;
    *status = (JournalStatus){
        .failing = failing,
        .full = journal->full,
        .in_state_folder = journal->in_state_folder,
        .last_sequence = journal->sequence,
        .waiting_bytes = atomic_load(&journal->written) - atomic_load(&journal->taken),
    };
    if (failing)
        status->error = journal->error;
    pthread_mutex_unlock(&journal->mutex);
    printable_string(status->file, sizeof status->file, journal->file.path);
    return news;
}

void journal_emergency_flush(Journal *journal)
{
    if (!journal)
        return;
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
    struct timespec until = time_in_ms(FLUSH_MS);
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

void journal_close(Journal *journal, bool clean)
{
    if (!journal)
        return;
    if (!clean)
        (void)!journal_flush(journal, NULL);
    bool ended = stop_threads(journal);
    if (clean)
        journal_file_remove(&journal->file);
    if (ended) /* else a thread still uses it: better a leak at the end of the program than a hang */
        free_journal(journal);
}
