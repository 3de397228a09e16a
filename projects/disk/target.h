/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files beside a project: where they lie and how they are opened.
 *
 * Everything belongs to the *target*: the file itself, after symbolic links in the last place of its path were
 * followed, so that two names of one project share one lock and one journal.  Target `song.mix` lie
 * `.song.mix.journal`, `.song.mix.lock` and, while something is being replaced, `.song.mix.XXXXXXXX.new`; where the
 * folder cannot be written, journal and lock go to
 * `$XDG_STATE_HOME/ttymix/journal` and `.../lock` (default ~/.local/state; folders are made with mode 0700) as
 * `song.mix-HASH.journal`, HASH being the beginning of the SHA-256 of the target's absolute path.  Base names that
 * would grow too long are cut, and a hash added.
 *
 * Nothing here follows a link in the last place of a name, waits on a FIFO, or takes a device for a file.  Any thread
 * but audio.
 */
#ifndef TTYMIX_PROJECTS_DISK_TARGET_H
#define TTYMIX_PROJECTS_DISK_TARGET_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

#include "audio/base/status.h"

typedef struct Target {
    char *path;   /* absolute path of the file itself, which need not exist */
    char *folder; /* absolute, without links */
    char *base;   /* last part of path */
} Target;

/* Finds the target of `path`. Fails with NOT_FOUND (no such folder, or a link that leads nowhere), REFUSED (a loop of
 * links), IO. */
NODISCARD Status target_init(Target *target, const char *path, Error *error);
void target_clear(Target *target);

/* `.BASE.SUFFIX` in the folder; malloc'd, NULL without memory. */
char *target_path(const Target *target, const char *suffix);
/* The path in the state folder; with `make`, its folders are made.  NULL without HOME and XDG_STATE_HOME, or on
 * failure. */
char *target_state_path(const Target *target, const char *suffix, bool make);
/* The base name for messages: escaped for a terminal. */
const char *target_shown(const Target *target, char *out, size_t size);

/* Creates an empty file of a new name `.BASE.XXXXXXXX.new` in the folder of `near` (an absolute path): O_EXCL,
 * O_NOFOLLOW, mode `mode` and umask.  `*name` is malloc'd.  Returns the descriptor or -1 with errno.  As long as the
 * descriptor is open it has the file's flock, by which target_remove_leftovers knows that somebody is at it: whoever
 * renames the file does so before closing it. */
int target_create_new(const char *near, mode_t mode, char **name);

/* Deletes what saves and journals that were killed have left behind: regular files named like `.BASE.XXXXXXXX.new` and
 * the same of the journal that nobody writes to (none has its flock), and those of the lock, which are closed before
 * they are put in place, when they are older than a minute.  For the holder of the lock. */
void target_remove_leftovers(const Target *target);

#endif
