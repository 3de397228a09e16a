/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "src/output.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "src/paths.h"

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

char *output_default(const Project *project, FileFormat format)
{
    const Model *model = document_model(project->document);
    char *base = model->title && model->title[0] ? strdup(model->title) : path_stem(project->path), *path = NULL;
    if (!base)
        return NULL;
    for (char *at = base; *at; at++)
        if (*at == '/' || (unsigned char)*at < 32 || *at == 127)
            *at = '_';
    if (base[0] == '.' || base[0] == '-')
        base[0] = '_';
    if (strlen(base) > 200)
        base[200] = '\0';
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

Status output_check(const Project *project, const char *path, Error *error)
{
    struct stat there;
    if (strcmp(path, "-") == 0)
        return STATUS_OK;
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
