/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Somebody at a socket of the session: a desk of its own process, or a guest, whose first line says what he is
 * (visit.h).  Session thread. */
#ifndef TTYMIX_SRC_SERVE_CLIENT_H
#define TTYMIX_SRC_SERVE_CLIENT_H

#include "src/serve/speaker.h"
#include "src/session/session.h"

typedef struct Client Client;

/* Takes over the connected socket `fd` (closed at once where it fails). A desk is told everything; NULL without memory.
 */
Client *client_new_desk(Session *session, int fd);
typedef struct GuestBook { /* of all guests; outlives them */
    Floor floor;
    int number; /* of those who have said what they are */
} GuestBook;
/* A guest, until he says what he is. NULL without memory. */
Client *client_new_guest(Session *session, int fd, GuestBook *book);
/* NULL is safe. */
void client_free(Client *client);
int client_fd(const Client *client);
short client_events(const Client *client);

/* Runs what he has sent, a piece of it. */
void client_read(Client *client);
/* After a tick: what is due to him. */
void client_serve(Client *client);
/* Sends what can be sent without waiting. */
void client_flush(Client *client);
/* The session has ended: his last words. */
void client_say_end(Client *client, int status, const char *why);
/* One sentence in the place of anything else, and he is sent away. */
void client_refuse(Client *client, const char *why);
/* True while something that he said waits to be run: nothing need be waited for. */
bool client_has_more(const Client *client);
/* True if he is to get his turn every 20 ms at least. */
bool client_is_live(const Client *client);
bool client_wants_write(const Client *client);
/* He has not said yet what he is, or was told his last. */
bool client_is_silent(const Client *client);
/* He has left, or was let go. */
bool client_is_gone(const Client *client);

#endif
