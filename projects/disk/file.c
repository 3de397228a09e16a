/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "projects/disk/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

int disk_open_regular(const char *path, struct stat *info)
{
    /* O_NONBLOCK: a FIFO without a writer would hold us for ever. */
    int fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (fd < 0)
        return -1;
    int os_error = fstat(fd, info) != 0 ? errno : S_ISREG(info->st_mode) ? 0 : S_ISDIR(info->st_mode) ? EISDIR : EINVAL;
    if (os_error == 0)
        return fd;
    close(fd);
    errno = os_error;
    return -1;
}

int disk_read_all(int fd, size_t limit, char **bytes, size_t *length)
{
    size_t room = 65536, used = 0;
    char *buffer = malloc(room + 1);
    while (buffer) {
        ssize_t got = read(fd, buffer + used, room - used);
        if (got == 0)
            break;
        if (got < 0 && errno == EINTR)
            continue;
        int os_error = got < 0 ? errno : used + (size_t)got > limit ? EFBIG : 0;
        if (os_error != 0) {
            free(buffer);
            errno = os_error;
            return -1;
        }
        used += (size_t)got;
        if (used == room) {
            room *= 2;
            char *larger = realloc(buffer, room + 1);
            if (!larger)
                free(buffer);
            buffer = larger;
        }
    }
    if (!buffer) {
        errno = ENOMEM;
        return -1;
    }
    buffer[used] = '\0';
    *bytes = buffer;
    *length = used;
    return 0;
}

int disk_write_all(int fd, const void *bytes, size_t length)
{
    const char *from = bytes;
    while (length > 0) {
        ssize_t written = write(fd, from, length);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return -1;
        if (written == 0) { /* not allowed for a regular file and a count above 0; never spin on it */
            errno = EIO;
            return -1;
        }
        from += written;
        length -= (size_t)written;
    }
    return 0;
}

int disk_sync_folder(const char *folder)
{
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return -1;
    int os_error = fsync(fd) == 0 || errno == EINVAL || errno == ENOTSUP ? 0 : errno;
    close(fd);
    errno = os_error;
    return os_error == 0 ? 0 : -1;
}
