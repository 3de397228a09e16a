/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is wrong with a project, in lines for a person. */
#ifndef TTYMIX_SRC_SPEECH_PROBLEMS_H
#define TTYMIX_SRC_SPEECH_PROBLEMS_H

#include <stdio.h>

#include "projects/document/document.h"

/* One line for each problem, escaped for a terminal; the list is cleared. */
void problems_print(ProblemList *problems, FILE *out);
/* The same, and behind it "ttymix: ..." where `error` has a text: why a project was not opened. */
void problems_print_opening(ProblemList *problems, const Error *error, FILE *out);

#endif
