/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "projects/disk/lock_owner.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "audio/base/printable.h"
#include "audio/base/sha256.h"

enum { TEXT_SIZE = 128 };

/* Where a process number means something: two processes that agree in all four can judge each other. */
typedef struct Here {
    char host[TEXT_SIZE], machine[TEXT_SIZE], boot[TEXT_SIZE], space[TEXT_SIZE];
} Here;

/* ---- this process ---- */

/* The first line of a small file of the system; "" if there is none. */
static void read_line(const char *path, char *out, size_t size)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t got = fd >= 0 ? read(fd, out, size - 1) : -1;
    if (fd >= 0)
        close(fd);
    out[got > 0 ? got : 0] = '\0';
    out[strcspn(out, "\n")] = '\0';
}

static void find_here(Here *here)
{
    char machine[TEXT_SIZE], hex[SHA256_HEX_SIZE];
    struct stat space;
    *here = (Here){0};
    if (gethostname(here->host, sizeof here->host - 1) != 0)
        here->host[0] = '\0';
    read_line("/etc/machine-id", machine, sizeof machine);
    sha256_hex(machine, strlen(machine), hex); /* machine-id(5) asks not to publish the number itself */
    snprintf(here->machine, sizeof here->machine, "%.16s", hex);
    read_line("/proc/sys/kernel/random/boot_id", here->boot, sizeof here->boot);
    if (stat("/proc/self/ns/pid", &space) == 0)
        snprintf(here->space, sizeof here->space, "%" PRIuMAX, (uintmax_t)space.st_ino);
}

/* Fields 3 and 22 of /proc/PID/stat (proc(5)): the letter of the state, and when the process was started; '\0' and 0 if
 * they cannot be read.  The second field may hold blanks and parentheses. */
static uint64_t start_of_process(int64_t pid, char *state)
{
    char path[64], text[1024];
    snprintf(path, sizeof path, "/proc/%" PRId64 "/stat", pid);
    read_line(path, text, sizeof text);
    char *at = strrchr(text, ')');
    *state = at && at[1] == ' ' ? at[2] : '\0';
    for (int field = 2; at && field < 22; field++)
        at = strchr(at + 1, ' ');
    return at ? strtoull(at + 1, NULL, 10) : 0;
}

static void find_user(char *out, size_t size)
{
    const struct passwd *entry = getpwuid(geteuid());
    if (entry && entry->pw_name)
        printable_string(out, size, entry->pw_name);
    else
        snprintf(out, size, "%" PRIuMAX, (uintmax_t)geteuid());
}

char *lock_owner_write(size_t *length)
{
    Here here;
    char user[64], host[TEXT_SIZE], since[32], state, *text = NULL;
    time_t now = time(NULL);
    struct tm utc;
    find_here(&here);
    find_user(user, sizeof user);
    printable_string(host, sizeof host, here.host[0] ? here.host : "unknown");
    if (!gmtime_r(&now, &utc) || strftime(since, sizeof since, "%Y-%m-%d %H:%M:%S UTC", &utc) == 0)
        since[0] = '\0';
    int size = asprintf(&text,
                        "ttymix-lock 1\nhost %s\nmachine %s\nboot %s\nspace %s\nuser %s\npid %" PRId64
                        "\nstarted %" PRIu64 "\nsince %s\nend\n",
                        host, here.machine, here.boot, here.space, user, (int64_t)getpid(),
                        start_of_process(getpid(), &state), since);
    if (size < 0)
        return NULL;
    *length = (size_t)size;
    return text;
}

/* ---- another process ---- */

/* Copies the rest of the line that begins with "KEY "; "" if there is none. */
static void find_fact(const char *bytes, size_t length, const char *key, char *out, size_t size)
{
    size_t key_length = strlen(key);
    const char *end = bytes + length;
    out[0] = '\0';
    for (const char *line = bytes; line < end;) {
        const char *newline = memchr(line, '\n', (size_t)(end - line));
        const char *stop = newline ? newline : end;
        if ((size_t)(stop - line) > key_length && memcmp(line, key, key_length) == 0 && line[key_length] == ' ') {
            printable_bytes(out, size, line + key_length + 1, (size_t)(stop - line) - key_length - 1);
            return;
        }
        line = newline ? newline + 1 : end;
    }
}

/* The process of this number has not ended, and is not a younger one.  What is dead and not yet waited for by its
 * parent (states Z and X of proc(5)) still answers to kill(). */
static bool is_running(int64_t pid, uint64_t started)
{
    if (pid <= 0 || pid > INT32_MAX || (kill((pid_t)pid, 0) != 0 && errno == ESRCH))
        return false;
    char state;
    uint64_t now = start_of_process(pid, &state);
    if (state == 'Z' || state == 'X')
        return false;
    return now == 0 || started == 0 || now == started;
}

void lock_owner_read(LockOwner *owner, const char *bytes, size_t length)
{
    static const char word[] = "ttymix-lock ", last[] = "\nend\n";
    char machine[TEXT_SIZE], boot[TEXT_SIZE], space[TEXT_SIZE], pid[TEXT_SIZE], started[TEXT_SIZE], host[TEXT_SIZE];
    *owner = (LockOwner){.alive = true};
    if (length < sizeof word + sizeof last || memcmp(bytes, word, sizeof word - 1) != 0 ||
        memcmp(bytes + length - (sizeof last - 1), last, sizeof last - 1) != 0)
        return;
    find_fact(bytes, length, "host", owner->host, sizeof owner->host);
    find_fact(bytes, length, "user", owner->user, sizeof owner->user);
    find_fact(bytes, length, "since", owner->since, sizeof owner->since);
    find_fact(bytes, length, "machine", machine, sizeof machine);
    find_fact(bytes, length, "boot", boot, sizeof boot);
    find_fact(bytes, length, "space", space, sizeof space);
    find_fact(bytes, length, "pid", pid, sizeof pid);
    find_fact(bytes, length, "started", started, sizeof started);
    owner->known = true;
    owner->pid = (int64_t)strtoll(pid, NULL, 10);
    Here here;
    find_here(&here);
    printable_string(host, sizeof host, here.host[0] ? here.host : "unknown");
    if (strcmp(host, owner->host) != 0 || strcmp(here.machine, machine) != 0)
        return;
    bool same_boot = strcmp(here.boot, boot) == 0;
    if (same_boot && strcmp(here.space, space) != 0)
        return;
    owner->judged = true;
    owner->alive = same_boot && is_running(owner->pid, strtoull(started, NULL, 10));
}
