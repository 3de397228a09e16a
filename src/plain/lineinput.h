/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines typed by a person (edited by readline, completed by the command language) or read from a pipe. Session thread.
 */
#ifndef TTYMIX_SRC_PLAIN_LINEINPUT_H
#define TTYMIX_SRC_PLAIN_LINEINPUT_H

#include <stdbool.h>

#include "projects/command/command.h"

typedef struct LineInput LineInput;

/* One at a time in a process; `place` (borrowed) says what is completed. NULL without memory. */
LineInput *lineinput_new(bool interactive, const Document *document, const CommandPlace *place);
void lineinput_free(LineInput *input);
/* Completes from another document from now on. */
void lineinput_set_document(LineInput *input, const Document *document);
/* Reads what has come on standard input; call it when poll says so. */
void lineinput_read(LineInput *input);
/* The next whole line, malloc'd, or NULL. */
char *lineinput_next(LineInput *input);
bool lineinput_is_over(const LineInput *input);
/* True while no line is begun. */
bool lineinput_is_idle(const LineInput *input);
/* Shows the prompt (terminals only); before other text is printed, lineinput_interrupt takes it away. */
void lineinput_prompt(LineInput *input);
void lineinput_interrupt(LineInput *input);

#endif
