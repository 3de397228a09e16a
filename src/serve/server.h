/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The loop that runs a session for its desks, any number of them.  Session thread. */
#ifndef TTYMIX_SRC_SERVE_SERVER_H
#define TTYMIX_SRC_SERVE_SERVER_H

#include "src/session/session.h"

typedef struct Server Server;

/* NULL without memory. */
Server *server_new(Session *session);
/* Desks that are still there are let go; the session stays. NULL is safe. */
void server_free(Server *server);
/* Serves a desk at the connected socket `fd`, which is taken over, beside those that are there. False without memory.
 */
NODISCARD bool server_add(Server *server, int fd);
/* Runs until the session is over and every desk knows it, the last desk has left, or a signal ends the process. */
void server_run(Server *server);
/* One turn of that loop: waits at most `ms`; false when it is over. */
bool server_step(Server *server, int ms);

#endif
