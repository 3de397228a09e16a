/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A program as small as possible that keeps its work the way the desk does, to be spoilt and killed by test_faults.py.
 *
 * Its document is a list of lines; an edit adds one. It tells on stdout what it was promised, on stderr what failed:
 *
 *     save PATH TEXT    reads PATH, replaces it by TEXT: "saved"
 *     new PATH TEXT     the same where there must be no file
 *     session PATH      lock, recover, edit 1 2, save, edit 3 4, save, edit 5, leave without saving: "safe N" after
 *                       each flush, "saved N" after each save
 *     recover PATH      prints "state WORD", then the document as it is after recovery, a line each
 *     append PATH       edits for ever, flushes never: "edit N" after each, "written N" when the kernel has all so far
 *     clean PATH        lock, edit, save, end cleanly
 */
#include "config.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "projects/disk/lock.h"
#include "projects/disk/save.h"
#include "projects/journal/journal.h"
#include "projects/journal/recovery.h"

static int failures;
static char document[1 << 22];
static FileIdentity identity;
static Journal *journal;
static Lock *lock;

static Status told(Status status, const Error *error)
{
    if (status != STATUS_OK) {
        fprintf(stderr, "%s\n", error->text);
        failures++;
    }
    return status;
}

static void say(const char *word, long number)
{
    printf("%s %ld\n", word, number);
    fflush(stdout);
}

/* ---- single saves ---- */

static int run_save(const char *path, const char *text)
{
    Error error = {0};
    char *bytes = NULL;
    size_t length = 0;
    if (told(save_read(path, &bytes, &length, &identity, &error), &error) != STATUS_OK)
        return 1;
    free(bytes);
    if (told(save_write(path, text, strlen(text), &identity, &identity, &error), &error) != STATUS_OK)
        return 1;
    puts("saved");
    return 0;
}

static int run_new(const char *path, const char *text)
{
    Error error = {0};
    if (told(save_write(path, text, strlen(text), &identity, &identity, &error), &error) != STATUS_OK)
        return 1;
    puts("saved");
    return 0;
}

/* ---- a session ---- */

static bool load(const char *path)
{
    Error error = {0};
    char *bytes = NULL;
    size_t length = 0;
    if (told(save_read(path, &bytes, &length, &identity, &error), &error) != STATUS_OK)
        return false;
    snprintf(document, sizeof document, "%s", bytes);
    free(bytes);
    return true;
}

static const char *recover(const char *path)
{
    static const char *const words[] = {"none", "applies", "other", "unreadable", "damaged"};
    Error error = {0};
    JournalRecovery recovery;
    if (told(journal_recover(path, identity.sha256, &recovery, &error), &error) != STATUS_OK)
        return "failed";
    JournalFound found = recovery.found;
    for (int i = 0; i < recovery.count && recovery.applies; i++)
        strcat(strcat(document, recovery.commands[i]), "\n");
    journal_recovery_clear(&recovery);
    return words[found];
}

static bool begin(const char *path)
{
    Error error = {0};
    LockOwner other;
    if (told(lock_take(path, &lock, &other, &error), &error) == STATUS_EXISTS)
        return false;
    if (!load(path))
        return false;
    recover(path);
    if (told(journal_open(&journal, path, identity.sha256, JOURNAL_CONTINUE, &error), &error) != STATUS_OK)
        journal = NULL;
    return true;
}

static void edit(long number)
{
    Error error = {.text = "the journal is full"};
    char line[32];
    snprintf(line, sizeof line, "edit %ld", number);
    strcat(strcat(document, line), "\n");
    if (!journal)
        return;
    if (told(journal_append(journal, line, NULL), &error) == STATUS_OK &&
        told(journal_flush(journal, &error), &error) == STATUS_OK)
        say("safe", number);
}

static bool save(const char *path, long number)
{
    Error error = {.text = "the journal is full"};
    char sha256[SHA256_HEX_SIZE];
    sha256_hex(document, strlen(document), sha256);
    if (journal && told(journal_mark(journal, sha256), &error) == STATUS_OK)
        (void)!told(journal_flush(journal, &error), &error);
    if (told(save_write(path, document, strlen(document), &identity, &identity, &error), &error) != STATUS_OK)
        return false;
    say("saved", number);
    if (journal) {
        journal_saved(journal);
        (void)!told(journal_flush(journal, &error), &error);
    }
    return true;
}

static int run_session(const char *path)
{
    if (!begin(path))
        return 1;
    edit(1);
    edit(2);
    save(path, 2);
    edit(3);
    edit(4);
    save(path, 4);
    edit(5);
    journal_close(journal, false);
    lock_release(lock);
    return failures > 0;
}

static int run_clean(const char *path)
{
    if (!begin(path))
        return 1;
    edit(1);
    bool saved = save(path, 1);
    journal_close(journal, saved);
    lock_release(lock);
    return failures > 0;
}

static int run_recover(const char *path)
{
    if (!load(path))
        return 1;
    const char *word = recover(path);
    printf("state %s\n%s", word, document);
    return failures > 0;
}

static int run_append(const char *path)
{
    if (!begin(path) || !journal)
        return 1;
    for (long number = 1;; number++) {
        char line[32];
        JournalStatus status;
        snprintf(line, sizeof line, "edit %ld", number);
        if (journal_append(journal, line, "k") != STATUS_OK)
            return 1;
        say("edit", number);
        nanosleep(&(struct timespec){.tv_nsec = (number % 7) * 500000}, NULL);
        journal_poll(journal, &status);
        if (status.waiting_bytes == 0)
            say("written", number);
    }
}

int main(int count, char **words)
{
    setvbuf(stdout, NULL, _IOFBF, 65536);
    if (count == 4 && strcmp(words[1], "save") == 0)
        return run_save(words[2], words[3]);
    if (count == 4 && strcmp(words[1], "new") == 0)
        return run_new(words[2], words[3]);
    if (count == 3 && strcmp(words[1], "session") == 0)
        return run_session(words[2]);
    if (count == 3 && strcmp(words[1], "clean") == 0)
        return run_clean(words[2]);
    if (count == 3 && strcmp(words[1], "recover") == 0)
        return run_recover(words[2]);
    if (count == 3 && strcmp(words[1], "append") == 0)
        return run_append(words[2]);
    fputs("usage: safety_tool save|new|session|clean|recover|append PATH [TEXT]\n", stderr);
    return 2;
}
