/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the sockets of served sessions are: in $XDG_RUNTIME_DIR/ttymix, or, where there is no such folder, in
 * $XDG_STATE_HOME/ttymix/run. The folder is this user's and nobody else may enter it (mode 0700).  Any thread. */
#ifndef TTYMIX_SRC_SERVE_PLACE_H
#define TTYMIX_SRC_SERVE_PLACE_H

#include <stdbool.h>
#include <sys/un.h>

#include "audio/base/status.h"

#define PLACE_ENDING ".sock"

/* The folder, malloc'd; `make`: it is made.  NOT_FOUND: there is none, and no home where it could be; REFUSED: it is
 * another user's, or others may enter it. */
NODISCARD Status place_folder(bool make, char **folder, Error *error);
/* The same for a folder that is known: made if only it is missing, and looked at. */
NODISCARD Status place_make_folder(const char *folder, Error *error);
/* The socket of a project in it, malloc'd: its name, and a digest of where it really lies, so that each project has
 * one and the same project always the same. */
NODISCARD Status place_of_project(const char *folder, const char *project, char **path, Error *error);
/* The path as the kernel takes it. REFUSED: it is too long (107 bytes on Linux). */
NODISCARD Status place_address(const char *path, struct sockaddr_un *address, Error *error);
/* True if the process at the other end of a connected socket is this user's. */
bool place_peer_is_ours(int fd);

#endif
