/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading and saving a project's text so that nothing is ever lost.
 *
 * A save is atomic: the new text goes into a new file in the same folder (O_EXCL, O_NOFOLLOW), is written whole,
 * synced, given the mode and owner of the old file, renamed over it, and the folder is synced.  At every moment, after
 * a crash and after any failure, the file is the old or the new text, whole; the new file's name is removed after every
 * failure.  A project that *is* a symbolic link stays one: its target is replaced.  The content holds no date, process
 * number or name of a machine.
 *
 * A save states what it believes is on disk.  If somebody else changed the file since, nothing is written
 * (STATUS_CHANGED) and the caller offers a merge (projects/merge/merge.h).
 *
 * Messages begin with what did not happen and name the file.  Not the audio thread; both calls may block on the disk.
 */
#ifndef TTYMIX_PROJECTS_DISK_SAVE_H
#define TTYMIX_PROJECTS_DISK_SAVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "audio/base/sha256.h"
#include "audio/base/status.h"

enum { SAVE_BYTES_MAX = 64 << 20 };

/* What was on disk when it was read or saved. Zeroed: there was no file. */
typedef struct FileIdentity {
    bool exists;
    uint64_t device, inode;
    int64_t bytes, modified_ns;   /* since the epoch */
    char sha256[SHA256_HEX_SIZE]; /* of the content */
} FileIdentity;

/* Reads a whole file; `*bytes` is malloc'd, with a NUL behind the last byte.  Links are followed.  NOT_FOUND; REFUSED
 * for a folder, FIFO, device, socket, a file above SAVE_BYTES_MAX or one that may not be read; IO; NO_MEMORY. */
NODISCARD Status save_read(const char *path, char **bytes, size_t *length, FileIdentity *identity, Error *error);

/* Replaces the file, or makes it.  `expected` is what the caller believes is there (NULL: replace whatever regular file
 * it is; a zeroed one: there must be none).  STATUS_CHANGED: it is something else, and nothing was written, unless it
 * already is this very text.  REFUSED: read-only file, folder or file system, or not a regular file.  IO: the disk; the
 * old text stands.
 * `*now` is written on success, and in one case of failure: the text is in place but the folder could not be synced, so
 * that a power cut might still bring back the old one; the message says so, and saving again is right.  `now` may be
 * `expected`. */
NODISCARD Status save_write(const char *path, const char *bytes, size_t length, const FileIdentity *expected,
                            FileIdentity *now, Error *error);

#endif
