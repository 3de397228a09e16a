/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/document/document.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audio/base/buffer.h"
#include "projects/document/inside.h"
#include "projects/text/escape.h"

void document_free(Document *document)
{
    if (!document)
        return;
    source_clear(&document->source);
    for (int i = 0; i < document->saved_count; i++)
        line_drop(document->saved[i]);
    model_clear(&document->model);
    edit_log_clear(&document->open_log);
    undo_history_clear(&document->history);
    reading_clear(&document->reading);
    uids_clear(&document->uids);
    free(document->gesture_title);
    free(document->saved);
    free(document);
}

Status document_parse(Document **document, const char *name, const char *text, size_t length, SourceReader reader,
                      void *context, ProblemList *problems)
{
    Document *made = calloc(1, sizeof *made);
    if (!made)
        return STATUS_NO_MEMORY;
    Status status = source_open(&made->source, name, text, length, reader, context, problems);
    if (status == STATUS_OK)
        status = document_read_all(made, problems);
    if (status != STATUS_OK) {
        document_free(made);
        return status;
    }
    document_mark_saved(made);
    *document = made;
    return STATUS_OK;
}

Status document_new(Document **document, const char *title, int rate_hz)
{
    Buffer text = {0};
    ProblemList problems = {0};
    buffer_append_text(&text, "ttymix 1\n");
    if (title && title[0]) {
        buffer_append_text(&text, "title    ");
        text_append_quoted(&text, title, strlen(title));
        buffer_append_text(&text, "\n");
    }
    buffer_append_format(&text, "stage    mix\nrate     %d Hz\npan-law  -3 dB\n\n[master]\n", rate_hz);
    if (text.failed) {
        buffer_clear(&text);
        return STATUS_NO_MEMORY;
    }
    Status status = document_parse(document, "new.mix", text.bytes, text.length, NULL, NULL, &problems);
    if (status == STATUS_OK && problems.errors) {
        document_free(*document);
        *document = NULL;
        status = STATUS_BAD_VALUE;
    }
    buffer_clear(&text);
    problems_clear(&problems);
    return status;
}

const Model *document_model(const Document *document)
{
    return &document->model;
}

const char *document_include(const Document *document, int index)
{
    const Source *source = &document->source;
    return index + 1 < source->file_count ? source->files[index + 1].name : NULL;
}

static Status text_of_file(const LineFile *file, char **text, size_t *length)
{
    size_t total = 0;
    for (int i = 0; i < file->count; i++)
        total += (size_t)file->lines[i]->length;
    char *made = malloc(total + 1), *at = made;
    if (!made)
        return STATUS_NO_MEMORY;
    for (int i = 0; i < file->count; i++) {
        memcpy(at, file->lines[i]->text, (size_t)file->lines[i]->length);
        at += file->lines[i]->length;
    }
    *at = '\0';
    *text = made;
    *length = total;
    return STATUS_OK;
}

Status document_text(const Document *document, char **text, size_t *length)
{
    return text_of_file(&document->source.files[0], text, length);
}

Status document_include_text(const Document *document, int index, char **text, size_t *length)
{
    return text_of_file(&document->source.files[index + 1], text, length);
}

uint64_t document_revision(const Document *document)
{
    return document->revision;
}

void document_set_rider(Document *document, const DocumentRider *rider)
{
    document->rider = rider ? *rider : (DocumentRider){NULL, NULL, NULL, NULL};
}

void document_set_glider(Document *document, const DocumentGlider *glider)
{
    document->glider = glider ? *glider : (DocumentGlider){NULL, NULL};
}

/* --- replicas --- */

static bool splice_fits(const Document *document, const Splice *splice)
{
    const LineFile *file = &document->source.files[0];
    if (splice->at < 0 || splice->removed_count < 0 || splice->added_count < 0 ||
        splice->at > file->count - splice->removed_count)
        return false;
    for (int i = 0; i < splice->removed_count; i++) {
        const Line *line = file->lines[splice->at + i];
        if (strlen(splice->removed[i]) != (size_t)line->length ||
            memcmp(splice->removed[i], line->text, (size_t)line->length) != 0)
            return false;
    }
    return true;
}

static Status apply_splice(Document *document, EditLog *log, const Splice *splice)
{
    Line **added = calloc((size_t)splice->added_count + 1, sizeof(Line *));
    Status status = added ? STATUS_OK : STATUS_NO_MEMORY;
    for (int i = 0; status == STATUS_OK && i < splice->added_count; i++)
        if (!(added[i] = line_new(splice->added[i], strlen(splice->added[i]))))
            status = STATUS_NO_MEMORY;
    if (status == STATUS_OK)
        status = document_splice(document, log, splice->at, splice->removed_count, added, splice->added_count);
    for (int i = 0; added && i < splice->added_count; i++)
        line_drop(added[i]);
    free(added);
    return status;
}

Status document_apply_change(Document *replica, const Change *change)
{
    EditLog log = {0};
    ProblemList problems = {0};
    Status status = STATUS_OK;
    if (change->renamed_from && change->renamed_to)
        document_rename_uid(replica, change->renamed_from, change->renamed_to);
    for (int i = 0; status == STATUS_OK && i < change->splice_count; i++)
        status = splice_fits(replica, &change->splices[i]) ? apply_splice(replica, &log, &change->splices[i])
                                                           : STATUS_CHANGED;
    if (status != STATUS_OK) {
        document_unwind(replica, &log);
        if (change->renamed_from && change->renamed_to)
            document_rename_uid(replica, change->renamed_to, change->renamed_from);
    }
    edit_log_clear(&log);
    Status read = document_refresh(replica, &problems);
    problems_clear(&problems);
    if (status == STATUS_OK && read == STATUS_OK)
        replica->revision = change->revision;
    return status == STATUS_OK ? read : status;
}
