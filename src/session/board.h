/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The board: who is told what happens in a session, and what is to be said once somebody listens.
 *
 * Everything is told to every listener, whoever asked for it.  A newcomer gets a board of his own for a moment, on
 * which everybody who has facts writes them.  Session thread.
 */
#ifndef TTYMIX_SRC_SESSION_BOARD_H
#define TTYMIX_SRC_SESSION_BOARD_H

#include <stdbool.h>

#include "projects/document/document.h"
#include "tui/link/facts.h"

typedef enum NoticeLevel { NOTICE_INFO, NOTICE_WARN, NOTICE_ERROR } NoticeLevel;

/* What a newcomer is warned of as long as it holds. */
typedef enum Standing {
    STANDING_LOCK,    /* there is none */
    STANDING_RIGHTS,  /* it is read-only, lost, or may not be written */
    STANDING_FOUND,   /* edits to be decided about */
    STANDING_JOURNAL, /* there is none, or it is not written */
    STANDING_COUNT
} Standing;
enum { STANDING_LENGTH_MAX = 600 };
typedef struct StandingWarning {
    NoticeLevel level;
    char text[STANDING_LENGTH_MAX]; /* "" = all is well */
} StandingWarning;

typedef struct SessionListener { /* any function may be NULL */
    void *context;
    void (*change)(void *context, const Change *change);
    void (*replaced)(void *context);                                  /* the whole document is another one */
    void (*state)(void *context, const char *key, const char *value); /* a fact of tui/link/facts.h */
    void (*notice)(void *context, NoticeLevel level, const char *text);
    void (*report)(void *context,
                   const char *text); /* tables: lines, each ended by \n; without it they come as notices */
} SessionListener;

typedef struct Board { /* board.c's own */
    SessionListener *listeners;
    int count, room;
    StandingWarning standing[STANDING_COUNT];
} Board;

/* A zeroed board is empty. */
void board_clear(Board *board);
/* Any number; false without memory. A listener neither joins nor leaves while it is told something. */
NODISCARD bool board_join(Board *board, const SessionListener *listener);
void board_leave(Board *board, void *context);

/* A fact by its row: board_fact(board, TOLD_PLAY, 1). */
void board_fact(Board *board, const char *key, const char *format, ...) PRINTF_LIKE(3, 4);
void board_change(Board *board, const Change *change);
void board_replaced(Board *board);
void board_notice(Board *board, NoticeLevel level, const char *format, ...) PRINTF_LIKE(3, 4);
/* A listener that shows no long texts gets it line by line, as notices. */
void board_report(Board *board, const char *text);
/* A warning that must not be missed: a notice now, and one to each who is told all from now on, until it is withdrawn.
 */
void board_warn(Board *board, Standing which, NoticeLevel level, const char *format, ...) PRINTF_LIKE(4, 5);
void board_withdraw(Board *board, Standing which);
/* The warnings of `board` are told on `to`. */
void board_tell_warnings(const Board *board, Board *to);

#endif
