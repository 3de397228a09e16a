/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Paths and folders: small questions, asked everywhere. All results are malloc'd; NULL without memory. Any thread. */
#ifndef TTYMIX_SRC_BASE_PATHS_H
#define TTYMIX_SRC_BASE_PATHS_H

#include <stdbool.h>

/* "a/b.mix" -> "a", "b.mix" -> ".". */
char *path_folder(const char *path);
/* The part after the last '/'. Points into `path`. */
const char *path_base(const char *path);
/* `path` if absolute, else folder/path. */
char *path_join(const char *folder, const char *path);
/* The base name without its last extension: "a/b.wav" -> "b". */
char *path_stem(const char *path);
/* True when `path` (as written in a project) is absolute or climbs, or when `full` really lies outside `real_folder`.
 */
bool path_is_outside(const char *real_folder, const char *path, const char *full);
/* $XDG_STATE_HOME/ttymix and its kin ("state", "config", "cache"), made when `create`; NULL when there is no home. */
char *path_home(const char *kind, bool create);

#endif
