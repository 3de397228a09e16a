/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a render read, for make and ninja: a rule `OUTPUT...: FILE...`, with gcc's escaping, and an empty rule for each
 * file, so that one that is gone does not stop a build that no longer needs it.  Owner's thread. */
#ifndef TTYMIX_SRC_RENDER_DEPFILE_H
#define TTYMIX_SRC_RENDER_DEPFILE_H

#include "src/song/song.h"

typedef struct PathList { /* each path once, in the order in which they came */
    char **items;
    int count, capacity;
} PathList;

typedef struct Deps { /* all zero = empty */
    PathList targets, inputs;
    bool failed; /* out of memory */
} Deps;

void deps_clear(Deps *deps);
/* Paths as the build names them; a leading "./" is left out. */
void deps_add_target(Deps *deps, const char *path);
void deps_add_input(Deps *deps, const char *path);
/* The project, what it includes, and the stems and responses that were opened for it. */
void deps_add_project(Deps *deps, const Project *project);
/* Replaces the file. BAD_VALUE: a name cannot be written in such a file (a line break in it, a backslash at its end);
 * NO_MEMORY; else statuses of save_write. The text of the error is a whole sentence. */
NODISCARD Status depfile_write(const Deps *deps, const char *path, Error *error);

#endif
