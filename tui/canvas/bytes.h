/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A growing run of bytes: what will be written to the terminal or to a session in one write(). Any thread, one at a
 * time. */
#ifndef TTYMIX_TUI_CANVAS_BYTES_H
#define TTYMIX_TUI_CANVAS_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "audio/base/attributes.h"

typedef struct Bytes {
    char *data; /* owned; a NUL follows the last byte once anything was added */
    size_t length, capacity;
    bool failed; /* memory was short: what was added since is missing */
} Bytes;

/* Frees the run; a zeroed Bytes is an empty one. */
void bytes_clear(Bytes *bytes);
void bytes_add(Bytes *bytes, const void *data, size_t length);
void bytes_add_text(Bytes *bytes, const char *text);
void bytes_addf(Bytes *bytes, const char *format, ...) PRINTF_LIKE(2, 3);
/* One code point as UTF-8. */
void bytes_add_utf8(Bytes *bytes, uint32_t code);
/* Takes `length` bytes off the front. */
void bytes_drop(Bytes *bytes, size_t length);

#endif
