/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/model/pattern.h"

#include <stdlib.h>
#include <string.h>

#include "audio/base/buffer.h"
#include "projects/text/escape.h"

bool pattern_is_one(const char *pattern, size_t length)
{
    bool all = length == 3 && memcmp(pattern, "all", 3) == 0;
    return all || (length == 8 && memcmp(pattern, "selected", 8) == 0) || memchr(pattern, '*', length) ||
           memchr(pattern, '?', length) || memchr(pattern, '/', length);
}

/* `*` = any run, `?` = any one; backtracks to the last star only, which is enough.  fnmatch(3) is another language: it
 * gives `[` and `\` a meaning, follows LC_CTYPE and LC_COLLATE, wants a NUL behind the pattern, and takes exponential
 * time for a hostile one. */
static bool pattern_matches(const char *pattern, size_t pattern_length, const char *name)
{
    size_t p = 0, star = SIZE_MAX;
    const char *again = NULL;
    while (*name) {
        if (p < pattern_length && pattern[p] == '*') {
            star = p++;
            again = name;
        } else if (p < pattern_length && (pattern[p] == '?' || pattern[p] == *name)) {
            p++;
            name++;
        } else if (again) {
            p = star + 1;
            name = ++again;
        } else {
            return false;
        }
    }
    while (p < pattern_length && pattern[p] == '*')
        p++;
    return p == pattern_length;
}

static bool strip_matches(const Strip *strip, const char *bus, size_t bus_length, const char *glob, size_t glob_length)
{
    if (strip->kind == SECTION_MASTER)
        return false;
    if (bus && (!strip->out || strlen(strip->out) != bus_length || memcmp(strip->out, bus, bus_length) != 0))
        return false;
    return pattern_matches(glob, glob_length, strip->name);
}

int pattern_find_strips(const Model *model, const char *pattern, size_t length, int **indices, Error *error)
{
    char shown[80];
    const char *slash = memchr(pattern, '/', length), *glob = slash ? slash + 1 : pattern;
    size_t glob_length = length - (size_t)(glob - pattern);
    int *found = NULL, count = 0;
    text_escape_for_terminal(shown, sizeof shown, pattern, length);
    if (length == 8 && memcmp(pattern, "selected", 8) == 0) {
        error_set(error, STATUS_REFUSED, "`selected` is known to a desk only; name the strips");
        return 0;
    }
    if (length == 3 && memcmp(pattern, "all", 3) == 0) {
        glob = "*";
        glob_length = 1;
    }
    bool plain = !pattern_is_one(pattern, length);
    for (int i = 0; i < model->strip_count; i++) {
        bool exact =
            plain && strlen(model->strips[i].name) == length && memcmp(model->strips[i].name, pattern, length) == 0;
        if (!exact && (plain || !strip_matches(&model->strips[i], slash ? pattern : NULL,
                                               slash ? (size_t)(slash - pattern) : 0, glob, glob_length)))
            continue;
        int *room = array_append(&found, count, sizeof *room);
        if (!room) {
            free(found);
            return -1;
        }
        *room = i;
        count++;
    }
    if (count == 0)
        error_set(error, STATUS_NOT_FOUND, "no strip matches `%s`", shown);
    *indices = found;
    return count;
}
