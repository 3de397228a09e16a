/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text from elsewhere (labels, file names, answers) on its way to the screen: decoded, measured in columns, made
 * harmless.
 *
 * audio/base/printable.h says what is hostile and how its escape looks; here what the locale does not know becomes an
 * escape, too, so that what is left is printable and has a known width.  Widths are wcwidth(3)'s: LC_CTYPE must have
 * been set.  Any thread.
 */
#ifndef TTYMIX_TUI_CANVAS_TEXT_H
#define TTYMIX_TUI_CANVAS_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct TextPiece { /* what the next bytes of a text become */
    uint32_t code;         /* a printable code point; 0: `escape` stands for it */
    int width;             /* columns: 0 (a combining mark), 1 or 2; of the escape: its length */
    size_t bytes;          /* how many bytes it took */
    char escape[12];       /* ASCII */
} TextPiece;

/* Decodes what `text` (up to `length` bytes, a NUL is a control byte) begins with; length must be > 0. */
void text_take(const char *text, size_t length, TextPiece *piece);
/* Columns that a text takes on screen. */
int text_width(const char *text);
/* The text with its escapes, at most `size` bytes with the NUL, cut at a whole piece. Returns its length in bytes. */
size_t text_escape(const char *text, char *out, size_t size);
/* Where a text that is wider than its room goes on in the next row: behind the last blank that fits; NULL if it fits.
 */
const char *text_next_row(const char *text, int columns);
/* Bytes of the UTF-8 character that ends before / begins at `at`; invalid bytes count one. */
size_t text_step_back(const char *text, size_t at);
size_t text_step_forward(const char *text, size_t at);

#endif
