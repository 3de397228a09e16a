/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/text/escape.h"

#include <stdlib.h>
#include <string.h>

#include "audio/base/printable.h"
#include "audio/base/utf8.h"

size_t text_escape_for_terminal(char *out, size_t size, const char *bytes, size_t length)
{
    size_t used = 0;
    PrintablePiece piece;
    for (size_t i = 0; i < length; i += (size_t)piece.taken) {
        printable_take(&piece, bytes + i, length - i);
        if (used + (size_t)piece.length >= size)
            break;
        memcpy(out + used, piece.text, (size_t)piece.length);
        used += (size_t)piece.length;
    }
    out[used] = '\0';
    return used;
}

void text_append_quoted(Buffer *buffer, const char *bytes, size_t length)
{
    PrintablePiece piece;
    buffer_append(buffer, "\"", 1);
    for (size_t i = 0; i < length; i += (size_t)piece.taken) {
        printable_take(&piece, bytes + i, length - i);
        if (piece.code == '"' || piece.code == '\\')
            buffer_append(buffer, "\\", 1);
        buffer_append(buffer, piece.text, (size_t)piece.length);
    }
    buffer_append(buffer, "\"", 1);
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* Reads the escape at `text` (behind the backslash): bytes taken, or 0; appends its meaning. */
static size_t unescape_one(const char *text, size_t length, Buffer *out)
{
    static const char from[] = "\"\\nt", to[] = "\"\\\n\t";
    const char *simple = length && text[0] ? strchr(from, text[0]) : NULL;
    if (simple) {
        buffer_append(out, &to[simple - from], 1);
        return 1;
    }
    if (length >= 3 && text[0] == 'x' && hex_digit(text[1]) >= 0 && hex_digit(text[2]) >= 0) {
        char byte = (char)(hex_digit(text[1]) * 16 + hex_digit(text[2]));
        buffer_append(out, &byte, 1);
        return byte ? 3 : 0;
    }
    if (length < 4 || text[0] != 'u' || text[1] != '{')
        return 0;
    uint32_t c = 0;
    size_t i = 2;
    for (; i < length && i < 8 && hex_digit(text[i]) >= 0; i++)
        c = c * 16 + (uint32_t)hex_digit(text[i]);
    if (i == 2 || i >= length || text[i] != '}' || c == 0 || c > 0x10ffff || (c >= 0xd800 && c < 0xe000))
        return 0;
    char encoded[4];
    buffer_append(out, encoded, (size_t)utf8_encode(c, encoded));
    return i + 1;
}

Status text_unescape(const char *inside, size_t length, char **out, size_t *out_length, size_t *bad)
{
    Buffer buffer = {0};
    size_t i = 0;
    while (i < length) {
        const char *backslash = memchr(inside + i, '\\', length - i);
        size_t plain = backslash ? (size_t)(backslash - inside) - i : length - i;
        buffer_append(&buffer, inside + i, plain);
        i += plain;
        if (i == length)
            break;
        size_t taken = unescape_one(inside + i + 1, length - i - 1, &buffer);
        if (taken == 0) {
            *bad = i;
            buffer_clear(&buffer);
            return STATUS_BAD_VALUE;
        }
        i += 1 + taken;
    }
    *out_length = buffer.length;
    *out = buffer_take(&buffer);
    return *out ? STATUS_OK : STATUS_NO_MEMORY;
}

int text_column(const char *line, size_t offset)
{
    int column = 1;
    for (size_t i = 0; i < offset; i++)
        column += ((unsigned char)line[i] & 0xc0) != 0x80;
    return column;
}
