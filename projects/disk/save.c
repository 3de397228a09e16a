/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "projects/disk/save.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "audio/base/printable.h"
#include "projects/disk/file.h"
#include "projects/disk/target.h"

static const char *shown_name(const char *path, char *out, size_t size)
{
    const char *slash = strrchr(path, '/');
    return printable_string(out, size, slash && slash[1] ? slash + 1 : path);
}

/* ---- reading ---- */

static void identity_from_stat(FileIdentity *identity, const struct stat *info)
{
    identity->exists = true;
    identity->device = (uint64_t)info->st_dev;
    identity->inode = (uint64_t)info->st_ino;
    identity->bytes = (int64_t)info->st_size;
    identity->modified_ns = (int64_t)info->st_mtim.tv_sec * 1000000000 + info->st_mtim.tv_nsec;
}

static Status fail_read(const char *path, int os_error, Error *error)
{
    char shown[256];
    shown_name(path, shown, sizeof shown);
    switch (os_error) {
    case ENOENT:
    case ENOTDIR: return error_set(error, STATUS_NOT_FOUND, "%s does not exist", shown);
    case EISDIR: return error_set(error, STATUS_REFUSED, "%s is a folder, not a project", shown);
    case EINVAL:
    case ENXIO: /* open() of a socket, or of a device without a driver */
        return error_set(error, STATUS_REFUSED, "%s is not a regular file", shown);
    case ELOOP: return error_set(error, STATUS_REFUSED, "%s is a link that leads back to itself", shown);
    case EACCES: return error_set(error, STATUS_REFUSED, "%s may not be read: permission denied", shown);
    case EFBIG: return error_set(error, STATUS_REFUSED, "%s is larger than %d MiB", shown, SAVE_BYTES_MAX >> 20);
    case ENOMEM: return error_set(error, STATUS_NO_MEMORY, "%s was not read: out of memory", shown);
    default: return error_set_os(error, os_error, "%s was not read", shown);
    }
}

/* Reads what stands at an absolute path without links; 0 or errno. */
static int read_target(const char *target, char **bytes, size_t *length, FileIdentity *identity)
{
    struct stat info;
    int fd = disk_open_regular(target, &info);
    if (fd < 0)
        return errno;
    int os_error = 0;
    if (info.st_size > SAVE_BYTES_MAX)
        os_error = EFBIG;
    else if (disk_read_all(fd, SAVE_BYTES_MAX, bytes, length) != 0)
        os_error = errno;
    close(fd);
    if (os_error == 0) {
        identity_from_stat(identity, &info);
        identity->bytes = (int64_t)*length; /* it may have grown since the fstat */
        sha256_hex(*bytes, *length, identity->sha256);
    }
    return os_error;
}

Status save_read(const char *path, char **bytes, size_t *length, FileIdentity *identity, Error *error)
{
    struct stat info;
    if (stat(path, &info) != 0)
        return fail_read(path, errno, error);
    if (S_ISDIR(info.st_mode))
        return fail_read(path, EISDIR, error);
    Target target;
    Status status = target_init(&target, path, error);
    if (status != STATUS_OK)
        return status;
    FileIdentity found = {0};
    int os_error = read_target(target.path, bytes, length, &found);
    target_clear(&target);
    if (os_error != 0)
        return fail_read(path, os_error, error);
    *identity = found;
    return STATUS_OK;
}

/* ---- is it still what we know? ---- */

/* Fills `*found` with what stands at the target (zeroed if nothing); 0 or errno. */
static int find_target(const char *target, FileIdentity *found)
{
    char *bytes = NULL;
    size_t length = 0;
    *found = (FileIdentity){0};
    int os_error = read_target(target, &bytes, &length, found);
    free(bytes);
    return os_error == ENOENT ? 0 : os_error;
}

static bool same_content(const FileIdentity *a, const FileIdentity *b)
{
    return a->exists == b->exists && a->bytes == b->bytes && strcmp(a->sha256, b->sha256) == 0;
}

static Status fail_changed(const char *path, const FileIdentity *expected, const FileIdentity *found, Error *error)
{
    char shown[256];
    shown_name(path, shown, sizeof shown);
    if (!expected->exists)
        return error_set(error, STATUS_CHANGED, "%s was not saved: a file of this name is there already", shown);
    if (!found->exists)
        return error_set(error, STATUS_CHANGED, "%s was not saved: it was deleted or moved by someone else", shown);
    return error_set(error, STATUS_CHANGED, "%s was not saved: it was changed on disk by someone else", shown);
}

/* True if the target is still the very file that was looked at, by its inode and times alone. */
static bool is_untouched(const char *target, const FileIdentity *seen)
{
    struct stat info;
    if (lstat(target, &info) != 0)
        return errno == ENOENT && !seen->exists;
    FileIdentity now = {0};
    identity_from_stat(&now, &info);
    return seen->exists && now.device == seen->device && now.inode == seen->inode && now.bytes == seen->bytes &&
           now.modified_ns == seen->modified_ns;
}

/* ---- writing ---- */

static Status fail_write(const char *path, int os_error, Error *error)
{
    char shown[256];
    shown_name(path, shown, sizeof shown);
    if (os_error == EROFS)
        return error_set(error, STATUS_REFUSED, "%s was not saved: the file system is read-only", shown);
    if (os_error == EACCES || os_error == EPERM)
        return error_set(error, STATUS_REFUSED, "%s was not saved: its folder may not be written", shown);
    if (os_error == ENOMEM)
        return error_set(error, STATUS_NO_MEMORY, "%s was not saved: out of memory", shown);
    return error_set_os(error, os_error, "%s was not saved, the old text stands", shown);
}

/* Gives the new file the owner, group and mode of the old one, as far as this user may: a group that cannot be kept
 * loses its rights. */
static int keep_owner_and_mode(int fd, const struct stat *old)
{
    struct stat fresh;
    if (fstat(fd, &fresh) != 0)
        return -1;
    mode_t mode = old->st_mode & 0777;
    if ((fresh.st_uid != old->st_uid || fresh.st_gid != old->st_gid) && fchown(fd, old->st_uid, old->st_gid) != 0 &&
        fresh.st_gid != old->st_gid && fchown(fd, (uid_t)-1, old->st_gid) != 0)
        mode = (mode & 0707) | ((mode & 0007) << 3);
    return fchmod(fd, mode);
}

/* Writes and syncs a new file near the target; it stays open as `*fd`. 0, or errno with nothing left behind. */
static int make_new_file(const char *target, const struct stat *old, const char *bytes, size_t length, char **name,
                         int *fd_made, struct stat *info)
{
    int fd = target_create_new(target, old ? 0600 : 0666, name);
    if (fd < 0)
        return errno;
    int os_error = 0;
    *fd_made = fd;
    if (disk_write_all(fd, bytes, length) != 0 || (old && keep_owner_and_mode(fd, old) != 0) || fsync(fd) != 0 ||
        fstat(fd, info) != 0)
        os_error = errno;
    if (os_error == 0)
        return 0;
    unlink(*name);
    close(fd);
    free(*name);
    *name = NULL;
    return os_error;
}

/* Renames; where there must be no file, one that has just come is not replaced either. */
static int put_in_place(const char *name, const char *target, bool must_be_new)
{
    if (must_be_new) {
        if (renameat2(AT_FDCWD, name, AT_FDCWD, target, RENAME_NOREPLACE) == 0)
            return 0;
        if (errno != EINVAL && errno != ENOSYS)
            return errno;
    }
    return rename(name, target) == 0 ? 0 : errno;
}

/* What may stand in the way before a byte is written. Fills `*seen`; `*old` if it exists. */
static Status look_before(const char *path, const char *target, const FileIdentity *expected, FileIdentity *seen,
                          struct stat *old, Error *error)
{
    char shown[256];
    shown_name(path, shown, sizeof shown);
    int os_error = find_target(target, seen);
    if (os_error == EISDIR || os_error == EINVAL || os_error == ENXIO || os_error == ELOOP)
        return error_set(error, STATUS_REFUSED, "%s was not saved: it is not a regular file", shown);
    if (os_error == EACCES || os_error == EPERM)
        return error_set(error, STATUS_REFUSED, "%s was not saved: permission denied", shown);
    if (os_error == EFBIG)
        return error_set(error, STATUS_REFUSED, "%s was not saved: what stands there is larger than %d MiB", shown,
                         SAVE_BYTES_MAX >> 20);
    if (os_error != 0)
        return fail_write(path, os_error, error);
    if (expected && !same_content(expected, seen))
        return fail_changed(path, expected, seen, error);
    if (!seen->exists)
        return STATUS_OK;
    if (lstat(target, old) != 0)
        return fail_write(path, errno, error);
    if (faccessat(AT_FDCWD, target, W_OK, AT_EACCESS) != 0)
        return error_set(error, STATUS_REFUSED,
                         errno == EROFS ? "%s was not saved: the file system is read-only"
                                        : "%s was not saved: the file is read-only",
                         shown);
    return STATUS_OK;
}

static Status replace_target(const char *path, const Target *target, const char *bytes, size_t length,
                             const FileIdentity *expected, FileIdentity *now, Error *error)
{
    FileIdentity seen, made = {0};
    struct stat old, info;
    char *name = NULL;
    int fd = -1;
    Status status = look_before(path, target->path, expected, &seen, &old, error);
    sha256_hex(bytes, length, made.sha256);
    if (status == STATUS_CHANGED && seen.exists && strcmp(seen.sha256, made.sha256) == 0) {
        *now = seen; /* somebody else wrote the same: nothing to do and nothing lost */
        return STATUS_OK;
    }
    if (status != STATUS_OK)
        return status;
    int os_error = make_new_file(target->path, seen.exists ? &old : NULL, bytes, length, &name, &fd, &info);
    if (os_error != 0)
        return fail_write(path, os_error, error);
    if (expected && !is_untouched(target->path, &seen))
        os_error = EEXIST;
    else
        os_error = put_in_place(name, target->path, expected && !expected->exists);
    if (os_error != 0)
        unlink(name);
    close(fd); /* not before: an open file is no leftover; it is synced, and close has nothing to tell any more */
    free(name);
    if (os_error == EEXIST)
        return fail_changed(path, expected, &(FileIdentity){.exists = true}, error);
    if (os_error != 0)
        return fail_write(path, os_error, error);
    identity_from_stat(&made, &info);
    *now = made;
    if (disk_sync_folder(target->folder) == 0)
        return STATUS_OK;
    char shown[256];
    return error_set_os(error, errno, "%s is written, but may not survive a power cut, since its folder was not synced",
                        shown_name(path, shown, sizeof shown));
}

Status save_write(const char *path, const char *bytes, size_t length, const FileIdentity *expected, FileIdentity *now,
                  Error *error)
{
    char shown[256];
    if (length > SAVE_BYTES_MAX)
        return error_set(error, STATUS_REFUSED, "%s was not saved: the text is larger than %d MiB",
                         shown_name(path, shown, sizeof shown), SAVE_BYTES_MAX >> 20);
    Target target;
    Status status = target_init(&target, path, error);
    if (status != STATUS_OK)
        return status;
    FileIdentity believed;
    if (expected)
        believed = *expected; /* `now` may be the same object */
    status = replace_target(path, &target, bytes, length, expected ? &believed : NULL, now, error);
    target_clear(&target);
    return status;
}
