/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "projects/disk/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "audio/base/printable.h"
#include "projects/disk/file.h"
#include "projects/disk/target.h"

enum { LOCK_BYTES_MAX = 65536, TRIES = 200, HOLD_TRIES_MS = 10, PATIENCE_MS = 5000 };

struct Lock {
    atomic_int keepers;
    LockPlace place;
    char *path;   /* NULL for LOCK_NOWHERE */
    dev_t device; /* of our file */
    ino_t inode;
    int held; /* keeps the file's inode from being given to another file, should somebody delete it; -1 without */
};

/* What one attempt came to. */
typedef enum Attempt { ATTEMPT_TAKEN, ATTEMPT_OWNED, ATTEMPT_AGAIN, ATTEMPT_FAILED /* errno */ } Attempt;

/* ---- our own file ---- */

/* A finished lock file under a new name near `path`; fills the identity. 0 or errno. */
static int make_finished(const char *path, Lock *lock, char **name)
{
    struct stat info;
    size_t length = 0;
    char *text = lock_owner_write(&length);
    if (!text)
        return ENOMEM;
    int fd = target_create_new(path, 0644, name), os_error = 0;
    if (fd < 0) {
        os_error = errno;
        free(text);
        return os_error;
    }
    if (disk_write_all(fd, text, length) != 0 || fstat(fd, &info) != 0)
        os_error = errno;
    if (close(fd) != 0 && errno != EINTR && os_error == 0)
        os_error = errno;
    free(text);
    if (os_error == 0) {
        lock->device = info.st_dev;
        lock->inode = info.st_ino;
        return 0;
    }
    unlink(*name);
    free(*name);
    return os_error;
}

/* Puts a finished file at `path` if nothing is there. 0 or errno (EEXIST). */
static int place_finished(const char *name, const char *path)
{
    if (link(name, path) == 0)
        return 0;
    if (errno != EPERM && errno != EOPNOTSUPP && errno != ENOSYS && errno != EMLINK)
        return errno;
    return renameat2(AT_FDCWD, name, AT_FDCWD, path, RENAME_NOREPLACE) == 0
               ? 0
               : errno; /* a file system without hard links */
}

static Attempt take_free(const char *path, Lock *lock)
{
    char *name = NULL;
    int os_error = make_finished(path, lock, &name);
    if (os_error == 0) {
        os_error = place_finished(name, path);
        unlink(name);
        free(name);
    }
    errno = os_error;
    return os_error == 0 ? ATTEMPT_TAKEN : os_error == EEXIST ? ATTEMPT_AGAIN : ATTEMPT_FAILED;
}

/* ---- somebody else's ---- */

static bool is_at(const char *path, const struct stat *file)
{
    struct stat there;
    return lstat(path, &there) == 0 && there.st_dev == file->st_dev && there.st_ino == file->st_ino;
}

/* Takes the flock of a lock file, or gives up: it is held for moments only, except by ill will. 0 or errno. */
static int hold_still(int fd, int patience_ms)
{
    int result = -1;
    for (int i = 0;
         i < patience_ms && (result = flock(fd, LOCK_EX | LOCK_NB)) != 0 && (errno == EWOULDBLOCK || errno == EINTR);
         i++)
        nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
    return result == 0 ? 0 : errno;
}

/* Replaces the lock that is open as `fd`.  All who would replace or remove it hold this flock while they do, so what
 * was read stays true.
 */
static Attempt replace_old(const char *path, int fd, const struct stat *old, Lock *lock)
{
    char *name = NULL;
    int os_error = hold_still(fd, HOLD_TRIES_MS);
    if (os_error != 0) {
        errno = os_error;
        return os_error == EWOULDBLOCK ? ATTEMPT_AGAIN : ATTEMPT_FAILED;
    }
    if (!is_at(path, old)) /* somebody was faster */
        return ATTEMPT_AGAIN;
    os_error = make_finished(path, lock, &name);
    if (os_error == 0) {
        if (rename(name, path) != 0) {
            os_error = errno;
            unlink(name);
        }
        free(name);
    }
    errno = os_error;
    return os_error == 0 ? ATTEMPT_TAKEN : ATTEMPT_FAILED;
}

/* Looks at the lock that exists, and replaces it if its owner is gone or `force` says so. */
static Attempt take_existing(const char *path, bool force, Lock *lock, LockOwner *owner)
{
    struct stat info;
    char *bytes = NULL;
    size_t length = 0;
    int fd = disk_open_regular(path, &info);
    if (fd < 0)
        return errno == ENOENT ? ATTEMPT_AGAIN : ATTEMPT_FAILED;
    Attempt attempt = ATTEMPT_FAILED;
    if (disk_read_all(fd, LOCK_BYTES_MAX, &bytes, &length) == 0) {
        lock_owner_read(owner, bytes, length);
        attempt = owner->alive && !force ? ATTEMPT_OWNED : replace_old(path, fd, &info, lock);
    }
    int os_error = errno;
    free(bytes);
    close(fd); /* ends the flock */
    errno = os_error;
    return attempt;
}

/* ---- taking ---- */

static Attempt take_at(const char *path, bool force, Lock *lock, LockOwner *owner)
{
    struct stat info;
    Attempt attempt = ATTEMPT_AGAIN;
    for (int i = 0; i < TRIES && attempt == ATTEMPT_AGAIN; i++) {
        *owner = (LockOwner){0};
        attempt = lstat(path, &info) == 0 ? take_existing(path, force, lock, owner) : take_free(path, lock);
        errno = attempt == ATTEMPT_AGAIN ? EBUSY : errno;
    }
    return attempt == ATTEMPT_AGAIN ? ATTEMPT_FAILED : attempt;
}

static Status fail_owned(const Target *target, const LockOwner *owner, Error *error)
{
    char shown[200];
    target_shown(target, shown, sizeof shown);
    if (!owner->known)
        return error_set(error, STATUS_EXISTS, "%s is locked, but its lock does not say by whom", shown);
    return error_set(error, STATUS_EXISTS, "%s is being edited by %s on %s (process %lld) since %s", shown, owner->user,
                     owner->host, (long long)owner->pid, owner->since);
}

static Status fail_take(const char *path, int os_error, Error *error)
{
    char shown[256];
    printable_string(shown, sizeof shown, strrchr(path, '/') + 1);
    if (os_error == ELOOP)
        return error_set(error, STATUS_REFUSED, "%s is a link, which is not followed", shown);
    if (os_error == EISDIR || os_error == EINVAL || os_error == ENXIO)
        return error_set(error, STATUS_REFUSED, "%s is not a regular file", shown);
    if (os_error == ENOMEM)
        return error_set(error, STATUS_NO_MEMORY, "out of memory");
    if (os_error == EBUSY)
        return error_set(error, STATUS_BUSY, "%s is held by somebody who is just writing; try again", shown);
    return error_set_os(error, os_error, "%s was not made", shown);
}

/* Takes it beside the project, or in the state folder, or nowhere. `lock->path` is set while something is there. */
static Status take(const Target *target, bool force, Lock *lock, LockOwner *owner, Error *error)
{
    lock->path = target_path(target, "lock");
    if (!lock->path)
        return error_set(error, STATUS_NO_MEMORY, "out of memory");
    Attempt attempt = take_at(lock->path, force, lock, owner);
    if (attempt == ATTEMPT_OWNED)
        return fail_owned(target, owner, error);
    if (attempt == ATTEMPT_TAKEN) {
        target_remove_leftovers(target);
        return STATUS_OK;
    }
    int os_error = errno;
    if (owner->known && (os_error == EACCES || os_error == EPERM || os_error == EROFS))
        return error_set(error, STATUS_REFUSED, "the lock of a process that is gone may not be replaced here");
    if (os_error != EACCES && os_error != EPERM && os_error != EROFS)
        return fail_take(lock->path, os_error, error);
    free(lock->path);
    lock->path = target_state_path(target, "lock", true);
    lock->place = LOCK_STATE_FOLDER;
    attempt = lock->path ? take_at(lock->path, force, lock, owner) : ATTEMPT_FAILED;
    if (attempt == ATTEMPT_OWNED)
        return fail_owned(target, owner, error);
    if (attempt == ATTEMPT_FAILED) {
        free(lock->path);
        lock->path = NULL;
        lock->place = LOCK_NOWHERE;
    }
    return STATUS_OK;
}

static Status take_lock(const char *project, bool force, Lock **lock, LockOwner *other, Error *error)
{
    Target target;
    LockOwner owner = {0};
    Status status = target_init(&target, project, error);
    if (status != STATUS_OK)
        return status;
    Lock *taken = calloc(1, sizeof *taken);
    if (taken) {
        taken->held = -1;
        atomic_init(&taken->keepers, 1);
    }
    status = taken ? take(&target, force, taken, &owner, error) : error_set(error, STATUS_NO_MEMORY, "out of memory");
    target_clear(&target);
    if (other)
        *other = owner;
    if (status == STATUS_OK) {
        taken->held = taken->path ? open(taken->path, O_PATH | O_NOFOLLOW | O_CLOEXEC) : -1;
        *lock = taken;
    } else if (taken) {
        free(taken->path);
        free(taken);
    }
    return status;
}

Status lock_take(const char *project, Lock **lock, LockOwner *other, Error *error)
{
    return take_lock(project, false, lock, other, error);
}

Status lock_take_over(const char *project, Lock **lock, LockOwner *other, Error *error)
{
    return take_lock(project, true, lock, other, error);
}

LockPlace lock_place(const Lock *lock)
{
    return lock->place;
}

bool lock_is_ours(const Lock *lock)
{
    struct stat ours = {.st_dev = lock->device, .st_ino = lock->inode};
    return !lock->path || is_at(lock->path, &ours);
}

void lock_release(Lock *lock)
{
    if (!lock)
        return;
    struct stat info;
    int fd = lock->path ? disk_open_regular(lock->path, &info) : -1;
    if (fd >= 0) {
        (void)hold_still(fd, HOLD_TRIES_MS); /* against one who is just taking it over */
        if (info.st_dev == lock->device && info.st_ino == lock->inode && lock_is_ours(lock))
            unlink(lock->path);
        close(fd);
    }
    lock_drop(lock);
}

Lock *lock_keep(Lock *lock)
{
    if (lock)
        atomic_fetch_add(&lock->keepers, 1);
    return lock;
}

void lock_drop(Lock *lock)
{
    if (!lock || atomic_fetch_sub(&lock->keepers, 1) > 1)
        return;
    if (lock->held >= 0)
        close(lock->held);
    free(lock->path);
    free(lock);
}

bool lock_hold(const Lock *lock, int *hold)
{
    struct stat info;
    *hold = -1;
    if (!lock || !lock->path)
        return true;
    int fd = disk_open_regular(lock->path, &info);
    if (fd < 0)
        return errno == ENOENT || lock_is_ours(lock);
    bool ours = info.st_dev == lock->device && info.st_ino == lock->inode;
    bool held = ours && hold_still(fd, PATIENCE_MS) == 0;
    ours = ours && lock_is_ours(lock);
    if (held && ours)
        *hold = fd;
    else
        close(fd);
    return ours;
}

void lock_let_go(int hold)
{
    if (hold < 0)
        return;
    flock(hold, LOCK_UN); /* closing would not do where a child has inherited it */
    close(hold);
}

void lock_emergency_release(Lock *lock)
{
    if (lock && lock->path && lock_is_ours(lock))
        unlink(lock->path);
}
