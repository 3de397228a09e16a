/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one door to the document: every change of it passes here, and is locked, journalled, told and followed.
 *
 * A line is run in this order:
 *   it is refused, where the project may not be edited or found edits are undecided
 *   before     of each follower (the recorder ends a pass before an undo)
 *   the document runs it; the journal notes it, the board tells it
 *   changed    of each follower (solos and listening states follow names, and forget what is gone)
 *   accept     of each follower (the player gives it to the engine): one that refuses has it taken back
 *   after      of each follower, with the answer
 * Followers are called in the order in which they came.  Session thread.
 */
#ifndef TTYMIX_SRC_SESSION_EDITS_H
#define TTYMIX_SRC_SESSION_EDITS_H

#include "projects/document/document.h"
#include "src/session/answer.h"
#include "src/session/board.h"
#include "src/song/song.h"

typedef struct Edits Edits;

typedef enum EditOrigin {
    EDIT_TYPED,  /* a person's, or a part's on a person's behalf */
    EDIT_RIDE,   /* what is being recorded: it is heard already */
    EDIT_REPLAY, /* a recovery's: nobody does it now */
    EDIT_MERGE   /* what somebody else wrote: it is journalled with the text that it came from */
} EditOrigin;

typedef struct Edit {
    const char *line;
    EditOrigin origin;
    const Change *change; /* NULL before it; splice_count 0: nothing changed */
    SessionAnswer *answer;
} Edit;

typedef struct EditFollower { /* any may be NULL */
    void (*before)(void *part, const Edit *edit);
    void (*changed)(void *part, const Edit *edit);
    Status (*accept)(void *part, const Edit *edit, Error *error);
    void (*after)(void *part, const Edit *edit);
    /* The document is about to be written or bounced, or asked whether it has changed: what belongs to it goes in. */
    void (*settle)(void *part);
    /* The session ends. */
    void (*finish)(void *part);
} EditFollower;

/* `board` and `song` outlive it. NULL without memory, or when there are too many sessions in the process. */
Edits *edits_new(Board *board, Project *song);
/* NULL is safe. */
void edits_free(Edits *edits);
/* False without memory. */
NODISCARD bool edits_follow(Edits *edits, const EditFollower *follower, void *part);

/* The project that is open now: its lock is taken, its rights are looked at, and edits are journalled unless a crash
 * has left some.  What is in the way is noted on the board. */
void edits_open(Edits *edits);
/* Lets go of the lock; `clean` removes the journal.  A crash after it finds nothing to rescue. */
void edits_close(Edits *edits, bool clean);
/* The project will be another one: nothing of the history counts any more. */
void edits_forget(Edits *edits);

void edits_run(Edits *edits, const char *line, SessionAnswer *answer);
void edits_run_as(Edits *edits, EditOrigin origin, const char *line, SessionAnswer *answer);
void edits_settle(Edits *edits);
void edits_finish(Edits *edits);

/* Who has taken the project over, without a full stop: edits go on, in a journal of their own, and only `write FILE`
 * saves them.  NULL while it is ours. */
const char *edits_lost_why(const Edits *edits);
/* What becomes of unsaved edits at the end, as a sentence; false if they are lost, or may be. */
bool edits_say_end(Edits *edits, char *out, size_t size);
/* Why nothing may be edited, without a full stop; NULL if it may. */
const char *edits_read_only_why(const Edits *edits);
/* True, with the answer "Not NOT_DONE: ..." given, while nothing may be edited, or it is undecided what becomes of the
 * edits that were found. */
bool edits_refuse(const Edits *edits, const char *not_done, SessionAnswer *answer);

/* ---- saving ---- */

/* True if the project may be saved: not read-only, nothing undecided, the lock still ours. Otherwise answered. */
bool edits_may_save(Edits *edits, SessionAnswer *answer);
/* Nobody takes the project over until edits_let_go: around the moment in which a file of it is replaced. False, and
 * answered "Not NOT_DONE: ...", if somebody already has. */
NODISCARD bool edits_hold(Edits *edits, int *hold, const char *not_done, SessionAnswer *answer);
void edits_let_go(int hold);
/* Around a save of this text. */
void edits_mark(Edits *edits, const char *text, size_t length);
void edits_saved(Edits *edits);
/* The text on disk has become another one, with this SHA-256; `line` turned it into the document (EDIT_MERGE). */
void edits_rebase(Edits *edits, const char *sha256, const char *line);
/* Takes the lock from whoever has it, and looks for edits that a crash has left. */
void edits_take_over(Edits *edits, SessionAnswer *answer);

/* Undo, redo and saved, for a newcomer or after a step. */
void edits_tell(const Edits *edits, Board *board);
/* Tells when the journal cannot be written, and when it can again; and when somebody has taken the project over. */
void edits_tick(Edits *edits);

#endif
