/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a session journals: edits as they were resolved, and undo and redo so that the next start, which has no history
 * yet, understands them.
 *
 * A recovery replays the records on the saved text with an empty history.  `undo` means there what it means here only
 * while the entry that it takes back was made by those records (it is *shared*); beyond that (an undo past a save) the
 * whole text is journalled instead.  Session thread. */
#ifndef TTYMIX_SRC_SESSION_EDITJOURNAL_H
#define TTYMIX_SRC_SESSION_EDITJOURNAL_H

#include "projects/journal/journal.h"
#include "src/session/board.h"
#include "src/song/song.h"

typedef struct EditJournal {
    Board *board; /* is told when edits are not journalled */
    const Project *song;
    Journal *journal;             /* NULL: nothing is journalled */
    Journal *apart;               /* the one before it, until the new one has all; or NULL */
    int shared_undo, shared_redo; /* entries of the history that the journal's records made */
    int gesture_depth;
    bool gesture_split; /* a save fell into the gesture: its begin is not among the records */
    bool told_failing;
    bool replaying; /* records are run: what they resolve to now is kept aside */
    char **replayed;
    int replayed_count, replayed_room;
} EditJournal;

/* The SHA-256 of the text on disk; of the document for a project that is not there yet. */
void editjournal_base_sha256(const Project *song, char out[SHA256_HEX_SIZE]);
/* `text "..."`, which makes a document's text this one; malloc'd, NULL without memory. */
char *editjournal_text_command(const char *text, size_t length);

/* Opens the journal, once the old one is replayed (`continues`) or set aside; what fails is noted on the board.  It
 * lies beside the project as long as `lock` (or NULL) is ours. */
void editjournal_open(EditJournal *self, Lock *lock, bool continues);
/* The project is ours again.  True: the journal has never left its place beside it.  Else, once the place is free,
 * editjournal_return opens one there, and editjournal_settle, when nothing is held, brings over what was kept apart. */
NODISCARD bool editjournal_regain(EditJournal *self, Lock *lock);
void editjournal_return(EditJournal *self, Lock *lock);
void editjournal_settle(EditJournal *self);
/* False: there is none, or its disk refuses at present. */
bool editjournal_is_written(const EditJournal *self);
/* What becomes of unsaved edits at the end, as a sentence; false if they are lost, or may be. Waits for the disk. */
bool editjournal_say_end(EditJournal *self, char *out, size_t size);
/* The document is another one: its history and its gestures are. */
void editjournal_forget(EditJournal *self);
/* `clean` removes it. */
void editjournal_close(EditJournal *self, bool clean);

/* An edit that was done; `undo_before` = document_undo_count before it, `typed` may be NULL. */
void editjournal_note(EditJournal *self, const char *resolved, const char *typed, int undo_before);
/* Before a save of this text, and after it. */
void editjournal_mark(EditJournal *self, const char *text, size_t length);
void editjournal_saved(EditJournal *self);
/* The text on disk has become another one; `line` turns it into the document. */
void editjournal_rebase(EditJournal *self, const char *sha256, const char *line);

/* Records are replayed; afterwards what worked of them is journalled anew (`again`) or, where the old journal goes on,
 * not. */
void editjournal_begin_replay(EditJournal *self);
void editjournal_end_replay(EditJournal *self);
void editjournal_take_replayed(EditJournal *self, bool again);

/* Tells when the disk begins to refuse, and when it takes it again. */
void editjournal_poll(EditJournal *self);

#endif
