/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening, reading and writing files whole, with what the kernel may do taken into account: interrupted calls, short
 * writes, a FIFO or device in a file's place.  Errors are errno's.  Any thread but audio.
 */
#ifndef TTYMIX_PROJECTS_DISK_FILE_H
#define TTYMIX_PROJECTS_DISK_FILE_H

#include <stddef.h>
#include <sys/stat.h>

/* Opens for reading what must be a regular file; fills `*info`. -1 with errno; ELOOP for a link, EISDIR, or EINVAL for
 * anything else irregular. */
int disk_open_regular(const char *path, struct stat *info);
/* Reads up to `limit` bytes of a whole file; malloc'd with a NUL behind. -1 with errno (EFBIG above the limit, ENOMEM).
 */
int disk_read_all(int fd, size_t limit, char **bytes, size_t *length);
/* Writes all, whatever the kernel takes at once; -1 with errno. Async-signal-safe. */
int disk_write_all(int fd, const void *bytes, size_t length);
/* fsync of a folder; a file system that cannot do that is fine. -1 with errno. */
int disk_sync_folder(const char *folder);

#endif
