/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "src/serve/place.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "audio/base/buffer.h"
#include "audio/base/sha256.h"
#include "projects/text/escape.h"
#include "src/base/paths.h"

enum { NAME_MAX_BYTES = 24, DIGEST_BYTES = 12 };

static char *runtime_folder(void)
{
    const char *base = getenv("XDG_RUNTIME_DIR");
    struct stat info;
    bool usable = base && base[0] == '/' && stat(base, &info) == 0 && S_ISDIR(info.st_mode);
    return usable ? path_join(base, "ttymix") : NULL;
}

static char *state_folder(bool make)
{
    char *home = path_home("state", make), *folder = home ? path_join(home, "run") : NULL;
    free(home);
    return folder;
}

/* Who could enter it could put a socket of his own there. */
static Status check_folder(const char *folder, Error *error)
{
    struct stat info;
    char shown[300];
    text_escape_for_terminal(shown, sizeof shown, folder, strlen(folder));
    if (lstat(folder, &info) != 0)
        return errno == ENOENT ? error_set(error, STATUS_NOT_FOUND, "%s: no session is served", shown)
                               : error_set_os(error, errno, "%s cannot be looked at", shown);
    if (!S_ISDIR(info.st_mode) || info.st_uid != geteuid() || (info.st_mode & 077) != 0)
        return error_set(error, STATUS_REFUSED,
                         "%s must be a folder of this user that nobody else may enter (mode 0700)", shown);
    return STATUS_OK;
}

Status place_make_folder(const char *folder, Error *error)
{
    if (mkdir(folder, 0700) != 0 && errno != EEXIST)
        return error_set_os(error, errno, "%s cannot be made", folder);
    return check_folder(folder, error);
}

Status place_folder(bool make, char **folder, Error *error)
{
    char *path = runtime_folder();
    if (!path)
        path = state_folder(make);
    if (!path)
        return error_set(error, STATUS_NOT_FOUND, "there is no folder for sockets: set XDG_RUNTIME_DIR, or HOME");
    Status status = make ? place_make_folder(path, error) : check_folder(path, error);
    if (status == STATUS_OK)
        *folder = path;
    else
        free(path);
    return status;
}

/* Where it really lies; it may not be there yet. */
static char *real_path(const char *project)
{
    char *real = realpath(project, NULL);
    if (real)
        return real;
    char *folder = path_folder(project), *real_folder = folder ? realpath(folder, NULL) : NULL;
    real = real_folder ? path_join(real_folder, path_base(project)) : NULL;
    free(folder);
    free(real_folder);
    return real;
}

Status place_of_project(const char *folder, const char *project, char **path, Error *error)
{
    char digest[SHA256_HEX_SIZE], name[NAME_MAX_BYTES + 1], shown[300];
    char *real = real_path(project), *stem = real ? path_stem(real) : NULL, *made = NULL;
    text_escape_for_terminal(shown, sizeof shown, project, strlen(project));
    if (!stem) {
        free(real);
        return error_set(error, STATUS_NOT_FOUND, "%s: there is no such project", shown);
    }
    snprintf(name, sizeof name, "%s", stem);
    for (char *at = name; *at; at++)
        if (!isascii((unsigned char)*at) || !(isalnum((unsigned char)*at) || strchr("._-", *at)))
            *at = '_';
    sha256_hex(real, strlen(real), digest);
    int length = asprintf(&made, "%s/%s-%.*s" PLACE_ENDING, folder, name, DIGEST_BYTES, digest);
    free(real);
    free(stem);
    if (length < 0)
        return error_set(error, STATUS_NO_MEMORY, "out of memory");
    *path = made;
    return STATUS_OK;
}

Status place_address(const char *path, struct sockaddr_un *address, Error *error)
{
    size_t length = strlen(path);
    *address = (struct sockaddr_un){.sun_family = AF_UNIX};
    if (length >= sizeof address->sun_path)
        return error_set(error, STATUS_REFUSED,
                         "the socket's path has %zu bytes, and %zu are possible: set XDG_RUNTIME_DIR to a shorter one",
                         length, sizeof address->sun_path - 1);
    memcpy(address->sun_path, path, length + 1);
    return STATUS_OK;
}

bool place_peer_is_ours(int fd)
{
    struct ucred who;
    socklen_t size = sizeof who;
    return getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &who, &size) == 0 && who.uid == geteuid();
}
