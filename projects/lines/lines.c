/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/lines/lines.h"

#include <stdlib.h>
#include <string.h>

#include "audio/base/buffer.h"

Line *line_new(const char *text, size_t length)
{
    Line *line = malloc(sizeof *line + length + 1);
    if (!line)
        return NULL;
    line->references = 1;
    line->length = (int)length;
    line->is_value = false;
    line->read = NULL;
    if (length)
        memcpy(line->text, text, length);
    line->text[length] = '\0';
    return line;
}

Line *line_new_from(Line *before, const char *text, size_t length)
{
    Line *line = line_new(text, length);
    if (!line)
        return NULL;
    line->is_value = before->is_value;
    line->read = line_keep(before->read ? before->read : before);
    return line;
}

Line *line_keep(Line *line)
{
    line->references++;
    return line;
}

void line_drop(Line *line)
{
    if (!line || --line->references > 0)
        return;
    line_drop(line->read); /* which has none itself */
    free(line);
}

bool line_equal(const Line *a, const Line *b)
{
    return a == b || (a->length == b->length && memcmp(a->text, b->text, (size_t)a->length) == 0);
}

Status line_file_init(LineFile *file, const char *name, const char *text, size_t length)
{
    *file = (LineFile){.name = text_copy(name)};
    if (!file->name)
        return STATUS_NO_MEMORY;
    for (size_t i = 0; i < length;) {
        const char *end = memchr(text + i, '\n', length - i);
        size_t size = end ? (size_t)(end - text) + 1 - i : length - i;
        Line *line = line_new(text + i, size);
        if (!line || !array_grow(&file->lines, file->count, &file->capacity, sizeof(Line *))) {
            line_drop(line);
            line_file_clear(file);
            return STATUS_NO_MEMORY;
        }
        file->lines[file->count++] = line;
        i += size;
    }
    return STATUS_OK;
}

void line_file_clear(LineFile *file)
{
    for (int i = 0; i < file->count; i++)
        line_drop(file->lines[i]);
    free(file->lines);
    free(file->name);
    *file = (LineFile){0};
}

Status line_file_splice(LineFile *file, int at, int removed, Line *const *added, int added_count)
{
    int count = file->count - removed + added_count;
    while (file->capacity < count)
        if (!array_grow(&file->lines, file->capacity, &file->capacity, sizeof(Line *)))
            return STATUS_NO_MEMORY;
    for (int i = 0; i < added_count; i++)
        line_keep(added[i]);
    for (int i = 0; i < removed; i++)
        line_drop(file->lines[at + i]);
    if (file->count > at + removed)
        memmove(file->lines + at + added_count, file->lines + at + removed,
                (size_t)(file->count - at - removed) * sizeof(Line *));
    for (int i = 0; i < added_count; i++)
        file->lines[at + i] = added[i];
    file->count = count;
    return STATUS_OK;
}
