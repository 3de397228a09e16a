/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The session's side of tui/link/host.h: desks at sockets, and the loop that runs the session for them. */
#ifndef TTYMIX_SRC_SERVE_SERVER_H
#define TTYMIX_SRC_SERVE_SERVER_H

#include "src/session/session.h"

typedef struct Server Server;

/* Serves `session` to the desk at the socket `fd` (taken over). NULL without memory. Session thread. */
Server *server_new(Session *session, int fd);
/* Runs until the session is over, the last desk has left, or a signal ends the process. Session thread. The status to
 * exit with. */
int server_run(Server *server);
/* One turn of that loop, without waiting, for who has a loop of his own; false when it is over. */
bool server_step(Server *server);
void server_free(Server *server);

#endif
