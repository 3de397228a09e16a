/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The model follows the lines: all of it, or what changed. */
#include "projects/document/inside.h"

Status document_read_all(Document *document, ProblemList *problems)
{
    Source *source = &document->source;
    Status status = source_find_sections(source, problems);
    if (status == STATUS_OK)
        status = read_all(source, &document->model, &document->uids, &document->reading, problems);
    if (status == STATUS_OK)
        source_mark_read(source);
    else
        source->stale = source->edited = true;
    return status;
}

Status document_refresh(Document *document, ProblemList *problems)
{
    Source *source = &document->source;
    bool all = false;
    if (!source->edited)
        return STATUS_OK;
    if (source->stale || document->restless)
        return document_read_all(document, problems);
    Status status = read_changed(source, &document->model, &document->uids, &document->reading, problems, &all);
    if (status == STATUS_OK && all)
        return document_read_all(document, problems);
    if (status == STATUS_OK)
        source_mark_read(source);
    else
        source->stale = true;
    return status;
}

int document_error_count(const Document *document)
{
    int errors = document->source.errors + document->reading.loop_errors;
    for (int i = 0; i < document->reading.section_count; i++)
        errors += document->reading.section_errors[i];
    return errors;
}

void document_rename_uid(Document *document, const char *from, const char *to)
{
    document->source.stale |= !uids_rename(&document->uids, from, to);
}
