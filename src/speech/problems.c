/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/speech/problems.h"

void problems_print(ProblemList *problems, FILE *out)
{
    char line[2400];
    for (int i = 0; i < problems->count; i++) {
        problem_format(&problems->items[i], line, sizeof line);
        fprintf(out, "%s\n", line);
    }
    if (problems->truncated)
        fputs("further problems are not shown\n", out);
    problems_clear(problems);
}

void problems_print_opening(ProblemList *problems, const Error *error, FILE *out)
{
    problems_print(problems, out);
    if (error->text[0])
        fprintf(out, "ttymix: %s\n", error->text);
}
