/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Somebody who says lines to a session: by which name the others know him, what he may, and what he has begun.
 *
 * A guest of a served session leaves it by `quit`, and the session goes on; `shutdown` ends it for all.  To anybody
 * else `quit` is the session's end.  Session thread.
 */
#ifndef TTYMIX_SRC_SERVE_SPEAKER_H
#define TTYMIX_SRC_SERVE_SPEAKER_H

#include "src/session/session.h"

enum { SPEAKER_NAME_MAX = 48 };

/* One gesture is open at a time: that of whoever spoke last.  When another speaks, what the one before had begun is
 * ended, and begun again when he goes on, so that nobody's edits get into another's entry of the history. */
typedef struct Floor {
    struct Speaker *holder; /* who spoke last, or NULL */
} Floor;

typedef struct Speaker {
    Session *session;
    Floor *floor;                /* of all who speak to this session; outlives them; NULL: there is but one */
    char name[SPEAKER_NAME_MAX]; /* "desk 2"; "": nobody else is there */
    bool guest, readonly;
    int gestures; /* begun and not ended */
    bool leaves;  /* he has said so */
} Speaker;

/* What he calls himself, made safe to print; "" changes nothing. */
void speaker_name(Speaker *speaker, const char *name);
/* Runs a line of the language for him. */
void speaker_run(Speaker *speaker, const char *line, SessionAnswer *answer);
/* He is gone: what he has begun is ended. */
void speaker_end(Speaker *speaker);

#endif
