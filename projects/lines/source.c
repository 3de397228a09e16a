/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/lines/source.h"

#include <stdlib.h>
#include <string.h>

#include "projects/text/token.h"

void source_clear_sections(Source *source)
{
    for (int i = 0; i < source->section_count; i++)
        free(source->sections[i].name);
    free(source->strip_first);
    free(source->lane_first);
    source->strip_first = source->lane_first = NULL;
    source->section_count = source->strip_count = source->lane_count = 0;
}

void source_clear(Source *source)
{
    for (int i = 0; i < source->file_count; i++)
        line_file_clear(&source->files[i]);
    source_clear_sections(source);
    free(source->files);
    free(source->file_order);
    free(source->sections);
    *source = (Source){0};
}

void source_mark_read(Source *source)
{
    for (int i = 0; i < source->section_count; i++)
        source->sections[i].changed = false;
    source->stale = source->edited = false;
}

/* Index of the main file's section that holds a line (its head for what stands before the first header). */
static int section_of_line(const Source *source, int line)
{
    int low = source->main_section, high = source->section_count - 1;
    while (low < high) {
        int middle = (low + high + 1) / 2;
        if (source->sections[middle].first <= line)
            low = middle;
        else
            high = middle - 1;
    }
    return low;
}

static bool line_has_structure(const Line *line, bool head)
{
    const char *text = line->text;
    if (text_is_header(text, (size_t)line->length))
        return true;
    return head && (strstr(text, "include") || strstr(text, "ttymix"));
}

/* True if a change stays inside one section, so that only it must be read again. */
static bool splice_is_local(const Source *source, const Section *section, int at, int removed, Line *const *added,
                            int added_count)
{
    bool head = section->kind == SECTION_HEAD;
    Line *const *lines = source->files[0].lines;
    if (at <= section->first || at + removed > section->first + section->count)
        return false;
    for (int i = 0; i < removed; i++)
        if (line_has_structure(lines[at + i], head))
            return false;
    for (int i = 0; i < added_count; i++)
        if (line_has_structure(added[i], head))
            return false;
    return true;
}

/* Marks what must be read again, and keeps the places of sections right; false if it was all given up as stale. */
static bool mark_sections(Source *source, int at, int removed, Line *const *added, int added_count)
{
    int by = added_count - removed, index = section_of_line(source, at > 0 ? at - 1 : 0);
    Section *section = &source->sections[index];
    if (index + 1 < source->section_count && at > section->first + section->count)
        section = &source->sections[++index];
    source->edited = true;
    if (source->stale || (by != 0 && source->file_count > 1) ||
        !splice_is_local(source, section, at, removed, added, added_count)) {
        source->stale = true;
        return false;
    }
    section->changed = true;
    section->count += by;
    for (int i = index + 1; by != 0 && i < source->section_count; i++)
        source->sections[i].first += by;
    return true;
}

Status source_splice(Source *source, int at, int removed, Line *const *added, int added_count, int *shifted_from)
{
    LineFile *file = &source->files[0];
    *shifted_from = 0;
    if (at < 0 || removed < 0 || at + removed > file->count)
        return STATUS_BAD_VALUE;
    if (mark_sections(source, at, removed, added, added_count) && added_count != removed)
        *shifted_from = at + removed;
    Status status = line_file_splice(file, at, removed, added, added_count);
    source->stale |= status != STATUS_OK;
    return status;
}
