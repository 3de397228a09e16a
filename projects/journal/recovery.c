/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "projects/journal/recovery.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "audio/base/printable.h"
#include "projects/disk/file.h"
#include "projects/disk/save.h"
#include "projects/disk/target.h"
#include "projects/journal/text.h"

enum { JOURNAL_BYTES_MAX = 1 << 30, ASIDE_TRIES = 1000 };

static Status fail_read(const char *path, int os_error, Error *error)
{
    char shown[256];
    printable_string(shown, sizeof shown, strrchr(path, '/') + 1);
    switch (os_error) {
    case ELOOP: return error_set(error, STATUS_REFUSED, "%s is a link, which is not followed", shown);
    case EISDIR:
    case EINVAL:
    case ENXIO: return error_set(error, STATUS_REFUSED, "%s is not a regular file", shown);
    case EFBIG: return error_set(error, STATUS_REFUSED, "%s is larger than %d MiB", shown, JOURNAL_BYTES_MAX >> 20);
    case ENOMEM: return error_set(error, STATUS_NO_MEMORY, "%s was not read: out of memory", shown);
    default: return error_set_os(error, os_error, "%s was not read", shown);
    }
}

static Status fail_parse(const char *path, Status status, Error *error)
{
    char shown[256];
    printable_string(shown, sizeof shown, strrchr(path, '/') + 1);
    if (status == STATUS_UNSUPPORTED)
        return error_set(error, status, "%s was written by a newer program", shown);
    return error_set(error, status, "%s was not read: out of memory", shown);
}

/* The record after the last mark of this text, or 0 if the journal begins with it; -1 if it belongs to another one. */
static int first_that_applies(const JournalText *text, const char *sha256)
{
    for (int i = text->count - 1; i >= 0; i--)
        if (text->records[i].resolved[0] == '=' && strcmp(text->records[i].resolved + 1, sha256) == 0)
            return i + 1;
    return text->head_good && strcmp(text->base_sha256, sha256) == 0 ? 0 : -1;
}

static bool begins_with_word(const char *command, const char *word)
{
    size_t length = strlen(word);
    return strncmp(command, word, length) == 0 && (command[length] == ' ' || command[length] == '\0');
}

bool journal_is_bracket(const char *command)
{
    return begins_with_word(command, "begin") || begins_with_word(command, "end") || begins_with_word(command, "join");
}

/* The first record that the file on disk does not hold; 0 if that cannot be said. */
static int first_unsaved(const char *project, const JournalText *text)
{
    char *bytes = NULL;
    size_t length = 0;
    FileIdentity disk = {0};
    int from = -1;
    if (save_read(project, &bytes, &length, &disk, NULL) == STATUS_OK)
        from = first_that_applies(text, disk.sha256);
    free(bytes);
    return from > 0 ? from : 0;
}

/* Moves the commands (not the marks) from record `from` on into the recovery; those from `unsaved` on count as edits.
 */
static Status take_commands(JournalRecovery *recovery, const JournalText *text, int from, int unsaved)
{
    size_t count = (size_t)(text->count - from);
    recovery->commands = calloc(count + 1, sizeof *recovery->commands);
    recovery->typed = calloc(count + 1, sizeof *recovery->typed);
    if (!recovery->commands || !recovery->typed)
        return STATUS_NO_MEMORY;
    for (int i = from; i < text->count; i++) {
        const JournalRecord *record = &text->records[i];
        if (record->resolved[0] == '=')
            continue;
        recovery->commands[recovery->count] = strdup(record->resolved);
        recovery->typed[recovery->count] = strdup(record->typed);
        recovery->count++;
        recovery->edits += i >= unsaved && !journal_is_bracket(record->resolved);
        if (!recovery->commands[recovery->count - 1] || !recovery->typed[recovery->count - 1])
            return STATUS_NO_MEMORY;
    }
    return STATUS_OK;
}

static bool has_edits(const JournalText *text, int from)
{
    for (int i = from; i < text->count; i++)
        if (text->records[i].resolved[0] != '=')
            return true;
    return false;
}

static Status judge(JournalRecovery *recovery, const char *project, const JournalText *text, const char *sha256)
{
    int from = first_that_applies(text, sha256), unsaved = from;
    if (has_edits(text, from < 0 ? 0 : from)) {
        unsaved = first_unsaved(project, text);
        if (!has_edits(text, unsaved))
            from = unsaved; /* whatever text the caller has: nothing is to be recovered */
    }
    recovery->applies = from >= 0;
    recovery->torn = text->torn;
    recovery->damaged_line = text->damaged_line;
    recovery->good_length = text->good_bytes;
    recovery->last_sequence = text->count > 0 ? text->records[text->count - 1].sequence : text->first - 1;
    memcpy(recovery->base_sha256, text->base_sha256, sizeof recovery->base_sha256);
    Status status = take_commands(recovery, text, from < 0 ? 0 : from, unsaved);
    if (text->damaged_line > 0 || !text->head_good)
        recovery->found = JOURNAL_DAMAGED;
    else if (recovery->count == 0)
        recovery->found = JOURNAL_NONE;
    else
        recovery->found = recovery->applies ? JOURNAL_APPLIES : JOURNAL_OTHER_TEXT;
    return status;
}

static Status note_unreadable(const char *path, JournalRecovery *recovery, Error *error)
{
    recovery->file = strdup(path);
    recovery->found = JOURNAL_UNREADABLE;
    return recovery->file ? STATUS_OK : error_set(error, STATUS_NO_MEMORY, "out of memory");
}

/* Reads the journal at `path`, if there is one; `*recovery` is zeroed before and cleared on failure. */
static Status read_journal(const char *project, const char *path, const char *sha256, JournalRecovery *recovery,
                           Error *error)
{
    struct stat info;
    JournalText text;
    size_t length = 0;
    int fd = disk_open_regular(path, &info);
    if (fd < 0 && (errno == ENOENT || errno == ENOTDIR))
        return STATUS_OK;
    if (fd < 0 && errno == EACCES)
        return note_unreadable(path, recovery, error);
    if (fd < 0)
        return fail_read(path, errno, error);
    int os_error = info.st_size > JOURNAL_BYTES_MAX                                           ? EFBIG
                   : disk_read_all(fd, JOURNAL_BYTES_MAX, &recovery->good_text, &length) == 0 ? 0
                                                                                              : errno;
    close(fd);
    if (os_error != 0)
        return fail_read(path, os_error, error);
    Status status = journal_text_parse(&text, recovery->good_text, length);
    if (status == STATUS_OK) {
        recovery->changed_s = (int64_t)info.st_mtim.tv_sec;
        recovery->file = strdup(path);
        status = judge(recovery, project, &text, sha256);
        journal_text_clear(&text);
        if (!recovery->file)
            status = STATUS_NO_MEMORY;
    }
    if (status == STATUS_OK)
        return STATUS_OK;
    journal_recovery_clear(recovery);
    return status == STATUS_BAD_VALUE ? note_unreadable(path, recovery, error) : fail_parse(path, status, error);
}

Status journal_recover(const char *project, const char *sha256, JournalRecovery *recovery, Error *error)
{
    Target target;
    JournalRecovery near = {0}, far = {0};
    Status status = target_init(&target, project, error);
    if (status != STATUS_OK)
        return status;
    char *near_path = target_path(&target, "journal"), *far_path = target_state_path(&target, "journal", false);
    status = near_path ? read_journal(project, near_path, sha256, &near, error)
                       : error_set(error, STATUS_NO_MEMORY, "out of memory");
    if (status == STATUS_OK && far_path)
        status = read_journal(project, far_path, sha256, &far, error);
    free(near_path);
    free(far_path);
    target_clear(&target);
    if (status != STATUS_OK) {
        journal_recovery_clear(&near);
        return status;
    }
    bool take_far = far.found != JOURNAL_NONE && (near.found == JOURNAL_NONE || (far.applies && !near.applies));
    far.in_state_folder = true;
    journal_recovery_clear(take_far ? &near : &far);
    *recovery = take_far ? far : near;
    return STATUS_OK;
}

void journal_recovery_clear(JournalRecovery *recovery)
{
    for (int i = 0; i < recovery->count; i++) {
        free(recovery->commands[i]);
        free(recovery->typed[i]);
    }
    free(recovery->commands);
    free(recovery->typed);
    free(recovery->file);
    free(recovery->good_text);
    *recovery = (JournalRecovery){0};
}

static int rename_aside(const char *file, const char *name)
{
    return renameat2(AT_FDCWD, file, AT_FDCWD, name, RENAME_NOREPLACE) == 0 ? 0 : errno;
}

static int link_aside(const char *file, const char *name)
{
    return link(file, name) == 0 ? 0 : errno == EEXIST ? EEXIST : rename_aside(file, name);
}

static Status put_aside(const char *file, int (*put)(const char *file, const char *name), char **kept, Error *error)
{
    char shown[256];
    printable_string(shown, sizeof shown, strrchr(file, '/') ? strrchr(file, '/') + 1 : file);
    for (int i = 1; i <= ASIDE_TRIES; i++) {
        char *name = NULL;
        if (asprintf(&name, "%s.%d", file, i) < 0)
            return error_set(error, STATUS_NO_MEMORY, "out of memory");
        int os_error = put(file, name);
        if (os_error == 0) {
            *kept = name;
            return STATUS_OK;
        }
        free(name);
        if (os_error != EEXIST)
            return error_set_os(error, os_error, "%s was not set aside", shown);
    }
    return error_set(error, STATUS_FULL, "%s was not set aside: there are %d of them already", shown, ASIDE_TRIES);
}

Status journal_set_aside(const char *file, char **kept, Error *error)
{
    return put_aside(file, rename_aside, kept, error);
}

Status journal_keep_copy(const char *file, char **kept, Error *error)
{
    return put_aside(file, link_aside, kept, error);
}
