/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Projects whose paths outside their own folder this user agreed to follow: one real path a line in
 * $XDG_STATE_HOME/ttymix/agreed. A project that a stranger sends is not among them, whatever it says. */
#ifndef TTYMIX_SRC_SONG_AGREED_H
#define TTYMIX_SRC_SONG_AGREED_H

#include <stdbool.h>

#include "audio/base/status.h"

bool agreed_includes(const char *project_path);
NODISCARD Status agreed_add(const char *project_path, Error *error);

#endif
