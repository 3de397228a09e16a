/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The claim on a project's file: the lock, and whether it may be edited and written at all. Session thread. */
#ifndef TTYMIX_SRC_SESSION_CLAIM_H
#define TTYMIX_SRC_SESSION_CLAIM_H

#include "projects/disk/lock.h"
#include "src/session/board.h"
#include "src/song/song.h"

typedef struct Claim {
    Lock *lock;     /* NULL: somebody else's, or none could be made */
    bool read_only; /* a lock of somebody else, or a newer version */
    bool lost;      /* taken over: edits go on, and are saved under other names alone */
    char why[300];  /* it is read-only or lost, without a full stop */
} Claim;

/* Takes the lock; of what is in the way the board warns.  Where no lock
 * can be made (a full disk, a link in its place) editing goes on: a save never replaces what somebody else wrote
 * meanwhile. */
void claim_take(Claim *claim, const Project *song, Board *board);
/* Warns that the file may not be written, and what that means for edits that are `journalled`, or not. */
void claim_note_rights(const Claim *claim, const Project *song, bool journalled, Board *board);
/* Somebody may have taken the project over: false, and the claim is `lost` then.  A lock that is only gone is taken
 * again. */
NODISCARD bool claim_keep(Claim *claim, const Project *song);
/* True if there is something to take over: the lock is another's, and it is a lock that forbids editing. */
bool claim_can_be_taken(const Claim *claim, const Project *song);
/* Takes the lock from whoever has it; fails as lock_take_over does, and nothing changed. */
NODISCARD Status claim_take_over(Claim *claim, const Project *song, Error *error);
void claim_release(Claim *claim);

#endif
