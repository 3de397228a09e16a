/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TTYMIX_PROJECTS_LINES_PROBLEMS_H
#define TTYMIX_PROJECTS_LINES_PROBLEMS_H

#include "projects/document/document.h"

/* Appends a copy; beyond a thousand only counts. False without memory. */
bool problems_add(ProblemList *list, bool warning, const char *file, int line, int column, const char *text);

#endif
