/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/session/parts.h"

#include <stdlib.h>
#include <string.h>

#include "src/session/kinds.h"

enum { PARTS_MAX = 32 };

const PartKind *const session_parts[] = {
    &transport_part, &heard_part, &solos_part,     &compare_part, &record_part,   &glide_part,
    &monitor_part,   &files_part, &merge_part,     &bounce_part,  &recovery_part, &presets_part,
    &gainstage_part, &match_part, &overviews_part, &silence_part, &history_part,  NULL};
_Static_assert(ARRAY_LEN(session_parts) <= PARTS_MAX, "too many parts");

struct Parts {
    PartPlace place;
    void *opened[PARTS_MAX];
};

static bool join(const Parts *parts, const PartKind *kind, void *part)
{
    return (!kind->follower || edits_follow(parts->place.edits, kind->follower, part)) &&
           (!kind->layer || player_add_layer(parts->place.player, kind->layer, part));
}

Parts *parts_open(const PartPlace *place)
{
    Parts *parts = calloc(1, sizeof *parts);
    if (!parts)
        return NULL;
    parts->place = *place;
    parts->place.kinds = session_parts;
    parts->place.parts = parts->opened;
    for (int i = 0; session_parts[i]; i++) {
        const PartKind *kind = session_parts[i];
        parts->opened[i] = kind->open ? kind->open(&parts->place) : &parts->place;
        if (!parts->opened[i] || !join(parts, kind, parts->opened[i])) {
            parts_close(parts);
            return NULL;
        }
    }
    return parts;
}

void parts_close(Parts *parts)
{
    if (!parts)
        return;
    for (int i = (int)ARRAY_LEN(session_parts) - 2; i >= 0; i--)
        if (parts->opened[i] && session_parts[i]->close)
            session_parts[i]->close(parts->opened[i]);
    free(parts);
}

void parts_forget(Parts *parts)
{
    for (int i = 0; session_parts[i]; i++)
        if (session_parts[i]->forget)
            session_parts[i]->forget(parts->opened[i]);
}

void parts_tick(Parts *parts)
{
    for (int i = 0; session_parts[i]; i++)
        if (session_parts[i]->tick)
            session_parts[i]->tick(parts->opened[i]);
}

void parts_tell(Parts *parts, Board *board)
{
    for (int i = 0; session_parts[i]; i++)
        if (session_parts[i]->tell)
            session_parts[i]->tell(parts->opened[i], board);
}

bool parts_run(Parts *parts, const char *command, const CommandWords *words, SessionAnswer *answer)
{
    const char *second = words->count > 1 ? words->word[1] : "";
    for (int i = 0; session_parts[i]; i++)
        for (const CommandHandler *row = session_parts[i]->commands; row && row->name; row++)
            if (strcmp(row->name, command) == 0 && (!row->word || strcmp(row->word, second) == 0)) {
                row->run(parts->opened[i], words, answer);
                return true;
            }
    return false;
}

int parts_list_commands(const char **names, int room)
{
    int count = 0;
    for (int i = 0; session_parts[i]; i++)
        for (const CommandHandler *row = session_parts[i]->commands; row && row->name && count < room; row++)
            names[count++] = row->name;
    return count;
}

void *parts_find(const Parts *parts, const PartKind *kind)
{
    return part_of(&parts->place, kind);
}
