/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One desk at one socket, in the lines of tui/link/host.h: a listener of the session, a queue of bytes to the desk, and
 * what it subscribed to.  Session thread. */
#ifndef TTYMIX_SRC_SERVE_CLIENT_H
#define TTYMIX_SRC_SERVE_CLIENT_H

#include "src/session/session.h"

typedef struct Client Client;

/* Takes over the connected socket `fd` (closed at once where it fails), and tells it everything. NULL without memory.
 */
Client *client_new(Session *session, int fd);
/* NULL is safe. */
void client_free(Client *client);
int client_fd(const Client *client);

/* Runs what the desk has sent, a piece of it. */
void client_read(Client *client);
/* Meters, where they are due and the desk keeps up. */
void client_serve_meters(Client *client);
void client_say_quit(Client *client);
/* Sends what can be sent without waiting. A desk that reads nothing is let go: the session does not wait for it. */
void client_flush(Client *client);
bool client_wants_write(const Client *client);
/* The desk has left, or was let go. */
bool client_is_gone(const Client *client);

#endif
