/* SPDX-License-Identifier: GPL-3.0-or-later */
/* TEXT fields of the protocol in tui/host.h: one line each, whatever they hold. */
#ifndef TTYMIX_SRC_ESCAPE_LINE_H
#define TTYMIX_SRC_ESCAPE_LINE_H

#include <stddef.h>

/* Writes at most 4 * length bytes, no NUL; returns how many. */
size_t line_escape(char *out, const char *bytes, size_t length);
/* In place; a NUL that was escaped ends the text. */
void line_unescape(char *text);

#endif
