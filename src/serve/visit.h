/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What somebody at a socket can be to a session: a kind for each, chosen by the first word that he says. */
#ifndef TTYMIX_SRC_SERVE_VISIT_H
#define TTYMIX_SRC_SERVE_VISIT_H

#include "src/serve/channel.h"
#include "src/serve/speaker.h"

typedef struct Visit { /* the client's; outlives what `begin` made */
    Session *session;
    Channel *channel;
    Speaker *speaker;
} Visit;

typedef struct VisitKind {
    const char *word;   /* the first of the first line; NULL: any other line, which is then his first */
    const char *called; /* what the others call him, with a number behind it, unless he has a name */
    bool live;          /* he gets his turn every 20 ms at least */
    /* `rest`: what stands behind the word. NULL without memory, or once the channel closes. */
    void *(*begin)(Visit *visit, char *rest);
    void (*take_line)(void *self, char *line, size_t length);
    void (*turn)(void *self); /* after every tick of the session */
    /* The session is over: the last words, `why` "" where there is nothing to say. */
    void (*say_end)(void *self, int status, const char *why);
    void (*end)(void *self);
} VisitKind;

extern const VisitKind seat_kind;  /* seat.c: a desk */
extern const VisitKind sound_kind; /* sound.c: a listener */
extern const VisitKind talk_kind;  /* talk.c: the line protocol */

#endif
