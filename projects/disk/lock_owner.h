/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who holds a lock, as its file tells, and whether that process still lives.
 *
 *     ttymix-lock 1
 *     host studio
 *     machine 51f0...          hash of /etc/machine-id
 *     boot 3f1c...             /proc/sys/kernel/random/boot_id
 *     space 4026531836         the namespace of process numbers (a container has its own)
 *     user anna
 *     pid 4711
 *     started 8812345          start of the process in clock ticks since boot: a number used again is another process
 *     since 2026-01-31 20:15:00 UTC
 *     end
 *
 * Owners on another machine or in another namespace cannot be looked for and count as alive.  Any thread but audio.
 */
#ifndef TTYMIX_PROJECTS_DISK_LOCK_OWNER_H
#define TTYMIX_PROJECTS_DISK_LOCK_OWNER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct LockOwner { /* all texts are safe to print */
    bool known;            /* false: there was no owner, or the file says nothing readable */
    bool alive;            /* false: certainly gone */
    bool judged;           /* true: it was looked for on this machine */
    char host[128], user[64], since[32];
    int64_t pid;
} LockOwner;

/* The text of a lock held by this process; malloc'd, NULL without memory. */
char *lock_owner_write(size_t *length);
/* Reads any bytes. */
void lock_owner_read(LockOwner *owner, const char *bytes, size_t length);

#endif
