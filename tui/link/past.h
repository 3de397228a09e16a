/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A piece of the session's history, as a desk was sent it: titles of edits, the oldest first.  The lines are `history
 * FIRST COUNT` and its answer (tui/link/host.h). */
#ifndef TTYMIX_TUI_LINK_PAST_H
#define TTYMIX_TUI_LINK_PAST_H

#include <stdbool.h>
#include <stdint.h>

#include "audio/base/buffer.h"

enum { PAST_MAX = 512, PAST_TITLE_MAX = 240 }; /* titles kept at once: more than a terminal has rows; bytes of one */

typedef struct Past {
    bool known;
    int done, count; /* edits that are done; and all, those that were undone behind them */
    int saved;       /* how many were done when it was saved; -1: no undo or redo leads there */
    int first;       /* of titles[0] */
    char titles[PAST_MAX][PAST_TITLE_MAX];
} Past;

/* The title of an edit, from 0; NULL: it was not sent. */
const char *past_title(const Past *past, int index);

/* Take `DONE COUNT SAVED FIRST`, which begins anew, and `INDEX TITLE` (changed in place); false if it is not
 * understood.
 */
bool past_take_head(Past *past, char *rest);
bool past_take_title(Past *past, char *rest);
/* For the other end: append the lines. */
void past_add_head(Buffer *out, int done, int count, int saved, int first);
void past_add_title(Buffer *out, int index, const char *title);

#endif
