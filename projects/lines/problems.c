/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/lines/problems.h"

#include <stdio.h>
#include <stdlib.h>

#include "audio/base/buffer.h"
#include "projects/text/escape.h"

enum { PROBLEM_MAX = 1000 };

bool problems_add(ProblemList *list, bool warning, const char *file, int line, int column, const char *text)
{
    if (!warning)
        list->errors++;
    if (list->count >= PROBLEM_MAX) {
        list->truncated = true;
        return true;
    }
    if ((list->count & (list->count - 1)) == 0) { /* a power of two: full */
        size_t room = list->count ? (size_t)list->count * 2 : 1;
        Problem *items = realloc(list->items, room * sizeof *items);
        if (!items)
            return false;
        list->items = items;
    }
    Problem problem = {warning, text_copy(file), line, column, text_copy(text)};
    if (!problem.file || !problem.text) {
        free(problem.file);
        free(problem.text);
        return false;
    }
    list->items[list->count++] = problem;
    return true;
}

void problems_clear(ProblemList *list)
{
    for (int i = 0; i < list->count; i++) {
        free(list->items[i].file);
        free(list->items[i].text);
    }
    free(list->items);
    *list = (ProblemList){0};
}

void problem_format(const Problem *problem, char *out, size_t size)
{
    Buffer text = {0};
    buffer_append_text(&text, problem->file);
    if (problem->line > 0)
        buffer_append_format(&text, ":%d", problem->line);
    if (problem->line > 0 && problem->column > 0)
        buffer_append_format(&text, ":%d", problem->column);
    buffer_append_format(&text, ": %s%s", problem->warning ? "warning: " : "", problem->text);
    text_escape_for_terminal(out, size, text.bytes ? text.bytes : "", text.length);
    buffer_clear(&text);
}
