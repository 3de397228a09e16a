/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/escape_line.h"

size_t line_escape(char *out, const char *bytes, size_t length)
{
    static const char digits[] = "0123456789abcdef";
    char *to = out;
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)bytes[i];
        if (c == '\\' || c == '\n' || c == '\r') {
            *to++ = '\\';
            *to++ = c == '\\' ? '\\' : c == '\n' ? 'n' : 'r';
        } else if (c < 32 || c == 127) {
            *to++ = '\\';
            *to++ = 'x';
            *to++ = digits[c >> 4];
            *to++ = digits[c & 15];
        } else
            *to++ = (char)c;
    }
    return (size_t)(to - out);
}

static int hex_digit(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

void line_unescape(char *text)
{
    char *to = text;
    for (const char *from = text; *from; from++) {
        if (*from != '\\') {
            *to++ = *from;
        } else if (from[1] == 'x' && hex_digit(from[2]) >= 0 && hex_digit(from[3]) >= 0) {
            *to++ = (char)(hex_digit(from[2]) * 16 + hex_digit(from[3]));
            from += 3;
        } else if (from[1]) {
            from++;
            *to++ = *from == 'n' ? '\n' : *from == 'r' ? '\r' : *from;
        }
    }
    *to = '\0';
}
