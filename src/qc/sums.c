/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/qc/sums.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "audio/base/sha256.h"
#include "projects/disk/file.h"
#include "src/base/paths.h"

enum { SUMS_BYTES_MAX = 16 << 20, HEX_DIGITS = 64 };

/* The digest of a file's bytes; false where it cannot be read. */
static bool digest_file(const char *path, char hex[SHA256_HEX_SIZE])
{
    static const size_t room = 1 << 16;
    struct stat info;
    Sha256 sha;
    ssize_t got = -1;
    int fd = disk_open_regular(path, &info);
    char *bytes = fd >= 0 ? malloc(room) : NULL;
    sha256_init(&sha);
    while (bytes && ((got = read(fd, bytes, room)) > 0 || (got < 0 && errno == EINTR)))
        if (got > 0)
            sha256_update(&sha, bytes, (size_t)got);
    sha256_final_hex(&sha, hex);
    free(bytes);
    if (fd >= 0)
        close(fd);
    return got == 0;
}

/* "HEX  NAME" or "HEX *NAME". */
static bool cut_line(char *line, char **hex, char **name)
{
    size_t digits = strspn(line, "0123456789abcdefABCDEF");
    if (digits != HEX_DIGITS || line[digits] != ' ' || (line[digits + 1] != ' ' && line[digits + 1] != '*'))
        return false;
    line[digits] = '\0';
    for (size_t i = 0; i < digits; i++)
        line[i] = (char)(line[i] >= 'A' && line[i] <= 'F' ? line[i] - 'A' + 'a' : line[i]);
    *hex = line;
    *name = line + digits + 2;
    return **name != '\0';
}

static Status compare(const char *folder, char *text, void (*differs)(void *, const char *), void *context,
                      Error *error)
{
    int number = 0;
    for (char *line = text, *next; line && *line; line = next) {
        char *hex, *name, found[SHA256_HEX_SIZE];
        next = strchr(line, '\n');
        if (next)
            *next++ = '\0';
        line[strcspn(line, "\r")] = '\0';
        number++;
        if (*line == '\0')
            continue;
        if (!cut_line(line, &hex, &name))
            return error_set(error, STATUS_BAD_VALUE, "%d: not a line of sha256sum", number);
        char *path = path_join(folder, name);
        if (!path)
            return error_set(error, STATUS_NO_MEMORY, "out of memory");
        if (!digest_file(path, found) || strcmp(found, hex) != 0)
            differs(context, name);
        free(path);
    }
    return STATUS_OK;
}

Status sums_compare(const char *project, void (*differs)(void *context, const char *name), void *context, Error *error)
{
    struct stat info;
    size_t length = 0, room = strlen(project) + 6;
    char *text = NULL, *path = malloc(room), *folder = path_folder(project);
    Status status = path && folder ? STATUS_OK : error_set(error, STATUS_NO_MEMORY, "out of memory");
    int fd = -1;
    if (status == STATUS_OK) {
        snprintf(path, room, "%s.sums", project);
        fd = disk_open_regular(path, &info);
        if (fd < 0)
            status = errno == ENOENT ? STATUS_NOT_FOUND : error_set_os(error, errno, "cannot be read");
        else if (disk_read_all(fd, SUMS_BYTES_MAX, &text, &length) != 0)
            status = error_set_os(error, errno, "cannot be read");
    }
    if (status == STATUS_OK)
        status = compare(folder, text, differs, context, error);
    if (fd >= 0)
        close(fd);
    free(text);
    free(path);
    free(folder);
    return status;
}
