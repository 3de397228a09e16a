/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tui/link/past.h"

#include <stdio.h>
#include <string.h>

#include "tui/link/wire.h"

const char *past_title(const Past *past, int index)
{
    int at = index - past->first;
    return past->known && at >= 0 && at < PAST_MAX && past->titles[at][0] ? past->titles[at] : NULL;
}

bool past_take_head(Past *past, char *rest)
{
    int64_t done, count, saved, first;
    if (!wire_take_int(&rest, 0, INT32_MAX, &done) || !wire_take_int(&rest, done, INT32_MAX, &count) ||
        !wire_take_int(&rest, -1, count, &saved) || !wire_take_int(&rest, 0, INT32_MAX - PAST_MAX, &first))
        return false;
    past->known = true;
    past->done = (int)done;
    past->count = (int)count;
    past->saved = (int)saved;
    past->first = (int)first;
    for (int i = 0; i < PAST_MAX; i++)
        past->titles[i][0] = '\0';
    return true;
}

bool past_take_title(Past *past, char *rest)
{
    int64_t index;
    if (!past->known || !wire_take_int(&rest, past->first, past->first + PAST_MAX - 1, &index))
        return false;
    wire_unescape(rest);
    snprintf(past->titles[index - past->first], PAST_TITLE_MAX, "%s", *rest ? rest : " ");
    return true;
}

void past_add_head(Buffer *out, int done, int count, int saved, int first)
{
    buffer_append_format(out, "history %d %d %d %d\n", done, count, saved, first);
}

void past_add_title(Buffer *out, int index, const char *title)
{
    buffer_append_format(out, "past %d ", index);
    wire_add_text(out, title, strnlen(title, PAST_TITLE_MAX - 1));
    buffer_append_text(out, "\n");
}
