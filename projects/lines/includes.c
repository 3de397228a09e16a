/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening a source: its text, and the files that it includes. */
#include "projects/lines/source.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audio/base/buffer.h"
#include "projects/model/nametable.h"
#include "projects/text/escape.h"
#include "projects/text/token.h"

typedef struct Includer {
    Source *source;
    SourceReader reader;
    void *context;
    ProblemList *problems;
    TokenLine tokens;
    NameTable *known;                  /* paths of the included files that have been read */
    char *open[INCLUDE_DEPTH_MAX + 1]; /* paths of the files that are being read, the main file first */
    int depth;
    bool failed;
} Includer;

/* Checks size, NUL bytes, line length and line count before anything is made of a text; false, and a problem, when it
 * is unfit. */
static bool text_is_fit(const char *name, const char *text, size_t length, ProblemList *problems)
{
    char sentence[128];
    int line = 1;
    if (length > SOURCE_SIZE_MAX) {
        snprintf(sentence, sizeof sentence, "the file is larger than %d MiB", SOURCE_SIZE_MAX >> 20);
        problems_add(problems, false, name, 0, 0, sentence);
        return false;
    }
    const char *nul = length ? memchr(text, 0, length) : NULL;
    for (const char *at = text, *end; nul && (end = memchr(at, '\n', (size_t)(nul - at))); at = end + 1)
        line++;
    if (nul) {
        problems_add(problems, false, name, line, 0, "a NUL byte; this is no text file");
        return false;
    }
    for (const char *at = text, *end; at < text + length; at = end + 1) {
        end = memchr(at, '\n', (size_t)(text + length - at));
        end = end ? end : text + length;
        if (end - at > LINE_LENGTH_MAX) {
            problems_add(problems, false, name, line, 0, "the line is longer than 64 KiB");
            return false;
        }
        if (++line > LINE_COUNT_MAX + 1) {
            snprintf(sentence, sizeof sentence, "more than %d lines", LINE_COUNT_MAX);
            problems_add(problems, false, name, line - 1, 0, sentence);
            return false;
        }
    }
    return true;
}

static void report(Includer *includer, bool warning, int file, int line, int token, const char *format, ...)
    PRINTF_LIKE(6, 7);
static void report(Includer *includer, bool warning, int file, int line, int token, const char *format, ...)
{
    char text[700];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    const TokenLine *tokens = &includer->tokens;
    int offset = token < tokens->count ? tokens->tokens[token].start : tokens->length;
    includer->failed |= !problems_add(includer->problems, warning, includer->source->files[file].name, line + 1,
                                      text_column(tokens->text, (size_t)offset), text);
}

/* `path` as seen from the folder of `from`, with `.` and `name/..` taken out; malloc'd. */
static char *join_path(const char *from, const char *path)
{
    const char *slash = strrchr(from, '/');
    Buffer joined = {0};
    if (path[0] != '/' && slash)
        buffer_append(&joined, from, (size_t)(slash - from) + 1);
    buffer_append_text(&joined, path);
    char *whole = buffer_take(&joined);
    if (!whole)
        return NULL;
    char *out = whole; /* the result never grows beyond what was read */
    char *base = whole[0] == '/' ? whole + 1 : whole;
    out = base;
    for (char *part = base; part;) {
        char *end = strchr(part, '/');
        size_t length = end ? (size_t)(end - part) : strlen(part);
        char *next = end ? end + 1 : NULL;
        char *last = out - 1;
        while (last > base && last[-1] != '/')
            last--;
        bool up = length == 2 && part[0] == '.' && part[1] == '.';
        if (up && out > base && strncmp(last, "../", 3) != 0) {
            out = last;
        } else if (length && !(length == 1 && part[0] == '.')) {
            memmove(out, part, length);
            out += length;
            if (next)
                *out++ = '/';
        }
        part = next;
    }
    *out = '\0';
    return whole;
}

static bool add_file_to_order(Includer *includer, int file)
{
    Source *source = includer->source;
    int *room = array_append(&source->file_order, source->file_order_count, sizeof(int));
    if (!room) {
        includer->failed = true;
        return false;
    }
    *room = file;
    source->file_order_count++;
    return true;
}

static void include_all(Includer *includer, int file);

static bool is_open(const Includer *includer, const char *path)
{
    for (int i = 0; i < includer->depth; i++)
        if (strcmp(includer->open[i], path) == 0)
            return true;
    return false;
}

static void open_include(Includer *includer, int file, int line, const char *path)
{
    Source *source = includer->source;
    Error error = {0};
    char *text = NULL, shown[200];
    size_t length = 0;
    text_escape_for_terminal(shown, sizeof shown, path, strlen(path));
    if (includer->reader(includer->context, path, &text, &length, &error) != STATUS_OK) {
        report(includer, false, file, line, 1, "cannot include `%s`: %s", shown,
               error.text[0] ? error.text : "it cannot be read");
        return;
    }
    if (!text_is_fit(path, text, length, includer->problems)) {
        free(text);
        return;
    }
    if (!array_grow(&source->files, source->file_count, &source->file_capacity, sizeof(LineFile)) ||
        line_file_init(&source->files[source->file_count], path, text, length) != STATUS_OK) {
        includer->failed = true;
        free(text);
        return;
    }
    free(text);
    int index = source->file_count++;
    includer->failed |= !name_table_set(includer->known, path, index);
    includer->open[includer->depth++] = source->files[index].name;
    include_all(includer, index);
    includer->depth--;
}

static void follow(Includer *includer, int file, int line)
{
    int bad;
    char shown[200];
    if (includer->tokens.count != 2) {
        report(includer, false, file, line, 1, "include: write the file's name in double quotes");
        return;
    }
    char *name = token_value(&includer->tokens, 1, &bad);
    char *path = name && name[0] ? join_path(includer->open[includer->depth - 1], name) : NULL;
    text_escape_for_terminal(shown, sizeof shown, name ? name : "", name ? strlen(name) : 0);
    if (!path) {
        report(includer, false, file, line, 1, "include: the file's name is empty or has an unknown escape");
    } else if (is_open(includer, path)) {
        report(includer, false, file, line, 1, "`%s` includes itself, directly or round a circle", shown);
    } else if (includer->depth > INCLUDE_DEPTH_MAX) {
        report(includer, false, file, line, 1, "more than %d files include each other in a row", INCLUDE_DEPTH_MAX);
    } else if (!includer->reader) {
        includer->source->includes_missing = true;
        report(includer, true, file, line, 1, "`%s` was not read", shown);
    } else {
        if (name_table_find(includer->known, path) < 0)
            open_include(includer, file, line, path);
    }
    free(name);
    free(path);
}

/* Includes count before the lines of the file that includes them. */
static void include_all(Includer *includer, int file)
{
    bool in_section = false;
    for (int i = 0; i < includer->source->files[file].count && !includer->failed; i++) {
        const Line *line = includer->source->files[file].lines[i];
        in_section |= text_is_header(line->text, (size_t)line->length);
        if (!strstr(line->text, "include"))
            continue;
        token_line_cut(&includer->tokens, line->text, (size_t)line->length);
        if (!token_is(&includer->tokens, 0, "include") || includer->tokens.header)
            continue;
        if (in_section)
            report(includer, false, file, i, 0, "include: must stand before the first section");
        else
            follow(includer, file, i);
    }
    add_file_to_order(includer, file);
}

static Status read_includes(Source *source, SourceReader reader, void *context, ProblemList *problems)
{
    Includer includer = {.source = source, .reader = reader, .context = context, .problems = problems, .depth = 1};
    const char *slash = strrchr(source->files[0].name, '/');
    char *main_name = text_copy(slash ? slash + 1 : source->files[0].name);
    includer.known = name_table_new();
    includer.failed = !main_name || !includer.known;
    includer.open[0] = main_name;
    if (!includer.failed)
        include_all(&includer, 0);
    name_table_free(includer.known);
    token_line_clear(&includer.tokens);
    free(main_name);
    return includer.failed ? STATUS_NO_MEMORY : STATUS_OK;
}

Status source_open(Source *source, const char *name, const char *text, size_t length, SourceReader reader,
                   void *context, ProblemList *problems)
{
    if (!text_is_fit(name, text, length, problems))
        return STATUS_BAD_VALUE;
    if (!array_grow(&source->files, 0, &source->file_capacity, sizeof(LineFile)))
        return STATUS_NO_MEMORY;
    Status status = line_file_init(&source->files[0], name, text, length);
    if (status != STATUS_OK)
        return status;
    source->file_count = 1;
    return read_includes(source, reader, context, problems);
}
