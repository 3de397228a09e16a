/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Decimal numbers as the project file writes them: a point whatever the locale, the shortest form that reads back. */
#ifndef TTYMIX_PROJECTS_TEXT_NUMBER_H
#define TTYMIX_PROJECTS_TEXT_NUMBER_H

#include <stddef.h>

typedef enum NumberFault {
    NUMBER_FINE,
    NUMBER_NONE,      /* no number stands here */
    NUMBER_COMMA,     /* a decimal comma */
    NUMBER_TOO_LARGE, /* more than a double holds */
    NUMBER_NEGATIVE_ZERO,
    NUMBER_TOO_LONG /* more digits than anybody needs */
} NumberFault;

enum { NUMBER_TEXT_MAX = 48 };

/* Reads the number that `text` begins with and multiplies it by 10^shift without rounding twice; `*used` = its bytes.
 */
NumberFault number_read(const char *text, size_t length, int shift, double *value, size_t *used);
/* The nearest number with at most `decimals` (0 to 9) places, never -0: what is shown where the shortest form that
 * reads back would be longer than anybody looks at.  What is not finite stays. */
double number_round(double value, int decimals);
/* Writes `value` * 10^shift in the fewest digits that read back (by number_read with -shift) to `value`; finite values
 * only. Returns the length. */
int number_format(double value, int shift, char out[NUMBER_TEXT_MAX]);

#endif
