/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Completion of paths. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "audio/base/buffer.h"
#include "projects/command/offer.h"

static bool is_folder(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

/* One entry of a folder, behind what is typed of its path; `typed` is as long as the folder's part of it. */
static void offer_entry(CommandOffers *offers, const char *place, const char *typed, int typed_length, const char *name)
{
    Buffer path = {0}, text = {0};
    buffer_append_format(&path, "%s/%s", place, name);
    buffer_append_format(&text, "%.*s%s%s", typed_length, typed, name, path.bytes && is_folder(path.bytes) ? "/" : "");
    if (!path.failed && !text.failed)
        offer_text(offers, text.bytes);
    buffer_clear(&path);
    buffer_clear(&text);
}

void offer_files(CommandOffers *offers, const char *folder)
{
    const char *typed = offers->word + (offers->word[0] == '"');
    const char *slash = strrchr(typed, '/');
    int length = slash ? (int)(slash - typed) + 1 : 0;
    bool rooted = typed[0] == '/';
    Buffer place = {0};
    buffer_append_format(&place, "%s%s%.*s", rooted || !folder ? "" : folder, rooted || !folder ? "" : "/", length,
                         typed);
    DIR *entries = place.failed ? NULL : opendir(place.length ? place.bytes : ".");
    for (struct dirent *entry; entries && (entry = readdir(entries));)
        if (entry->d_name[0] != '.' || typed[length] == '.')
            if (strncmp(entry->d_name, typed + length, strlen(typed + length)) == 0)
                offer_entry(offers, place.length ? place.bytes : ".", typed, length, entry->d_name);
    if (entries)
        closedir(entries);
    buffer_clear(&place);
}
