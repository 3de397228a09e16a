/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tui/view/notices.h"

#include <stdio.h>
#include <string.h>

static void remove_at(Notices *notices, int at)
{
    notices->count--;
    memmove(notices->items + at, notices->items + at + 1, (size_t)(notices->count - at) * sizeof notices->items[0]);
}

static int least_important(const Notices *notices)
{
    int least = 0;
    for (int i = 1; i < notices->count; i++)
        if (notices->items[i].level < notices->items[least].level)
            least = i;
    return least;
}

void notices_keep(Notices *notices, int level, const char *text)
{
    for (int i = 0; i < notices->count; i++)
        if (strcmp(notices->items[i].text, text) == 0)
            return;
    if (notices->count == NOTICES_MAX)
        remove_at(notices, least_important(notices));
    Notice *notice = &notices->items[notices->count++];
    notice->level = level;
    snprintf(notice->text, sizeof notice->text, "%s", text);
}

bool notices_take(Notices *notices, Notice *out)
{
    if (notices->count == 0)
        return false;
    *out = notices->items[0];
    remove_at(notices, 0);
    return true;
}
