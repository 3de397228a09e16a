/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tests/projects/scratch.h"

#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[256];

int scratch_setup(void **state)
{
    (void)state;
    const char *base = getenv("TMPDIR");
    char state_folder[300], cache_folder[300];
    snprintf(folder, sizeof folder, "%s/ttymix-test-XXXXXX", base ? base : "/tmp");
    if (!mkdtemp(folder) || chdir(folder) != 0)
        return -1;
    snprintf(state_folder, sizeof state_folder, "%s/state", folder);
    snprintf(cache_folder, sizeof cache_folder, "%s/cache", folder);
    if (setenv("XDG_CACHE_HOME", cache_folder, 1) != 0)
        return -1;
    return setenv("XDG_STATE_HOME", state_folder, 1);
}

static int remove_one(const char *path, const struct stat *info, int type, struct FTW *walk)
{
    (void)info, (void)type, (void)walk;
    return remove(path);
}

int scratch_teardown(void **state)
{
    (void)state;
    return chdir("/") == 0 ? nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS) : -1;
}

void scratch_write(const char *path, const char *text)
{
    FILE *file = fopen(path, "wb");
    if (!file || fwrite(text, 1, strlen(text), file) != strlen(text) || fclose(file) != 0)
        abort();
}

const char *scratch_read(const char *path)
{
    static char buffer[1 << 20];
    FILE *file = fopen(path, "rb");
    if (!file)
        return NULL;
    size_t got = fread(buffer, 1, sizeof buffer - 1, file);
    fclose(file);
    buffer[got] = '\0';
    return buffer;
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

const char *scratch_list(const char *path)
{
    static char buffer[65536];
    char *names[256];
    int count = 0;
    DIR *dir = opendir(path);
    buffer[0] = '\0';
    if (!dir)
        return buffer;
    for (struct dirent *entry; (entry = readdir(dir)) && count < 256;)
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            names[count++] = strdup(entry->d_name);
    closedir(dir);
    qsort(names, (size_t)count, sizeof *names, compare_names);
    for (int i = 0; i < count; i++) {
        strcat(strcat(buffer, i ? " " : ""), names[i]);
        free(names[i]);
    }
    return buffer;
}

bool scratch_exists(const char *path)
{
    struct stat info;
    return lstat(path, &info) == 0;
}
