/* SPDX-License-Identifier: GPL-3.0-or-later */
/* UTF-8 by RFC 3629: the one decoder and the one encoder. Any thread. */
#ifndef TTYMIX_AUDIO_BASE_UTF8_H
#define TTYMIX_AUDIO_BASE_UTF8_H

#include <stddef.h>
#include <stdint.h>

/* Reads one character at `bytes` (`length` > 0 bytes are there): its length 1 to 4 and its code point in `*code`, or 0
 * if the bytes are not valid (overlong, surrogate, above U+10FFFF, cut off). */
int utf8_decode(const char *bytes, size_t length, uint32_t *code);
/* Writes a code point, U+FFFD for what has none, and returns its length 1 to 4. */
int utf8_encode(uint32_t code, char out[4]);

#endif
