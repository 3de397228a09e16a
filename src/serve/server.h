/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The loop that runs a session for whoever comes: a desk in this process, or guests at a door, any number up to
 * SERVER_CLIENTS_MAX.  Session thread. */
#ifndef TTYMIX_SRC_SERVE_SERVER_H
#define TTYMIX_SRC_SERVE_SERVER_H

#include "src/serve/door.h"
#include "src/session/session.h"

/* Who comes then takes the place of the one that has been there longest without saying what he is, or is told to come
 * another time. */
enum { SERVER_CLIENTS_MAX = 64 };

typedef struct Server Server;

/* NULL without memory. */
Server *server_new(Session *session);
/* Whoever is still there is let go; the session stays. NULL is safe. */
void server_free(Server *server);
/* Serves a desk at the connected socket `fd`, which is taken over, beside those that are there. False without memory.
 */
NODISCARD bool server_add(Server *server, int fd);
/* Lets guests in by this door, which outlives the server; the server then stays when nobody is there. */
void server_open_door(Server *server, Door *door);
/* Runs until the session is over and everybody knows it, the last desk has left (without a door), or a signal ends the
 * process. */
void server_run(Server *server);
/* One turn of that loop: waits at most `ms`; false when it is over. */
bool server_step(Server *server, int ms);
/* Tells everybody that it has ended, with the status for his program, and gives them a moment to take it. */
void server_say_end(Server *server, int status, const char *why);

#endif
