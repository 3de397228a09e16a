/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a function says that it failed.
 *
 * Fallible functions return a Status and write their results only on success.  Where a person will want to know
 * more, they also take an `Error *` (may be NULL), which they fill on failure only.  Nothing below `src` prints.
 */
#ifndef TTYMIX_AUDIO_BASE_STATUS_H
#define TTYMIX_AUDIO_BASE_STATUS_H

#include "audio/base/attributes.h"

typedef enum Status {
    STATUS_OK = 0,
    STATUS_NO_MEMORY,   /* an allocation failed; nothing changed */
    STATUS_NOT_FOUND,   /* a name, file or device does not exist */
    STATUS_BAD_VALUE,   /* an argument or a text is not acceptable */
    STATUS_UNSUPPORTED, /* understood, but not done by this program or library */
    STATUS_IO,          /* the operating system refused; Error.os_error has errno */
    STATUS_EXISTS,      /* something of that name is there already */
    STATUS_REFUSED,     /* allowed in principle, refused here (read-only, locked, a loop) */
    STATUS_CHANGED,     /* a file changed under us */
    STATUS_INTERRUPTED, /* the user or a signal ended it */
    STATUS_FULL,        /* a queue or a limit is full */
    STATUS_LOST,        /* a device went away */
    STATUS_BUSY         /* not now, but soon: try again */
} Status;

typedef struct Error {
    Status status;
    int os_error;   /* errno, or 0 */
    char text[512]; /* one sentence without a final stop, without the place; UTF-8, safe to print on a terminal */
} Error;

/* Fills `error` (may be NULL) and returns `status`, so that `return error_set(...)` reads well. Any thread but audio.
 */
Status error_set(Error *error, Status status, const char *format, ...) PRINTF_LIKE(3, 4);
/* The same for a failed system call: appends ": " and the text of `os_error`. */
Status error_set_os(Error *error, int os_error, const char *format, ...) PRINTF_LIKE(3, 4);

/* The word of a status, for logs and tests ("not found"). */
const char *status_name(Status status);

#endif
