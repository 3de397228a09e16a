/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Foreign bytes made safe to show: names of files, words of a project, lines of somebody else's lock.
 *
 * What could steer a terminal or disguise a name becomes a visible escape, in the words of a project's strings: `\n`,
 * `\t`, `\xNN` (another ASCII control character, or a byte that is not UTF-8) or `\u{NNNN}`.  That is: control
 * characters (C0, DEL, C1), noncharacters, code points of private use, line separators, and whatever turns the text
 * round, draws nothing or looks like a blank (bidirectional and zero-width controls, fillers, tags, invisible
 * operators).  Everything else, the backslash included, stays.  This is the only such table: files, messages and screen
 * go through it.  Any thread but audio; no allocation.
 */
#ifndef TTYMIX_AUDIO_BASE_PRINTABLE_H
#define TTYMIX_AUDIO_BASE_PRINTABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* True if a character may be sent to a terminal as it is. */
bool printable_code(uint32_t code);

typedef struct PrintablePiece { /* what the next bytes of a text become */
    int taken;                  /* how many bytes it took, 1 to 4 */
    uint32_t code;              /* the character; of a byte that is not UTF-8, the byte */
    bool valid;                 /* false: a byte that is not UTF-8 */
    const char *text;           /* what to show: the bytes themselves, or `escape`; no NUL behind it */
    int length;                 /* of `text`, in bytes */
    char escape[12];
} PrintablePiece;

/* Takes what `bytes` begins with; `length` > 0. `piece` points into itself and into `bytes`: it is not copied. */
void printable_take(PrintablePiece *piece, const char *bytes, size_t length);
/* Shows a piece as its escape even where printable_code would let it through. */
void printable_escape(PrintablePiece *piece);

/* Writes at most size - 1 bytes and a NUL; what does not fit is cut after a whole character and marked by "..." where
 * size >= 4. `out` and `bytes` must not overlap. Returns `out`. */
char *printable_bytes(char *out, size_t size, const char *bytes, size_t length);
char *printable_string(char *out, size_t size, const char *string);

#endif
