/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The socket at which a session is served: mode 0600, in a folder of this user alone.  Session thread. */
#ifndef TTYMIX_SRC_SERVE_DOOR_H
#define TTYMIX_SRC_SERVE_DOOR_H

#include "audio/base/status.h"

typedef struct Door Door;

/* Listens at the project's place. A socket that nobody listens at any more is replaced; EXISTS: somebody does (error
 * says how to join him); REFUSED: what is there is no socket, the folder is not safe, or the path is too long; IO. */
NODISCARD Status door_open(Door **door, const char *project, Error *error);
/* Removes the socket if it is still this one. NULL is safe. */
void door_close(Door *door);
/* -1 while it could not be opened anew. */
int door_fd(const Door *door);
const char *door_path(const Door *door);
/* Listens anew where the socket is gone: a user's folder of sockets is emptied when his last login ends, and he shall
 * find the session when he comes back.  Cheap where it is there; call it now and then. */
void door_keep(Door *door);
/* Somebody who has come, as a connected socket; -1 if there is none. Who is not this user is told so, and sent away. */
int door_take(Door *door);

#endif
