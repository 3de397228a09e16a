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
#include "audio/base/printable.h"
#include "audio/base/utf8.h"
#include "projects/lines/problems.h"
#include "src/base/paths.h"
#include "src/song/latin.h"

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

static void put_letter(FoundStem *stem, size_t *used, char letter)
{
    if (*used == 0 && isdigit((unsigned char)letter))
        stem->name[(*used)++] = '_';
    if (*used < FOUND_NAME_MAX)
        stem->name[(*used)++] = letter;
}

/* One character of a file's name; a byte that is no UTF-8 is taken for a character of Latin-1. False where the name
 * does not keep it. */
static bool put_character(FoundStem *stem, size_t *used, uint32_t code)
{
    char letters[LATIN_MAX];
    bool ascii = code < 128;
    int count = ascii ? LATIN_NONE : latin_take(code, letters);
    if (ascii && (isalnum((int)code) || code == '_'))
        put_letter(stem, used, (char)tolower((int)code));
    else if (count == LATIN_NONE && *used && *used < FOUND_NAME_MAX && stem->name[*used - 1] != '-')
        stem->name[(*used)++] = '-';
    for (int i = 0; i < count; i++)
        put_letter(stem, used, letters[i]);
    return ascii && *used < FOUND_NAME_MAX;
}

/* The label is what the file is called, without what must not reach a terminal. */
static void put_label(Buffer *label, uint32_t code)
{
    char bytes[4];
    if (printable_code(code))
        buffer_append(label, bytes, (size_t)utf8_encode(code, bytes));
}

/* "vox_L" is the left side of "vox". */
static void take_side(FoundStem *stem, char *base, size_t length)
{
    if (length > 2 && strchr("._-", base[length - 2]) && (base[length - 1] == 'L' || base[length - 1] == 'R')) {
        stem->side = base[length - 1];
        base[length - 2] = '\0';
    }
}

/* Letters, digits, _ and -; a name begins with a letter or _; keys and kinds are avoided by the document's own refusal.
 */
static void make_name(const char *path, FoundStem *stem)
{
    char *base = path_stem(path);
    Buffer label = {0};
    size_t used = 0;
    bool kept = true;
    if (base)
        take_side(stem, base, strlen(base));
    for (const char *at = base ? base : ""; *at;) {
        uint32_t code;
        int taken = utf8_decode(at, strlen(at), &code);
        if (!taken)
            code = (unsigned char)*at;
        kept = put_character(stem, &used, code) && kept;
        put_label(&label, code);
        at += taken ? taken : 1;
    }
    while (used && stem->name[used - 1] == '-')
        used--;
    if (used == 0)
        used = (size_t)snprintf(stem->name, FOUND_NAME_MAX, "track");
    stem->name[used] = '\0';
    if (!kept && label.length)
        stem->label = buffer_take(&label);
    buffer_clear(&label);
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
    for (int i = 0; i < stems->count; i++) {
        free(stems->items[i].path);
        free(stems->items[i].label);
    }
    free(stems->items);
    problems_clear(&stems->problems);
    *stems = (FoundStems){0};
}

static bool is_pair(const FoundStem *a, const FoundStem *b)
{
    bool same_label = a->label && b->label ? strcmp(a->label, b->label) == 0 : a->label == b->label;
    return a->side && b->side && a->side != b->side && same_label && strcmp(a->name, b->name) == 0;
}

static void name_side(FoundStem *stem)
{
    size_t used = strlen(stem->name);
    char *label = NULL;
    snprintf(stem->name + used, sizeof stem->name - used, "-%c", stem->side == 'L' ? 'l' : 'r');
    if (stem->label && asprintf(&label, "%s %c", stem->label, stem->side) >= 0) {
        free(stem->label);
        stem->label = label;
    }
}

/* A pair keeps its side only if the other side is there too. */
void found_stems_settle_pairs(FoundStems *stems)
{
    for (int i = 0; i < stems->count; i++) /* all are looked at before a name changes */
        for (int k = 0; k < stems->count && !stems->items[i].paired; k++)
            stems->items[i].paired = is_pair(&stems->items[i], &stems->items[k]);
    for (int i = 0; i < stems->count; i++) {
        if (stems->items[i].paired)
            name_side(&stems->items[i]);
        else
            stems->items[i].side = 0;
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

/* Moments in frames of different rates: a negative number, 0 or a positive one, exactly. */
static int compare_references(const SoundFileInfo *a, const SoundFileInfo *b)
{
    __extension__ typedef __int128 Wide;
    Wide left = (Wide)a->time_reference_frames * b->rate_hz, right = (Wide)b->time_reference_frames * a->rate_hz;
    return left < right ? -1 : left > right;
}

const FoundStem *found_stems_earliest(const FoundStems *stems)
{
    const FoundStem *earliest = NULL;
    for (int i = 0; i < stems->count; i++) {
        const FoundStem *stem = &stems->items[i];
        if (stem->info.has_time_reference && (!earliest || compare_references(&stem->info, &earliest->info) < 0))
            earliest = stem;
    }
    return earliest;
}

int64_t found_stem_place(const FoundStem *stem, const FoundStem *earliest, int rate_hz)
{
    __extension__ typedef __int128 Wide;
    if (!earliest || !stem->info.has_time_reference)
        return 0;
    Wide rate = stem->info.rate_hz, first_rate = earliest->info.rate_hz;
    Wide later = stem->info.time_reference_frames * first_rate - earliest->info.time_reference_frames * rate;
    Wide divisor = rate * first_rate, frames = (later * rate_hz + divisor / 2) / divisor;
    return frames > INT64_MAX ? INT64_MAX : (int64_t)frames;
}
