/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/song/song.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "src/base/paths.h"
#include "src/song/agreed.h"

Status project_read_include(void *context, const char *path, char **text, size_t *length, Error *error)
{
    const IncludeReader *reader = context;
    FileIdentity identity;
    char *full = path_join(reader->folder, path);
    if (!full)
        return error_set(error, STATUS_NO_MEMORY, "out of memory");
    Status status;
    if (!reader->allow_outside && path_is_outside(reader->real_folder, path, full))
        status = error_set(error, STATUS_REFUSED, "lies outside the project's folder (agree with --allow-outside)");
    else
        status = save_read(full, text, length, &identity, error);
    free(full);
    return status;
}

static Status parse_text(Project *project, const ProjectSetup *setup, ProblemList *problems)
{
    char *folder = path_folder(project->path);
    char *real = folder ? realpath(folder, NULL) : NULL;
    IncludeReader reader = {folder, real ? real : folder, setup->allow_outside};
    int before = problems->errors;
    Status status = document_parse(&project->document, project->path, project->saved_text, project->saved_length,
                                   project_read_include, &reader, problems);
    free(folder);
    free(real);
    return status == STATUS_OK && problems->errors == before ? STATUS_OK : STATUS_BAD_VALUE;
}

static Status begin_empty(Project *project, Error *error)
{
    char *title = path_stem(project->path);
    Status status = title ? document_new(&project->document, title, 48000) : STATUS_NO_MEMORY;
    free(title);
    project->is_new = true;
    return status == STATUS_OK ? STATUS_OK : error_set(error, status, "out of memory");
}

/* A new project needs a folder to lie in. */
static bool folder_exists(const char *path)
{
    struct stat info;
    char *folder = path_folder(path);
    bool exists = folder && stat(folder, &info) == 0 && S_ISDIR(info.st_mode);
    free(folder);
    return exists;
}

static Status read_document(Project *project, const ProjectSetup *setup, ProblemList *problems, Error *error)
{
    if (setup->fresh)
        return begin_empty(project, error);
    Error unread = {0};
    Status status = save_read(project->path, &project->saved_text, &project->saved_length, &project->identity, &unread);
    if (status == STATUS_NOT_FOUND && setup->create && folder_exists(project->path))
        return begin_empty(project, error);
    if (status == STATUS_OK)
        return parse_text(project, setup, problems);
    if (error)
        *error = unread;
    return status;
}

static Status open_store(Project *project, const ProjectSetup *setup, Error *error)
{
    int rate_hz = document_model(project->document)->rate_hz;
    StoreSetup store = {.rate_hz = rate_hz, .offline = setup->offline, .read_ahead_s = 2};
    bool agreed = setup->allow_outside || agreed_includes(project->path);
    Status status = store_new(&project->store, &store, error);
    if (status == STATUS_OK && stems_init(&project->stems, project->store, rate_hz, project->path, agreed) != STATUS_OK)
        status = error_set(error, STATUS_NO_MEMORY, "out of memory");
    return status;
}

Status project_open(Project *project, const char *path, const ProjectSetup *setup, ProblemList *problems, Error *error)
{
    *project = (Project){.path = strdup(path)};
    if (!project->path)
        return error_set(error, STATUS_NO_MEMORY, "out of memory");
    Status status = read_document(project, setup, problems, error);
    if (status == STATUS_OK)
        status = open_store(project, setup, error);
    if (status != STATUS_OK)
        project_close(project);
    return status;
}

void project_include_reader(const Project *project, IncludeReader *reader)
{
    *reader = (IncludeReader){project->stems.folder, project->stems.real_folder, project->stems.allow_outside};
}

void project_close(Project *project)
{
    stems_clear(&project->stems);
    store_free(project->store);
    document_free(project->document);
    free(project->saved_text);
    free(project->path);
    *project = (Project){0};
}
