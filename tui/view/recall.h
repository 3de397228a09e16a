/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines typed before, oldest first, bounded; kept in a file between sessions. */
#ifndef TTYMIX_TUI_VIEW_RECALL_H
#define TTYMIX_TUI_VIEW_RECALL_H

#include "audio/base/status.h"

enum { RECALL_MAX = 500, RECALL_LINE_MAX = 4096 };

typedef struct Recall {
    char *lines[RECALL_MAX];
    int count;
} Recall;

void recall_clear(Recall *history);
/* Adds a line at the end; one equal to it is taken out before, the oldest makes room. Blank lines are not kept. */
void recall_add(Recall *history, const char *line);
/* Index of the next older (step -1) or newer (step 1) line than `at` that begins with `start`; -1 if there is none.
 * `at` may be count. */
int recall_seek(const Recall *history, int at, int step, const char *start);
/* Reads `path` (a missing file is an empty history; lines too long or with control bytes are left out). */
NODISCARD Status recall_load(Recall *history, const char *path);
/* Replaces `path` as a whole, mode 0600. */
NODISCARD Status recall_save(const Recall *history, const char *path);

#endif
