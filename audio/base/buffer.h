/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A string that grows, and arrays that do.  A failed allocation is remembered instead of returned: append freely, ask
 * once at the end.  Any thread but audio, one at a time. */
#ifndef TTYMIX_AUDIO_BASE_BUFFER_H
#define TTYMIX_AUDIO_BASE_BUFFER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "audio/base/attributes.h"

typedef struct Buffer { /* all zero = empty */
    char *bytes;        /* NUL-terminated once anything was appended; NULL before */
    size_t length, capacity;
    bool failed; /* out of memory: the contents are not complete */
} Buffer;

void buffer_append(Buffer *buffer, const char *bytes, size_t length);
void buffer_append_text(Buffer *buffer, const char *text);
void buffer_append_format(Buffer *buffer, const char *format, ...) PRINTF_LIKE(2, 3);
/* One code point as UTF-8. */
void buffer_append_utf8(Buffer *buffer, uint32_t code);
/* Takes `length` bytes off the front. */
void buffer_drop(Buffer *buffer, size_t length);
/* Appends blanks until the text is `width` bytes long. */
void buffer_pad(Buffer *buffer, size_t width);
/* The text, which the caller frees; NULL if memory ran out. The buffer is empty again. */
char *buffer_take(Buffer *buffer);
void buffer_clear(Buffer *buffer);

/* malloc'd copy of `length` bytes with a NUL behind, or NULL without memory. */
char *bytes_copy(const char *bytes, size_t length);
char *text_copy(const char *text);
/* Makes room for one more item in an array that grows by doubling; false without memory (the array stays). */
bool array_grow(void *items, int count, int *capacity, size_t item_size);
/* Room for item `count` of an array that remembers no capacity: grows when `count` is 0 or a power of two. Returns the
 * new item, zeroed, or NULL without memory. The array must only ever have grown one by one. */
void *array_append(void *items, int count, size_t item_size);

#endif
