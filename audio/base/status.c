/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/base/status.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

Status error_set(Error *error, Status status, const char *format, ...)
{
    if (error) {
        va_list arguments;
        error->status = status;
        error->os_error = 0;
        va_start(arguments, format);
        vsnprintf(error->text, sizeof error->text, format, arguments);
        va_end(arguments);
    }
    return status;
}

Status error_set_os(Error *error, int os_error, const char *format, ...)
{
    if (error) {
        va_list arguments;
        error->status = STATUS_IO;
        error->os_error = os_error;
        va_start(arguments, format);
        vsnprintf(error->text, sizeof error->text, format, arguments);
        va_end(arguments);
        size_t used = strlen(error->text);
        snprintf(error->text + used, sizeof error->text - used, ": %s", strerror(os_error));
    }
    return STATUS_IO;
}

const char *status_name(Status status)
{
    static const char *const names[] = {
        [STATUS_OK] = "ok",
        [STATUS_NO_MEMORY] = "no memory",
        [STATUS_NOT_FOUND] = "not found",
        [STATUS_BAD_VALUE] = "bad value",
        [STATUS_UNSUPPORTED] = "unsupported",
        [STATUS_IO] = "input/output error",
        [STATUS_EXISTS] = "exists",
        [STATUS_REFUSED] = "refused",
        [STATUS_CHANGED] = "changed",
        [STATUS_INTERRUPTED] = "interrupted",
        [STATUS_FULL] = "full",
        [STATUS_LOST] = "lost",
        [STATUS_BUSY] = "busy",
    };
    return (unsigned)status < ARRAY_LEN(names) ? names[status] : "unknown";
}
