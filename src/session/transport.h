/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Moving about in the song: play, stop, locate, jog, loop.  Session thread. */
#ifndef TTYMIX_SRC_SESSION_TRANSPORT_H
#define TTYMIX_SRC_SESSION_TRANSPORT_H

#include <stdbool.h>
#include <stdint.h>

typedef struct Transport Transport;

typedef struct TransportFollower { /* told before it happens */
    void (*started)(void *part, int64_t from);
    void (*stopped)(void *part);           /* it played */
    void (*moved)(void *part, int64_t to); /* whether or not it plays */
} TransportFollower;

/* False without memory. */
bool transport_add_follower(Transport *transport, const TransportFollower *follower, void *part);
/* From where it is, or from where a locate that waits for the disk will be. */
void transport_play(Transport *transport);
/* It returns to where play began, unless it shall stay. */
void transport_stop(Transport *transport, bool stay);
/* Whether play runs on beyond the end of the song; else it stops once the song and its tail are played, as a bounce
 * ends, and returns to where it began. */
void transport_set_runs_on(Transport *transport, bool on);
bool transport_runs_on(const Transport *transport);
void transport_locate(Transport *transport, int64_t frame);
/* True if the loop is on; its ends, in frames. */
bool transport_is_looped(const Transport *transport, int64_t *from, int64_t *to);

#endif
