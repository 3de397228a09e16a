/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The way to a session that is served: found by its project, its socket, or by being the only one.  Any thread. */
#ifndef TTYMIX_SRC_SERVE_REACH_H
#define TTYMIX_SRC_SERVE_REACH_H

#include "audio/base/status.h"

/* Connects to the session of `name`, a project or a socket; NULL: the only one that is served.  `*fd` is the caller's.
 * NOT_FOUND: nobody serves it; FULL: several are served, and error->text begins a list of theirs (reach_list has the
 * rest); REFUSED: it is another user's; IO. */
NODISCARD Status reach_session(const char *name, int *fd, Error *error);
/* The sockets at which somebody listens, sorted; the result and each of them are malloc'd. NULL for none, or without
 * memory. */
char **reach_list(int *count);
void reach_list_free(char **paths, int count);

#endif
