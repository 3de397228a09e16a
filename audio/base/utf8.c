/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/base/utf8.h"

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

int utf8_encode(uint32_t code, char out[4])
{
    if (code > 0x10ffff || (code >= 0xd800 && code < 0xe000))
        code = 0xfffd;
    if (code < 0x80) {
        out[0] = (char)code;
        return 1;
    }
    int size = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    for (int i = size - 1; i > 0; i--, code >>= 6)
        out[i] = (char)(0x80 | (code & 0x3f));
    out[0] = (char)((0xf00u >> size & 0xffu) | code);
    return size;
}
