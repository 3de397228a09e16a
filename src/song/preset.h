/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Presets: chains in files `NAME.strip`, in the words of the project after a first line `ttymix-strip 1`.
 *
 * The user's lie in $XDG_CONFIG_HOME/ttymix/presets.  The shipped ones lie in the data folder: that of TTYMIX_DATA,
 * else of the tree or checkout that the program stands in, else where it was built for.  A user's preset hides a
 * shipped one of its name.  A NAME is letters, digits, _ and -, so that it never leads out of a folder; what ends in
 * `.strip` is a file's path.  Comments directly below the first line tell what the preset is, and are not loaded. */
#ifndef TTYMIX_SRC_SONG_PRESET_H
#define TTYMIX_SRC_SONG_PRESET_H

#include <stdbool.h>

#include "audio/base/status.h"
#include "projects/command/command.h"

enum { PRESET_BYTES_MAX = 256 * 1024 };

typedef struct PresetInfo {
    char name[80];
    char help[300]; /* its first line of comment, safe to print; or "" */
    bool is_own;    /* the user's */
} PresetInfo;

/* All presets by name; `*infos` is malloc'd. The count, -1 without memory. */
int preset_list(PresetInfo **infos);
/* The file that a preset's name or path means, malloc'd. NOT_FOUND, BAD_VALUE. */
NODISCARD Status preset_find(const char *name, char **path, Error *error);
/* The chain of a preset by name or path, malloc'd; the commands are told what is wrong with it when it is put onto a
 * strip. NOT_FOUND, REFUSED (too long, no file), UNSUPPORTED (a newer version), BAD_VALUE (no preset, a name that is
 * none), IO. */
NODISCARD Status preset_load(const char *name, char **chain, Error *error);
/* `chain STRIPS CHAIN MODE`, malloc'd; NULL without memory. */
char *preset_chain_line(const char *strips, const char *chain, const char *mode);
/* What `load STRIPS NAME [append]`, the words from `first` on, means to a document: a line `chain ...`, malloc'd.
 * Fails as preset_load does. */
NODISCARD Status preset_load_line(const CommandWords *words, int first, char **line, Error *error);
/* Writes a chain under a name of the user's, or to a path. EXISTS when it is there and `replace` is not set. */
NODISCARD Status preset_save(const char *name, const char *chain, bool replace, Error *error);

#endif
