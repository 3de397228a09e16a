/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines of text, immutable and shared by counting, and the files made of them. */
#ifndef TTYMIX_PROJECTS_LINES_LINES_H
#define TTYMIX_PROJECTS_LINES_LINES_H

#include <stdbool.h>
#include <stddef.h>

#include "audio/base/status.h"

typedef struct Line { /* never changes after it was made */
    int references;
    int length;        /* with its line end */
    bool is_value;     /* a line that a value made, which is one no more at its default */
    struct Line *read; /* before its values were changed, as it came into the text; NULL: this is it. Owned */
    char text[];       /* NUL-terminated */
} Line;

/* A line that the caller owns one reference of, or NULL without memory. */
Line *line_new(const char *text, size_t length);
/* The line with other bytes: it remembers what it was. */
Line *line_new_from(Line *before, const char *text, size_t length);
Line *line_keep(Line *line);
void line_drop(Line *line);
bool line_equal(const Line *a, const Line *b);

typedef struct LineFile {
    char *name; /* as messages name it */
    Line **lines;
    int count, capacity;
} LineFile;

/* Cuts a text into lines, each with its end. */
NODISCARD Status line_file_init(LineFile *file, const char *name, const char *text, size_t length);
void line_file_clear(LineFile *file);
/* At `at` takes `removed` lines out (their references are dropped) and puts `added` in (references are taken). */
NODISCARD Status line_file_splice(LineFile *file, int at, int removed, Line *const *added, int added_count);

#endif
