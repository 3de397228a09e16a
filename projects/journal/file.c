/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "projects/journal/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "projects/disk/file.h"
#include "projects/disk/target.h"

enum { REWRITE_LIMIT = 1 << 30 };

void journal_file_init(JournalFile *file)
{
    file->path = NULL;
    atomic_init(&file->fd, -1);
    atomic_init(&file->next_fd, -1);
    atomic_init(&file->emergency, false);
}

void journal_file_clear(JournalFile *file)
{
    int fd = atomic_exchange(&file->fd, -1);
    if (fd >= 0)
        close(fd);
    free(file->path);
    file->path = NULL;
}

/* Renames the finished file over the journal and puts it under the journal's descriptor. Consumes `fd` on success. */
static int put_in_place(JournalFile *file, int fd, const char *name)
{
    atomic_store(&file->next_fd, fd);
    if (atomic_load(&file->emergency)) /* the process is dying: the old file, which got everything, must stay */
        return EINTR;
    if (rename(name, file->path) != 0) {
        int os_error = errno;
        atomic_store(&file->next_fd, -1);
        return os_error;
    }
    int old = atomic_load(&file->fd);
    if (old < 0)
        atomic_store(&file->fd, fd);
    else
        while (dup3(fd, old, O_CLOEXEC) < 0 && (errno == EINTR || errno == EBUSY))
            ;
    atomic_store(&file->next_fd, -1);
    if (old >= 0 && !atomic_load(&file->emergency)) /* else the handler may be writing to it */
        close(fd);
    return 0;
}

static int sync_folder_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    char *folder = strndup(path, slash == path ? 1 : (size_t)(slash - path));
    if (!folder)
        return ENOMEM;
    int os_error = disk_sync_folder(folder) == 0 ? 0 : errno;
    free(folder);
    return os_error;
}

int journal_file_renew(JournalFile *file, const void *bytes, size_t length)
{
    char *name = NULL;
    int fd = target_create_new(file->path, 0600, &name), os_error = 0;
    if (fd < 0)
        return errno;
    if (fcntl(fd, F_SETFL, O_APPEND) != 0 || disk_write_all(fd, bytes, length) != 0 || fsync(fd) != 0)
        os_error = errno;
    if (os_error == 0)
        os_error = put_in_place(file, fd, name);
    if (os_error == 0) {
        os_error = sync_folder_of(file->path);
    } else if (!atomic_load(&file->emergency)) {
        unlink(name);
        close(fd);
    }
    free(name);
    return os_error;
}

int journal_file_rewrite(JournalFile *file)
{
    int fd = atomic_load(&file->fd);
    char *bytes = NULL;
    size_t length = 0;
    if (lseek(fd, 0, SEEK_SET) < 0 || disk_read_all(fd, REWRITE_LIMIT, &bytes, &length) != 0)
        return errno;
    int os_error = journal_file_renew(file, bytes, length);
    free(bytes);
    return os_error;
}

ssize_t journal_file_append(JournalFile *file, const void *bytes, size_t length)
{
    return write(atomic_load(&file->fd), bytes, length);
}

bool journal_file_is_in_place(JournalFile *file)
{
    struct stat ours, there;
    return fstat(atomic_load(&file->fd), &ours) == 0 && lstat(file->path, &there) == 0 && ours.st_dev == there.st_dev &&
           ours.st_ino == there.st_ino;
}

int journal_file_sync(JournalFile *file)
{
    struct stat info;
    int fd = atomic_load(&file->fd);
    if (fstat(fd, &info) != 0)
        return errno;
    if (info.st_nlink == 0)
        return ENOENT;
    return fdatasync(fd) == 0 || errno == EINVAL ? 0 : errno;
}

void journal_file_remove(JournalFile *file)
{
    if (file->path && atomic_load(&file->fd) >= 0 && journal_file_is_in_place(file))
        unlink(file->path);
}

void journal_file_begin_emergency(JournalFile *file)
{
    atomic_store(&file->emergency, true);
}

void journal_file_write_emergency(JournalFile *file, const void *bytes, size_t length)
{
    int fds[2] = {atomic_load(&file->fd), atomic_load(&file->next_fd)};
    for (int i = 0; i < 2; i++)
        if (fds[i] >= 0)
            (void)!disk_write_all(fds[i], bytes, length);
}
