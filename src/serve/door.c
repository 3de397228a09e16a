/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "src/serve/door.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "projects/text/escape.h"
#include "src/serve/place.h"

enum { BACKLOG = 128 };

struct Door {
    int fd;
    char *path, *folder, *project;
    dev_t device; /* of the socket's file, as it was made */
    ino_t inode;
};

static int new_socket(void)
{
    return socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
}

/* A dead session leaves its socket behind, which refuses; whatever else it says, there is somebody. */
static bool somebody_listens(const struct sockaddr_un *address)
{
    int fd = new_socket();
    bool there = fd < 0 || connect(fd, (const struct sockaddr *)address, sizeof *address) == 0 ||
                 (errno != ECONNREFUSED && errno != ENOENT);
    if (fd >= 0)
        close(fd);
    return there;
}

/* Nobody else opens a door in this folder meanwhile. */
static Status make_way(const char *path, const char *project, const struct sockaddr_un *address, Error *error)
{
    struct stat info;
    char shown[300];
    if (lstat(path, &info) != 0)
        return STATUS_OK;
    text_escape_for_terminal(shown, sizeof shown, path, strlen(path));
    if (!S_ISSOCK(info.st_mode))
        return error_set(error, STATUS_REFUSED, "%s is there, and is no socket", shown);
    text_escape_for_terminal(shown, sizeof shown, project, strlen(project));
    if (somebody_listens(address))
        return error_set(error, STATUS_EXISTS, "%s is served already: ttymix --attach %s", shown, shown);
    return unlink(path) == 0 || errno == ENOENT
               ? STATUS_OK
               : error_set_os(error, errno, "the socket of a session that is gone cannot be removed");
}

/* The mode is that of the socket itself, so that at no moment anybody else may come in. */
static Status bind_door(Door *door, const struct sockaddr_un *address, Error *error)
{
    struct stat info;
    if (fchmod(door->fd, 0600) != 0 || bind(door->fd, (const struct sockaddr *)address, sizeof *address) != 0 ||
        chmod(door->path, 0600) != 0 || lstat(door->path, &info) != 0 || listen(door->fd, BACKLOG) != 0)
        return error_set_os(error, errno, "no socket can be made");
    door->device = info.st_dev;
    door->inode = info.st_ino;
    return STATUS_OK;
}

static void close_socket(Door *door)
{
    if (door->fd >= 0)
        close(door->fd);
    door->fd = -1;
    door->inode = 0;
}

/* `waits`: for another who opens a door in this folder at the moment. */
static Status open_socket(Door *door, bool waits, Error *error)
{
    struct sockaddr_un address;
    Status status = place_address(door->path, &address, error);
    if (status != STATUS_OK)
        return status;
    int hold = open(door->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (hold < 0 || flock(hold, waits ? LOCK_EX : LOCK_EX | LOCK_NB) != 0)
        status = error_set_os(error, errno, "the folder of sockets cannot be locked");
    if (status == STATUS_OK)
        status = make_way(door->path, door->project, &address, error);
    if (status == STATUS_OK && (door->fd = new_socket()) < 0)
        status = error_set_os(error, errno, "no socket can be made");
    if (status == STATUS_OK)
        status = bind_door(door, &address, error);
    if (status != STATUS_OK)
        close_socket(door);
    if (hold >= 0)
        close(hold);
    return status;
}

Status door_open(Door **result, const char *project, Error *error)
{
    Door *door = calloc(1, sizeof *door);
    if (!door || !(door->project = strdup(project))) {
        free(door);
        return error_set(error, STATUS_NO_MEMORY, "out of memory");
    }
    door->fd = -1;
    Status status = place_folder(true, &door->folder, error);
    if (status == STATUS_OK)
        status = place_of_project(door->folder, project, &door->path, error);
    if (status == STATUS_OK)
        status = open_socket(door, true, error);
    if (status == STATUS_OK)
        *result = door;
    else
        door_close(door);
    return status;
}

static bool is_there(const Door *door)
{
    struct stat info;
    return door->inode && lstat(door->path, &info) == 0 && info.st_dev == door->device && info.st_ino == door->inode;
}

void door_keep(Door *door)
{
    if (is_there(door))
        return;
    close_socket(door);
    Status opened = place_make_folder(door->folder, NULL);
    if (opened == STATUS_OK)
        opened = open_socket(door, false, NULL);
    (void)opened; /* another time */
}

void door_close(Door *door)
{
    if (!door)
        return;
    if (is_there(door))
        unlink(door->path);
    close_socket(door);
    free(door->path);
    free(door->folder);
    free(door->project);
    free(door);
}

int door_fd(const Door *door)
{
    return door->fd;
}

const char *door_path(const Door *door)
{
    return door->path;
}

int door_take(Door *door)
{
    static const char refusal[] = "refused the session belongs to another user\n";
    for (;;) {
        int fd = accept4(door->fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
        if (fd < 0 && errno != ECONNABORTED && errno != EINTR)
            return -1;
        if (fd < 0)
            continue;
        if (place_peer_is_ours(fd))
            return fd;
        ssize_t told = send(fd, refusal, sizeof refusal - 1, MSG_DONTWAIT | MSG_NOSIGNAL);
        (void)told; /* he is no desk of ours */
        close(fd);
    }
}
