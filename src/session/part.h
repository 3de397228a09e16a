/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A part of the session: one thing that a person does with a song (moving about in it, soloing, saving), with what it
 * remembers, the commands that it runs, and what it has to say in edits and in what is heard.
 *
 * A part is one file and one row of parts.c.  It knows the place that it is given, and other parts where it includes
 * their headers; it never knows the Session.  Session thread.
 */
#ifndef TTYMIX_SRC_SESSION_PART_H
#define TTYMIX_SRC_SESSION_PART_H

#include "projects/command/command.h"
#include "src/session/board.h"
#include "src/session/edits.h"
#include "src/session/jobs.h"
#include "src/session/player.h"

typedef struct PartKind PartKind;

typedef struct SessionEnd { /* how the session ends, once `over` */
    bool over, discarded;   /* discarded: unsaved edits are given up */
} SessionEnd;

typedef struct PartPlace { /* where a part stands: all of it outlives the part */
    Board *board;
    Edits *edits;
    Player *player;
    Jobs *jobs;
    Project *song;
    SessionEnd *end;
    const PartKind *const *kinds; /* ended by NULL */
    void *const *parts;           /* [i] of kinds[i]; NULL: not opened yet */
} PartPlace;

typedef struct CommandHandler {
    const char *name; /* of a row of the session (projects/command/session_rows.c) */
    void (*run)(void *part, const CommandWords *words, SessionAnswer *answer);
    const char *word; /* the second word of lines that come here ("clips" of `clear`); NULL = whatever it is */
} CommandHandler;

struct PartKind {
    const char *name;
    /* NULL without memory. Without `open` the part is the place itself. */
    void *(*open)(const PartPlace *place);
    void (*close)(void *part);
    void (*forget)(void *part);             /* the song is another one: nothing of the old one stays */
    void (*tick)(void *part);               /* 10 to 50 times a second */
    void (*tell)(void *part, Board *board); /* every fact that it has, for a newcomer */
    const CommandHandler *commands;         /* ended by a NULL name */
    const EditFollower *follower;
    const MixLayer *layer;
};

/* The part of that kind, opened before. */
void *part_of(const PartPlace *place, const PartKind *kind);
const Model *part_model(const PartPlace *place);
/* What the ears get has changed: tells the engine, and says where that fails. */
void part_refresh(const PartPlace *place);

#endif
