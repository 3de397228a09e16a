/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tui/canvas/text.h"

#include <string.h>
#include <wchar.h>

#include "audio/base/printable.h"

void text_take(const char *text, size_t length, TextPiece *piece)
{
    PrintablePiece shown;
    printable_take(&shown, text, length);
    int width = shown.text == shown.escape ? -1 : shown.code < 0x7f ? 1 : wcwidth((wchar_t)shown.code);
    if (width < 0) /* unknown to this locale, too: nobody can say how wide the terminal draws it */
        printable_escape(&shown);
    *piece = (TextPiece){
        .bytes = (size_t)shown.taken, .code = width < 0 ? 0 : shown.code, .width = width < 0 ? shown.length : width};
    if (width < 0)
        memcpy(piece->escape, shown.escape, sizeof piece->escape);
}

int text_width(const char *text)
{
    int width = 0;
    size_t length = strlen(text);
    for (TextPiece piece; length > 0; text += piece.bytes, length -= piece.bytes) {
        if (*text >= ' ' && *text <= '~')
            piece = (TextPiece){.width = 1, .bytes = 1};
        else
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

const char *text_next_row(const char *text, int columns)
{
    const char *behind_blank = NULL;
    TextPiece piece;
    int width = 0;
    for (const char *at = text; *at; at += piece.bytes) {
        text_take(at, strlen(at), &piece);
        width += piece.width;
        if (width > columns)
            return behind_blank ? behind_blank : at;
        if (*at == ' ')
            behind_blank = at + 1;
    }
    return NULL;
}
