/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tui/link/wire.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

void wire_add_text(Buffer *out, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)text[i];
        if (byte == '\n' || byte == '\r' || byte == '\\')
            buffer_append_format(out, "\\%c", byte == '\n' ? 'n' : byte == '\r' ? 'r' : '\\');
        else if (byte < 0x20 || byte == 0x7f)
            buffer_append_format(out, "\\x%02X", byte);
        else
            buffer_append(out, text + i, 1);
    }
}

static int hex_digit(char digit)
{
    return digit >= '0' && digit <= '9'   ? digit - '0'
           : digit >= 'A' && digit <= 'F' ? digit - 'A' + 10
           : digit >= 'a' && digit <= 'f' ? digit - 'a' + 10
                                          : -1;
}

/* Reads the escape at `text` (a backslash); returns the bytes it took, 1 if it is none. */
static size_t read_escape(const char *text, char *byte)
{
    *byte = text[0];
    if (text[1] == 'n' || text[1] == 'r' || text[1] == '\\') {
        *byte = text[1] == 'n' ? '\n' : text[1] == 'r' ? '\r' : '\\';
        return 2;
    }
    if (text[1] == 'x' && hex_digit(text[2]) >= 0 && hex_digit(text[3]) >= 0) {
        *byte = (char)(hex_digit(text[2]) << 4 | hex_digit(text[3]));
        return 4;
    }
    return 1;
}

size_t wire_unescape(char *text)
{
    char *to = text;
    for (const char *from = text; *from; to++) {
        char byte = *from;
        from += byte == '\\' ? read_escape(from, &byte) : 1;
        *to = byte;
    }
    *to = '\0';
    return (size_t)(to - text);
}

static size_t line_length(const char *text, size_t length)
{
    const char *end = memchr(text, '\n', length);
    return end ? (size_t)(end - text) + 1 : length;
}

static size_t count_lines(const char *text, size_t length)
{
    size_t lines = 0;
    for (size_t at = 0; at < length; at += line_length(text + at, length - at))
        lines++;
    return lines;
}

static void add_file(Buffer *out, const char *text, size_t length)
{
    for (size_t at = 0; at < length;) {
        size_t line = line_length(text + at, length - at);
        buffer_append_text(out, "=");
        wire_add_text(out, text + at, line);
        buffer_append_text(out, "\n");
        at += line;
    }
}

void wire_add_document(Buffer *out, uint64_t revision, const char *text, size_t length)
{
    buffer_append_format(out, "text %" PRIu64 " %zu\n", revision, count_lines(text, length));
    add_file(out, text, length);
}

void wire_add_include(Buffer *out, const char *path, const char *text, size_t length)
{
    buffer_append_format(out, "include %zu ", count_lines(text, length));
    wire_add_text(out, path, strlen(path));
    buffer_append_text(out, "\n");
    add_file(out, text, length);
}

static void add_lines(Buffer *out, const char *sign, char *const *lines, int count)
{
    for (int i = 0; i < count; i++) {
        buffer_append_text(out, sign);
        wire_add_text(out, lines[i], strlen(lines[i]));
        buffer_append_text(out, "\n");
    }
}

void wire_add_change(Buffer *out, const Change *change)
{
    if (change->renamed_from && change->renamed_to)
        buffer_append_format(out, "renamed %s %s\n", change->renamed_from, change->renamed_to);
    buffer_append_format(out, "change %" PRIu64 " %d\n", change->revision, change->splice_count);
    for (int i = 0; i < change->splice_count; i++) {
        const Splice *splice = &change->splices[i];
        buffer_append_format(out, "splice %d %d %d\n", splice->at, splice->removed_count, splice->added_count);
        add_lines(out, "-", splice->removed, splice->removed_count);
        add_lines(out, "+", splice->added, splice->added_count);
    }
}

char *wire_take_word(char **at)
{
    char *word = *at + strspn(*at, " ");
    if (!*word)
        return NULL;
    char *end = word + strcspn(word, " ");
    *at = *end ? end + 1 : end;
    *end = '\0';
    return word;
}

bool wire_take_int(char **at, int64_t least, int64_t most, int64_t *value)
{
    char *word = wire_take_word(at), *end;
    if (!word || *word == '+')
        return false;
    errno = 0;
    long long number = strtoll(word, &end, 10);
    if (*end || end == word || errno || number < least || number > most)
        return false;
    *value = number;
    return true;
}
