/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TTYMIX_PROJECTS_LINES_INCLUDES_H
#define TTYMIX_PROJECTS_LINES_INCLUDES_H

#include "projects/document/parts.h"

/* Reads the files that the main file includes, and those that they include; fills files and file_order. A NULL reader
 * leaves them out, with a warning. Main thread; calls `reader`. */
NODISCARD Status document_read_includes(Document *document, DocumentReader reader, void *context,
                                        ProblemList *problems);
/* Checks size, NUL bytes, line length and line count before anything is made of a text; false, and a problem, when it
 * is unfit. */
bool text_is_fit(const char *name, const char *text, size_t length, ProblemList *problems);

#endif
