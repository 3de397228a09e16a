/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines and sections of the main file. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audio/base/buffer.h"
#include "projects/edit/edit.h"
#include "projects/model/facts.h"

static const Line *line_at(const Document *document, int line)
{
    return document->source.files[0].lines[line];
}

static bool is_blank_at(const Document *document, int line)
{
    return text_is_blank(line_at(document, line)->text, (size_t)line_at(document, line)->length);
}

static bool is_comment_at(const Document *document, int line)
{
    return text_is_comment(line_at(document, line)->text, (size_t)line_at(document, line)->length);
}

static bool has_end(const Line *line)
{
    return line->length > 0 && line->text[line->length - 1] == '\n';
}

/* The file's own line end: that of its first line. */
static const char *line_end_of(const Document *document)
{
    const LineFile *file = &document->source.files[0];
    const Line *first = file->count ? file->lines[0] : NULL;
    return first && first->length > 1 && has_end(first) && first->text[first->length - 2] == '\r' ? "\r\n" : "\n";
}

static Line *make_line(const char *text, size_t length, const char *end)
{
    size_t end_length = strlen(end);
    char *copy = malloc(length + end_length + 1);
    if (!copy)
        return NULL;
    memcpy(copy, text, length);
    memcpy(copy + length, end, end_length + 1);
    Line *line = line_new(copy, length + end_length);
    free(copy);
    return line;
}

static void drop_lines(Line **lines, int count)
{
    for (int i = 0; i < count; i++)
        line_drop(lines[i]);
    free(lines);
}

/* A file whose last line has no end keeps it so: the line that was last gets one, the new last line none. */
static Status close_last_line(Document *document)
{
    LineFile *file = &document->source.files[0];
    Line *last = file->lines[file->count - 1],
         *closed = make_line(last->text, (size_t)last->length, line_end_of(document));
    Status status =
        closed ? document_splice(document, &document->open_log, file->count - 1, 1, &closed, 1) : STATUS_NO_MEMORY;
    line_drop(closed);
    return status;
}

static Status insert_lines(Document *document, int at, const char *text, bool is_value)
{
    Line **lines = NULL;
    int count = 0;
    const LineFile *file = &document->source.files[0];
    bool open_end = at == file->count && file->count > 0 && !has_end(file->lines[file->count - 1]);
    if (open_end && close_last_line(document) != STATUS_OK)
        return STATUS_NO_MEMORY;
    for (const char *end; (end = strchr(text, '\n')); text = end + 1) {
        Line **room = array_append(&lines, count, sizeof *room);
        Line *line =
            room ? make_line(text, (size_t)(end - text), open_end && !end[1] ? "" : line_end_of(document)) : NULL;
        if (!line) {
            drop_lines(lines, count);
            return STATUS_NO_MEMORY;
        }
        line->is_value = is_value;
        *room = line;
        count++;
    }
    Status status = document_splice(document, &document->open_log, at, 0, lines, count);
    drop_lines(lines, count);
    return status;
}

Status edit_insert_text(Document *document, int at, const char *text)
{
    return insert_lines(document, at, text, false);
}

Status edit_insert_value(Document *document, int at, const char *text)
{
    return insert_lines(document, at, text, true);
}

bool edit_is_value(const Document *document, int line)
{
    return line_at(document, line)->is_value;
}

bool edit_is_alone(const Document *document, int strip)
{
    int count = 0;
    for (int i = 0; i < document->source.section_count; i++)
        count += section_is_strip(document->source.sections[i].kind) && document->source.sections[i].owner == strip;
    return count == 1;
}

Status edit_remove_lines(Document *document, int at, int count)
{
    return count > 0 ? document_splice(document, &document->open_log, at, count, NULL, 0) : STATUS_OK;
}

Status edit_replace_bytes(Document *document, int line, int start, int end, const char *text)
{
    Buffer buffer = {0};
    Line *old = document->source.files[0].lines[line];
    buffer_append(&buffer, old->text, (size_t)start);
    buffer_append_text(&buffer, text);
    buffer_append(&buffer, old->text + end, (size_t)(old->length - end));
    Line *made = buffer.failed ? NULL : line_new_from(old, buffer.bytes, buffer.length);
    Status status = made ? document_splice(document, &document->open_log, line, 1, &made, 1) : STATUS_NO_MEMORY;
    line_drop(made);
    buffer_clear(&buffer);
    return status;
}

int edit_block_begin(const Document *document, int line)
{
    while (line > 1 && is_comment_at(document, line - 1))
        line--;
    return line;
}

/* --- sections --- */

int edit_find_section(const Document *document, bool lane, int owner)
{
    for (int i = document->source.main_section; i < document->source.section_count; i++) {
        const Section *section = &document->source.sections[i];
        bool kind = lane ? section->kind == SECTION_AUTOMATION : section_is_strip(section->kind);
        if (kind && section->owner == owner)
            return i;
    }
    return -1;
}

int edit_find_section_of_kind(const Document *document, SectionKind kind)
{
    for (int i = document->source.main_section; i < document->source.section_count; i++)
        if (document->source.sections[i].kind == kind)
            return i;
    return -1;
}

int edit_section_end(const Document *document, int section)
{
    const Section *at = &document->source.sections[section];
    int end = at->first + at->count, last = at->first;
    for (int i = at->first; i < end; i++)
        if (!is_blank_at(document, i) && !is_comment_at(document, i))
            last = i;
    int after = last + 1, comments = after;
    while (comments < end && is_comment_at(document, comments))
        comments++;
    bool belongs_to_next = comments == end && section + 1 < document->source.section_count;
    return belongs_to_next ? after : comments;
}

static int section_rank(SectionKind kind)
{
    return kind == SECTION_MASTER ? SECTION_UNKNOWN + 1 : (int)kind;
}

/* Behind the last section that may stand before one of this kind. */
static int section_place(const Document *document, SectionKind kind)
{
    int place = document->source.main_section;
    for (int i = document->source.main_section; i < document->source.section_count; i++)
        if (section_rank(document->source.sections[i].kind) <= section_rank(kind))
            place = i;
    return edit_section_end(document, place);
}

Status edit_add_section(Document *document, SectionKind kind, const char *name, const char *body, int before)
{
    Buffer text = {0};
    bool behind = before < 0 || before == document->source.section_count;
    int at = before < 0 ? section_place(document, kind)
             : behind   ? edit_section_end(document, before - 1)
                        : edit_block_begin(document, document->source.sections[before].first);
    if (behind)
        buffer_append_text(&text, "\n");
    buffer_append_format(&text, "[%s%s%s]\n%s", section_word(kind), name ? " " : "", name ? name : "", body);
    if (!behind)
        buffer_append_text(&text, "\n");
    Status status = text.failed ? STATUS_NO_MEMORY : edit_insert_text(document, at, text.bytes);
    buffer_clear(&text);
    return status;
}

Status edit_remove_section(Document *document, int section)
{
    int first = document->source.sections[section].first, limit = first + document->source.sections[section].count;
    int begin = edit_block_begin(document, first), end = edit_section_end(document, section);
    while (end < limit && is_blank_at(document, end))
        end++;
    if (end == document->source.files[0].count) /* the last one: its blank lines stand above it */
        while (begin > 1 && is_blank_at(document, begin - 1))
            begin--;
    return edit_remove_lines(document, begin, end - begin);
}

Status edit_open_strip(Document *document, int strip, int *section)
{
    ProblemList problems = {0};
    *section = edit_find_section(document, false, strip);
    if (*section >= 0)
        return STATUS_OK;
    char name[80];
    SectionKind kind = document->model.strips[strip].kind;
    snprintf(name, sizeof name, "%.79s", document->model.strips[strip].name);
    Status status = edit_add_section(document, kind, kind == SECTION_MASTER ? NULL : name, "", -1);
    if (status == STATUS_OK)
        status = document_refresh(document, &problems);
    problems_clear(&problems);
    *section = edit_find_section(document, false, strip);
    return status == STATUS_OK && *section < 0 ? STATUS_REFUSED : status;
}
