/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers that stay with strips and processors across edits, renaming and undo. */
#include <stdio.h>

#include "projects/read/read.h"

static uint32_t uid_of(Document *document, const char *key)
{
    int uid = name_table_find(document->uids, key);
    if (uid < 0) {
        uid = (int)++document->next_uid;
        if (!name_table_set(document->uids, key, uid))
            document->stale = true;
    }
    return (uint32_t)uid;
}

void document_assign_uids(Document *document, Strip *strip)
{
    char key[160];
    strip->uid = uid_of(document, strip->name);
    for (int i = 0; i < strip->processor_count; i++) {
        snprintf(key, sizeof key, "%u.%s", strip->uid, processor_address(&strip->processors[i]));
        strip->processors[i].uid = uid_of(document, key);
    }
}

void document_rename_uid(Document *document, const char *from, const char *to)
{
    int uid = name_table_find(document->uids, from);
    if (uid < 0)
        return;
    name_table_remove(document->uids, from);
    if (!name_table_set(document->uids, to, uid))
        document->stale = true;
}
