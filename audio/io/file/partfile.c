/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/io/file/partfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* A name of our own: whoever wrote mix.wav.part finds it again. */
#define PART ".ttymix.part"

/* Paths of open parts. Whoever exchanges one for NULL owns it; a signal handler that has done with one leaves it in the
 * second table, where its writer finds it again. */
enum { PARTS_MAX = 4096 };
static _Atomic(char *) open_parts[PARTS_MAX], unlinked_parts[PARTS_MAX];

void partfile_unlink_all(void)
{
    int os_error = errno;
    for (int i = 0; i < PARTS_MAX; i++) {
        char *path = atomic_exchange(&open_parts[i], NULL);
        if (path) {
            unlink(path);
            atomic_store(&unlinked_parts[i], path);
        }
    }
    errno = os_error;
}

static int enter_part(char *path)
{
    for (int i = 0; i < PARTS_MAX; i++) {
        char *empty = NULL;
        if (atomic_compare_exchange_strong(&open_parts[i], &empty, path))
            return i;
    }
    return -1;
}

/* False when a signal handler has taken the path, and with it the file. */
static bool leave_part(PartFile *file)
{
    int slot = file->slot;
    char *mine = file->part_path;
    if (slot < 0)
        return true;
    file->slot = -1;
    if (atomic_compare_exchange_strong(&open_parts[slot], &mine, NULL))
        return true;
    mine = file->part_path;
    if (!atomic_compare_exchange_strong(&unlinked_parts[slot], &mine, NULL))
        file->part_path = NULL; /* the handler is still at it: not ours to free */
    return false;
}

static void let_go(PartFile *file)
{
    if (file->fd >= 0 && !file->is_pipe)
        close(file->fd);
    free(file->part_path);
    free(file->path);
    *file = (PartFile){.fd = -1, .slot = -1};
}

static Status refuse_what_is_no_file(const char *path, mode_t *mode, Error *error)
{
    struct stat about;
    if (lstat(path, &about) != 0) {
        *mode = 0;
        return STATUS_OK; /* what else is wrong, the opening will say */
    }
    if (S_ISDIR(about.st_mode))
        return error_set(error, STATUS_REFUSED, "is a folder");
    if (S_ISLNK(about.st_mode))
        return error_set(error, STATUS_REFUSED, "is a symbolic link; name the file itself");
    if (!S_ISREG(about.st_mode))
        return error_set(error, STATUS_REFUSED, "is not a regular file");
    *mode = about.st_mode & 0777;
    return STATUS_OK;
}

/* A part that is there and not locked was left by a program that died. */
static Status remove_stale_part(const char *part_path, Error *error)
{
    int fd = open(part_path, O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC);
    bool busy = fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
    if (busy) {
        close(fd);
        return error_set(error, STATUS_REFUSED, "is being written by another program");
    }
    int failed = unlink(part_path) != 0 ? errno : 0;
    if (fd >= 0)
        close(fd);
    return failed && failed != ENOENT ? error_set_os(error, failed, "cannot be written") : STATUS_OK;
}

static Status create_part(PartFile *file, mode_t mode, Error *error)
{
    const int flags = O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
    file->fd = open(file->part_path, flags, 0666);
    if (file->fd < 0 && errno == EEXIST) {
        Status status = remove_stale_part(file->part_path, error);
        if (status != STATUS_OK)
            return status;
        file->fd = open(file->part_path, flags, 0666);
    }
    if (file->fd < 0)
        return error_set_os(error, errno, "cannot be written");
    (void)flock(file->fd, LOCK_EX | LOCK_NB); /* where locks are not known, nothing is lost but the check above */
    if (mode)
        (void)fchmod(file->fd, mode);
    return STATUS_OK;
}

Status partfile_open(PartFile *file, const char *path, Error *error)
{
    PartFile made = {.fd = -1, .slot = -1};
    mode_t mode = 0;
    if (strcmp(path, "-") == 0) {
        *file = (PartFile){.fd = STDOUT_FILENO, .is_pipe = true, .slot = -1};
        return STATUS_OK;
    }
    Status status = refuse_what_is_no_file(path, &mode, error);
    if (status != STATUS_OK)
        return status;
    size_t part_size = strlen(path) + sizeof PART;
    made.path = strdup(path);
    made.part_path = malloc(part_size);
    if (!made.path || !made.part_path) {
        let_go(&made);
        return error_set(error, STATUS_NO_MEMORY, "cannot be written: out of memory");
    }
    snprintf(made.part_path, part_size, "%s" PART, path);
    status = create_part(&made, mode, error);
    if (status != STATUS_OK) {
        let_go(&made);
        return status;
    }
    made.slot = enter_part(made.part_path);
    *file = made;
    return STATUS_OK;
}

bool partfile_write(PartFile *file, const void *bytes, int64_t count)
{
    const char *from = bytes;
    while (count > 0) {
        ssize_t done = write(file->fd, from, count > (1 << 30) ? (size_t)1 << 30 : (size_t)count);
        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0) {
            file->os_error = done < 0 ? errno : EIO;
            return false;
        }
        from += done;
        count -= done;
    }
    return true;
}

bool partfile_write_at(PartFile *file, const void *bytes, int64_t count, int64_t offset)
{
    const char *from = bytes;
    while (count > 0) {
        ssize_t done = pwrite(file->fd, from, (size_t)count, offset);
        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0) {
            file->os_error = done < 0 ? errno : EIO;
            return false;
        }
        from += done;
        offset += done;
        count -= done;
    }
    return true;
}

Status partfile_error(const PartFile *file, Error *error)
{
    if (file->is_pipe && file->os_error == EPIPE)
        return error_set_os(error, EPIPE, "nobody reads the output any more");
    return error_set_os(error, file->os_error, "cannot be written");
}

static void sync_folder(const char *path)
{
    const char *slash = strrchr(path, '/');
    char *folder = slash == path ? strdup("/") : slash ? strndup(path, (size_t)(slash - path)) : strdup(".");
    int fd = folder ? open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    /* The new name is there; some file systems cannot sync a folder, and that is no reason to call the file lost. */
    if (fd >= 0) {
        (void)fsync(fd);
        close(fd);
    }
    free(folder);
}

/* Syncs and closes; 0 or errno. */
static int close_durably(PartFile *file)
{
    int os_error = fsync(file->fd) != 0 ? errno : 0;
    if (close(file->fd) != 0 && !os_error)
        os_error = errno;
    file->fd = -1;
    return os_error;
}

Status partfile_commit(PartFile *file, Error *error)
{
    if (file->is_pipe) {
        let_go(file);
        return STATUS_OK;
    }
    int os_error = close_durably(file);
    bool mine = true;
    if (!os_error && rename(file->part_path, file->path) != 0)
        os_error = errno;
    if (os_error)
        mine = leave_part(file);
    if (os_error && mine)
        unlink(file->part_path);
    if (!os_error) {
        (void)leave_part(file);
        sync_folder(file->path);
    }
    let_go(file);
    return os_error ? error_set_os(error, os_error, "cannot be written") : STATUS_OK;
}

void partfile_abort(PartFile *file)
{
    if (!file->is_pipe && file->part_path && leave_part(file))
        unlink(file->part_path);
    let_go(file);
}
