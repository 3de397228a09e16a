/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is wrong with a project: sentences, each about a place in a file. */
#ifndef TTYMIX_PROJECTS_LINES_PROBLEMS_H
#define TTYMIX_PROJECTS_LINES_PROBLEMS_H

#include <stdbool.h>
#include <stddef.h>

typedef struct Problem {
    bool warning;     /* false: an error; the project is invalid */
    char *file;       /* as the user named it */
    int line, column; /* from 1; 0 = the whole file */
    char *text;       /* "ratio: 400 is out of range (1 to 100)"; safe to print */
} Problem;
typedef struct ProblemList { /* all zero = empty */
    Problem *items;
    int count, errors;
    bool truncated;
} ProblemList;

void problems_clear(ProblemList *list);
/* "file:line:column: text", escaped for a terminal, into `out`. */
void problem_format(const Problem *problem, char *out, size_t size);
/* Appends a copy; beyond a thousand only counts. False without memory. */
bool problems_add(ProblemList *list, bool warning, const char *file, int line, int column, const char *text);

#endif
