/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "src/render/output.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "projects/text/escape.h"
#include "src/base/paths.h"

bool format_of_name(const char *path, FileFormat *format)
{
    const char *dot = strrchr(path_base(path), '.');
    for (int i = 0; dot && i < FORMAT_COUNT; i++)
        if (strcasecmp(dot, format_table[i].extension) == 0) {
            *format = (FileFormat)i;
            return true;
        }
    return false;
}

/* A title is text from a stranger: slashes, control characters and whatever else a terminal would not show as it is
 * become `_`. */
static void make_file_name(char *name)
{
    char shown[32], *to = name;
    for (char *at = name; *at;) {
        size_t length = 1;
        while (length < 4 && ((unsigned char)at[length] & 0xc0) == 0x80)
            length++;
        text_escape_for_terminal(shown, sizeof shown, at, length);
        bool fine = strlen(shown) == length && memcmp(shown, at, length) == 0 && *at != '/';
        memmove(to, fine ? at : "_", fine ? length : 1);
        to += fine ? length : 1;
        at += length;
    }
    *to = '\0';
    if (name[0] == '.' || name[0] == '-')
        name[0] = '_';
    size_t end = strlen(name) > 200 ? 200 : strlen(name);
    while (end < strlen(name) && end > 0 && ((unsigned char)name[end] & 0xc0) == 0x80)
        end--;
    name[end] = '\0';
}

char *output_default(const Project *project, FileFormat format)
{
    const Model *model = document_model(project->document);
    char *base = model->title && model->title[0] ? strdup(model->title) : path_stem(project->path), *path = NULL;
    if (!base)
        return NULL;
    make_file_name(base);
    if (asprintf(&path, "%s/%s%s", project->stems.folder, base, format_table[format].extension) < 0)
        path = NULL;
    free(base);
    return path;
}

static bool is_same_file(const char *path, const struct stat *wanted)
{
    struct stat other;
    return stat(path, &other) == 0 && other.st_dev == wanted->st_dev && other.st_ino == wanted->st_ino;
}

/* Files that the document was read from: the main file and what strips and clips say they stand in. */
static bool is_include(const Project *project, const struct stat *wanted)
{
    const Model *model = document_model(project->document);
    for (int i = 0; i < model->strip_count; i++)
        for (int k = 0; k < model->strips[i].clip_count; k++) {
            const char *file = model->strips[i].clips[k].file;
            char *full = file ? path_join(project->stems.folder, file) : NULL;
            bool same = full && (is_same_file(full, wanted) || is_same_file(file, wanted));
            free(full);
            if (same)
                return true;
        }
    return false;
}

/* `.song.mix.lock`, `.song.mix.journal` and their like. */
static bool is_beside(const Project *project, const char *path)
{
    const char *base = path_base(path), *own = path_base(project->path);
    size_t length = strlen(own);
    return base[0] == '.' && strncmp(base + 1, own, length) == 0 && base[1 + length] == '.';
}

Status output_check(const Project *project, const char *path, Error *error)
{
    struct stat there;
    if (strcmp(path, "-") == 0)
        return STATUS_OK;
    if (is_beside(project, path))
        return error_set(error, STATUS_REFUSED, "belongs to the project");
    if (stat(path, &there) != 0) {
        if (errno == ENOENT)
            return STATUS_OK;
        return error_set_os(error, errno, "cannot be written");
    }
    if (S_ISDIR(there.st_mode))
        return error_set(error, STATUS_REFUSED, "is a folder");
    if (!S_ISREG(there.st_mode))
        return error_set(error, STATUS_REFUSED, "is not a regular file");
    if (is_same_file(project->path, &there))
        return error_set(error, STATUS_REFUSED, "is the project itself");
    if (stems_include_file(&project->stems, path))
        return error_set(error, STATUS_REFUSED, "is a stem of the project");
    if (is_include(project, &there))
        return error_set(error, STATUS_REFUSED, "is included by the project");
    return STATUS_OK;
}
