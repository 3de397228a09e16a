/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A document made of a text, edited by commands and compared with the text that comes of it. */
#ifndef TTYMIX_TESTS_PROJECTS_EDITED_H
#define TTYMIX_TESTS_PROJECTS_EDITED_H

#include "projects/document/document.h"

/* The caller's; fails the test where the text cannot be read. What is wrong with it is in `problems`. */
Document *edited_parse(const char *text, ProblemList *problems);
/* Runs a command line; fails the test unless it says just that. */
void edited_run(Document *document, const char *line, const char *said);
void edited_assert_text(const Document *document, const char *wanted);

#endif
