/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The insides of the door, for edits.c and recover.c. */
#ifndef TTYMIX_SRC_SESSION_EDITS_PRIVATE_H
#define TTYMIX_SRC_SESSION_EDITS_PRIVATE_H

#include <stdatomic.h>

#include "projects/journal/recovery.h"
#include "src/base/signals.h"
#include "src/session/claim.h"
#include "src/session/editjournal.h"
#include "src/session/edits.h"

typedef struct FollowerOf {
    const EditFollower *follower;
    void *part;
} FollowerOf;

struct Edits {
    Rescuable rescuable; /* journal and lock, as a crash finds them */
    _Atomic(Journal *) rescued_journal;
    _Atomic(Lock *) rescued_lock;
    Board *board;
    Project *song;
    FollowerOf *followers;
    int follower_count, follower_room;
    Claim claim;
    EditJournal journal;
    JournalRecovery found; /* edits that a crash has left */
    bool undecided;        /* what becomes of them */
};

/* Opens the journal, or finds edits to be decided about. */
void edits_begin_journal(Edits *edits, bool continues);

#endif
