/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who edits a project: `.song.mix.lock` beside it, while it is open for writing.
 *
 * It appears whole (link() of a finished file, or O_EXCL).  A lock whose process is gone is *stale* and is replaced by
 * rename() under an flock of the old file, so that of any number of racing processes exactly one gets it.  A link or
 * anything else irregular in its place is refused, never followed.  Where the folder cannot be written the lock lies in
 * the state folder, and keeps out only the same user's other sessions; where that fails too there is none, and editing
 * goes on without.  Whoever takes it clears away what killed saves left behind. Not the audio thread.
 */
#ifndef TTYMIX_PROJECTS_DISK_LOCK_H
#define TTYMIX_PROJECTS_DISK_LOCK_H

#include <stdbool.h>

#include "audio/base/status.h"
#include "projects/disk/lock_owner.h"

typedef enum LockPlace { LOCK_BESIDE, LOCK_STATE_FOLDER, LOCK_NOWHERE } LockPlace;

typedef struct Lock Lock;

/* Takes the lock of a project, which need not exist yet.
 * OK: `*lock` is ours; `other` (may be NULL) has `known` set if a dead owner was replaced: there may be something to
 * recover. EXISTS: somebody alive, or on another machine, has it: `other` tells who; the message is "song.mix is being
 * edited by anna on studio (process 4711) since ...".  REFUSED: a link or an irregular file, or a stale lock that may
 * not be replaced.  NOT_FOUND, IO, NO_MEMORY. */
NODISCARD Status lock_take(const char *project, Lock **lock, LockOwner *other, Error *error);
/* The same, but takes it away from whoever has it: only by explicit choice. */
NODISCARD Status lock_take_over(const char *project, Lock **lock, LockOwner *other, Error *error);

LockPlace lock_place(const Lock *lock);
/* False if someone has taken it over (or deleted it): save under another name then. True for LOCK_NOWHERE. */
bool lock_is_ours(const Lock *lock);
/* Removes the lock if it is still ours, and drops it. NULL is safe. */
void lock_release(Lock *lock);

/* One more who knows the lock, on whatever thread; each drops it, and the last one frees. Returns `lock`; NULL is safe.
 */
Lock *lock_keep(Lock *lock);
void lock_drop(Lock *lock);
/* Nobody can take the lock over until lock_let_go: true, and `*hold` is for that; around every rename and write beside
 * a project, so that two live sessions never replace what is the other's.  False: somebody has it already.  Where there
 * is no lock, or its file was deleted, it is true as well, and holds nothing.  Any thread; waits for another holder,
 * and for at most 5 s for one who holds it by ill will. */
NODISCARD bool lock_hold(const Lock *lock, int *hold);
void lock_let_go(int hold);
/* The removal alone, for signal handlers: async-signal-safe. NULL is safe. */
void lock_emergency_release(Lock *lock);

#endif
