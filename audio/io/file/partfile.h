/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file that appears under its name only when it is whole: written as NAME.ttymix.part beside it, synced, renamed, and
 * its folder synced.
 *
 * Whatever fails, an existing NAME stays as it was.  One thread at a time per file; not the audio thread. error.text
 * continues a sentence that begins with the file's name.
 */
#ifndef TTYMIX_AUDIO_IO_FILE_PARTFILE_H
#define TTYMIX_AUDIO_IO_FILE_PARTFILE_H

#include <stdbool.h>
#include <stdint.h>

#include "audio/base/status.h"

typedef struct PartFile {
    int fd;
    bool is_pipe;           /* stdout: neither synced nor renamed */
    int slot;               /* where partfile_unlink_all finds it, or -1 */
    char *path, *part_path; /* owned; NULL for a pipe */
    int os_error;           /* of the last write or seek that failed */
} PartFile;

/* `-` is stdout. Refuses a path that exists and is not a regular file, and one whose part another program is writing.
 */
NODISCARD Status partfile_open(PartFile *file, const char *path, Error *error);
/* Writes all of it, or fails and keeps errno in os_error. */
NODISCARD bool partfile_write(PartFile *file, const void *bytes, int64_t count);
/* As partfile_write, at an offset; the place for the next partfile_write stays. Not for a pipe. */
NODISCARD bool partfile_write_at(PartFile *file, const void *bytes, int64_t count, int64_t offset);
/* "cannot be written: ..." from os_error. */
Status partfile_error(const PartFile *file, Error *error);
/* Puts the file in place and lets go of everything, whatever happens; on failure the part is removed. */
NODISCARD Status partfile_commit(PartFile *file, Error *error);
/* Removes the part and lets go of everything. */
void partfile_abort(PartFile *file);

/* For signal handlers: unlinks every open part; async-signal-safe. A commit that follows fails. */
void partfile_unlink_all(void);

#endif
