/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tui/canvas/bytes.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audio/base/utf8.h"
#include "tui/canvas/text.h"

void bytes_clear(Bytes *bytes)
{
    free(bytes->data);
    *bytes = (Bytes){0};
}

static bool bytes_reserve(Bytes *bytes, size_t more)
{
    size_t need = bytes->length + more + 1;
    if (need <= bytes->capacity)
        return true;
    size_t capacity = bytes->capacity ? bytes->capacity : 256;
    while (capacity < need)
        capacity *= 2;
    char *data = realloc(bytes->data, capacity);
    if (!data) {
        bytes->failed = true;
        return false;
    }
    bytes->data = data;
    bytes->capacity = capacity;
    return true;
}

void bytes_add(Bytes *bytes, const void *data, size_t length)
{
    if (!bytes_reserve(bytes, length))
        return;
    if (length)
        memcpy(bytes->data + bytes->length, data, length);
    bytes->length += length;
    bytes->data[bytes->length] = '\0';
}

void bytes_add_text(Bytes *bytes, const char *text)
{
    bytes_add(bytes, text, strlen(text));
}

void bytes_addf(Bytes *bytes, const char *format, ...)
{
    char small[256];
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int length = vsnprintf(small, sizeof small, format, arguments);
    va_end(arguments);
    if (length >= 0 && (size_t)length < sizeof small)
        bytes_add(bytes, small, (size_t)length);
    else if (length >= 0 && bytes_reserve(bytes, (size_t)length)) {
        vsnprintf(bytes->data + bytes->length, (size_t)length + 1, format, again);
        bytes->length += (size_t)length;
    }
    va_end(again);
}

void bytes_add_utf8(Bytes *bytes, uint32_t code)
{
    char encoded[4];
    bytes_add(bytes, encoded, (size_t)utf8_encode(code, encoded));
}

void bytes_drop(Bytes *bytes, size_t length)
{
    if (length > bytes->length)
        length = bytes->length;
    bytes->length -= length;
    if (bytes->data)
        memmove(bytes->data, bytes->data + length, bytes->length + 1);
}
