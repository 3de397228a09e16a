/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Changes of lines: done, noted, taken back, told to others. */
#include <stdlib.h>
#include <string.h>

#include "audio/base/buffer.h"
#include "projects/document/parts.h"
#include "projects/text/token.h"

static void shift_strip(Strip *strip, int after, int by)
{
    strip->line += strip->line > after ? by : 0;
    for (int i = 0; i < strip->clip_count; i++)
        strip->clips[i].line += strip->clips[i].line > after ? by : 0;
    for (int i = 0; i < strip->processor_count; i++)
        strip->processors[i].line += strip->processors[i].line > after ? by : 0;
    for (int i = 0; i < strip->send_count; i++)
        strip->sends[i].line += strip->sends[i].line > after ? by : 0;
}

/* Keeps line numbers right behind a change; `after` counts from 1. */
static void shift_model(Model *model, int after, int by)
{
    for (int i = 0; i < model->strip_count; i++)
        shift_strip(&model->strips[i], after, by);
    for (int i = 0; i < model->lane_count; i++) {
        Lane *lane = &model->lanes[i];
        lane->line += lane->line > after ? by : 0;
        for (int k = 0; k < lane->point_count; k++)
            lane->points[k].line += lane->points[k].line > after ? by : 0;
    }
    for (int i = 0; i < model->marker_count; i++)
        model->markers[i].line += model->markers[i].line > after ? by : 0;
    for (int i = 0; i < model->tempo_count; i++)
        model->tempo[i].line += model->tempo[i].line > after ? by : 0;
}

static void splice_clear(LineSplice *splice)
{
    for (int i = 0; splice->lines && i < splice->removed_count + splice->added_count; i++)
        line_drop(splice->lines[i]);
    free(splice->lines);
}

static Status note_splice(EditLog *log, const Document *document, int at, int removed, Line *const *added,
                          int added_count)
{
    LineSplice splice = {at, removed, added_count, malloc((size_t)(removed + added_count + 1) * sizeof(Line *))};
    if (!splice.lines || !array_grow(&log->splices, log->count, &log->capacity, sizeof splice)) {
        free(splice.lines);
        return STATUS_NO_MEMORY;
    }
    for (int i = 0; i < removed; i++)
        splice.lines[i] = line_keep(document->source.files[0].lines[at + i]);
    for (int i = 0; i < added_count; i++)
        splice.lines[removed + i] = line_keep(added[i]);
    log->splices[log->count++] = splice;
    return STATUS_OK;
}

Status document_splice(Document *document, EditLog *log, int at, int removed, Line *const *added, int added_count)
{
    int shifted_from;
    if (at < 0 || removed < 0 || at + removed > document->source.files[0].count)
        return STATUS_BAD_VALUE;
    if (log && note_splice(log, document, at, removed, added, added_count) != STATUS_OK)
        return STATUS_NO_MEMORY;
    Status status = source_splice(&document->source, at, removed, added, added_count, &shifted_from);
    if (shifted_from > 0)
        shift_model(&document->model, shifted_from, added_count - removed);
    if (status != STATUS_OK && log)
        splice_clear(&log->splices[--log->count]);
    return status;
}

Status edit_log_add_rename(EditLog *log, const char *from, const char *to)
{
    Rename rename = {text_copy(from), text_copy(to)};
    if (!rename.from || !rename.to ||
        !array_grow(&log->renames, log->rename_count, &log->rename_capacity, sizeof rename)) {
        free(rename.from);
        free(rename.to);
        return STATUS_NO_MEMORY;
    }
    log->renames[log->rename_count++] = rename;
    return STATUS_OK;
}

/* Lines that were there before need no memory but the array's, which never shrinks below what it held: cannot fail
 * where the log is undone at once.  Where it can, the document is marked stale and the caller tells. */
void document_unwind(Document *document, const EditLog *log)
{
    for (int i = log->rename_count - 1; i >= 0; i--)
        document_rename_uid(document, log->renames[i].to, log->renames[i].from);
    for (int i = log->count - 1; i >= 0; i--) {
        const LineSplice *splice = &log->splices[i];
        if (document_splice(document, NULL, splice->at, splice->added_count, splice->lines, splice->removed_count) !=
            STATUS_OK)
            document->source.stale = true;
    }
}

void document_rewind(Document *document, const EditLog *log)
{
    for (int i = 0; i < log->rename_count; i++)
        document_rename_uid(document, log->renames[i].from, log->renames[i].to);
    for (int i = 0; i < log->count; i++) {
        const LineSplice *splice = &log->splices[i];
        if (document_splice(document, NULL, splice->at, splice->removed_count, splice->lines + splice->removed_count,
                            splice->added_count) != STATUS_OK)
            document->source.stale = true;
    }
}

void edit_log_clear(EditLog *log)
{
    for (int i = 0; i < log->count; i++)
        splice_clear(&log->splices[i]);
    for (int i = 0; i < log->rename_count; i++) {
        free(log->renames[i].from);
        free(log->renames[i].to);
    }
    free(log->splices);
    free(log->renames);
    *log = (EditLog){0};
}

Status edit_log_join(EditLog *to, EditLog *from)
{
    while (to->capacity < to->count + from->count)
        if (!array_grow(&to->splices, to->capacity, &to->capacity, sizeof *to->splices))
            return STATUS_NO_MEMORY;
    while (to->rename_capacity < to->rename_count + from->rename_count)
        if (!array_grow(&to->renames, to->rename_capacity, &to->rename_capacity, sizeof *to->renames))
            return STATUS_NO_MEMORY;
    for (int i = 0; i < from->count; i++)
        to->splices[to->count++] = from->splices[i];
    for (int i = 0; i < from->rename_count; i++)
        to->renames[to->rename_count++] = from->renames[i];
    free(from->splices);
    free(from->renames);
    *from = (EditLog){0};
    return STATUS_OK;
}

/* --- as a Change --- */

static bool copy_lines(Line *const *lines, int count, char ***out)
{
    *out = calloc((size_t)count + 1, sizeof(char *));
    for (int i = 0; *out && i < count; i++)
        if (!((*out)[i] = bytes_copy(lines[i]->text, (size_t)lines[i]->length)))
            return false;
    return *out != NULL;
}

static bool copy_splice(const LineSplice *from, bool backwards, Splice *to)
{
    Line *const *removed = from->lines, *const *added = from->lines + from->removed_count;
    to->at = from->at;
    to->removed_count = backwards ? from->added_count : from->removed_count;
    to->added_count = backwards ? from->removed_count : from->added_count;
    return copy_lines(backwards ? added : removed, to->removed_count, &to->removed) &&
           copy_lines(backwards ? removed : added, to->added_count, &to->added);
}

/* A Change carries one rename; renames in a row (a to b, b to c) are one. */
static bool copy_renames(const EditLog *log, bool backwards, Change *change)
{
    const char *from = NULL, *to = NULL;
    for (int i = 0; i < log->rename_count; i++) {
        if (strchr(log->renames[i].from, '.')) /* a processor's: it is not told */
            continue;
        if (!from)
            from = log->renames[i].from;
        else if (strcmp(to, log->renames[i].from) != 0)
            break;
        to = log->renames[i].to;
    }
    if (!from)
        return true;
    change->renamed_from = text_copy(backwards ? to : from);
    change->renamed_to = text_copy(backwards ? from : to);
    return change->renamed_from && change->renamed_to;
}

Status edit_log_to_change(const EditLog *log, bool backwards, uint64_t revision, Change *change)
{
    Change made = {.revision = revision, .splices = calloc((size_t)log->count + 1, sizeof(Splice))};
    bool fine = made.splices != NULL;
    for (int i = 0; fine && i < log->count; i++) {
        made.splice_count = i + 1;
        fine = copy_splice(&log->splices[backwards ? log->count - 1 - i : i], backwards, &made.splices[i]);
    }
    fine = fine && copy_renames(log, backwards, &made);
    if (!fine) {
        change_clear(&made);
        return STATUS_NO_MEMORY;
    }
    *change = made;
    return STATUS_OK;
}

static void free_lines(char **lines, int count)
{
    for (int i = 0; lines && i < count; i++)
        free(lines[i]);
    free(lines);
}

void change_clear(Change *change)
{
    for (int i = 0; i < change->splice_count; i++) {
        free_lines(change->splices[i].removed, change->splices[i].removed_count);
        free_lines(change->splices[i].added, change->splices[i].added_count);
    }
    free(change->splices);
    free(change->renamed_from);
    free(change->renamed_to);
    *change = (Change){0};
}
