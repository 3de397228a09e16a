/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/base/printable.h"

#include <stdbool.h>
#include <string.h>

#include "audio/base/attributes.h"

int utf8_decode(const char *bytes, size_t length, uint32_t *code)
{
    static const uint32_t smallest[5] = {0, 0, 0x80, 0x800, 0x10000};
    unsigned char first = (unsigned char)bytes[0];
    if (first < 0x80) {
        *code = first;
        return 1;
    }
    int size = first >= 0xf0 && first < 0xf8   ? 4
               : first >= 0xe0 && first < 0xf0 ? 3
               : first >= 0xc0 && first < 0xe0 ? 2
                                               : 0;
    if (size == 0 || (size_t)size > length)
        return 0;
    uint32_t value = first & (0xffu >> (size + 1));
    for (int i = 1; i < size; i++) {
        unsigned char next = (unsigned char)bytes[i];
        if ((next & 0xc0) != 0x80)
            return 0;
        value = value << 6 | (next & 0x3f);
    }
    if (value < smallest[size] || value > 0x10ffff || (value >= 0xd800 && value < 0xe000))
        return 0;
    *code = value;
    return size;
}

int utf8_is_printable(uint32_t code)
{
    static const struct {
        uint32_t first, last;
    } hidden[] = {
        {0x00, 0x1f},     {0x7f, 0x9f},     {0xad, 0xad},     {0x61c, 0x61c},      {0x115f, 0x1160},
        {0x180e, 0x180e}, {0x200b, 0x200f}, {0x2028, 0x202e}, {0x2060, 0x206f},    {0xd800, 0xf8ff},
        {0xfdd0, 0xfdef}, {0xfeff, 0xfeff}, {0xfff0, 0xfffb}, {0xe0000, 0x10ffff},
    };
    if ((code & 0xfffe) == 0xfffe)
        return false;
    for (size_t i = 0; i < ARRAY_LEN(hidden); i++)
        if (code >= hidden[i].first && code <= hidden[i].last)
            return false;
    return true;
}

/* The text of the character at `bytes` into `piece`: itself, or its bytes as \xNN. Returns the bytes consumed. */
static size_t printable_piece(const char *bytes, size_t length, char piece[17], size_t *piece_length)
{
    static const char digits[] = "0123456789abcdef";
    uint32_t code = 0;
    int size = utf8_decode(bytes, length, &code);
    if (size > 0 && utf8_is_printable(code)) {
        memcpy(piece, bytes, (size_t)size);
        *piece_length = (size_t)size;
        return (size_t)size;
    }
    size_t consumed = size > 0 ? (size_t)size : 1;
    for (size_t i = 0; i < consumed; i++) {
        unsigned char byte = (unsigned char)bytes[i];
        piece[4 * i] = '\\', piece[4 * i + 1] = 'x';
        piece[4 * i + 2] = digits[byte >> 4], piece[4 * i + 3] = digits[byte & 15];
    }
    *piece_length = 4 * consumed;
    return consumed;
}

char *printable_bytes(char *out, size_t size, const char *bytes, size_t length)
{
    if (size == 0)
        return out;
    size_t used = 0, last_fit = 0; /* last_fit: as far as text may go if "..." must follow */
    size_t room = size - 1, tail = room < 3 ? 0 : 3;
    while (length > 0) {
        char piece[17];
        size_t piece_length = 0;
        size_t consumed = printable_piece(bytes, length, piece, &piece_length);
        if (used + piece_length > room) {
            memcpy(out + last_fit, "...", tail);
            out[last_fit + tail] = '\0';
            return out;
        }
        memcpy(out + used, piece, piece_length);
        used += piece_length;
        if (used + tail <= room)
            last_fit = used;
        bytes += consumed;
        length -= consumed;
    }
    out[used] = '\0';
    return out;
}

char *printable_string(char *out, size_t size, const char *string)
{
    return printable_bytes(out, size, string, strlen(string));
}
