/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/model/uids.h"

#include <stdio.h>

void uids_clear(UidTable *table)
{
    name_table_free(table->numbers);
    *table = (UidTable){0};
}

static bool find_uid(UidTable *table, const char *key, uint32_t *uid)
{
    int known = name_table_find(table->numbers, key);
    *uid = known >= 0 ? (uint32_t)known : ++table->last;
    if (known >= 0)
        return true;
    if (!table->numbers)
        table->numbers = name_table_new();
    return table->numbers && name_table_set(table->numbers, key, (int)*uid);
}

bool uids_assign(UidTable *table, Strip *strip)
{
    char key[160];
    bool fine = find_uid(table, strip->name, &strip->uid);
    for (int i = 0; i < strip->processor_count; i++) {
        snprintf(key, sizeof key, "%u.%s", strip->uid, processor_address(&strip->processors[i]));
        fine &= find_uid(table, key, &strip->processors[i].uid);
    }
    return fine;
}

bool uids_rename(UidTable *table, const char *from, const char *to)
{
    int uid = name_table_find(table->numbers, from);
    if (uid < 0)
        return true;
    name_table_remove(table->numbers, from);
    return name_table_set(table->numbers, to, uid);
}
