/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "projects/disk/target.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

#include "audio/base/printable.h"
#include "audio/base/sha256.h"

enum { NAME_LONGEST = 255, STEM_LONGEST = 200, HASH_DIGITS = 16, LEFTOVER_S = 60 };

static Status fail_resolve(const char *path, int os_error, bool is_link, Error *error)
{
    char shown[256];
    printable_string(shown, sizeof shown, path);
    if (os_error == ENOENT && is_link)
        return error_set(error, STATUS_NOT_FOUND, "%s is a link that leads nowhere", shown);
    if (os_error == ENOENT)
        return error_set(error, STATUS_NOT_FOUND, "the folder of %s does not exist", shown);
    if (os_error == ELOOP)
        return error_set(error, STATUS_REFUSED, "%s is a link that leads back to itself", shown);
    if (os_error == ENOMEM)
        return error_set(error, STATUS_NO_MEMORY, "out of memory");
    return error_set_os(error, os_error, "cannot find %s", shown);
}

/* The last part of `path` in `*base` (malloc'd), what stands before it resolved in `*folder`; 0 or errno. */
static int split_path(const char *path, char **folder, char **base)
{
    const char *slash = strrchr(path, '/');
    const char *last = slash ? slash + 1 : path;
    if (*last == '\0' || strcmp(last, ".") == 0 || strcmp(last, "..") == 0)
        return EISDIR;
    char *before = slash ? strndup(path, (size_t)(last - path)) : strdup(".");
    char *name = strdup(last);
    char *real = before ? realpath(before, NULL) : NULL;
    int os_error = !before || !name ? ENOMEM : real ? 0 : errno;
    free(before);
    if (os_error != 0) {
        free(name);
        free(real);
        return os_error;
    }
    *folder = real;
    *base = name;
    return 0;
}

Status target_init(Target *target, const char *path, Error *error)
{
    struct stat info;
    bool is_link = lstat(path, &info) == 0 && S_ISLNK(info.st_mode);
    char *real = NULL, *folder = NULL, *base = NULL, *whole = NULL;
    if (is_link && !(real = realpath(path, NULL)))
        return fail_resolve(path, errno, true, error);
    int os_error = split_path(real ? real : path, &folder, &base);
    free(real);
    if (os_error != 0)
        return fail_resolve(path, os_error, is_link, error);
    if (asprintf(&whole, "%s/%s", strcmp(folder, "/") == 0 ? "" : folder, base) < 0) {
        free(folder);
        free(base);
        return error_set(error, STATUS_NO_MEMORY, "out of memory");
    }
    *target = (Target){.path = whole, .folder = folder, .base = base};
    return STATUS_OK;
}

void target_clear(Target *target)
{
    free(target->path);
    free(target->folder);
    free(target->base);
    *target = (Target){0};
}

const char *target_shown(const Target *target, char *out, size_t size)
{
    return printable_string(out, size, target->base);
}

/* FOLDER/LEAD BASE MIDDLE SUFFIX, the base cut and made unique by a hash where the name would be too long. */
static char *join_name(const char *folder, const char *lead, const char *base, const char *middle, const char *suffix)
{
    char *path = NULL, hex[SHA256_HEX_SIZE] = "";
    int keep = (int)strlen(base);
    const char *mark = "";
    if (strlen(lead) + strlen(base) + strlen(middle) + strlen(suffix) > NAME_LONGEST) {
        sha256_hex(base, strlen(base), hex);
        hex[HASH_DIGITS] = '\0';
        keep = STEM_LONGEST;
        mark = "~";
    }
    const char *root = strcmp(folder, "/") == 0 ? "" : folder;
    if (asprintf(&path, "%s/%s%.*s%s%s%s%s", root, lead, keep, base, mark, hex, middle, suffix) < 0)
        return NULL;
    return path;
}

char *target_path(const Target *target, const char *suffix)
{
    return join_name(target->folder, ".", target->base, ".", suffix);
}

/* mkdir -p with mode 0700; what exists is fine. */
static int make_folders(char *path)
{
    for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        int result = mkdir(path, 0700);
        *slash = '/';
        if (result != 0 && errno != EEXIST)
            return -1;
    }
    return mkdir(path, 0700) == 0 || errno == EEXIST ? 0 : -1;
}

char *target_state_path(const Target *target, const char *suffix, bool make)
{
    const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
    char *folder = NULL, *path = NULL, middle[HASH_DIGITS + 3], hex[SHA256_HEX_SIZE];
    int length = -1;
    if (state && state[0] == '/') /* relative ones are to be ignored: XDG base directory specification 0.8 */
        length = asprintf(&folder, "%s/ttymix/%s", state, suffix);
    else if (home && home[0] == '/')
        length = asprintf(&folder, "%s/.local/state/ttymix/%s", home, suffix);
    if (length < 0)
        return NULL;
    if (!make || make_folders(folder) == 0) {
        sha256_hex(target->path, strlen(target->path), hex);
        snprintf(middle, sizeof middle, "-%.*s.", HASH_DIGITS, hex);
        path = join_name(folder, "", target->base, middle, suffix);
    }
    free(folder);
    return path;
}

/* Eight letters that nobody can guess; a counter goes in too, should the kernel's dice be closed. */
static void random_letters(char letters[9])
{
    static const char alphabet[] = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_-";
    static _Atomic uint64_t counter;
    uint64_t dice = 0;
    if (getrandom(&dice, sizeof dice, GRND_NONBLOCK) != (ssize_t)sizeof dice)
        dice = (uint64_t)getpid() << 20;
    dice += counter++;
    for (int i = 0; i < 8; i++, dice >>= 6)
        letters[i] = alphabet[dice & 63];
    letters[8] = '\0';
}

/* Marks a new file as being written to; false if somebody has just taken it for a leftover and away. */
static bool claim_new(int fd)
{
    struct stat info;
    while (flock(fd, LOCK_EX) != 0 && errno == EINTR)
        ;
    return fstat(fd, &info) != 0 || info.st_nlink > 0;
}

int target_create_new(const char *near, mode_t mode, char **name)
{
    const char *base = strrchr(near, '/') + 1;
    char *folder = strndup(near, base - near > 1 ? (size_t)(base - near) - 1 : 1);
    if (!folder)
        return -1;
    int fd = -1;
    for (int tries = 0; tries < 100 && fd < 0; tries++) {
        char letters[9], middle[16];
        random_letters(letters);
        snprintf(middle, sizeof middle, ".%s.", letters);
        char *path = join_name(folder, *base == '.' ? "" : ".", base, middle, "new");
        fd = path ? open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode) : -1;
        if (fd >= 0 && claim_new(fd)) {
            *name = path;
        } else if (fd >= 0) {
            close(fd);
            free(path);
            fd = -1;
            errno = EAGAIN;
        } else {
            int os_error = errno;
            free(path);
            errno = os_error;
            if (os_error != EEXIST && os_error != EINTR)
                break;
        }
    }
    int os_error = errno;
    free(folder);
    errno = os_error;
    return fd;
}

/* True for START ANYTHING_OF_8 ".new". */
static bool is_leftover(const char *name, const char *start)
{
    size_t length = strlen(start);
    return strncmp(name, start, length) == 0 && name[length] == '.' && strlen(name) == length + 1 + 8 + 4 &&
           strcmp(name + length + 9, ".new") == 0;
}

/* Takes a file away unless somebody is writing to it, or, without a flock to tell by, may be (`only_old`). */
static void remove_leftover(int folder, const char *name, bool only_old)
{
    struct stat info;
    int fd = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (fd < 0)
        return;
    if (fstat(fd, &info) == 0 && S_ISREG(info.st_mode) && flock(fd, LOCK_EX | LOCK_NB) == 0 &&
        (!only_old || info.st_mtime < time(NULL) - LEFTOVER_S))
        unlinkat(folder, name, 0);
    close(fd);
}

void target_remove_leftovers(const Target *target)
{
    enum { OF_LOCK = 2 };
    char *starts[3] = {join_name(target->folder, ".", target->base, "", ""), target_path(target, "journal"),
                       target_path(target, "lock")};
    DIR *folder = opendir(target->folder);
    for (struct dirent *entry; folder && (entry = readdir(folder));)
        for (int i = 0; i < 3; i++)
            if (starts[i] && is_leftover(entry->d_name, strrchr(starts[i], '/') + 1))
                remove_leftover(dirfd(folder), entry->d_name, i == OF_LOCK);
    if (folder)
        closedir(folder);
    for (int i = 0; i < 3; i++)
        free(starts[i]);
}
