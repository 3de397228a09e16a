/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "src/song/found.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "audio/base/attributes.h"
#include "audio/base/buffer.h"
#include "projects/lines/problems.h"
#include "src/base/paths.h"

static void tell(FoundStems *stems, const char *path, const char *text)
{
    (void)problems_add(&stems->problems, false, path, 0, 0, text); /* without memory, the answer is enough */
}

static bool is_sound_name(const char *name)
{
    static const char *const endings[] = {".wav",  ".wave", ".bwf",  ".rf64", ".bw64", ".w64",  ".aif", ".aiff",
                                          ".aifc", ".caf",  ".flac", ".ogg",  ".oga",  ".opus", ".mp3"};
    const char *dot = strrchr(name, '.');
    for (size_t i = 0; dot && i < ARRAY_LEN(endings); i++)
        if (strcasecmp(dot, endings[i]) == 0)
            return true;
    return false;
}

/* Letters, digits, _ and -; a name begins with a letter or _; keys and kinds are avoided by the document's own refusal.
 */
static void make_name(const char *path, FoundStem *stem)
{
    char *base = path_stem(path);
    size_t used = 0, length = base ? strlen(base) : 0;
    if (length > 2 && (base[length - 2] == '.' || base[length - 2] == '_' || base[length - 2] == '-') &&
        (base[length - 1] == 'L' || base[length - 1] == 'R')) {
        stem->side = base[length - 1];
        base[length - 2] = '\0';
    }
    for (const char *at = base ? base : ""; *at && used < FOUND_NAME_MAX; at++) {
        unsigned char c = (unsigned char)*at;
        bool good = c < 128 && (isalnum(c) || c == '_');
        if (used == 0 && c < 128 && isdigit(c))
            stem->name[used++] = '_';
        if (good)
            stem->name[used++] = (char)tolower(c);
        else if (used && stem->name[used - 1] != '-')
            stem->name[used++] = '-';
    }
    while (used && stem->name[used - 1] == '-')
        used--;
    if (used == 0)
        used = (size_t)snprintf(stem->name, FOUND_NAME_MAX, "track");
    stem->name[used] = '\0';
    free(base);
}

static bool add_stem(FoundStems *stems, const char *path)
{
    Error error = {0};
    FoundStem stem = {0};
    if (stems->count == FOUND_STEMS_MAX) {
        tell(stems, path, "not taken: a project has at most 4000 stems here");
        return false;
    }
    if (soundfile_inspect(path, &stem.info, &error) != STATUS_OK) {
        tell(stems, path, error.text);
        stems->refused++;
        return true;
    }
    if (!array_grow(&stems->items, stems->count, &stems->room, sizeof *stems->items))
        return false;
    stem.path = strdup(path);
    make_name(path, &stem);
    stems->items[stems->count++] = stem;
    return stem.path != NULL;
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

bool found_stems_add_folder(FoundStems *stems, const char *folder)
{
    DIR *dir = opendir(folder);
    char *names[FOUND_STEMS_MAX];
    int count = 0;
    if (!dir) {
        tell(stems, folder, strerror(errno));
        return false;
    }
    for (struct dirent *entry; (entry = readdir(dir)) != NULL && count < FOUND_STEMS_MAX;)
        if (entry->d_name[0] != '.' && is_sound_name(entry->d_name) && (names[count] = strdup(entry->d_name)) != NULL)
            count++;
    closedir(dir);
    qsort(names, (size_t)count, sizeof *names, compare_names);
    bool good = true;
    for (int i = 0; i < count; i++) {
        char *path = path_join(folder, names[i]);
        good = good && path && add_stem(stems, path);
        free(path);
        free(names[i]);
    }
    return good;
}

bool found_stems_add(FoundStems *stems, const char *path)
{
    struct stat info;
    if (stat(path, &info) == 0 && S_ISDIR(info.st_mode))
        return found_stems_add_folder(stems, path);
    return add_stem(stems, path);
}

void found_stems_clear(FoundStems *stems)
{
    for (int i = 0; i < stems->count; i++)
        free(stems->items[i].path);
    free(stems->items);
    problems_clear(&stems->problems);
    *stems = (FoundStems){0};
}

/* A pair keeps its side only if the other side is there too. */
void found_stems_settle_pairs(FoundStems *stems)
{
    for (int i = 0; i < stems->count; i++) /* all are looked at before a name changes */
        for (int k = 0; k < stems->count && stems->items[i].side && !stems->items[i].paired; k++)
            stems->items[i].paired = k != i && stems->items[k].side && stems->items[k].side != stems->items[i].side &&
                                     strcmp(stems->items[k].name, stems->items[i].name) == 0;
    for (int i = 0; i < stems->count; i++) {
        FoundStem *stem = &stems->items[i];
        size_t used = strlen(stem->name);
        if (stem->paired)
            snprintf(stem->name + used, sizeof stem->name - used, "-%c", stem->side == 'L' ? 'l' : 'r');
        else
            stem->side = 0;
    }
}

/* Rate of most stems; the higher one when they are as many. */
int found_stems_common_rate(const FoundStems *stems)
{
    int best = 48000, best_count = 0;
    for (int i = 0; i < stems->count; i++) {
        int rate = stems->items[i].info.rate_hz, count = 0;
        for (int k = 0; k < stems->count; k++)
            count += stems->items[k].info.rate_hz == rate;
        if (count > best_count || (count == best_count && rate > best)) {
            best = rate;
            best_count = count;
        }
    }
    return best;
}

int64_t found_stems_earliest(const FoundStems *stems)
{
    int64_t earliest = INT64_MAX;
    for (int i = 0; i < stems->count; i++)
        if (stems->items[i].info.has_time_reference && stems->items[i].info.time_reference_frames < earliest)
            earliest = stems->items[i].info.time_reference_frames;
    return earliest;
}
