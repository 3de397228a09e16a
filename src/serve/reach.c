/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/serve/reach.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "audio/base/buffer.h"
#include "projects/text/escape.h"
#include "src/base/paths.h"
#include "src/serve/place.h"

static Status say_nobody(const char *called, Error *error)
{
    char shown[300];
    text_escape_for_terminal(shown, sizeof shown, called, strlen(called));
    return error_set(error, STATUS_NOT_FOUND, "%s: no session is served (ttymix --serve PROJECT)", shown);
}

static Status connect_to(const char *path, const char *called, int *fd, Error *error)
{
    struct sockaddr_un address;
    char shown[300];
    Status status = place_address(path, &address, error);
    if (status != STATUS_OK)
        return status;
    text_escape_for_terminal(shown, sizeof shown, called, strlen(called));
    int made = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (made < 0)
        return error_set_os(error, errno, "no socket can be made");
    if (connect(made, (const struct sockaddr *)&address, sizeof address) != 0) {
        int why = errno;
        close(made);
        return why == ENOENT || why == ECONNREFUSED
                   ? say_nobody(called, error)
                   : error_set_os(error, why, "%s: the session cannot be reached", shown);
    }
    if (!place_peer_is_ours(made)) {
        close(made);
        return error_set(error, STATUS_REFUSED, "%s: the session belongs to another user", shown);
    }
    *fd = made;
    return STATUS_OK;
}

static bool is_socket(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 && S_ISSOCK(info.st_mode);
}

static Status reach_named(const char *name, int *fd, Error *error)
{
    char *folder = NULL, *path = NULL;
    if (is_socket(name))
        return connect_to(name, name, fd, error);
    Status status = place_folder(false, &folder, error);
    if (status == STATUS_NOT_FOUND)
        return say_nobody(name, error);
    if (status == STATUS_OK)
        status = place_of_project(folder, name, &path, error);
    if (status == STATUS_OK)
        status = connect_to(path, name, fd, error);
    free(folder);
    free(path);
    return status;
}

/* ---- all of them ---- */

static int compare_paths(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool is_served(const char *path)
{
    int fd;
    if (!is_socket(path) || connect_to(path, path, &fd, NULL) != STATUS_OK)
        return false;
    close(fd);
    return true;
}

static bool has_ending(const char *name)
{
    size_t length = strlen(name), ending = strlen(PLACE_ENDING);
    return length > ending && strcmp(name + length - ending, PLACE_ENDING) == 0;
}

static void add_path(char ***paths, int *count, int *room, const char *folder, const char *name)
{
    char *path = path_join(folder, name);
    if (path && is_served(path) && array_grow(paths, *count, room, sizeof **paths))
        (*paths)[(*count)++] = path;
    else
        free(path);
}

char **reach_list(int *count)
{
    char *folder = NULL, **paths = NULL;
    int room = 0;
    *count = 0;
    if (place_folder(false, &folder, NULL) != STATUS_OK)
        return NULL;
    DIR *open = opendir(folder);
    for (struct dirent *entry; open && (entry = readdir(open)) != NULL;)
        if (has_ending(entry->d_name))
            add_path(&paths, count, &room, folder, entry->d_name);
    if (open)
        closedir(open);
    free(folder);
    if (*count)
        qsort(paths, (size_t)*count, sizeof *paths, compare_paths);
    return paths;
}

void reach_list_free(char **paths, int count)
{
    for (int i = 0; i < count; i++)
        free(paths[i]);
    free(paths);
}

Status reach_session(const char *name, int *fd, Error *error)
{
    int count;
    if (name)
        return reach_named(name, fd, error);
    char **paths = reach_list(&count);
    Status status = count == 0   ? error_set(error, STATUS_NOT_FOUND, "no session is served (ttymix --serve PROJECT)")
                    : count == 1 ? connect_to(paths[0], paths[0], fd, error)
                                 : error_set(error, STATUS_FULL, "%d sessions are served; name one of them:", count);
    reach_list_free(paths, count);
    return status;
}
