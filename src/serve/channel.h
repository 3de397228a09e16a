/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A connected socket in lines: what has come and what shall go, neither without bound.
 *
 * Nobody waits for the other end.  Whoever does not take what he is told is not listened to any more until he has
 * taken it; so what he makes others write is bounded by what one of his lines is answered.  Session thread.
 */
#ifndef TTYMIX_SRC_SERVE_CHANNEL_H
#define TTYMIX_SRC_SERVE_CHANNEL_H

#include <stdbool.h>
#include <stddef.h>

#include "audio/base/buffer.h"
#include "audio/base/status.h"

enum {
    CHANNEL_LINE_MAX = 256 * 1024, /* a longer line ends the connection */
    CHANNEL_CALM_BYTES = 32 * 1024 /* who has more than this before him does not keep up */
};

typedef struct Channel {
    int fd;
    bool gone;   /* nothing goes either way any more */
    bool ended;  /* the other end will say nothing more, but may still listen */
    bool closes; /* gone once everything is sent */
    Buffer output;
    char *input; /* CHANNEL_LINE_MAX */
    size_t used, taken;
} Channel;

/* Takes over the socket (closed at once on failure). False without memory. */
NODISCARD bool channel_init(Channel *channel, int fd);
void channel_clear(Channel *channel);
/* Takes a piece of what has come. */
void channel_receive(Channel *channel);
/* The next whole line, without its end (\n or \r\n), NUL behind it; holds until channel_receive.  NULL: there is none,
 * or much waits to be taken by the other end. */
char *channel_next_line(Channel *channel, size_t *length);
/* Sends what can be sent without waiting. */
void channel_flush(Channel *channel);
/* True if more may be said to it, and listened to. */
bool channel_is_calm(const Channel *channel);
/* True if a whole line is there to be taken: nothing need be waited for. */
bool channel_has_line(const Channel *channel);
/* What to wait for: POLLIN, POLLOUT. */
short channel_events(const Channel *channel);

#endif
