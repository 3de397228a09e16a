/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/io/device/name.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "audio/base/printable.h"

enum { FULL_NAME = 168, NAMES_SHOWN = 5 };

void device_name_clean(char *to, size_t size, const char *from)
{
    size_t used = 0, left = strlen(from);
    PrintablePiece piece;
    for (; left > 0; from += piece.taken, left -= (size_t)piece.taken) {
        printable_take(&piece, from, left);
        bool safe = piece.text == from, control = !piece.valid || piece.code < 0xa0;
        size_t length = safe ? (size_t)piece.taken : control;
        if (used + length >= size)
            break;
        memcpy(to + used, safe ? from : "?", length);
        used += length;
    }
    to[used] = '\0';
}

void device_name_write(char *to, size_t size, const DeviceInfo *info)
{
    snprintf(to, size, "%s: %s", info->host, info->name);
}

static int text_has_part(const char *text, const char *part)
{
    size_t length = strlen(part);
    for (; *text; text++)
        if (!strncasecmp(text, part, length))
            return 1;
    return 0;
}

/* How much of `name` stands in `text`: its longest part that does. */
static int text_nearness(const char *text, const char *name)
{
    int best = 0;
    for (const char *from = name; *from; from++)
        for (const char *at = text; *at; at++) {
            int length = 0;
            while (from[length] && !strncasecmp(from, at, (size_t)length + 1))
                length++;
            best = length > best ? length : best;
        }
    return best;
}

typedef enum Match { MATCH_FULL, MATCH_NAME, MATCH_HOST, MATCH_PART } Match;

static int info_matches(const DeviceInfo *info, const char *name, Match match)
{
    char full[FULL_NAME];
    device_name_write(full, sizeof full, info);
    switch (match) {
    case MATCH_FULL: return !strcmp(full, name);
    case MATCH_NAME: return !strcmp(info->name, name);
    case MATCH_HOST: return !strcasecmp(info->host, name);
    default: return text_has_part(full, name);
    }
}

static void list_add(char *list, size_t size, const DeviceInfo *info)
{
    char full[FULL_NAME];
    size_t used = strlen(list);
    device_name_write(full, sizeof full, info);
    if (used + strlen(full) + 3 <= size) /* a name is shown whole or not at all */
        snprintf(list + used, size - used, "%s%s", used ? ", " : "", full);
}

static Status find_ambiguous(const DeviceInfo *infos, int count, const char *name, Match match, Error *error)
{
    char list[300] = "";
    int shown = 0;
    for (int i = 0; i < count && shown < NAMES_SHOWN; i++)
        if (info_matches(&infos[i], name, match)) {
            list_add(list, sizeof list, &infos[i]);
            shown++;
        }
    return error_set(error, STATUS_BAD_VALUE, "'%.127s' may mean several sound devices: %s", name, list);
}

static Status find_nothing(const DeviceInfo *infos, int count, const char *name, Error *error)
{
    char list[240] = "", shown_name[128];
    unsigned char taken[256] = {0};
    device_name_clean(shown_name, sizeof shown_name, name);
    for (int shown = 0; shown < NAMES_SHOWN; shown++) {
        int best = -1, nearness = -1;
        for (int i = 0; i < count && i < (int)sizeof taken; i++) {
            char full[FULL_NAME];
            device_name_write(full, sizeof full, &infos[i]);
            int near = text_nearness(full, name);
            if (!taken[i] && near > nearness) {
                nearness = near;
                best = i;
            }
        }
        if (best < 0)
            break;
        taken[best] = 1;
        list_add(list, sizeof list, &infos[best]);
    }
    return error_set(error, STATUS_NOT_FOUND, "no free sound device is called '%s'; there are: %s", shown_name, list);
}

static int find_default(const DeviceInfo *infos, int count)
{
    for (int i = 0; i < count; i++)
        if (infos[i].is_default)
            return i;
    return 0;
}

Status device_name_find(const DeviceInfo *infos, int count, const char *name, int *index, Error *error)
{
    if (count <= 0)
        return error_set(error, STATUS_NOT_FOUND, "there is no sound device, or none that is free");
    if (!name[0]) {
        *index = find_default(infos, count);
        return STATUS_OK;
    }
    for (Match match = MATCH_FULL; match <= MATCH_PART; match++) {
        int found = -1, fits = 0;
        for (int i = 0; i < count; i++)
            if (info_matches(&infos[i], name, match)) {
                found = found < 0 ? i : found;
                fits++;
            }
        if (fits > 1 && (match == MATCH_NAME || match == MATCH_PART))
            return find_ambiguous(infos, count, name, match, error);
        if (fits) {
            *index = found;
            return STATUS_OK;
        }
    }
    return find_nothing(infos, count, name, error);
}
