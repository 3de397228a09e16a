/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A project once more, for a thread of its own. */
#include <stdlib.h>
#include <string.h>

#include "src/song/song.h"

Status project_copy(Project *to, const Project *from, Error *error)
{
    ProblemList problems = {0};
    int rate_hz = document_model(from->document)->rate_hz;
    StoreSetup setup = {.rate_hz = rate_hz, .offline = true};
    IncludeReader reader;
    char *text;
    size_t length;
    *to = (Project){0};
    Status status = document_text(from->document, &text, &length);
    if (status != STATUS_OK)
        return error_set(error, status, "out of memory");
    project_include_reader(from, &reader);
    status = document_parse(&to->document, from->path, text, length, project_read_include, &reader, &problems);
    free(text);
    problems_clear(&problems);
    if (status != STATUS_OK)
        return error_set(error, status, "the project has errors");
    to->path = strdup(from->path);
    if (!to->path)
        return error_set(error, STATUS_NO_MEMORY, "out of memory");
    status = store_new(&to->store, &setup, error);
    return status == STATUS_OK ? stems_init(&to->stems, to->store, rate_hz, to->path, from->stems.allow_outside)
                               : status;
}
