/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The session's insides, for session.c, replace.c and asked.c; no part includes it. */
#ifndef TTYMIX_SRC_SESSION_SESSION_PRIVATE_H
#define TTYMIX_SRC_SESSION_SESSION_PRIVATE_H

#include "src/session/parts.h"
#include "src/session/session.h"

struct Session {
    SessionSetup setup;
    Project song;
    Board board;
    Edits *edits;
    Player *player;
    Jobs *jobs;
    Parts *parts;
    SessionTeller teller;
    SessionEnd end;
};

/* opening.c: a project's file or a folder of stems; fails as session_open. */
NODISCARD Status session_open_song(const SessionSetup *setup, const char *path, Project *song, SessionOpening *opening);
/* opening.c: what is wrong with the song's stems and clips; fails only without memory. */
NODISCARD Status session_check_stems(Session *session, ProblemList *problems);
/* replace.c: `edit FILE`. */
void session_run_edit(Session *session, const CommandWords *words, SessionAnswer *answer);
/* replace.c: tells every fact on a board, which may be a newcomer's. */
void session_tell_facts(Session *session, Board *board);

#endif
