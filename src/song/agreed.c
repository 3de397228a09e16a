/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/song/agreed.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "src/base/paths.h"

static char *agreed_path(bool create)
{
    char *folder = path_home("state", create);
    char *path = folder ? path_join(folder, "agreed") : NULL;
    free(folder);
    return path;
}

bool agreed_includes(const char *project_path)
{
    char *real = realpath(project_path, NULL), *path = agreed_path(false), *line = NULL;
    size_t room = 0;
    bool found = false;
    FILE *file = real && path ? fopen(path, "re") : NULL;
    while (file && !found && getline(&line, &room, file) > 0) {
        line[strcspn(line, "\n")] = '\0';
        found = strcmp(line, real) == 0;
    }
    if (file)
        fclose(file);
    free(line);
    free(real);
    free(path);
    return found;
}

Status agreed_add(const char *project_path, Error *error)
{
    if (agreed_includes(project_path))
        return STATUS_OK;
    char *real = realpath(project_path, NULL), *path = agreed_path(true);
    Status status = STATUS_OK;
    FILE *file = real && path && !strchr(real, '\n') ? fopen(path, "ae") : NULL;
    if (!file)
        status = error_set_os(error, errno, "the agreement could not be noted");
    else if (fprintf(file, "%s\n", real) < 0 || fflush(file) != 0)
        status = error_set_os(error, errno, "the agreement could not be noted");
    if (file)
        fclose(file);
    free(real);
    free(path);
    return status;
}
