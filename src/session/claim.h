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
    char why[300];  /* it is read-only, without a full stop */
} Claim;

/* Takes the lock and looks whether the file may be written; what is in the way is noted on the board.  Where no lock
 * can be made (a full disk, a link in its place) editing goes on: a save never replaces what somebody else wrote
 * meanwhile. */
void claim_take(Claim *claim, const Project *song, Board *board);
/* Somebody may have taken the project over: false, the claim is read-only then, and `error` tells who.  A lock that is
 * only gone is taken again. */
NODISCARD bool claim_renew(Claim *claim, const Project *song, Error *error);
/* True if there is something to take over: the lock is another's, and it is a lock that forbids editing. */
bool claim_is_lost(const Claim *claim, const Project *song);
/* Takes the lock from whoever has it; fails as lock_take_over does, and nothing changed. */
NODISCARD Status claim_take_over(Claim *claim, const Project *song, Error *error);
void claim_release(Claim *claim);

#endif
