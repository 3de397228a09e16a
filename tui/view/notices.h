/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the session says unasked waits here while an earlier warning still stands on the status line: a warning stays
 * until a key was pressed, then the next comes.  Pure.
 */
#ifndef TTYMIX_TUI_VIEW_NOTICES_H
#define TTYMIX_TUI_VIEW_NOTICES_H

#include <stdbool.h>

enum { NOTICES_MAX = 8, NOTICE_SIZE = 1024 };

typedef struct Notice {
    int level; /* 0 info, 1 warn, 2 error */
    char text[NOTICE_SIZE];
} Notice;
typedef struct Notices {
    Notice items[NOTICES_MAX]; /* oldest first */
    int count;
} Notices;

/* Keeps a copy.  What waits already is not kept twice; when all places are taken, the oldest of the lowest level goes.
 */
void notices_keep(Notices *notices, int level, const char *text);
/* Takes the oldest; false when none waits. */
bool notices_take(Notices *notices, Notice *out);

#endif
