/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a session is opened on: a project, or a folder of stems that becomes one. */
#include <string.h>
#include <sys/stat.h>

#include "src/mix/first_mix.h"
#include "src/session/session_private.h"

void session_opening_clear(SessionOpening *opening)
{
    problems_clear(&opening->project);
    problems_clear(&opening->stems);
    *opening = (SessionOpening){0};
}

static bool is_folder(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

Status session_check_stems(Session *session, ProblemList *problems)
{
    int missing;
    Status status = project_check_stems(&session->song, problems, &missing);
    return status == STATUS_OK ? project_check_clips(&session->song, problems) : status;
}

Status session_open_song(const SessionSetup *setup, const char *path, Project *song, SessionOpening *opening)
{
    ProjectSetup how = {.allow_outside = setup->allow_outside, .create = true};
    Status status = is_folder(path)
                        ? first_mix_of_folder(song, path, &how, &opening->project, &opening->outside, &opening->error)
                        : project_open(song, path, &how, &opening->project, &opening->error);
    if (status == STATUS_OK && song->is_new)
        document_mark_saved(song->document); /* what nobody has touched yet is no loss */
    return status;
}
