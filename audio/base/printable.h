/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Foreign bytes made safe for a message: names of files, words of a project, lines of somebody else's lock.
 *
 * What could steer a terminal or disguise a name becomes \xNN, byte for byte: control characters (C0, DEL, C1), invalid
 * UTF-8, noncharacters, line separators, and the marks that turn or hide text (bidirectional and zero-width controls).
 * Everything else, the backslash included, stays.  Any thread but audio; no allocation.
 */
#ifndef TTYMIX_AUDIO_BASE_PRINTABLE_H
#define TTYMIX_AUDIO_BASE_PRINTABLE_H

#include <stddef.h>
#include <stdint.h>

/* Reads one UTF-8 character at `bytes` (`length` > 0 bytes are there): its length 1-4 and its code point in `*code`,
 * or 0 if the bytes are not valid UTF-8 (overlong, surrogate, above U+10FFFF, cut off). RFC 3629. */
int utf8_decode(const char *bytes, size_t length, uint32_t *code);
/* True if a character may be sent to a terminal as it is. */
int utf8_is_printable(uint32_t code);

/* Writes at most size - 1 bytes and a NUL; what does not fit is cut after a whole character and marked by "..." where
 * size >= 4. `out` and `bytes` must not overlap. Returns `out`. */
char *printable_bytes(char *out, size_t size, const char *bytes, size_t length);
char *printable_string(char *out, size_t size, const char *string);

#endif
