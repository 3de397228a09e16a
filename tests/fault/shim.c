/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A library for LD_PRELOAD that counts a program's file operations below one folder, writes them down, and spoils the
 * n-th.
 *
 *   FAULT_PREFIX  absolute path; only operations on paths that begin with it count
 *   FAULT_LOG     file (outside the prefix) that gets a line for each: NUMBER OPERATION PATH [-> PATH] RESULT
 *   FAULT_AT      number of the operation to spoil, from 1; 0 or unset: none
 *   FAULT_KIND    ENOSPC, EDQUOT, EIO or EROFS: it fails so; `short`: a write takes half; `kill-before`,
 *                 `kill-after`: SIGKILL
 *   FAULT_STICKY  1: all later ones that can fail so fail as well (or are short)
 *
 * An operation is only made to fail with what can really happen to it (the table below); a number at which the kind
 * makes no sense passes, and the log shows that nothing was spoilt.  A failing close closes.  Descriptors are named by
 * /proc/self/fd.  What the C library's stdio does inside is not seen, except fopen.  faults.py drives this. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

typedef enum Op {
    OP_OPEN_READ,
    OP_OPEN_WRITE,
    OP_CREATE,
    OP_READ,
    OP_WRITE,
    OP_FSYNC,
    OP_FDATASYNC,
    OP_TRUNCATE,
    OP_CLOSE,
    OP_RENAME,
    OP_LINK,
    OP_SYMLINK,
    OP_UNLINK,
    OP_MKDIR,
    OP_CHMOD,
    OP_CHOWN
} Op;

enum { CAN_SPACE = 1, CAN_IO = 2, CAN_ROFS = 4 };

static const struct {
    const char *name;
    int can;
} ops[] = {
    [OP_OPEN_READ] = {"open-read", CAN_IO},
    [OP_OPEN_WRITE] = {"open-write", CAN_IO | CAN_ROFS},
    [OP_CREATE] = {"create", CAN_SPACE | CAN_IO | CAN_ROFS},
    [OP_READ] = {"read", CAN_IO},
    [OP_WRITE] = {"write", CAN_SPACE | CAN_IO | CAN_ROFS},
    [OP_FSYNC] = {"fsync", CAN_SPACE | CAN_IO | CAN_ROFS},
    [OP_FDATASYNC] = {"fdatasync", CAN_SPACE | CAN_IO | CAN_ROFS},
    [OP_TRUNCATE] = {"truncate", CAN_SPACE | CAN_IO | CAN_ROFS},
    [OP_CLOSE] = {"close", CAN_SPACE | CAN_IO},
    [OP_RENAME] = {"rename", CAN_SPACE | CAN_IO | CAN_ROFS},
    [OP_LINK] = {"link", CAN_SPACE | CAN_IO | CAN_ROFS},
    [OP_SYMLINK] = {"symlink", CAN_SPACE | CAN_IO | CAN_ROFS},
    [OP_UNLINK] = {"unlink", CAN_IO | CAN_ROFS},
    [OP_MKDIR] = {"mkdir", CAN_SPACE | CAN_IO | CAN_ROFS},
    [OP_CHMOD] = {"chmod", CAN_IO | CAN_ROFS},
    [OP_CHOWN] = {"chown", CAN_IO | CAN_ROFS},
};

static const struct {
    const char *name;
    int number, needs;
} kinds[] = {
    {"ENOSPC", ENOSPC, CAN_SPACE},
    {"EDQUOT", EDQUOT, CAN_SPACE},
    {"EIO", EIO, CAN_IO},
    {"EROFS", EROFS, CAN_ROFS},
};

static struct {
    bool on, sticky, short_writes, kill_before, kill_after;
    int fail_with, needs, log_fd;
    long at;
    char prefix[PATH_MAX];
    atomic_long count;
} fault;

/* ---- configuration and log ---- */

__attribute__((constructor)) static void configure(void)
{
    const char *prefix = getenv("FAULT_PREFIX"), *log = getenv("FAULT_LOG"), *at = getenv("FAULT_AT");
    const char *kind = getenv("FAULT_KIND"), *sticky = getenv("FAULT_STICKY");
    if (!prefix || strlen(prefix) >= sizeof fault.prefix)
        return;
    strcpy(fault.prefix, prefix);
    fault.log_fd = -1;
    if (log) {
        int fd = (int)syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
        fault.log_fd =
            fd < 0 ? -1
                   : (int)syscall(SYS_fcntl, fd, F_DUPFD_CLOEXEC, 900); /* out of the way of the program's numbers */
        if (fd >= 0)
            syscall(SYS_close, fd);
    }
    fault.at = at ? atol(at) : 0;
    fault.sticky = sticky && strcmp(sticky, "1") == 0;
    fault.short_writes = kind && strcmp(kind, "short") == 0;
    fault.kill_before = kind && strcmp(kind, "kill-before") == 0;
    fault.kill_after = kind && strcmp(kind, "kill-after") == 0;
    for (size_t i = 0; kind && i < sizeof kinds / sizeof kinds[0]; i++)
        if (strcmp(kind, kinds[i].name) == 0) {
            fault.fail_with = kinds[i].number;
            fault.needs = kinds[i].needs;
        }
    fault.on = true;
}

static void die(void)
{
    syscall(SYS_kill, getpid(), SIGKILL);
    for (;;)
        pause();
}

static void write_log(long number, Op op, const char *path, const char *to, const char *result)
{
    char line[3 * PATH_MAX];
    int length = snprintf(line, sizeof line, "%ld\t%s\t%s\t%s\t%s\n", number, ops[op].name, path, to ? to : "", result);
    if (fault.log_fd >= 0)
        syscall(SYS_write, fault.log_fd, line, (size_t)length);
}

/* ---- what is it about? ---- */

static bool name_fd(int fd, char out[PATH_MAX])
{
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = syscall(SYS_readlinkat, AT_FDCWD, link, out, PATH_MAX - 1);
    out[length > 0 ? length : 0] = '\0';
    return length > 0;
}

static void name_path(int dir, const char *path, char out[PATH_MAX])
{
    char folder[PATH_MAX] = "";
    if (path[0] == '/')
        snprintf(out, PATH_MAX, "%s", path);
    else if (dir == AT_FDCWD ? getcwd(folder, sizeof folder) != NULL : name_fd(dir, folder))
        snprintf(out, PATH_MAX, "%.2000s/%.2000s", folder, path);
    else
        out[0] = '\0';
}

static bool concerns(const char *path)
{
    return fault.on && strncmp(path, fault.prefix, strlen(fault.prefix)) == 0;
}

/* ---- one operation ---- */

typedef struct Step {
    long number; /* 0: not ours */
    Op op;
    int fail_with; /* errno, or 0 */
    bool shorten, kill_after;
    char path[PATH_MAX], to[PATH_MAX];
} Step;

/* Counts; kills; decides. `step->path` is set. */
static void begin(Step *step, Op op)
{
    step->number = 0;
    step->fail_with = 0;
    step->shorten = step->kill_after = false;
    step->op = op;
    if (!concerns(step->path) && !concerns(step->to))
        return;
    step->number = atomic_fetch_add(&fault.count, 1) + 1;
    bool now = step->number == fault.at, later = fault.at > 0 && step->number > fault.at && fault.sticky;
    if (now && fault.kill_before) {
        write_log(step->number, op, step->path, step->to, "killed-before");
        die();
    }
    step->kill_after = now && fault.kill_after;
    if (now || later) {
        step->shorten = fault.short_writes && op == OP_WRITE;
        step->fail_with = fault.fail_with && (ops[op].can & fault.needs) ? fault.fail_with : 0;
    }
}

static void end(const Step *step, long result)
{
    int saved = errno;
    if (step->number == 0)
        return;
    char text[64];
    snprintf(text, sizeof text, "%s%ld%s%s",
             step->fail_with ? "spoilt "
             : step->shorten ? "short "
                             : "",
             result, result < 0 ? " " : "", result < 0 ? strerrorname_np(saved) : "");
    write_log(step->number, step->op, step->path, step->to, text);
    if (step->kill_after) {
        write_log(step->number, step->op, step->path, step->to, "killed-after");
        die();
    }
    errno = saved;
}

#define REAL(name) ((__typeof__(&name))real_of(#name))

static void *real_of(const char *name)
{
    return dlsym(RTLD_NEXT, name);
}

/* Runs `call` unless the step is to fail; `result` is what the program sees. */
#define DO(step, result, call)                                                                                         \
    do {                                                                                                               \
        if ((step).fail_with) {                                                                                        \
            errno = (step).fail_with;                                                                                  \
            (result) = -1;                                                                                             \
        } else {                                                                                                       \
            (result) = (call);                                                                                         \
        }                                                                                                              \
        end(&(step), (long)(result));                                                                                  \
    } while (0)

/* ---- opening
 * -------------------------------------------------------------------------------------------------------------------
 */

static Op op_of_flags(int flags, const char *path)
{
    struct stat info;
    if ((flags & O_CREAT) && syscall(SYS_newfstatat, AT_FDCWD, path, &info, AT_SYMLINK_NOFOLLOW) != 0)
        return OP_CREATE;
    return (flags & O_ACCMODE) == O_RDONLY ? OP_OPEN_READ : OP_OPEN_WRITE;
}

static int open_at(int dir, const char *path, int flags, mode_t mode)
{
    Step step = {0};
    int result;
    name_path(dir, path, step.path);
    begin(&step, op_of_flags(flags, step.path));
    DO(step, result, (int)syscall(SYS_openat, dir, path, flags, mode));
    return result;
}

#define OPEN_BODY(dir)                                                                                                 \
    va_list arguments;                                                                                                 \
    va_start(arguments, flags);                                                                                        \
    mode_t mode = (flags & (O_CREAT | O_TMPFILE)) ? va_arg(arguments, mode_t) : 0;                                     \
    va_end(arguments);                                                                                                 \
    return open_at(dir, path, flags, mode)

int open(const char *path, int flags, ...)
{
    OPEN_BODY(AT_FDCWD);
}
int open64(const char *path, int flags, ...)
{
    OPEN_BODY(AT_FDCWD);
}
int openat(int dir, const char *path, int flags, ...)
{
    OPEN_BODY(dir);
}
int openat64(int dir, const char *path, int flags, ...)
{
    OPEN_BODY(dir);
}

static FILE *open_stream(const char *path, const char *mode, FILE *(*real)(const char *, const char *))
{
    Step step = {0};
    FILE *result;
    int flags = mode[0] == 'r' ? (strchr(mode, '+') ? O_RDWR : O_RDONLY) : O_WRONLY | O_CREAT;
    name_path(AT_FDCWD, path, step.path);
    begin(&step, op_of_flags(flags, step.path));
    if (step.fail_with) {
        errno = step.fail_with;
        result = NULL;
    } else {
        result = real(path, mode);
    }
    end(&step, result ? 0 : -1);
    return result;
}

FILE *fopen(const char *path, const char *mode)
{
    return open_stream(path, mode, REAL(fopen));
}
FILE *fopen64(const char *path, const char *mode)
{
    return open_stream(path, mode, REAL(fopen64));
}

/* ---- descriptors ---- */

static void begin_fd(Step *step, Op op, int fd)
{
    if (!fault.on || !name_fd(fd, step->path))
        step->path[0] = '\0';
    begin(step, op);
}

#define FD_CALL(type, op, call)                                                                                        \
    Step step = {0};                                                                                                   \
    type result;                                                                                                       \
    begin_fd(&step, op, fd);                                                                                           \
    DO(step, result, call);                                                                                            \
    return result

/* Half of it, but something. */
static size_t cut(const Step *step, size_t length)
{
    return step->shorten && length > 1 ? length / 2 : length;
}

ssize_t read(int fd, void *bytes, size_t length)
{
    FD_CALL(ssize_t, OP_READ, syscall(SYS_read, fd, bytes, length));
}
ssize_t write(int fd, const void *bytes, size_t length)
{
    FD_CALL(ssize_t, OP_WRITE, syscall(SYS_write, fd, bytes, cut(&step, length)));
}
ssize_t pread(int fd, void *bytes, size_t length, off_t at)
{
    FD_CALL(ssize_t, OP_READ, REAL(pread)(fd, bytes, length, at));
}
ssize_t pread64(int fd, void *bytes, size_t length, off64_t at)
{
    FD_CALL(ssize_t, OP_READ, REAL(pread64)(fd, bytes, length, at));
}
ssize_t pwrite(int fd, const void *bytes, size_t length, off_t at)
{
    FD_CALL(ssize_t, OP_WRITE, REAL(pwrite)(fd, bytes, cut(&step, length), at));
}
ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t at)
{
    FD_CALL(ssize_t, OP_WRITE, REAL(pwrite64)(fd, bytes, cut(&step, length), at));
}
ssize_t writev(int fd, const struct iovec *parts, int count)
{
    FD_CALL(ssize_t, OP_WRITE,
            step.shorten && count > 0 ? syscall(SYS_write, fd, parts[0].iov_base, cut(&step, parts[0].iov_len))
                                      : syscall(SYS_writev, fd, parts, count));
}
int fsync(int fd)
{
    FD_CALL(int, OP_FSYNC, (int)syscall(SYS_fsync, fd));
}
int fdatasync(int fd)
{
    FD_CALL(int, OP_FDATASYNC, (int)syscall(SYS_fdatasync, fd));
}
int ftruncate(int fd, off_t length)
{
    FD_CALL(int, OP_TRUNCATE, REAL(ftruncate)(fd, length));
}
int ftruncate64(int fd, off64_t length)
{
    FD_CALL(int, OP_TRUNCATE, REAL(ftruncate64)(fd, length));
}
int fchmod(int fd, mode_t mode)
{
    FD_CALL(int, OP_CHMOD, (int)syscall(SYS_fchmod, fd, mode));
}
int fchown(int fd, uid_t owner, gid_t group)
{
    FD_CALL(int, OP_CHOWN, (int)syscall(SYS_fchown, fd, owner, group));
}

int close(int fd)
{
    Step step = {0};
    int result;
    if (fault.on && fd == fault.log_fd)
        return 0;
    begin_fd(&step, OP_CLOSE, fd);
    result = (int)syscall(SYS_close, fd);
    if (step.fail_with) {
        errno = step.fail_with;
        result = -1;
    }
    end(&step, result);
    return result;
}

/* ---- names
 * ---------------------------------------------------------------------------------------------------------------------
 */

#define NAME_CALL(op, dir, path, call)                                                                                 \
    Step step = {0};                                                                                                   \
    int result;                                                                                                        \
    name_path(dir, path, step.path);                                                                                   \
    begin(&step, op);                                                                                                  \
    DO(step, result, call);                                                                                            \
    return result

#define TWO_NAMES_CALL(op, dir_a, a, dir_b, b, call)                                                                   \
    Step step = {0};                                                                                                   \
    int result;                                                                                                        \
    name_path(dir_a, a, step.path);                                                                                    \
    name_path(dir_b, b, step.to);                                                                                      \
    begin(&step, op);                                                                                                  \
    DO(step, result, (int)(call));                                                                                     \
    return result

int rename(const char *a, const char *b)
{
    TWO_NAMES_CALL(OP_RENAME, AT_FDCWD, a, AT_FDCWD, b, REAL(rename)(a, b));
}
int renameat(int da, const char *a, int db, const char *b)
{
    TWO_NAMES_CALL(OP_RENAME, da, a, db, b, REAL(renameat)(da, a, db, b));
}
int renameat2(int da, const char *a, int db, const char *b, unsigned flags)
{
    TWO_NAMES_CALL(OP_RENAME, da, a, db, b, syscall(SYS_renameat2, da, a, db, b, flags));
}
int link(const char *a, const char *b)
{
    TWO_NAMES_CALL(OP_LINK, AT_FDCWD, a, AT_FDCWD, b, REAL(link)(a, b));
}
int linkat(int da, const char *a, int db, const char *b, int flags)
{
    TWO_NAMES_CALL(OP_LINK, da, a, db, b, REAL(linkat)(da, a, db, b, flags));
}
int symlink(const char *target, const char *path)
{
    NAME_CALL(OP_SYMLINK, AT_FDCWD, path, REAL(symlink)(target, path));
}
int unlink(const char *path)
{
    NAME_CALL(OP_UNLINK, AT_FDCWD, path, REAL(unlink)(path));
}
int unlinkat(int dir, const char *path, int flags)
{
    NAME_CALL(OP_UNLINK, dir, path, REAL(unlinkat)(dir, path, flags));
}
int mkdir(const char *path, mode_t mode)
{
    NAME_CALL(OP_MKDIR, AT_FDCWD, path, REAL(mkdir)(path, mode));
}
int mkdirat(int dir, const char *path, mode_t mode)
{
    NAME_CALL(OP_MKDIR, dir, path, REAL(mkdirat)(dir, path, mode));
}
