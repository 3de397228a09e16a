/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the history screen's own keys do (tui/screen/history.c). */
#ifndef TTYMIX_TUI_SCREEN_HISTORY_H
#define TTYMIX_TUI_SCREEN_HISTORY_H

#include <limits.h>

/* Argument of action_own beside steps of -1 and 1. */
enum { HISTORY_TOP = INT_MAX / 4, HISTORY_BOTTOM = -HISTORY_TOP, HISTORY_NOW = HISTORY_TOP - 1 };

#endif
