/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/text/number.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DIGITS_MAX = 64, PLAIN_MAX = 21, PLAIN_MIN = -9 };

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static size_t count_digits(const char *text, size_t length, size_t from)
{
    size_t i = from;
    while (i < length && is_digit(text[i]))
        i++;
    return i - from;
}

/* Length of sign, digits and fraction; 0 if there is no digit. */
static size_t span_mantissa(const char *text, size_t length)
{
    size_t i = length && (text[0] == '+' || text[0] == '-');
    size_t whole = count_digits(text, length, i);
    i += whole;
    size_t fraction = i < length && text[i] == '.' ? count_digits(text, length, i + 1) : 0;
    if (whole + fraction == 0)
        return 0;
    return fraction ? i + 1 + fraction : i;
}

/* Length of an exponent at `i`, or 0; `*exponent` is clamped far outside what a double holds. */
static size_t span_exponent(const char *text, size_t length, size_t i, int *exponent)
{
    if (i >= length || (text[i] != 'e' && text[i] != 'E'))
        return 0;
    size_t sign = i + 1 < length && (text[i + 1] == '+' || text[i + 1] == '-');
    size_t digits = count_digits(text, length, i + 1 + sign);
    int value = 0;
    for (size_t k = 0; k < digits; k++)
        value = value > 9999 ? value : value * 10 + (text[i + 1 + sign + k] - '0');
    *exponent = sign && text[i + 1] == '-' ? -value : value;
    return digits ? 1 + sign + digits : 0;
}

NumberFault number_read(const char *text, size_t length, int shift, double *value, size_t *used)
{
    char copy[DIGITS_MAX + 16];
    int exponent = 0;
    size_t mantissa = span_mantissa(text, length);
    if (mantissa == 0)
        return NUMBER_NONE;
    if (mantissa > DIGITS_MAX)
        return NUMBER_TOO_LONG;
    *used = mantissa + span_exponent(text, length, mantissa, &exponent);
    if (*used + 1 < length && text[*used] == ',' && is_digit(text[*used + 1]))
        return NUMBER_COMMA;
    memcpy(copy, text, mantissa);
    snprintf(copy + mantissa, sizeof copy - mantissa, "e%d", exponent + shift);
    double number = strtod(copy, NULL);
    if (!isfinite(number))
        return NUMBER_TOO_LARGE;
    if (number == 0 && text[0] == '-')
        return NUMBER_NEGATIVE_ZERO;
    *value = number;
    return NUMBER_FINE;
}

/* The fewest significant digits that read back: fills `digits` (no point, no trailing zero) and the exponent of the
 * first. */
static int shortest_digits(double value, char digits[24], int *exponent)
{
    char text[40];
    for (int precision = 0; precision < 17; precision++) {
        snprintf(text, sizeof text, "%.*e", precision, value);
        if (strtod(text, NULL) == value)
            break;
    }
    const char *e = strchr(text, 'e');
    int count = 0;
    for (const char *c = text; c < e; c++)
        if (is_digit(*c))
            digits[count++] = *c;
    while (count > 1 && digits[count - 1] == '0')
        count--;
    digits[count] = '\0';
    *exponent = atoi(e + 1);
    return count;
}

int number_format(double value, int shift, char out[NUMBER_TEXT_MAX])
{
    char digits[24];
    int exponent, used = 0;
    if (value == 0 || !isfinite(value))
        return snprintf(out, NUMBER_TEXT_MAX, "0");
    int count = shortest_digits(fabs(value), digits, &exponent);
    exponent += shift;
    if (value < 0)
        out[used++] = '-';
    if (exponent >= PLAIN_MAX || exponent < PLAIN_MIN)
        return used + snprintf(out + used, (size_t)(NUMBER_TEXT_MAX - used), "%.1s%s%se%d", digits,
                               count > 1 ? "." : "", digits + 1, exponent);
    if (exponent < 0)
        used += snprintf(out + used, (size_t)(NUMBER_TEXT_MAX - used), "0.%0*d", -exponent - 1, 0) - (exponent == -1);
    for (int i = 0; i < count || i <= exponent; i++) {
        if (i == exponent + 1 && exponent >= 0)
            out[used++] = '.';
        out[used++] = i < count ? digits[i] : '0';
    }
    out[used] = '\0';
    return used;
}

double number_round(double value, int decimals)
{
    char text[400]; /* DBL_MAX has 309 digits */
    if (!isfinite(value))
        return value;
    snprintf(text, sizeof text, "%.*f", decimals, value);
    return strtod(text, NULL) + 0.0; /* -0 + 0 is 0 */
}
