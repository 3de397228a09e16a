/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tui/canvas/text.h"

#include <stdio.h>
#include <string.h>
#include <wchar.h>

/* Decodes one code point; 0 bytes if the text does not begin with valid UTF-8 (overlong forms and surrogates are
 * invalid). */
static size_t decode_utf8(const unsigned char *text, size_t length, uint32_t *code)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    size_t size = text[0] < 0x80                      ? 1
                  : text[0] >= 0xf0 && text[0] < 0xf5 ? 4
                  : text[0] >= 0xe0 && text[0] < 0xf0 ? 3
                  : text[0] >= 0xc2 && text[0] < 0xe0 ? 2
                                                      : 0;
    if (size == 0 || size > length)
        return 0;
    *code = size == 1 ? text[0] : text[0] & (0x7fu >> size);
    for (size_t i = 1; i < size; i++) {
        if ((text[i] & 0xc0) != 0x80)
            return 0;
        *code = *code << 6 | (text[i] & 0x3f);
    }
    if (*code < least[size] || (*code >= 0xd800 && *code < 0xe000) || *code > 0x10ffff)
        return 0;
    return size;
}

/* Code points that draw nothing, or make a terminal draw something else than what is written. */
static bool is_hostile(uint32_t code)
{
    static const struct {
        uint32_t from, to;
    } ranges[] = {
        {0x00, 0x1f},     {0x7f, 0x9f},     {0xad, 0xad},       {0x34f, 0x34f},      {0x61c, 0x61c},
        {0x115f, 0x1160}, {0x17b4, 0x17b5}, {0x180b, 0x180f},   {0x200b, 0x200f},    {0x2028, 0x202e},
        {0x2060, 0x206f}, {0x3164, 0x3164}, {0xd800, 0xf8ff},   {0xfeff, 0xfeff},    {0xffa0, 0xffa0},
        {0xfff0, 0xfffb}, {0xfffe, 0xffff}, {0x1d173, 0x1d17a}, {0xe0000, 0x10ffff},
    };
    for (size_t i = 0; i < sizeof ranges / sizeof ranges[0]; i++)
        if (code >= ranges[i].from && code <= ranges[i].to)
            return true;
    return false;
}

static void piece_escape(TextPiece *piece, uint32_t code, bool is_byte)
{
    if (code == '\n' || code == '\t' || code == '\r')
        snprintf(piece->escape, sizeof piece->escape, "\\%c", code == '\n' ? 'n' : code == '\t' ? 't' : 'r');
    else
        snprintf(piece->escape, sizeof piece->escape, is_byte || code < 0x20 || code == 0x7f ? "\\x%02X" : "\\u{%X}",
                 (unsigned)code);
    piece->code = 0;
    piece->width = (int)strlen(piece->escape);
}

void text_take(const char *text, size_t length, TextPiece *piece)
{
    uint32_t code = 0;
    piece->bytes = decode_utf8((const unsigned char *)text, length, &code);
    piece->escape[0] = '\0';
    if (piece->bytes == 0) {
        piece->bytes = 1;
        piece_escape(piece, (unsigned char)text[0], true);
        return;
    }
    int width = code < 0x7f ? 1 : wcwidth((wchar_t)code);
    if (is_hostile(code)) {
        piece_escape(piece, code, false);
        return;
    }
    piece->code = code;
    piece->width = width < 0 ? 1 : width;
    if (width < 0) /* unknown to this locale: nobody can say how wide the terminal draws it */
        piece_escape(piece, code, false);
}

int text_width(const char *text)
{
    int width = 0;
    size_t length = strlen(text);
    for (TextPiece piece; length > 0; text += piece.bytes, length -= piece.bytes) {
        text_take(text, length, &piece);
        width += piece.width;
    }
    return width;
}

size_t text_escape(const char *text, char *out, size_t size)
{
    size_t length = strlen(text), used = 0;
    for (TextPiece piece; length > 0; text += piece.bytes, length -= piece.bytes) {
        text_take(text, length, &piece);
        const char *from = piece.code ? text : piece.escape;
        size_t bytes = piece.code ? piece.bytes : (size_t)piece.width;
        if (used + bytes >= size)
            break;
        memcpy(out + used, from, bytes);
        used += bytes;
    }
    if (size)
        out[used] = '\0';
    return used;
}

size_t text_encode(uint32_t code, char out[4])
{
    if (code > 0x10ffff || (code >= 0xd800 && code < 0xe000))
        code = 0xfffd;
    if (code < 0x80) {
        out[0] = (char)code;
        return 1;
    }
    size_t size = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    for (size_t i = size; i-- > 1; code >>= 6)
        out[i] = (char)(0x80 | (code & 0x3f));
    out[0] = (char)((0xf00u >> size & 0xff) | code);
    return size;
}

size_t text_step_back(const char *text, size_t at)
{
    size_t back = 1;
    while (back < 4 && back < at && ((unsigned char)text[at - back] & 0xc0) == 0x80)
        back++;
    TextPiece piece;
    text_take(text + at - back, back, &piece);
    return piece.bytes == back ? back : 1;
}

size_t text_step_forward(const char *text, size_t at)
{
    TextPiece piece;
    text_take(text + at, strlen(text + at), &piece);
    return piece.bytes;
}
