/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text that others wrote, made safe to print; and strings as the project file writes them. */
#ifndef TTYMIX_PROJECTS_TEXT_ESCAPE_H
#define TTYMIX_PROJECTS_TEXT_ESCAPE_H

#include <stddef.h>

#include "audio/base/buffer.h"
#include "audio/base/status.h"

/* Copies text as audio/base/printable.h makes it safe.  Never cuts inside a character or an escape; what does not fit
 * is left out.  `out` is NUL-terminated; returns the bytes written without the NUL.  `size` > 0. */
size_t text_escape_for_terminal(char *out, size_t size, const char *bytes, size_t length);

/* Appends `bytes` in double quotes, with the same escapes, so that the reader gets the same bytes back. */
void text_append_quoted(Buffer *buffer, const char *bytes, size_t length);
/* Undoes the escapes between the quotes of a string.  `*out` is malloc'd and NUL-terminated; a NUL inside is refused.
 * On failure `*bad` is the offset of the escape. */
NODISCARD Status text_unescape(const char *inside, size_t length, char **out, size_t *out_length, size_t *bad);

/* The column (characters, from 1) of a byte offset in a line. */
int text_column(const char *line, size_t offset);

#endif
