/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/base/printable.h"

#include <stdio.h>
#include <string.h>

#include "audio/base/attributes.h"
#include "audio/base/utf8.h"

bool printable_code(uint32_t code)
{
    static const struct {
        uint32_t first, last;
    } hidden[] = {
        {0x00, 0x1f},        {0x7f, 0x9f},       /* C0, DEL, C1 */
        {0xad, 0xad},        {0x34f, 0x34f},     /* soft hyphen, combining grapheme joiner */
        {0x61c, 0x61c},      {0x115f, 0x1160},   /* Arabic letter mark; Hangul fillers */
        {0x17b4, 0x17b5},    {0x180b, 0x180f},   /* Khmer inherent vowels; Mongolian selectors and separator */
        {0x200b, 0x200f},    {0x2028, 0x202e},   /* zero width and directional marks; separators, embeddings */
        {0x2060, 0x206f},    {0x3164, 0x3164},   /* invisible operators, isolates; Hangul filler */
        {0xd800, 0xf8ff},    {0xfdd0, 0xfdef},   /* surrogates, private use; noncharacters */
        {0xfeff, 0xfeff},    {0xffa0, 0xffa0},   /* byte order mark; halfwidth Hangul filler */
        {0xfff0, 0xfffb},    {0x13430, 0x1343f}, /* specials; joiners of hieroglyphs */
        {0x1bca0, 0x1bca3},  {0x1d173, 0x1d17a}, /* controls of shorthand and of music */
        {0xe0000, 0x10ffff},                     /* tags, selectors, private use */
    };
    if ((code & 0xfffe) == 0xfffe)
        return false;
    for (size_t i = 0; i < ARRAY_LEN(hidden); i++)
        if (code >= hidden[i].first && code <= hidden[i].last)
            return false;
    return true;
}

void printable_escape(PrintablePiece *piece)
{
    if (piece->valid && (piece->code == '\n' || piece->code == '\t'))
        piece->length = snprintf(piece->escape, sizeof piece->escape, "\\%c", piece->code == '\n' ? 'n' : 't');
    else
        piece->length = snprintf(piece->escape, sizeof piece->escape,
                                 !piece->valid || piece->code < 0x80 ? "\\x%02X" : "\\u{%X}", (unsigned)piece->code);
    piece->text = piece->escape;
}

void printable_take(PrintablePiece *piece, const char *bytes, size_t length)
{
    piece->taken = utf8_decode(bytes, length, &piece->code);
    piece->valid = piece->taken > 0;
    if (!piece->valid) {
        piece->taken = 1;
        piece->code = (unsigned char)bytes[0];
    }
    piece->text = bytes;
    piece->length = piece->taken;
    if (!piece->valid || !printable_code(piece->code))
        printable_escape(piece);
}

char *printable_bytes(char *out, size_t size, const char *bytes, size_t length)
{
    if (size == 0)
        return out;
    size_t used = 0, last_fit = 0; /* last_fit: as far as text may go if "..." must follow */
    size_t room = size - 1, tail = room < 3 ? 0 : 3;
    while (length > 0) {
        PrintablePiece piece;
        printable_take(&piece, bytes, length);
        if (used + (size_t)piece.length > room) {
            memcpy(out + last_fit, "...", tail);
            out[last_fit + tail] = '\0';
            return out;
        }
        memcpy(out + used, piece.text, (size_t)piece.length);
        used += (size_t)piece.length;
        if (used + tail <= room)
            last_fit = used;
        bytes += piece.taken;
        length -= (size_t)piece.taken;
    }
    out[used] = '\0';
    return out;
}

char *printable_string(char *out, size_t size, const char *string)
{
    return printable_bytes(out, size, string, strlen(string));
}
