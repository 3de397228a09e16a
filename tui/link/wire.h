/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lines between a desk and its session (tui/link/host.h), as both ends write and read them. */
#ifndef TTYMIX_TUI_LINK_WIRE_H
#define TTYMIX_TUI_LINK_WIRE_H

#include <stdbool.h>
#include <stdint.h>

#include "audio/base/buffer.h"
#include "audio/base/status.h"
#include "projects/document/document.h"

/* A document's line has at most 64 KiB, and every byte of it may become four. */
enum { WIRE_LINE_MAX = 4 * 65536 + 256 };

/* Appends a TEXT: \n \r \\ escaped, other control bytes as \xNN; the rest as it is. No line end. */
void wire_add_text(Buffer *out, const char *text, size_t length);
/* Undoes it in place; returns the new length. A broken escape stays as it is written. */
size_t wire_unescape(char *text);

/* `text REVISION LINES` and its lines. Every line carries its own line end, escaped; the last may have none. */
void wire_add_document(Buffer *out, uint64_t revision, const char *text, size_t length);
/* `include LINES PATH` and its lines, which are written like those of `text`. */
void wire_add_include(Buffer *out, const char *path, const char *text, size_t length);
/* `renamed`, `change`, `splice` and their lines. */
void wire_add_change(Buffer *out, const Change *change);

/* Takes one blank-separated word off `*at` (in place, NUL-ended); NULL at the end. */
char *wire_take_word(char **at);
/* Takes a word that must be an integer in least..most; false (and nothing written) otherwise. */
bool wire_take_int(char **at, int64_t least, int64_t most, int64_t *value);

#endif
