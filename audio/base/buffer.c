/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/base/buffer.h"

#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audio/base/utf8.h"

static bool buffer_reserve(Buffer *buffer, size_t more)
{
    size_t needed = buffer->length + more + 1;
    if (buffer->failed)
        return false;
    if (needed <= buffer->capacity)
        return true;
    size_t capacity = buffer->capacity ? buffer->capacity * 2 : 64;
    while (capacity < needed)
        capacity *= 2;
    char *bytes = realloc(buffer->bytes, capacity);
    if (!bytes) {
        buffer->failed = true;
        return false;
    }
    buffer->bytes = bytes;
    buffer->capacity = capacity;
    return true;
}

void buffer_append(Buffer *buffer, const char *bytes, size_t length)
{
    if (!buffer_reserve(buffer, length))
        return;
    if (length)
        memcpy(buffer->bytes + buffer->length, bytes, length);
    buffer->length += length;
    buffer->bytes[buffer->length] = '\0';
}

void buffer_append_text(Buffer *buffer, const char *text)
{
    buffer_append(buffer, text, strlen(text));
}

void buffer_append_format(Buffer *buffer, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (length < 0 || !buffer_reserve(buffer, (size_t)length))
        return;
    va_start(arguments, format);
    vsnprintf(buffer->bytes + buffer->length, (size_t)length + 1, format, arguments);
    va_end(arguments);
    buffer->length += (size_t)length;
}

void buffer_append_utf8(Buffer *buffer, uint32_t code)
{
    char encoded[4];
    buffer_append(buffer, encoded, (size_t)utf8_encode(code, encoded));
}

void buffer_drop(Buffer *buffer, size_t length)
{
    if (length > buffer->length)
        length = buffer->length;
    buffer->length -= length;
    if (buffer->bytes)
        memmove(buffer->bytes, buffer->bytes + length, buffer->length + 1);
}

void buffer_pad(Buffer *buffer, size_t width)
{
    while (buffer->length < width && !buffer->failed)
        buffer_append(buffer, " ", 1);
}

char *buffer_take(Buffer *buffer)
{
    if (!buffer->bytes)
        buffer_append(buffer, "", 0);
    char *bytes = buffer->failed ? NULL : buffer->bytes;
    if (buffer->failed)
        free(buffer->bytes);
    *buffer = (Buffer){0};
    return bytes;
}

void buffer_clear(Buffer *buffer)
{
    free(buffer->bytes);
    *buffer = (Buffer){0};
}

char *bytes_copy(const char *bytes, size_t length)
{
    char *copy = malloc(length + 1);
    if (!copy)
        return NULL;
    if (length)
        memcpy(copy, bytes, length);
    copy[length] = '\0';
    return copy;
}

char *text_copy(const char *text)
{
    return bytes_copy(text, strlen(text));
}

bool array_grow(void *items, int count, int *capacity, size_t item_size)
{
    void *old, *grown;
    if (count < *capacity)
        return true;
    if (*capacity > INT_MAX / 2)
        return false;
    int larger = *capacity ? *capacity * 2 : 8;
    memcpy(&old, items, sizeof old); /* `items` is the address of some pointer */
    grown = realloc(old, (size_t)larger * item_size);
    if (!grown)
        return false;
    memcpy(items, &grown, sizeof grown);
    *capacity = larger;
    return true;
}

void *array_append(void *items, int count, size_t item_size)
{
    char *array;
    memcpy(&array, items, sizeof array);
    if ((count & (count - 1)) == 0) {
        size_t room = count ? (size_t)count * 2 : 1;
        array = realloc(array, room * item_size);
        if (!array)
            return NULL;
        memcpy(items, &array, sizeof array);
    }
    memset(array + (size_t)count * item_size, 0, item_size);
    return array + (size_t)count * item_size;
}
