/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/document/editlog.h"

#include <stdlib.h>
#include <string.h>

#include "audio/base/buffer.h"

static void splice_clear(LineSplice *splice)
{
    for (int i = 0; splice->lines && i < splice->removed_count + splice->added_count; i++)
        line_drop(splice->lines[i]);
    free(splice->lines);
}

Status edit_log_add_splice(EditLog *log, const LineFile *file, int at, int removed, Line *const *added, int added_count)
{
    LineSplice splice = {at, removed, added_count, malloc((size_t)(removed + added_count + 1) * sizeof(Line *))};
    if (!splice.lines || !array_grow(&log->splices, log->count, &log->capacity, sizeof splice)) {
        free(splice.lines);
        return STATUS_NO_MEMORY;
    }
    for (int i = 0; i < removed; i++)
        splice.lines[i] = line_keep(file->lines[at + i]);
    for (int i = 0; i < added_count; i++)
        splice.lines[removed + i] = line_keep(added[i]);
    log->splices[log->count++] = splice;
    return STATUS_OK;
}

void edit_log_drop_splice(EditLog *log)
{
    splice_clear(&log->splices[--log->count]);
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
