/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "src/base/paths.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "audio/base/attributes.h"

char *path_folder(const char *path)
{
    const char *slash = strrchr(path, '/');
    if (!slash)
        return strdup(".");
    return slash == path ? strdup("/") : strndup(path, (size_t)(slash - path));
}

const char *path_base(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

char *path_join(const char *folder, const char *path)
{
    char *joined;
    if (path[0] == '/' || strcmp(folder, ".") == 0)
        return strdup(path);
    return asprintf(&joined, "%s/%s", strcmp(folder, "/") == 0 ? "" : folder, path) < 0 ? NULL : joined;
}

char *path_stem(const char *path)
{
    const char *base = path_base(path), *dot = strrchr(base, '.');
    return dot && dot != base ? strndup(base, (size_t)(dot - base)) : strdup(base);
}

static bool path_climbs(const char *path)
{
    for (const char *part = path; part; part = strchr(part, '/') ? strchr(part, '/') + 1 : NULL)
        if (strncmp(part, "..", 2) == 0 && (part[2] == '/' || part[2] == '\0'))
            return true;
    return false;
}

bool path_is_outside(const char *real_folder, const char *path, const char *full)
{
    if (path[0] == '/' || path_climbs(path))
        return true;
    char *real = realpath(full, NULL);
    if (!real)
        return false; /* nothing there: opening it says so */
    size_t length = strlen(real_folder);
    bool inside = strcmp(real_folder, "/") == 0 || (strncmp(real, real_folder, length) == 0 && real[length] == '/');
    free(real);
    return !inside;
}

static bool make_folders(char *path)
{
    for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        int failed = mkdir(path, 0700) != 0 && errno != EEXIST;
        *slash = '/';
        if (failed)
            return false;
    }
    return mkdir(path, 0700) == 0 || errno == EEXIST;
}

char *path_home(const char *kind, bool create)
{
    static const struct {
        const char *kind, *variable, *below;
    } rows[] = {{"state", "XDG_STATE_HOME", ".local/state"},
                {"config", "XDG_CONFIG_HOME", ".config"},
                {"cache", "XDG_CACHE_HOME", ".cache"}};
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        if (strcmp(rows[i].kind, kind) != 0)
            continue;
        const char *base = getenv(rows[i].variable), *home = getenv("HOME");
        char *path = NULL;
        int made = -1;
        if (base && base[0] == '/')
            made = asprintf(&path, "%s/ttymix", base);
        else if (home && home[0] == '/')
            made = asprintf(&path, "%s/%s/ttymix", home, rows[i].below);
        if (made < 0)
            return NULL;
        if (create && !make_folders(path)) {
            free(path);
            return NULL;
        }
        return path;
    }
    return NULL;
}
