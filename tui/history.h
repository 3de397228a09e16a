/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines typed before, oldest first, bounded; kept in a file between sessions. */
#ifndef TTYMIX_TUI_HISTORY_H
#define TTYMIX_TUI_HISTORY_H

#include "audio/base/status.h"

enum { HISTORY_MAX = 500, HISTORY_LINE_MAX = 4096 };

typedef struct History { char *lines[HISTORY_MAX]; int count; } History;

void history_clear(History *history);
/* Adds a line at the end; one equal to it is taken out before, the oldest makes room. Blank lines are not kept. */
void history_add(History *history, const char *line);
/* Index of the next older (step -1) or newer (step 1) line than `at` that begins with `start`; -1 if there is none. `at` may be count. */
int history_seek(const History *history, int at, int step, const char *start);
/* Reads `path` (a missing file is an empty history; lines too long or with control bytes are left out). */
NODISCARD Status history_load(History *history, const char *path);
/* Replaces `path` as a whole, mode 0600. */
NODISCARD Status history_save(const History *history, const char *path);

#endif
